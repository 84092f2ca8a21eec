//===- BenchInstruction.cpp - What multiplies in a compiled product -------===//
#include "BenchCase.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Pipelines/CpuPipeline.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"

using namespace mlir;
using namespace mixp;

std::optional<MmaKind> mixp::tool::findInstruction(ModuleOp module,
                                                   StringRef target) {
  OwningOpRef<ModuleOp> copy(module.clone());
  CpuPipelineOptions options;
  options.target = target;
  PassManager manager(module.getContext());
  buildCpuPreparePipeline(manager, options);
  buildCpuPackPipeline(manager, options);
  if (failed(manager.run(*copy)))
    return std::nullopt;
  std::optional<MmaKind> found;
  copy->walk([&](PackedMatmulOp op) { found = op.getSchedule().getMma(); });
  return found;
}
