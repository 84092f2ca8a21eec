//===- main.cpp - A program of its own that uses an installed mixp --------===//
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Pipelines/Register.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

// Reads IR from the file argv[1], runs the pipeline argv[2] on it, prints it.
int main(int argc, char **argv) {
  if (argc != 3)
    return 1;
  mlir::DialectRegistry registry;
  registry.insert<mlir::func::FuncDialect>();
  mixp::registerMixp(registry);
  mixp::registerMixpPasses();
  mlir::registerTransformsPasses();

  mlir::MLIRContext context(registry);
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::parseSourceFile<mlir::ModuleOp>(argv[1], &context);
  if (!module)
    return 1;
  mlir::PassManager passes(&context);
  if (failed(mlir::parsePassPipeline(argv[2], passes)) ||
      failed(passes.run(*module)))
    return 1;

  module->walk([](mixp::CastOp cast) {
    llvm::outs() << "found a cast to " << cast.getType() << "\n";
  });
  module->print(llvm::outs());
  return 0;
}
