//===- EvalSparseEncode.cpp - mixp.sparse_encode --------------------------===//
#include "Evaluation.h"
#include "Integers.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include <array>

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

static constexpr double infinity = std::numeric_limits<double>::infinity();

/// What elements of a group are compared by: NaN is above everything.
static double magnitude(double x) {
  return std::isnan(x) ? infinity : std::fabs(x);
}

/// Whether x is kept before y, which stands behind it.
static bool isKeptBefore(double x, double y) {
  if (std::isnan(x) || std::isnan(y))
    return std::isnan(x);
  return magnitude(x) >= magnitude(y);
}

/// How many elements of its group are kept before element `i`.
static int rank(const std::array<Number, 4> &group, int i) {
  int before = 0;
  for (int other = 0; other < 4; ++other)
    before += other < i   ? isKeptBefore(group[other].value, group[i].value)
              : other > i ? !isKeptBefore(group[i].value, group[other].value)
                          : 0;
  return before;
}

/// Whether the bounds leave no doubt about which two are kept: each of them is
/// greater than the others by more than what is unknown.
static bool isCertain(const std::array<Number, 4> &group,
                      const std::array<bool, 4> &kept) {
  bool isExact = llvm::all_of(group, [](Number x) { return x.bound == 0; });
  for (int i = 0; i < 4 && !isExact; ++i)
    for (int j = 0; j < 4; ++j)
      if (kept[i] && !kept[j] &&
          !(magnitude(group[i].value) - group[i].bound >
            magnitude(group[j].value) + group[j].bound))
        return false;
  return true;
}

static LogicalResult runSparseEncode(SparseEncodeOp op,
                                     Evaluation &evaluation) {
  const Tensor &input = evaluation.get(op.getInput());
  NumberType type = *numberType(input.elementType);
  int64_t size = input.shape[op.getDim()];
  if (size % 4 != 0)
    return op.emitOpError()
           << "expected a size that is a multiple of 4 but got " << size;
  SmallVector<int64_t> shape = input.shape;
  shape[op.getDim()] = size / 2;
  FailureOr<Tensor> values = allocate(op, shape, input.elementType);
  FailureOr<Tensor> metadata =
      allocate(op, shape, op.getMetadata().getType().getElementType());
  if (failed(values) || failed(metadata))
    return failure();
  if (!input.isExact()) {
    values->bounds.resize(values->values.size());
    metadata->bounds.resize(values->values.size());
  }
  bool isUnsigned = metadata->elementType.isUnsignedInteger();
  int64_t inner = rowMajorStrides(input.shape)[op.getDim()];
  // The groups, each of four elements `inner` apart, and their two results.
  for (int64_t g = 0, e = input.numElements() / 4; g < e; ++g) {
    int64_t from = g / inner * 4 * inner + g % inner;
    int64_t to = g / inner * 2 * inner + g % inner;
    std::array<Number, 4> group;
    for (int i = 0; i < 4; ++i) {
      int64_t at = from + i * inner;
      group[i] = {input.values[at], input.bound(at)};
      if (!type.isFloat && op.getInputUnsigned())
        group[i] = readUnsigned(group[i], type);
    }
    std::array<bool, 4> kept;
    for (int i = 0; i < 4; ++i)
      kept[i] = rank(group, i) < 2;
    bool certain = isCertain(group, kept);
    for (int i = 0; i < 4; ++i) {
      if (!kept[i])
        continue;
      values->values[to] = input.values[from + i * inner];
      metadata->values[to] = isUnsigned || i < 2 ? i : i - 4;
      if (!input.isExact()) {
        values->bounds[to] = certain ? input.bound(from + i * inner) : infinity;
        metadata->bounds[to] = certain ? 0 : 3;
      }
      to += inner;
    }
  }
  values->dropZeroBounds();
  metadata->dropZeroBounds();
  evaluation.set(op.getValues(), std::move(*values));
  evaluation.set(op.getMetadata(), std::move(*metadata));
  return success();
}

Outcome reference::evaluateSparseEncode(Operation *op, Evaluation &evaluation) {
  if (auto encode = dyn_cast<SparseEncodeOp>(op))
    return runSparseEncode(encode, evaluation);
  return std::nullopt;
}
