//===- build-product.cpp - Builds a quantized product and compiles it -----===//
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Pipelines/CpuPipeline.h"
#include "mixp/Pipelines/Register.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Pass/PassManager.h"

using namespace mlir;

/// @main(%x, %sx, %w, %sw, %bias): i8 activations with a scale per row, 4-bit
/// weights with a scale for each group of 128 along K and column.
static void buildProduct(OpBuilder &builder, Location loc) {
  auto tensor = [](ArrayRef<int64_t> shape, Type element) {
    return RankedTensorType::get(shape, element);
  };
  Type i8 = builder.getI8Type(), i4 = builder.getIntegerType(4);
  Type f32 = builder.getF32Type();
  int64_t rows = ShapedType::kDynamic;
  Type result = tensor({rows, 7}, f32);
  SmallVector<Type> inputs = {tensor({rows, 300}, i8), tensor({rows, 1}, f32),
                              tensor({300, 7}, i4), tensor({3, 7}, f32),
                              result};

  auto main = func::FuncOp::create(builder, loc, "main",
                                   builder.getFunctionType(inputs, {result}));
  Block *body = main.addEntryBlock();
  builder.setInsertionPointToStart(body);
  auto product =
      mixp::MatmulOp::create(builder, loc, /*lhs=*/body->getArgument(0),
                             /*rhs=*/body->getArgument(2),
                             /*outs=*/body->getArgument(4));
  product.getLhsScaleMutable().assign(body->getArgument(1));
  product.setLhsBlock(ArrayRef<int64_t>{1, 0}); // 0: all of K
  product.getRhsScaleMutable().assign(body->getArgument(3));
  product.setRhsBlock(ArrayRef<int64_t>{128, 1});
  func::ReturnOp::create(builder, loc, product.getResult());
}

int main() {
  // The pipelines bufferize and lower upstream's ops too.
  DialectRegistry registry;
  registerAllDialects(registry);
  registerAllExtensions(registry);
  mixp::registerMixp(registry);
  MLIRContext context(registry);
  context.loadDialect<func::FuncDialect, mixp::MixpDialect>();

  OpBuilder builder(&context);
  Location loc = builder.getUnknownLoc();
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
  builder.setInsertionPointToStart(module->getBody());
  buildProduct(builder, loc);
  module->print(llvm::outs());

  mixp::CpuPipelineOptions options;
  options.target = "x86-64-v3";
  PassManager passes(&context);
  mixp::buildCpuPipeline(passes, options);
  if (failed(passes.run(*module)))
    return 1;
  module->print(llvm::outs());
  return 0;
}
