//===- Module.h - PTX text, parsed ------------------------------*- C++ -*-===//
#ifndef MIXP_PTXEMULATOR_MODULE_H
#define MIXP_PTXEMULATOR_MODULE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mixp::ptx {

/// Sizes or positions along the three dimensions of a grid or a block.
struct Dim3 {
  uint32_t x = 1, y = 1, z = 1;
  uint64_t count() const { return uint64_t(x) * y * z; }
  bool operator==(const Dim3 &) const = default;
};

/// A parameter of a kernel: its size and alignment in bytes.
struct KernelParameter {
  std::string name;
  uint64_t size = 0;
  uint64_t align = 1;
};

/// What the text says about a kernel.
struct KernelInfo {
  std::string name;
  std::vector<KernelParameter> parameters;
  /// .reqntid and .maxntid: the block's size, and the most threads of it.
  std::optional<Dim3> requiredThreads, maxThreads;
  /// Bytes of the .shared variables with a size.
  uint64_t staticSharedBytes = 0;
  /// Whether there is a .shared array without a size.
  bool usesDynamicShared = false;
  /// The line of the text on which the kernel begins.
  unsigned line = 0;
};

struct ModuleData;

/// A parsed module. Copies share the parsed form, and the decoded form of the
/// kernels that were launched.
class Module {
public:
  /// Parses PTX. `fileName` is named in errors. Instructions are decoded, and
  /// those outside the documented subset refused, by `check` and `launch`.
  static llvm::Expected<Module> parse(llvm::StringRef text,
                                      llvm::StringRef fileName);

  /// Parses a file.
  static llvm::Expected<Module> parseFile(llvm::StringRef path);

  llvm::ArrayRef<KernelInfo> getKernels() const;
  /// Null if there is none of that name.
  const KernelInfo *findKernel(llvm::StringRef name) const;
  /// E.g. "sm_90a" and "8.6".
  llvm::StringRef getTarget() const;
  llvm::StringRef getVersion() const;

  /// Decodes a kernel: fails on an instruction outside the documented subset.
  llvm::Error check(llvm::StringRef kernel) const;

  ModuleData &getData() const { return *data; }
  const std::shared_ptr<ModuleData> &getShared() const { return data; }

private:
  std::shared_ptr<ModuleData> data;
};

} // namespace mixp::ptx

#endif // MIXP_PTXEMULATOR_MODULE_H
