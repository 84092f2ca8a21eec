//===- mixp-opt.cpp - mlir-opt with mixp's dialect and passes -------------===//
#include "mixp/Pipelines/Register.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  mlir::registerAllPasses();
  mixp::registerMixp(registry);
  mixp::registerMixpPasses();
  return mlir::asMainReturnCode(
      mlir::MlirOptMain(argc, argv, "mixp optimizer driver\n", registry));
}
