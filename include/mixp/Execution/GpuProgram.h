//===- GpuProgram.h - Kernels of a compiled function ------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_GPUPROGRAM_H
#define MIXP_EXECUTION_GPUPROGRAM_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include <memory>
#include <string>

namespace mixp {

/// Where kernels run: on a GPU that the CUDA driver finds, else on the PTX
/// emulator; or only on one of them.
enum class GpuChoice { Automatic, Hardware, Emulator };

struct GpuOptions {
  GpuChoice choice = GpuChoice::Automatic;
  /// A file of PTX to take the kernels from, instead of what was generated: for
  /// trying changes by hand. Empty: none.
  std::string ptxFile;
};

/// The launches of a function, ready to run: a driver, the loaded kernels, and
/// for each mixp.launch what to copy and how. Not for several threads at once.
class GpuProgram {
public:
  ~GpuProgram();

  /// From a module that mixp-gpu-pipeline has lowered. Launches are numbered in
  /// the order of the function.
  static llvm::Expected<std::unique_ptr<GpuProgram>>
  create(mlir::ModuleOp module, const GpuOptions &options);

  /// Device or emulator, for people.
  std::string describe() const;
  /// What went between host and device so far, in bytes, and the launches.
  std::string describeTransfers() const;

  /// What the emulator counted of each kernel's last launch, as JSON by kernel:
  /// instructions, bank conflicts, widths of accesses (docs/PtxEmulator.md). An
  /// empty object where a GPU ran them.
  llvm::json::Value getReport() const;

  /// Runs launch `index`: `words` has the address of each operand's first
  /// element, followed by its sizes. Returns false and keeps the message where
  /// that fails.
  bool launch(int64_t index, const int64_t *words);
  const std::string &getMessage() const { return message; }

private:
  struct Parts;
  explicit GpuProgram(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts;
  std::string message;
};

/// The program that compiled code of this thread launches kernels of; null
/// outside of calls.
class GpuProgramScope {
public:
  explicit GpuProgramScope(GpuProgram *program);
  ~GpuProgramScope();

private:
  GpuProgram *outer;
};

/// The function that compiled code calls for a launch; see
/// mixp-lower-launches.
inline constexpr const char *kLaunchName = "mixp_launch";
void launchInProcess(int64_t index, const int64_t *words);

} // namespace mixp

#endif // MIXP_EXECUTION_GPUPROGRAM_H
