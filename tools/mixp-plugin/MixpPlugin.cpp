//===- MixpPlugin.cpp - mixp inside another opt driver --------------------===//
// mlir-opt --load-dialect-plugin=libMixpPlugin.so --load-pass-plugin=...
#include "mixp/Pipelines/Register.h"
#include "mlir/Tools/Plugins/DialectPlugin.h"
#include "mlir/Tools/Plugins/PassPlugin.h"

extern "C" LLVM_ATTRIBUTE_WEAK mlir::DialectPluginLibraryInfo
mlirGetDialectPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, "Mixp", "0.1",
          [](mlir::DialectRegistry *registry) {
            mixp::registerMixp(*registry);
            mixp::registerMixpPasses();
          }};
}

extern "C" LLVM_ATTRIBUTE_WEAK mlir::PassPluginLibraryInfo
mlirGetPassPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, "Mixp", "0.1",
          [] { mixp::registerMixpPasses(); }};
}
