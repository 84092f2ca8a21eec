//===- CudaModule.cpp - Loading with the compiler's messages --------------===//
#include "GpuRuntime/CudaDriver.h"

using namespace mixp;
using namespace mixp::gpurt;

/// The compiler's lines as one, so that a message stays one line.
static std::string joinLines(const char *log) {
  std::string text;
  for (; *log; ++log)
    if (*log != '\n')
      text += *log;
    else if (!text.empty() && text.back() != ' ')
      text += "; ";
  while (!text.empty() && (text.back() == ' ' || text.back() == ';'))
    text.pop_back();
  return text;
}

Status CudaDriver::loadModule(const char *image, size_t size, Module &module) {
  if (size == 0)
    return Status::badInput("expected PTX or a cubin but got nothing");
  const int errorLog = 5, errorLogBytes = 6;
  std::string log(16384, '\0');
  int options[] = {errorLog, errorLogBytes};
  // The driver takes numbers in the place of pointers.
  void *values[] = {&log[0], reinterpret_cast<void *>(log.size() - 1)};
  Status status =
      api.check(api.moduleLoad(&module.handle, image, 2, options, values),
                "cuModuleLoadDataEx");
  if (status.isOk() || log[0] == '\0')
    return status;
  return Status::driver(status.getMessage() + ": " + joinLines(log.c_str()));
}
