//===- ThreeWays.cpp - Evaluated, compiled and folded ---------------------===//
#include "ThreeWays.h"
#include "mixp/Execution/ReferenceBridge.h"
#include "mixp/Pipelines/Register.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mixp;

static DialectRegistry makeRegistry() {
  DialectRegistry registry;
  registerAllDialects(registry);
  registerAllExtensions(registry);
  registerMixp(registry);
  return registry;
}

ThreeWays::ThreeWays(StringRef text)
    : context(makeRegistry()),
      module(parseSourceString<ModuleOp>(text, ParserConfig(&context))) {
  if (!module) {
    ADD_FAILURE() << "cannot parse " << text.str();
    return;
  }
  auto function = JitFunction::compile(*module);
  if (function)
    compiled = std::move(*function);
  else
    ADD_FAILURE() << llvm::toString(function.takeError());
}

std::vector<HostTensor> ThreeWays::toHost(const Arguments &arguments) {
  std::vector<HostTensor> tensors;
  for (auto [port, values] :
       llvm::zip_equal(compiled->getSignature().inputs, arguments)) {
    auto tensor = llvm::cantFail(HostTensor::create(
        port.type.getShape(), *getHostKind(port.type.getElementType())));
    for (auto [i, value] : llvm::enumerate(values))
      tensor.setValue(i, value);
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

static std::vector<const HostTensor *>
pointersTo(const std::vector<HostTensor> &tensors) {
  std::vector<const HostTensor *> pointers;
  for (const HostTensor &tensor : tensors)
    pointers.push_back(&tensor);
  return pointers;
}

ThreeWays::Values ThreeWays::evaluate(const Arguments &arguments) {
  if (!compiled)
    return {};
  std::vector<HostTensor> tensors = toHost(arguments);
  auto results = evaluateReference(llvm::cantFail(findEntry(*module)),
                                   pointersTo(tensors));
  if (results) {
    EXPECT_TRUE((*results)[0].isExact());
    return (*results)[0].values;
  }
  ADD_FAILURE() << llvm::toString(results.takeError());
  return {};
}

ThreeWays::Values ThreeWays::execute(const Arguments &arguments) {
  if (!compiled)
    return {};
  std::vector<HostTensor> tensors = toHost(arguments);
  auto results = compiled->call(pointersTo(tensors));
  if (!results) {
    ADD_FAILURE() << llvm::toString(results.takeError());
    return {};
  }
  Values values;
  for (int64_t i = 0; i < (*results)[0].getNumElements(); ++i)
    values.push_back((*results)[0].getValue(i));
  return values;
}

/// A constant of these values, which the element type holds.
static DenseElementsAttr makeConstant(RankedTensorType type,
                                      const ThreeWays::Values &values) {
  if (auto element = dyn_cast<FloatType>(type.getElementType())) {
    SmallVector<APFloat> elements;
    bool ignored;
    for (double value : values)
      elements.emplace_back(value).convert(
          element.getFloatSemantics(), APFloat::rmNearestTiesToEven, &ignored);
    return DenseElementsAttr::get(type, elements);
  }
  SmallVector<APInt> elements;
  for (double value : values)
    elements.push_back(APInt(64, static_cast<int64_t>(value), /*isSigned=*/true)
                           .trunc(type.getElementTypeBitWidth()));
  return DenseElementsAttr::get(type, elements);
}

static ThreeWays::Values readConstant(DenseElementsAttr constant) {
  ThreeWays::Values values;
  if (isa<FloatType>(constant.getElementType())) {
    for (const APFloat &value : constant.getValues<APFloat>())
      values.push_back(value.convertToDouble());
    return values;
  }
  bool isUnsigned = constant.getElementType().isUnsignedInteger();
  for (const APInt &value : constant.getValues<APInt>())
    values.push_back(isUnsigned || value.getBitWidth() == 1
                         ? value.roundToDouble()
                         : value.signedRoundToDouble());
  return values;
}

ThreeWays::Values ThreeWays::fold(const Arguments &arguments) {
  if (!compiled)
    return {};
  OwningOpRef<ModuleOp> copy = module->clone();
  auto function = cast<func::FuncOp>(*copy->getBody()->begin());
  Block &body = function.getBody().front();
  auto builder = OpBuilder::atBlockBegin(&body);
  for (auto [argument, values] :
       llvm::zip_equal(function.getArguments(), arguments))
    argument.replaceAllUsesWith(arith::ConstantOp::create(
        builder, function.getLoc(),
        makeConstant(cast<RankedTensorType>(argument.getType()), values)));
  PassManager passes(&context);
  passes.addPass(createCanonicalizerPass());
  DenseElementsAttr folded;
  if (failed(passes.run(*copy)) ||
      !matchPattern(body.getTerminator()->getOperand(0), m_Constant(&folded))) {
    ADD_FAILURE() << "does not fold";
    return {};
  }
  return readConstant(folded);
}
