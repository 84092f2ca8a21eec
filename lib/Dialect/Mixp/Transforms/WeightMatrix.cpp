//===- WeightMatrix.cpp - Weights as rows along K -------------------------===//
#include "WeightMatrix.h"
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/BuiltinAttributes.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

FailureOr<std::optional<std::vector<float>>>
mixp::readStatistic(Operation *op, StringRef name, int64_t size) {
  Attribute attribute = op->getDiscardableAttr(name);
  if (!attribute)
    return std::optional<std::vector<float>>();
  std::optional<std::vector<float>> values = readF32Elements(attribute);
  if (!values || int64_t(values->size()) != size ||
      !llvm::all_of(*values, [](float value) { return std::isfinite(value); }))
    return op->emitOpError()
           << "expected '" << name << "' to be a tensor of " << size
           << " finite f32; remove it or calibrate again";
  return values;
}

std::optional<WeightMatrix> WeightMatrix::of(Operation *op,
                                             ArrayRef<int64_t> block) {
  RankedTensorType type = ContractionSide{op, false}.operand().getType();
  auto conv = dyn_cast<ConvOp>(op);
  if (!type.hasStaticShape() || (conv && conv.getGroups() != 1) ||
      (!conv && type.getRank() != 2))
    return std::nullopt;
  SmallVector<int64_t> sizes(type.getRank(), 1);
  if (!block.empty())
    sizes.assign(block.begin(), block.end());
  SmallVector<int64_t> strides =
      computeSuffixProduct(scaleShape(type.getShape(), sizes));
  auto place = [&](int64_t dim, int64_t index) {
    return index / sizes[dim] * strides[dim];
  };
  WeightMatrix matrix;
  int64_t row = conv ? 0 : cast<MatmulOp>(op).getRhsParallelDim();
  for (int64_t i = 0; i < type.getDimSize(row); ++i)
    matrix.rows.push_back(place(row, i));
  // The dims of K, the last one fastest.
  SmallVector<int64_t> dims;
  if (conv) {
    for (int64_t i = 0; i < conv.getSpatialRank(); ++i)
      dims.push_back(conv.getSpatialDim(i));
    dims.push_back(conv.getChannelDim());
  } else {
    dims.push_back(cast<MatmulOp>(op).getRhsReductionDim());
  }
  matrix.along = {0};
  for (int64_t dim : dims) {
    std::vector<int64_t> next;
    for (int64_t outer : matrix.along)
      for (int64_t i = 0; i < type.getDimSize(dim); ++i)
        next.push_back(outer + place(dim, i));
    matrix.along = std::move(next);
  }
  return matrix;
}
