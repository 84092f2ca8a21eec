//===- Targets.cpp - mixp targets -----------------------------------------===//
#include "CommandLine.h"
#include "ModelFile.h"
#include "Subcommands.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Target/TargetRegistry.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

static void printTarget(TargetAttr target) {
  std::string missing = findMissingHostFeature(target);
  llvm::outs() << llvm::formatv(
      "{0,-14} {1} bits, {2} registers, cpu {3}, {4}\n", target.getName(),
      target.getVectorBits(), target.getVectorRegisters(), target.getCpu(),
      missing.empty() ? "runs here" : "not here: lacks " + missing);
  for (MmaAttr row : target.getMma()) {
    std::string types;
    llvm::raw_string_ostream(types)
        << row.getLhs() << " x " << row.getRhs() << " -> " << row.getAcc();
    llvm::outs() << llvm::formatv(
        "  {0,-12} {1,-20} {2}x{3}x{4}, {5} operations per clock\n",
        stringifyMmaKind(row.getKind()), types, row.getM(), row.getN(),
        row.getK(), row.getOpsPerClock());
  }
}

static void printGpu(GpuTargetAttr target) {
  llvm::outs() << llvm::formatv(
      "{0,-14} GPU, {1} bytes of shared memory for a block, copies by {2}\n",
      target.getName(), target.getSharedBytes(),
      stringifyAsyncCopy(target.getCopy()));
  for (TensorCoreAttr row : target.getTensorCores()) {
    std::string types;
    llvm::raw_string_ostream(types)
        << row.getLhs() << " x " << row.getRhs() << " -> " << row.getAcc();
    llvm::outs() << llvm::formatv(
        "  {0,-12} {1,-26} {2}x{3}x{4}, {5} operations per clock, {6}\n",
        stringifyTensorCoreKind(row.getKind()), types, row.getM(), row.getN(),
        row.getK(), row.getOpsPerClock(),
        stringifyHardwareSupport(row.getSupport()));
  }
}

int mixp::tool::runTargets(int argc, char **argv) {
  CommandLine line("targets",
                   "Lists the targets that --target takes, and their matrix "
                   "instructions. A path of a description is a target too.",
                   "  mixp targets\n");
  if (std::optional<int> exit = line.parse(argc, argv))
    return *exit;
  std::unique_ptr<MLIRContext> context = createContext();
  context->loadDialect<MixpDialect>();
  SmallVector<StringRef> names{"host"};
  llvm::append_range(names, getTargetNames());
  int code = kSuccess;
  for (StringRef name : names) {
    FailureOr<TargetAttr> target = lookupTarget(context.get(), name, [&] {
      return mlir::emitError(UnknownLoc::get(context.get()));
    });
    if (failed(target))
      code = kBadInput;
    else
      printTarget(*target);
  }
  for (StringRef name : getGpuTargetNames()) {
    FailureOr<GpuTargetAttr> target = lookupGpuTarget(context.get(), name, [&] {
      return mlir::emitError(UnknownLoc::get(context.get()));
    });
    if (failed(target))
      code = kBadInput;
    else
      printGpu(*target);
  }
  return code;
}
