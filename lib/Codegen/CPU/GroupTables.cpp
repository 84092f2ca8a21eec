//===- GroupTables.cpp - Numbers of groups in the kernel's order ----------===//
#include "GroupTables.h"
#include "MmaKinds.h"
#include "Products/ElementwiseBuilder.h"
#include "StaticLhs.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

/// The raw data of numbers.
template <typename T> static ArrayRef<char> bytesOf(ArrayRef<T> numbers) {
  return {reinterpret_cast<const char *>(numbers.data()),
          numbers.size() * sizeof(T)};
}

/// A table of 4-byte elements, one for each group and each column or all of
/// them, in the order of the panels: panels x groups x nr, so that a kernel
/// reads it from front to back.
Value GroupTables::pack(ArrayRef<char> bytes, Type element) {
  int64_t k = op.getRhs().getType().getDimSize(0);
  int64_t n = op.getRhs().getType().getDimSize(1);
  int64_t groups = llvm::divideCeil(k, *form.groupSize);
  int64_t columns = bytes.size() / (4 * groups);
  int64_t panels = layout.panels(n), nr = layout.nr;
  std::vector<char> table(panels * groups * nr * 4, 0);
  for (int64_t g = 0; g < groups; ++g)
    for (int64_t c = 0; c < n; ++c)
      std::copy_n(&bytes[(g * columns + c % columns) * 4], 4,
                  &table[((c / nr * groups + g) * nr + c % nr) * 4]);
  return createConstant(b, loc,
                        RankedTensorType::get({panels, groups, nr}, element),
                        table, "groups");
}

Value GroupTables::pack(ArrayRef<int32_t> numbers) {
  return pack(bytesOf(numbers), b.getI32Type());
}

/// The integer zero points of groups.
SmallVector<int32_t> GroupTables::readZeroPoints() {
  auto bytes = readConstantBytes(op.getRhsZeroPoint());
  auto *numbers = reinterpret_cast<const int32_t *>(bytes->data());
  return SmallVector<int32_t>(numbers, numbers + bytes->size() / 4);
}

Value GroupTables::packZeroPoints() {
  auto bytes = readConstantBytes(op.getRhsZeroPoint());
  if (getElementTypeOrSelf(op.getRhsZeroPoint().getType()).isF32())
    return pack(*bytes, b.getF32Type());
  SmallVector<int32_t> numbers = readZeroPoints();
  if (operandsOf(form.mma) == MmaOperands::F32) {
    SmallVector<float> reals(numbers.begin(), numbers.end());
    return pack(bytesOf<float>(reals), b.getF32Type());
  }
  unsigned width = form.code->fieldBits();
  for (int32_t &number : numbers) {
    uint32_t stored = number + layout.storedOffset(), word = 0;
    for (unsigned at = 0; at < 32; at += width)
      word |= (stored & ((uint32_t(1) << width) - 1)) << at;
    number = static_cast<int32_t>(word);
  }
  return pack(numbers);
}

Value GroupTables::packScales() {
  if (Value scale = op.getRhsScale())
    return pack(*readConstantBytes(scale), b.getF32Type());
  RankedTensorType type =
      cast<RankedTensorType>(op.getRhsZeroPoint().getType());
  SmallVector<float> ones(type.getNumElements(), 1.0f);
  return pack(bytesOf<float>(ones), b.getF32Type());
}

Value GroupTables::packInits(int32_t factor) {
  RankedTensorType type = op.getRhs().getType();
  int64_t k = type.getDimSize(0), n = type.getDimSize(1);
  auto bytes = readConstantBytes(op.getRhs());
  unsigned width = type.getElementTypeBitWidth();
  int64_t groups = llvm::divideCeil(k, *form.groupSize);
  SmallVector<int32_t> inits(groups * n, 0), zeroPoints(1, 0),
      lhsZeroPoints(groups, 0);
  if (op.getLhsZeroPoint()) {
    SmallVector<int32_t> read =
        StaticLhs(ProductSide::lhsOf(op), /*reduction=*/1).readZeroPoints();
    for (int64_t g = 0; g < groups; ++g)
      lhsZeroPoints[g] = read[read.size() == 1 ? 0 : g];
  }
  if (op.getRhsZeroPoint())
    zeroPoints = readZeroPoints();
  int64_t columns = std::max<int64_t>(zeroPoints.size() / groups, 1);
  // Codes past the end of K are 0: with a zero point that is some number, and
  // lhs is flipped there as well.
  if (form.code)
    k = llvm::alignTo(k, form.code->stepElements());
  for (int64_t i = 0, e = bytes->size(); i < k * n; ++i) {
    int64_t group = i / n / *form.groupSize, column = i % n;
    int32_t value = i < e ? readInteger(*bytes, i, width, op.isRhsUnsigned())
                          : static_cast<int32_t>(-layout.storedOffset());
    if (op.getRhsZeroPoint())
      value -= zeroPoints[group * columns + column % columns];
    // Past the end of K, lhs is 0 and no product is meant.
    int32_t lhsZeroPoint = i < e ? lhsZeroPoints[group] : 0;
    inits[group * n + column] += (factor - lhsZeroPoint) * value;
  }
  return pack(inits);
}
