//===- ContractionProduct.cpp - The mixp.matmul of a contraction ----------===//
#include "ContractionProduct.h"
#include "MatrixForm.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/IR/Verifier.h"
#include "llvm/Support/Threading.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

/// The largest magnitude of an integer operand.
static double getMagnitude(const ReadValue &operand) {
  unsigned width =
      getElementTypeOrSelf(operand.value.getType()).getIntOrFloatBitWidth();
  return operand.reading == Reading::Unsigned ? std::ldexp(1.0, width) - 1
                                              : std::ldexp(1.0, width - 1);
}

/// Whether integers are summed to a float, which mixp.matmul does only where
/// there is a scale: one of 1 then says so. Its sum has 32 bits and wraps, and
/// is the float's only where it cannot.
static bool needsUnitScale(const ContractionBody &body,
                           const ContractionLayout &layout, Value outs) {
  auto lhs = cast<RankedTensorType>(body.lhs.source.value.getType());
  auto rhs = cast<RankedTensorType>(body.rhs.source.value.getType());
  if (!isa<FloatType>(getElementTypeOrSelf(outs.getType())) ||
      !isa<IntegerType>(lhs.getElementType()) ||
      !isa<IntegerType>(rhs.getElementType()))
    return false;
  ArrayRef<int64_t> shape = getMatrixType(lhs, layout.lhs).getShape();
  int64_t terms = shape[shape.size() - (layout.transposeLhs ? 2 : 1)];
  return !ShapedType::isDynamic(terms) &&
         terms * getMagnitude(body.lhs.source) * getMagnitude(body.rhs.source) <
             std::ldexp(1.0, 31);
}

/// The type of one scale for a whole operand.
static RankedTensorType getUnitScaleType(Builder &builder,
                                         const ContractionLayout &layout) {
  return RankedTensorType::get(SmallVector<int64_t>(layout.lhs.size(), 1),
                               builder.getF32Type());
}

/// The product, zero points aside, in no block yet. `unitScale` is lhs's scale
/// or null.
static MatmulOp createDetached(Location loc, Value lhs, Value rhs, Value outs,
                               Value unitScale, const ContractionBody &body,
                               const ContractionLayout &layout) {
  OpBuilder builder(loc.getContext());
  OperationState state(loc, MatmulOp::getOperationName());
  MatmulOp::build(builder, state, lhs, rhs, outs);
  auto product = cast<MatmulOp>(Operation::create(state));
  if (unitScale) {
    product.getLhsScaleMutable().assign(unitScale);
    product.setLhsBlock(SmallVector<int64_t>(layout.lhs.size(), 0));
  }
  product.setTransposeLhs(layout.transposeLhs);
  product.setTransposeRhs(layout.transposeRhs);
  product.setLhsUnsigned(body.lhs.source.reading == Reading::Unsigned);
  product.setRhsUnsigned(body.rhs.source.reading == Reading::Unsigned);
  return product;
}

LogicalResult mixp::verifyQuietly(Operation *op, std::string &reason) {
  // Other threads' diagnostics are not this op's.
  uint64_t thread = llvm::get_threadid();
  ScopedDiagnosticHandler handler(op->getContext(),
                                  [&](Diagnostic &diagnostic) {
                                    if (llvm::get_threadid() != thread)
                                      return failure();
                                    reason = diagnostic.str();
                                    return success();
                                  });
  return verify(op);
}

LogicalResult mixp::verifyProduct(linalg::LinalgOp op,
                                  const ContractionBody &body,
                                  const ContractionLayout &layout,
                                  std::string &reason) {
  // Nothing may be built in the function before this is known: arguments of a
  // block of its own stand for the operands.
  Block operands;
  auto add = [&](Value tensor, const DimGroups &groups) -> Value {
    auto type = cast<RankedTensorType>(tensor.getType());
    return operands.addArgument(getMatrixType(type, groups), op.getLoc());
  };
  Value outs = op.getDpsInits()[0], unitScale;
  Builder builder(op.getContext());
  if (needsUnitScale(body, layout, outs))
    unitScale =
        operands.addArgument(getUnitScaleType(builder, layout), op.getLoc());
  MatmulOp product =
      createDetached(op.getLoc(), add(body.lhs.source.value, layout.lhs),
                     add(body.rhs.source.value, layout.rhs),
                     add(outs, layout.outs), unitScale, body, layout);
  LogicalResult result = verifyQuietly(product, reason);
  product->destroy();
  return result;
}

Value mixp::buildZeroPoint(OpBuilder &builder, Location loc,
                           ReadValue zeroPoint, int64_t rank) {
  Value scalar = zeroPoint.value;
  if (!scalar)
    return {};
  Type i32 = builder.getI32Type();
  if (scalar.getType() != i32)
    scalar = zeroPoint.reading == Reading::Unsigned
                 ? builder.createOrFold<arith::ExtUIOp>(loc, i32, scalar)
                 : builder.createOrFold<arith::ExtSIOp>(loc, i32, scalar);
  auto type = RankedTensorType::get(SmallVector<int64_t>(rank, 1), i32);
  return builder.createOrFold<tensor::FromElementsOp>(loc, type, scalar);
}

/// Subtracts the factors' zero points in `product`.
static void addZeroPoints(OpBuilder &builder, MatmulOp product,
                          const ContractionBody &body) {
  int64_t rank = product.getOuts().getType().getRank();
  SmallVector<int64_t> wholeOperand(rank, 0);
  Location loc = product.getLoc();
  if (Value lhs = buildZeroPoint(builder, loc, body.lhs.zeroPoint, rank)) {
    product.getLhsZeroPointMutable().assign(lhs);
    product.setLhsBlock(wholeOperand);
  }
  if (Value rhs = buildZeroPoint(builder, loc, body.rhs.zeroPoint, rank)) {
    product.getRhsZeroPointMutable().assign(rhs);
    product.setRhsBlock(wholeOperand);
  }
}

Value mixp::buildProduct(RewriterBase &rewriter, linalg::LinalgOp op,
                         const ContractionBody &body,
                         const ContractionLayout &layout) {
  Location loc = op.getLoc();
  Value outs = op.getDpsInits()[0], unitScale;
  if (needsUnitScale(body, layout, outs))
    unitScale = arith::ConstantOp::create(
        rewriter, loc,
        DenseElementsAttr::get(getUnitScaleType(rewriter, layout), 1.0f));
  MatmulOp product = createDetached(
      loc, toMatrix(rewriter, loc, body.lhs.source.value, layout.lhs),
      toMatrix(rewriter, loc, body.rhs.source.value, layout.rhs),
      toMatrix(rewriter, loc, outs, layout.outs), unitScale, body, layout);
  addZeroPoints(rewriter, product, body);
  rewriter.insert(product);
  return fromMatrix(rewriter, loc, product.getResult(), outs, layout.outs);
}
