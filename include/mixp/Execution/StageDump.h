//===- StageDump.h - The module after each stage, in files ------*- C++ -*-===//
#ifndef MIXP_EXECUTION_STAGEDUMP_H
#define MIXP_EXECUTION_STAGEDUMP_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/Error.h"
#include "llvm/Target/TargetMachine.h"
#include <string>

namespace mixp {

/// Writes what is made of a model to numbered files of a folder: 00-input.mlir,
/// 01-prepare.mlir, ... Large constants are elided. Without a folder nothing is
/// written.
class StageDump {
public:
  StageDump() = default;
  /// Creates the folder. Files of an earlier dump are overwritten one by one.
  static llvm::Expected<StageDump> create(llvm::StringRef folder);

  llvm::Error write(llvm::StringRef stage, mlir::ModuleOp module);
  /// LLVM IR. Constants of more than a kilobyte become declarations.
  llvm::Error write(llvm::StringRef stage, const llvm::Module &module);
  /// The assembly that `machine` makes of a copy of the module, without the
  /// data of large constants.
  llvm::Error writeAssembly(llvm::StringRef stage, const llvm::Module &module,
                            llvm::TargetMachine &machine);

private:
  llvm::Error writeFile(llvm::StringRef stage, llvm::StringRef extension,
                        llvm::StringRef text);

  std::string folder;
  unsigned next = 0;
};

} // namespace mixp

#endif // MIXP_EXECUTION_STAGEDUMP_H
