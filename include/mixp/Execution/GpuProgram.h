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

namespace gpurt {
class Status;
} // namespace gpurt

/// The launches of a function, ready to run: a driver, the loaded kernels, the
/// values on the device, and what each launch and each copy does. Not for
/// several threads at once.
class GpuProgram {
public:
  ~GpuProgram();

  /// From a module that mixp-gpu-pipeline has lowered and whose host part has
  /// buffers: what mixp-lower-launches is about to take.
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

  /// What compiled code calls, with places of DeviceOps. `words` has the
  /// address of a buffer's first element, followed by its sizes, and for a
  /// launch the numbers of its inputs. They return false and keep the message
  /// where that fails.
  bool copyToDevice(int64_t index, const int64_t *words, int64_t &value);
  bool launch(int64_t index, const int64_t *words, int64_t &value);
  bool copyToHost(int64_t value, const int64_t *words);
  void release(int64_t value);
  /// What is left after a call that failed.
  void releaseAll();
  const std::string &getMessage() const { return message; }

private:
  struct Parts;
  explicit GpuProgram(std::unique_ptr<Parts> parts);
  llvm::Error addOps(mlir::ModuleOp module);
  bool keep(const gpurt::Status &status);

  std::unique_ptr<Parts> parts;
  std::string message;
};

/// The program that compiled code of this thread launches kernels of; null
/// outside of calls. No value of a call outlives it.
class GpuProgramScope {
public:
  explicit GpuProgramScope(GpuProgram *program);
  ~GpuProgramScope();

private:
  GpuProgram *outer;
};

/// The functions that compiled code calls; see mixp-lower-launches.
inline constexpr const char *kToDeviceName = "mixp_to_device";
inline constexpr const char *kLaunchName = "mixp_launch";
inline constexpr const char *kToHostName = "mixp_to_host";
inline constexpr const char *kReleaseName = "mixp_release";
int64_t copyToDeviceInProcess(int64_t index, const int64_t *words);
int64_t launchInProcess(int64_t index, const int64_t *words);
void copyToHostInProcess(int64_t value, const int64_t *words);
void releaseInProcess(int64_t value);

} // namespace mixp

#endif // MIXP_EXECUTION_GPUPROGRAM_H
