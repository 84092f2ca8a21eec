//===- ExposeOps.cpp - Return what each op took and gave ------------------===//
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/ExposedOps.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_EXPOSEOPSPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

/// The element type that a value is returned in. A sub-byte tensor of dynamic
/// shape is packed at the boundary and could not be told apart from its
/// padding.
static Type getReturnedElementType(RankedTensorType type) {
  Type element = type.getElementType();
  if (type.hasStaticShape() || !element.isIntOrFloat() ||
      element.getIntOrFloatBitWidth() >= 8 || element.isInteger(1))
    return element;
  if (auto integer = dyn_cast<IntegerType>(element))
    return IntegerType::get(type.getContext(), 8, integer.getSignedness());
  return Float32Type::get(type.getContext());
}

/// The value in a form that a function can return: the same numbers in a
/// tensor. Ops that are made for it carry the attribute of exposed results.
static Value createReturnable(OpBuilder &builder, Value value) {
  Location loc = value.getLoc();
  auto mark = [&](Operation *op) {
    op->setAttr(kExposedResultAttrName, builder.getUnitAttr());
    return op->getResult(0);
  };
  if (value.getType().isIndex())
    value = mark(
        arith::IndexCastOp::create(builder, loc, builder.getI64Type(), value));
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!type)
    return mark(tensor::FromElementsOp::create(
        builder, loc, RankedTensorType::get({}, value.getType()), value));
  Type element = getReturnedElementType(type);
  if (element == type.getElementType())
    return value;
  return mark(CastOp::create(builder, loc, type.clone(element), value,
                             RoundingMode::NearestEven, /*saturate=*/false));
}

namespace {
struct ExposeOps : public mixp::impl::ExposeOpsPassBase<ExposeOps> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    for (auto function : module.getOps<func::FuncOp>()) {
      if (function.isExternal() || !function.isPublic() ||
          !llvm::hasSingleElement(function.getBody()))
        continue;
      if (!SymbolTable::symbolKnownUseEmpty(function, module)) {
        function.emitOpError() << "cannot return more since it is called: "
                                  "make it private and run --inline first";
        return signalPassFailure();
      }
      expose(function);
    }
  }

private:
  static void expose(func::FuncOp function) {
    llvm::SetVector<Value> values;
    for (Operation &op : function.getBody().front()) {
      if (!isCheckableOp(&op))
        continue;
      values.insert_range(getReadValues(&op));
      values.insert_range(op.getResults());
    }
    Operation *ret = function.getBody().back().getTerminator();
    OpBuilder builder(ret);
    auto attributes = builder.getDictionaryAttr(
        builder.getNamedAttr(kExposedResultAttrName, builder.getUnitAttr()));
    for (Value value : values) {
      Value returned = createReturnable(builder, value);
      (void)function.insertResult(function.getNumResults(), returned.getType(),
                                  attributes);
      ret->insertOperands(ret->getNumOperands(), returned);
    }
  }
};
} // namespace
