//===- main.cpp - A program of its own that uses an installed mixp --------===//
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mixp/Pipelines/Register.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"

// Quantizes the matmuls of the IR in the file argv[1] to bf16 and says what
// became of them.
int main(int argc, char **argv) {
  if (argc != 2)
    return 1;
  mlir::DialectRegistry registry;
  registry.insert<mlir::func::FuncDialect>();
  mixp::registerMixp(registry);
  mlir::MLIRContext context(registry);
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::parseSourceFile<mlir::ModuleOp>(argv[1], &context);
  if (!module)
    return 1;

  mixp::QuantizePassOptions options;
  options.scheme = "bf16";
  mlir::PassManager passes(&context);
  passes.addPass(mixp::createQuantizePass(options));
  if (failed(passes.run(*module)))
    return 1;

  module->walk([](mixp::MatmulOp matmul) {
    llvm::outs() << "matmul of " << matmul.getLhs().getType() << " and "
                 << matmul.getRhs().getType() << "\n";
  });
  return 0;
}
