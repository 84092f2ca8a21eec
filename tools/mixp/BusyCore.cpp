//===- BusyCore.cpp - Another process that takes one core -----------------===//
#include "BusyCore.h"
#include "mixp/Execution/ThreadTeam.h"
#include <csignal>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mixp;
using namespace mixp::tool;

llvm::Expected<std::unique_ptr<BusyCore>> BusyCore::create() {
  if (getAllowedCores().empty())
    return llvm::createStringError("the system does not say which cores may be "
                                   "used");
  cpu_set_t last;
  CPU_ZERO(&last);
  CPU_SET(getAllowedCores().back(), &last);
  pid_t process = fork();
  if (process < 0)
    return llvm::createStringError("no process to keep a core busy");
  if (process == 0) {
    // Other threads are not here: system calls only.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sched_setaffinity(0, sizeof(last), &last);
    for (volatile bool spin = true; spin;)
      continue;
    _exit(0);
  }
  return std::unique_ptr<BusyCore>(new BusyCore(process));
}

BusyCore::~BusyCore() {
  kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
}
