//===- MatrixForm.cpp - Tensors as matrices -------------------------------===//
#include "MatrixForm.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

/// The product of sizes, dynamic where one is.
static int64_t multiply(ArrayRef<int64_t> sizes) {
  int64_t product = 1;
  for (int64_t size : sizes) {
    if (ShapedType::isDynamic(size))
      return ShapedType::kDynamic;
    product *= size;
  }
  return product;
}

RankedTensorType mixp::getMatrixType(RankedTensorType type,
                                     const DimGroups &groups) {
  SmallVector<int64_t> shape;
  ArrayRef<int64_t> rest = type.getShape();
  for (int64_t count : groups) {
    shape.push_back(multiply(rest.take_front(count)));
    rest = rest.drop_front(count);
  }
  return RankedTensorType::get(shape, type.getElementType(),
                               type.getEncoding());
}

/// The groups that hold dims: which dims of the tensor each holds.
static SmallVector<ReassociationIndices> getHeldDims(const DimGroups &groups) {
  SmallVector<ReassociationIndices> held;
  int64_t dim = 0;
  for (int64_t count : groups) {
    if (count > 0)
      held.emplace_back(
          llvm::to_vector<2>(llvm::seq<int64_t>(dim, dim + count)));
    dim += count;
  }
  return held;
}

/// Each dim that is held, with the missing ones beside it.
static SmallVector<ReassociationIndices>
getMissingDims(const DimGroups &groups) {
  SmallVector<ReassociationIndices> dims;
  ReassociationIndices leading;
  for (auto [dim, count] : llvm::enumerate(groups)) {
    if (count == 0 && dims.empty()) {
      leading.push_back(dim);
    } else if (count == 0) {
      dims.back().push_back(dim);
    } else {
      dims.push_back(leading);
      dims.back().push_back(dim);
      leading.clear();
    }
  }
  return dims;
}

static bool hasMerged(const DimGroups &groups) {
  return llvm::any_of(groups, [](int64_t count) { return count > 1; });
}

static bool hasMissing(const DimGroups &groups) {
  return llvm::is_contained(groups, 0);
}

Value mixp::toMatrix(OpBuilder &builder, Location loc, Value tensor,
                     const DimGroups &groups) {
  auto type = getMatrixType(cast<RankedTensorType>(tensor.getType()), groups);
  if (hasMerged(groups))
    tensor = tensor::CollapseShapeOp::create(builder, loc, tensor,
                                             getHeldDims(groups));
  if (hasMissing(groups))
    tensor = tensor::ExpandShapeOp::create(builder, loc, type, tensor,
                                           getMissingDims(groups));
  return tensor;
}

Value mixp::fromMatrix(OpBuilder &builder, Location loc, Value matrix,
                       Value like, const DimGroups &groups) {
  if (hasMissing(groups))
    matrix = tensor::CollapseShapeOp::create(builder, loc, matrix,
                                             getMissingDims(groups));
  if (hasMerged(groups))
    matrix = tensor::ExpandShapeOp::create(
        builder, loc, like.getType(), matrix, getHeldDims(groups),
        tensor::getMixedSizes(builder, loc, like));
  return matrix;
}
