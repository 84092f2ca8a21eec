//===- CodedRhs.cpp - Which weights kernels keep as codes -----------------===//
#include "CodedRhs.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

CodedRhs::CodedRhs(const ProductSide &side, int64_t reduction)
    : value(side.value), scale(side.scale), zeroPoint(side.zeroPoint),
      isUnsigned(side.isUnsigned), group(0), across(0), k(0), n(0) {
  RankedTensorType type = side.type();
  if (type.getRank() != 2)
    return;
  k = type.getDimSize(reduction);
  n = type.getDimSize(1 - reduction);
  group = side.block.empty() ? k : side.block[reduction];
  across = side.block.empty() ? n : side.block[1 - reduction];
}

std::optional<WeightCode> CodedRhs::matchValues(MmaKind mma) const {
  auto type = cast<RankedTensorType>(value.getType());
  if (type.getRank() != 2 || !isReadableConstant(value))
    return std::nullopt;
  Type element = type.getElementType();
  if (isa<IntegerType>(element) && isUnsigned)
    element =
        IntegerType::get(element.getContext(), element.getIntOrFloatBitWidth(),
                         IntegerType::Unsigned);
  std::optional<WeightCode> code = WeightCode::get(element, mma);
  if (!code || (code->getBits() == 8 && !hasFiniteCodes(value)))
    return std::nullopt;
  return code;
}

/// Whether differences of codes and zero points are what kernels of `mma`
/// compute with.
bool CodedRhs::hasFittingZeroPoints(const WeightCode &code, MmaKind mma) const {
  auto bytes = readConstantBytes(zeroPoint);
  Type element = cast<RankedTensorType>(zeroPoint.getType()).getElementType();
  if (!bytes || code.isFloat())
    return false;
  if (element.isF32())
    return operandsOf(mma) == MmaOperands::F32;
  if (!element.isInteger(32))
    return false;
  ArrayRef<int32_t> numbers(reinterpret_cast<const int32_t *>(bytes->data()),
                            bytes->size() / sizeof(int32_t));
  return llvm::all_of(numbers, [&](int64_t number) {
    int64_t stored = number - code.least();
    if (operandsOf(mma) == MmaOperands::F32) // an f32 without rounding
      return llvm::isInt<24>(number);
    if (mma == MmaKind::Vdpbf16ps) // of a table of 32 differences
      return stored >= 0 && stored < 16;
    return stored >= -64 && stored < 64; // of bytes
  });
}

std::optional<WeightCode> CodedRhs::matchGroups(MmaKind mma,
                                                TargetAttr target) const {
  std::optional<WeightCode> code = matchValues(mma);
  if (!code || (!scale && !zeroPoint))
    return std::nullopt;
  bool isBytes = operandsOf(mma) == MmaOperands::I8;
  // The i32 sum of a group must not wrap.
  if (operandsOf(mma) == MmaOperands::I16 || (isBytes && group > 1 << 15) ||
      (scale && !isReadableConstant(scale)))
    return std::nullopt;
  if (zeroPoint &&
      (isRowPairs(mma) || !hasFittingZeroPoints(*code, mma) ||
       (mma == MmaKind::Vdpbf16ps && target.getVectorBits() != 512)))
    return std::nullopt;
  if ((across != 1 && across < n) ||
      (group < k && group % code->stepElements() != 0))
    return std::nullopt;
  return code;
}

std::optional<WeightCode> CodedRhs::match(MmaKind mma,
                                          TargetAttr target) const {
  if (isApplied())
    return matchGroups(mma, target);
  bool isIndexed = !scale || across == 1 || across >= n;
  return isIndexed ? matchValues(mma) : std::nullopt;
}

int64_t CodedRhs::groupElements(const WeightCode &code) const {
  return group >= k
             ? llvm::alignTo(std::max<int64_t>(k, 1), code.stepElements())
             : group;
}

std::optional<MmaKind> CodedRhs::selectInteger(TargetAttr target, int64_t rows,
                                               bool lhsUnsigned) const {
  auto narrow = selectByteProduct(target, rows, lhsUnsigned, std::nullopt);
  if (narrow && matchValues(narrow->kind))
    return narrow->kind;
  if (auto bytes = selectByteProduct(target, rows, lhsUnsigned, isUnsigned))
    return bytes->kind;
  return selectProduct(target, rows, MmaOperands::I16);
}
