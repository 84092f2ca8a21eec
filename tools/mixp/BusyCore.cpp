//===- BusyCore.cpp - Another process that takes one core -----------------===//
#include "BusyCore.h"
#include <csignal>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mixp::tool;

llvm::Expected<std::unique_ptr<BusyCore>> BusyCore::create() {
  cpu_set_t allowed, last;
  CPU_ZERO(&last);
  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0)
    return llvm::createStringError("the system does not say which cores may be "
                                   "used");
  for (int core = CPU_SETSIZE - 1; core >= 0; --core)
    if (CPU_ISSET(core, &allowed)) {
      CPU_SET(core, &last);
      break;
    }
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
