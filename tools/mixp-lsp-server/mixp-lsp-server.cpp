//===- mixp-lsp-server.cpp - mixp in editors ------------------------------===//
#include "mixp/Pipelines/Register.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Tools/mlir-lsp-server/MlirLspServerMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  mixp::registerMixp(registry);
  return failed(mlir::MlirLspServerMain(argc, argv, registry));
}
