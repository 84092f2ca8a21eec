//===- CudaApi.cpp - Functions of the CUDA driver -------------------------===//
#include "GpuRuntime/CudaApi.h"
#include <cstdlib>
#include <dlfcn.h>

using namespace mixp::gpurt;

/// Stores the address of a symbol; POSIX guarantees that it fits.
template <typename Function>
static bool resolve(void *library, const char *symbol, Function &function) {
  function = reinterpret_cast<Function>(dlsym(library, symbol));
  return function != nullptr;
}

Status CudaApi::load() {
  const char *path = std::getenv("MIXP_LIBCUDA");
  if (!path || !*path)
    path = "libcuda.so.1";
  // Never closed: the driver has threads and exit handlers of its own.
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *reason = dlerror();
    return Status::absent("no CUDA driver: " +
                          std::string(reason ? reason : path));
  }
  const char *missing = nullptr;
#define MIXP_CUDA_RESOLVE(member, symbol, parameters)                          \
  if (!resolve(library, #symbol, member))                                      \
    missing = #symbol;
  MIXP_CUDA_FUNCTIONS(MIXP_CUDA_RESOLVE)
#undef MIXP_CUDA_RESOLVE
  if (missing)
    return Status::driver(std::string("'") + path + "' has no function " +
                          missing + "; install a driver of CUDA 11 or later");
  (void)resolve(library, "cuTensorMapEncodeTiled", encodeTiled);
  return Status::ok();
}

Status CudaApi::check(int error, const char *symbol) const {
  if (error == 0)
    return Status::ok();
  const char *text = nullptr;
  if (errorString(error, &text) != 0 || !text)
    text = "unknown error";
  return Status::driver(std::string(symbol) + ": " + text + " (error " +
                        std::to_string(error) + ")");
}
