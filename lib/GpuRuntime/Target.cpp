//===- Target.cpp - Which code runs on which device -----------------------===//
#include "GpuRuntime/Target.h"

using namespace mixp;
using namespace mixp::gpurt;

bool gpurt::parseTarget(const std::string &name, Target &target) {
  if (name.compare(0, 3, "sm_") != 0)
    return false;
  size_t next = 3;
  int number = 0;
  for (; next < name.size() && name[next] >= '0' && name[next] <= '9'; ++next)
    if ((number = 10 * number + (name[next] - '0')) > 999)
      return false;
  target.architecture = number;
  target.suffix = 0;
  if (next + 1 == name.size() && (name[next] == 'a' || name[next] == 'f'))
    target.suffix = name[next++];
  return number >= 10 && next == name.size();
}

bool gpurt::runsCubin(const Target &target, int architecture) {
  if (target.suffix == 'a')
    return architecture == target.architecture;
  return architecture / 10 == target.architecture / 10 &&
         architecture >= target.architecture;
}

bool gpurt::runsPtx(const Target &target, int architecture) {
  if (target.suffix)
    return runsCubin(target, architecture);
  return architecture >= target.architecture;
}

std::string gpurt::formatArchitecture(int architecture) {
  return std::to_string(architecture / 10) + "." +
         std::to_string(architecture % 10);
}
