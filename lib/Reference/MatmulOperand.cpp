//===- MatmulOperand.cpp - One side of a matrix product -------------------===//
#include "MatmulOperand.h"
#include "Integers.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

FailureOr<MatmulOperand> MatmulOperand::build(MatmulOp op, Side side,
                                              const Evaluation &evaluation) {
  bool isLhs = side == Side::Lhs;
  MatmulOperand operand;
  Value value = isLhs ? op.getLhs() : op.getRhs();
  Value scale = isLhs ? op.getLhsScale() : op.getRhsScale();
  Value zeroPoint = isLhs ? op.getLhsZeroPoint() : op.getRhsZeroPoint();
  const Tensor &elements = evaluation.get(value);
  operand.elements = &elements;
  operand.type = *numberType(elements.elementType);
  operand.isUnsigned = isLhs ? op.getLhsUnsigned() : op.getRhsUnsigned();
  if (scale)
    operand.scales.tensor = &evaluation.get(scale);
  if (zeroPoint)
    operand.zeroPoints.tensor = &evaluation.get(zeroPoint);
  if (Value positions = isLhs ? op.getLhsMetadata() : op.getRhsMetadata()) {
    operand.metadata = &evaluation.get(positions);
    if (operand.metadata->shape != elements.shape)
      return op.emitOpError()
             << "expected metadata of the shape of its operand";
  }
  if (scale && zeroPoint &&
      operand.scales.tensor->shape != operand.zeroPoints.tensor->shape)
    return op.emitOpError()
           << "expected scale and zero point to have the same shape";

  if (const Tensor *any =
          scale ? operand.scales.tensor : operand.zeroPoints.tensor) {
    std::string what = isLhs ? "lhs_" : "rhs_";
    what += scale ? "scale" : "zero_point";
    FailureOr<BlockLookup> lookup =
        BlockLookup::build(op, elements.shape, *any,
                           isLhs ? op.getLhsBlock() : op.getRhsBlock(), what);
    if (failed(lookup))
      return failure();
    operand.lookup = std::move(*lookup);
  }

  operand.dims[0] = op.isBatched() ? 0 : -1;
  operand.dims[1] = isLhs ? op.getLhsParallelDim() : op.getRhsParallelDim();
  operand.dims[2] = isLhs ? op.getLhsReductionDim() : op.getRhsReductionDim();
  SmallVector<int64_t> strides = rowMajorStrides(elements.shape);
  for (int i = 0; i < 3; ++i) {
    if (operand.dims[i] < 0)
      continue;
    operand.sizes[i] = elements.shape[operand.dims[i]];
    operand.steps[i] = strides[operand.dims[i]];
  }
  return operand;
}

MatmulOperand MatmulOperand::ofRows(const Tensor &elements, bool isUnsigned,
                                    const Tensor *scales,
                                    const Tensor *zeroPoints) {
  MatmulOperand operand;
  operand.elements = &elements;
  operand.type = *numberType(elements.elementType);
  operand.isUnsigned = isUnsigned;
  operand.scales.tensor = scales;
  operand.zeroPoints.tensor = zeroPoints;
  int64_t rows = elements.shape[0], depth = elements.shape[1];
  if (const Tensor *any = scales ? scales : zeroPoints) {
    bool isOfElements = any->shape.size() == 2 && any->shape == elements.shape;
    operand.lookup.block = {1, isOfElements ? 1 : std::max<int64_t>(depth, 1)};
    operand.lookup.strides = {any->numElements() == 1 ? 0 : 1, 0};
    if (isOfElements)
      operand.lookup.strides = {depth, 1};
  }
  operand.dims[1] = 0;
  operand.dims[2] = 1;
  operand.sizes[1] = rows;
  operand.sizes[2] = depth;
  operand.steps[1] = depth;
  operand.steps[2] = 1;
  return operand;
}

bool MatmulOperand::isExact() const {
  return elements->isExact() && (!scales.tensor || scales.tensor->isExact()) &&
         (!zeroPoints.tensor || zeroPoints.tensor->isExact());
}

/// Makes `greatest` at least |x|, if x is finite.
static void raise(double &greatest, double x) {
  if (std::isfinite(x))
    greatest = std::max(greatest, std::fabs(x));
}

MatmulOperand::Packed MatmulOperand::pack(int64_t batch, bool scaled) const {
  Packed packed{Panels(parallel(), depth()), std::nullopt, {}};
  if (!isExact())
    packed.errors = Panels(parallel(), depth());
  packed.extremes.resize(parallel());
  for (int64_t i = 0; i < parallel(); ++i)
    for (int64_t k = 0; k < depth(); ++k) {
      int64_t at = offset(batch, i, k);
      int64_t scaleAt = scaleOffset(batch, i, k);
      Number x{elements->values[at], elements->bound(at)};
      if (!type.isFloat)
        x = readInteger(x, type, isUnsigned);
      Number z = zeroPoints.at(scaleAt);
      Number s = scaled ? scales.at(scaleAt) : Number{1.0, 0};
      Number product =
          applyMonotone([](double v, double zeroPoint,
                           double scale) { return (v - zeroPoint) * scale; },
                        x, z, s);
      packed.values.at(i, k) = product.value;
      if (packed.errors)
        packed.errors->at(i, k) = product.bound;
      Packed::Extremes &extremes = packed.extremes[i];
      extremes.hasWildScale |=
          !std::isfinite(s.value) || !std::isfinite(z.value);
      extremes.hasSubnormal |=
          x.value != 0 && std::fabs(x.value) < smallestNormal(FloatFormat::F32);
      raise(extremes.element, x.value - z.value);
      raise(extremes.scale, s.value);
      raise(extremes.product, product.value);
    }
  return packed;
}

std::vector<int64_t> MatmulOperand::positions(int64_t batch) const {
  std::vector<int64_t> result;
  result.reserve(parallel() * depth());
  for (int64_t i = 0; i < parallel(); ++i)
    for (int64_t k = 0; k < depth(); ++k) {
      // Two bits, read as unsigned whatever the type.
      double inGroup = metadata->values[offset(batch, i, k)];
      result.push_back(k / 2 * 4 + (static_cast<int64_t>(inGroup) & 3));
    }
  return result;
}

Number MatmulOperand::scaleOf(int64_t batch, int64_t index) const {
  return scales.at(scaleOffset(batch, index, 0));
}
