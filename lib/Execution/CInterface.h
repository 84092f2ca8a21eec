//===- CInterface.h - The C function of a compiled model --------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_CINTERFACE_H
#define MIXP_LIB_EXECUTION_CINTERFACE_H

#include "mixp/Execution/NativeCode.h"
#include "mixp/Execution/Signature.h"

namespace mixp {

/// What the C function returns.
enum CError : int {
  kCOk = 0,
  kCErrorNull = 1,
  kCErrorSize = 2,
  kCErrorAlignment = 3,
  kCErrorCpu = 4,
  kCErrorResult = 5,
  kCErrorModel = 6
};

/// A parameter of the C function: a pointer, followed by one int64_t for each
/// dynamic dim.
struct CParameter {
  /// A C identifier that no other parameter has.
  std::string name;
  Port port;
  bool isOutput = false;
};

/// The C function's parameters: inputs, then results.
llvm::SmallVector<CParameter> getCParameters(const Signature &signature);

/// Adds `int NAME_run(...)` to a translated module, which checks its arguments
/// and the CPU, calls the function's C interface and copies the results into
/// the caller's memory. Everything else becomes internal.
llvm::Error addCFunction(NativeModule &native, const Signature &signature,
                         llvm::StringRef name);

/// CPU features that the module's code may use and that a check at run time can
/// ask for. Empty where the architecture has no such check.
llvm::SmallVector<llvm::StringRef>
getCheckedFeatures(const llvm::TargetMachine &machine);

/// The text of NAME.h. `withThreads`: the code needs libomp.
std::string formatCHeader(const Signature &signature, llvm::StringRef name,
                          const llvm::TargetMachine &machine, bool withThreads);

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_CINTERFACE_H
