//===- ConvOp.cpp - Convolutions ------------------------------------------===//
#include "ContractionConstraints.h"
#include "ConvSides.h"
#include "NeutralSides.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

void ConvOp::build(OpBuilder &builder, OperationState &state, Value input,
                   Value filter, Value outs, ConvLayout layout,
                   ArrayRef<int64_t> strides, ArrayRef<int64_t> dilations,
                   ArrayRef<int64_t> padLow, ArrayRef<int64_t> padHigh,
                   int64_t groups) {
  state.addOperands({input, filter, outs});
  Properties &properties = state.getOrAddProperties<Properties>();
  properties.operandSegmentSizes = {1, 1, 0, 0, 0, 0, 1};
  properties.setLayout(ConvLayoutAttr::get(builder.getContext(), layout));
  auto arrayOf = [&](ArrayRef<int64_t> values) {
    return values.empty() ? DenseI64ArrayAttr()
                          : builder.getDenseI64ArrayAttr(values);
  };
  properties.setStrides(arrayOf(strides));
  properties.setDilations(arrayOf(dilations));
  properties.setPadLow(arrayOf(padLow));
  properties.setPadHigh(arrayOf(padHigh));
  properties.setGroups(builder.getI64IntegerAttr(groups));
  state.addTypes(outs.getType());
}

//===----------------------------------------------------------------------===//
// Windows
//===----------------------------------------------------------------------===//

static SmallVector<int64_t> valuesOr(std::optional<ArrayRef<int64_t>> values,
                                     int64_t count, int64_t missing) {
  if (values)
    return llvm::to_vector(*values);
  return SmallVector<int64_t>(count, missing);
}

SmallVector<int64_t> ConvOp::getResolvedStrides() {
  return valuesOr(getStrides(), getSpatialRank(), 1);
}
SmallVector<int64_t> ConvOp::getResolvedDilations() {
  return valuesOr(getDilations(), getSpatialRank(), 1);
}
SmallVector<int64_t> ConvOp::getResolvedPadLow() {
  return valuesOr(getPadLow(), getSpatialRank(), 0);
}
SmallVector<int64_t> ConvOp::getResolvedPadHigh() {
  return valuesOr(getPadHigh(), getSpatialRank(), 0);
}

bool ConvOp::isPadded() {
  auto isPositive = [](int64_t size) { return size > 0; };
  return llvm::any_of(getResolvedPadLow(), isPositive) ||
         llvm::any_of(getResolvedPadHigh(), isPositive);
}

int64_t ConvOp::getWindowMargin(int64_t i) {
  int64_t taps = getFilter().getType().getDimSize(getSpatialDim(i));
  return getResolvedPadLow()[i] + getResolvedPadHigh()[i] -
         getResolvedDilations()[i] * (taps - 1) - 1;
}

bool ConvOp::isInputUnsigned() {
  return isUnsignedElement(getInput().getType().getElementType(),
                           getInputUnsigned());
}
bool ConvOp::isFilterUnsigned() {
  return isUnsignedElement(getFilter().getType().getElementType(),
                           getFilterUnsigned());
}

//===----------------------------------------------------------------------===//
// Scales and rules
//===----------------------------------------------------------------------===//

Blocked mixp::blockedInput(ConvOp op) {
  return {op.getInput().getType(),
          op.getInputScale(),
          op.getInputZeroPoint(),
          op.getInputBlock(),
          "input_scale",
          "input_zero_point",
          "input_block"};
}
Blocked mixp::blockedFilter(ConvOp op) {
  return {op.getFilter().getType(),
          op.getFilterScale(),
          op.getFilterZeroPoint(),
          op.getFilterBlock(),
          "filter_scale",
          "filter_zero_point",
          "filter_block"};
}

SmallVector<int64_t> ConvOp::getResolvedInputBlock() {
  return resolvedBlock(blockedInput(*this));
}
SmallVector<int64_t> ConvOp::getResolvedFilterBlock() {
  return resolvedBlock(blockedFilter(*this));
}

bool ConvOp::hasIntegerOperands() {
  return isa<IntegerType>(getInput().getType().getElementType()) &&
         isa<IntegerType>(getFilter().getType().getElementType());
}

bool ConvOp::hasF64() {
  return getInput().getType().getElementType().isF64() ||
         getFilter().getType().getElementType().isF64() ||
         getOuts().getType().getElementType().isF64();
}

/// Whether a table of the filter has one value for each sum.
static bool isFilterConstantAlongK(ConvOp op) {
  Value table =
      op.getFilterScale() ? op.getFilterScale() : op.getFilterZeroPoint();
  return !table ||
         llvm::all_of(
             cast<RankedTensorType>(table.getType()).getShape().drop_front(),
             [](int64_t size) { return size == 1; });
}

bool ConvOp::isExact() {
  return hasIntegerOperands() &&
         (!getFilterScale() || isFilterConstantAlongK(*this)) &&
         !isFloatTensor(getInputZeroPoint()) &&
         !isFloatTensor(getFilterZeroPoint());
}

//===----------------------------------------------------------------------===//
// Folding
//===----------------------------------------------------------------------===//

/// An empty sum adds nothing, and an empty outs has nothing to add to.
OpFoldResult ConvOp::fold(FoldAdaptor) {
  bool noTerms = getFilter().getType().getDimSize(getChannelDim()) == 0;
  if (noTerms || llvm::is_contained(getOuts().getType().getShape(), 0))
    return getOuts();
  return {};
}

static NeutralSide inputSide(ConvOp op) {
  return {op.getInputScale(),
          op.getInputZeroPoint(),
          op.getFilterScale(),
          op.getInputScaleMutable(),
          op.getInputZeroPointMutable(),
          op.getInputBlockAttrName(),
          /*constantAlongK=*/true};
}

static NeutralSide filterSide(ConvOp op) {
  return {op.getFilterScale(),
          op.getFilterZeroPoint(),
          op.getInputScale(),
          op.getFilterScaleMutable(),
          op.getFilterZeroPointMutable(),
          op.getFilterBlockAttrName(),
          isFilterConstantAlongK(op)};
}

void ConvOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                         MLIRContext *context) {
  patterns.add<DropNeutralOperand<ConvOp, inputSide, filterSide>>(context);
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

LogicalResult ConvOp::inferReturnTypes(MLIRContext *, std::optional<Location>,
                                       ValueRange operands,
                                       DictionaryAttr attributes,
                                       OpaqueProperties properties,
                                       RegionRange regions,
                                       SmallVectorImpl<Type> &types) {
  Adaptor op(operands, attributes, properties, regions);
  types.push_back(op.getOuts().getType());
  return success();
}

LogicalResult ConvOp::reifyResultShapes(OpBuilder &builder,
                                        ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getOuts()));
  return success();
}
