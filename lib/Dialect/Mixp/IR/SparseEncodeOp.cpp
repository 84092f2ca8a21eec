//===- SparseEncodeOp.cpp - Structured sparsity ---------------------------===//
#include "Constraints.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <array>
#include <cmath>

using namespace mlir;
using namespace mixp;

bool SparseEncodeOp::isInputUnsigned() {
  return isUnsignedElement(getInput().getType().getElementType(),
                           getInputUnsigned());
}

LogicalResult SparseEncodeOp::verify() {
  RankedTensorType input = getInput().getType();
  int64_t dim = getDim();
  if (dim < 0 || dim >= input.getRank()) // C1
    return emitOpError() << "expected 'dim' of one of the input's "
                         << input.getRank() << " dims but got " << dim;
  int64_t size = input.getDimSize(dim);
  if (!ShapedType::isDynamic(size) && size % 4 != 0) // C2
    return emitOpError() << "expected a size that is a multiple of 4 in dim #"
                         << dim << " but got " << size
                         << "; pad the input with zeros";
  SmallVector<int64_t> shape(input.getShape());
  if (!ShapedType::isDynamic(size))
    shape[dim] = size / 2;
  for (auto [type, what] :
       {std::pair(getValues().getType(), StringRef("values")),
        {getMetadata().getType(), StringRef("metadata")}})
    if (type.getShape() != ArrayRef(shape)) // C3
      return emitOpError() << "expected " << what << " of shape ["
                           << ArrayRef(shape) << "] but got " << type;
  if (getValues().getType().getElementType() != input.getElementType()) // C4
    return emitOpError() << "expected values of the input's element type "
                         << input.getElementType() << " but got "
                         << getValues().getType().getElementType();
  return verifyUnsignedFlag(*this, getInputUnsigned(), input,
                            "input_unsigned"); // C5
}

LogicalResult
SparseEncodeOp::reifyResultShapes(OpBuilder &builder,
                                  ReifiedRankedShapedTypeDims &shapes) {
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(builder, getLoc(), getInput());
  AffineExpr d0 = builder.getAffineDimExpr(0);
  sizes[getDim()] = affine::makeComposedFoldedAffineApply(
      builder, getLoc(), d0.floorDiv(2), {sizes[getDim()]});
  shapes = {sizes, sizes};
  return success();
}

//===----------------------------------------------------------------------===//
// Folding
//===----------------------------------------------------------------------===//

/// Larger constants are weights: they are left to passes that say so.
static constexpr int64_t kMaxBytes = 64 * 1024;

/// The positions of the two of four magnitudes that are kept; NaN is greatest.
static std::pair<int, int> keptPositions(const std::array<double, 4> &values) {
  auto key = [&](int i) {
    double magnitude = std::fabs(values[i]);
    return std::isnan(magnitude) ? std::pair(1, 0.0) : std::pair(0, magnitude);
  };
  int first = 0;
  for (int i = 1; i < 4; ++i)
    if (key(i) > key(first))
      first = i;
  int second = first == 0 ? 1 : 0;
  for (int i = second + 1; i < 4; ++i)
    if (i != first && key(i) > key(second))
      second = i;
  return std::minmax(first, second);
}

/// Folds a constant whose elements are `T`s (APInt or APFloat), each of which
/// `toReal` reads.
template <typename T>
static LogicalResult foldElements(SparseEncodeOp op, DenseElementsAttr dense,
                                  function_ref<double(const T &)> toReal,
                                  SmallVectorImpl<OpFoldResult> &results) {
  RankedTensorType type = op.getInput().getType();
  SmallVector<T> input = llvm::to_vector(dense.getValues<T>());
  int64_t size = type.getDimSize(op.getDim()), inner = 1;
  for (int64_t i = op.getDim() + 1; i < type.getRank(); ++i)
    inner *= type.getDimSize(i);
  SmallVector<T> values;
  SmallVector<APInt> metadata;
  int64_t total = input.size();
  for (int64_t at = 0; at < total / 2; ++at) {
    int64_t j = at / inner % (size / 2), outer = at / inner / (size / 2);
    int64_t base = (outer * size + j / 2 * 4) * inner + at % inner;
    std::array<double, 4> group;
    for (int i = 0; i < 4; ++i)
      group[i] = toReal(input[base + i * inner]);
    auto [p, q] = keptPositions(group);
    int kept = j % 2 == 0 ? p : q;
    values.push_back(input[base + kept * inner]);
    metadata.push_back(APInt(2, kept));
  }
  results.push_back(DenseElementsAttr::get(op.getValues().getType(), values));
  results.push_back(
      DenseElementsAttr::get(op.getMetadata().getType(), metadata));
  return success();
}

LogicalResult SparseEncodeOp::fold(FoldAdaptor adaptor,
                                   SmallVectorImpl<OpFoldResult> &results) {
  auto dense = dyn_cast_or_null<DenseElementsAttr>(adaptor.getInput());
  // arith.constant takes no unsigned elements.
  if (!dense || isa<ShapedType>(dense.getElementType()) ||
      !getMetadata().getType().getElementType().isSignlessInteger() ||
      dense.getElementType().isUnsignedInteger() ||
      dense.getNumElements() > kMaxBytes)
    return failure();
  if (isa<FloatType>(dense.getElementType()))
    return foldElements<APFloat>(
        *this, dense, [](const APFloat &x) { return x.convertToDouble(); },
        results);
  bool isUnsigned = getInputUnsigned();
  return foldElements<APInt>(
      *this, dense,
      [&](const APInt &x) {
        return isUnsigned ? x.roundToDouble() : x.signedRoundToDouble();
      },
      results);
}
