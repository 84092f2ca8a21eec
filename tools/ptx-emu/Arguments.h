//===- Arguments.h - Kernel arguments on the command line -------*- C++ -*-===//
#ifndef MIXP_TOOLS_PTXEMU_ARGUMENTS_H
#define MIXP_TOOLS_PTXEMU_ARGUMENTS_H

#include "mixp/Execution/HostTensor.h"
#include "mixp/PtxEmulator/DeviceMemory.h"

namespace mixp::ptx {

/// Device memory that a file is read into or written from.
struct TensorArgument {
  uint64_t address = 0;
  HostTensor tensor;
  std::string outputPath; // empty: not written
};

/// The arguments of a launch, and memory that only tensor maps point to.
class Arguments {
public:
  explicit Arguments(DeviceMemory &memory) : memory(memory) {}

  /// Adds a kernel argument, or memory, from its text.
  llvm::Error addArgument(llvm::StringRef spec);
  llvm::Error addMemory(llvm::StringRef spec);

  std::vector<const void *> getPointers() const;
  /// Writes the arrays that are results.
  llvm::Error writeOutputs();

private:
  llvm::Expected<TensorArgument *> addTensor(llvm::StringRef spec);
  llvm::Error addMap(llvm::StringRef spec);
  llvm::Error addScalar(llvm::StringRef kind, llvm::StringRef text);
  llvm::Expected<const TensorArgument *> findTensor(llvm::StringRef name) const;

  DeviceMemory &memory;
  std::vector<std::string> bytes; // of each argument
  std::vector<std::unique_ptr<TensorArgument>> tensors;
  std::vector<int> ofArgument; // index into tensors, or -1
  std::vector<int> ofMemory;
};

} // namespace mixp::ptx

#endif // MIXP_TOOLS_PTXEMU_ARGUMENTS_H
