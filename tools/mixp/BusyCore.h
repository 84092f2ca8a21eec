//===- BusyCore.h - Another process that takes one core ---------*- C++ -*-===//
#ifndef MIXP_TOOLS_BUSYCORE_H
#define MIXP_TOOLS_BUSYCORE_H

#include "llvm/Support/Error.h"
#include <sys/types.h>

namespace mixp::tool {

/// A process that spins on the last core that this one may use, for as long as
/// this lives.
class BusyCore {
public:
  static llvm::Expected<std::unique_ptr<BusyCore>> create();
  ~BusyCore();

private:
  explicit BusyCore(pid_t process) : process(process) {}
  pid_t process;
};

} // namespace mixp::tool

#endif // MIXP_TOOLS_BUSYCORE_H
