//===- GpuCompile.cpp - Compiling models for GPUs to files ----------------===//
#include "mixp/Execution/GpuCompile.h"
#include "BundleWriter.h"
#include "OutputFile.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"
#include "mixp/Execution/GpuCode.h"
#include "mixp/Execution/Signature.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace mixp;

/// The cubin, or an error that names the remedy where ptxas is missing.
static llvm::Expected<std::string> assemble(StringRef ptx,
                                            GpuTargetAttr target) {
  std::string ptxas = findPtxas();
  if (ptxas.empty())
    return llvm::createStringError(
        "--emit=cubin: no ptxas found; put it on the PATH, name it with "
        "MIXP_PTXAS, or use --emit=ptx, which a driver compiles");
  std::string log;
  return assemblePtx(ptxas, ptx, target.getChip(), log);
}

/// A folder with the cubin where there is a ptxas, else without; a remark says
/// so.
static llvm::Error emitBundle(ModuleOp lowered, const Signature &signature,
                              GpuTargetAttr target, std::string ptx,
                              const GpuCompileOptions &options) {
  BundleParts parts{options.name, target.getChip().str(), std::move(ptx),
                    std::nullopt};
  auto function = findEntry(lowered, signature.function);
  if (!function)
    return function.takeError();
  if (findPtxas().empty()) {
    reportRemark(*function, RemarkCode::GpuNoPtxas);
  } else {
    auto cubin = assemble(parts.ptx, target);
    if (!cubin)
      return cubin.takeError();
    parts.cubin = std::move(*cubin);
  }
  return writeBundle(options.output, *function, signature, parts);
}

/// Kernels of functions that `entry` does not call are no part of the file.
static LogicalResult keepReachable(ModuleOp module, StringRef entry) {
  for (auto function : module.getOps<func::FuncOp>())
    if (function.getName() != entry)
      function.setPrivate();
  PassManager manager(module.getContext());
  manager.addPass(createSymbolDCEPass());
  return manager.run(module);
}

llvm::Error mixp::compileForGpu(ModuleOp module,
                                const GpuCompileOptions &options) {
  auto function = findEntry(module, options.function);
  if (!function)
    return function.takeError();
  auto signature = readSignature(*function);
  if (!signature)
    return signature.takeError();
  auto dump = StageDump::create(options.dumpFolder);
  if (!dump)
    return dump.takeError();
  OwningOpRef<ModuleOp> lowered(module.clone());
  GpuPipelineOptions pipeline;
  pipeline.target = options.target;
  if (failed(keepReachable(*lowered, function->getName())) ||
      failed(lowerForGpu(*lowered, pipeline, *dump)))
    return llvm::createStringError("compiling '" + function->getName() +
                                   "' failed");
  gpu::GPUModuleOp kernels = findKernels(*lowered);
  if (!kernels)
    return llvm::createStringError(
        "'" + function->getName() + "' has no product for " + options.target +
        "; --remarks=mixp-gpu says why each stays on the host");
  auto target = (*lowered)->getAttrOfType<GpuTargetAttr>(kGpuTargetAttrName);
  auto ptx = emitPtx(kernels, target);
  if (!ptx)
    return ptx.takeError();
  if (options.kind == GpuFileKind::Ptx)
    return writeOutputFile(options.output, *ptx);
  if (options.kind == GpuFileKind::Cubin) {
    auto cubin = assemble(*ptx, target);
    if (!cubin)
      return cubin.takeError();
    return writeOutputFile(options.output, *cubin);
  }
  return emitBundle(*lowered, *signature, target, std::move(*ptx), options);
}
