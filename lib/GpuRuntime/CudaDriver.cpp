//===- CudaDriver.cpp - A device of the CUDA driver -----------------------===//
// Numbers of errors, attributes and options are those of cuda.h, which the
// driver's ABI fixes.
#include "GpuRuntime/CudaDriver.h"
#include "GpuRuntime/Target.h"
#include <cstring>

using namespace mixp;
using namespace mixp::gpurt;

Status CudaDriver::create(int device, std::unique_ptr<CudaDriver> &driver) {
  std::unique_ptr<CudaDriver> created(new CudaDriver());
  if (Status status = created->open(device); status.failed())
    return status;
  driver = std::move(created);
  return Status::ok();
}

CudaDriver::~CudaDriver() {
  if (retained)
    (void)api.contextRelease(device);
}

Status CudaDriver::open(int index) {
  if (Status status = api.load(); status.failed())
    return status;
  const int stubLibrary = 34, noDevice = 100;
  int error = api.init(0), count = 0;
  if (error == stubLibrary)
    return Status::absent("no CUDA driver: the library is the toolkit's stub");
  if (error == noDevice)
    return Status::absent("no CUDA device: the driver found none");
  if (Status status = api.check(error, "cuInit"); status.failed())
    return status;
  if (Status status = api.check(api.deviceCount(&count), "cuDeviceGetCount");
      status.failed())
    return status;
  if (count == 0)
    return Status::absent("no CUDA device: the driver found none");
  if (index < 0 || index >= count)
    return Status::badInput("expected a device from 0 to " +
                            std::to_string(count - 1) + " but got " +
                            std::to_string(index));
  if (Status status = api.check(api.deviceGet(&device, index), "cuDeviceGet");
      status.failed())
    return status;
  void *context = nullptr;
  if (Status status = api.check(api.contextRetain(&context, device),
                                "cuDevicePrimaryCtxRetain");
      status.failed())
    return status;
  retained = true;
  if (Status status = api.check(api.contextSet(context), "cuCtxSetCurrent");
      status.failed())
    return status;
  return readProperties();
}

Status CudaDriver::readProperties() {
  const int attributes[] = {75, 76, 16, 97};
  int values[4] = {}, version = 0;
  for (int i = 0; i < 4; ++i)
    if (Status status =
            api.check(api.deviceAttribute(&values[i], attributes[i], device),
                      "cuDeviceGetAttribute");
        status.failed())
      return status;
  char name[256] = {};
  if (Status status = api.check(api.deviceName(name, sizeof(name) - 1, device),
                                "cuDeviceGetName");
      status.failed())
    return status;
  if (Status status =
          api.check(api.driverVersion(&version), "cuDriverGetVersion");
      status.failed())
    return status;
  capability = 10 * values[0] + values[1];
  multiprocessorCount = values[2];
  sharedBytes = values[3];
  description = std::string(name) + ", compute capability " +
                formatArchitecture(capability) + ", " +
                std::to_string(multiprocessorCount) +
                " multiprocessors, driver of CUDA " +
                std::to_string(version / 1000) + "." +
                std::to_string(version % 1000 / 10);
  return Status::ok();
}

Status CudaDriver::unloadModule(Module module) {
  return api.check(api.moduleUnload(module.handle), "cuModuleUnload");
}

Status CudaDriver::getFunction(Module module, const std::string &name,
                               size_t dynamicSharedBytes, Function &function) {
  if (Status status = api.check(
          api.moduleFunction(&function.handle, module.handle, name.c_str()),
          "cuModuleGetFunction");
      status.failed())
    return status.at("kernel '" + name + "'");
  const size_t withoutAsking = 48 * 1024;
  const int maxDynamicSharedBytes = 8;
  if (dynamicSharedBytes <= withoutAsking)
    return Status::ok();
  return api
      .check(api.functionAttribute(function.handle, maxDynamicSharedBytes,
                                   static_cast<int>(dynamicSharedBytes)),
             "cuFuncSetAttribute")
      .at("kernel '" + name + "', " + std::to_string(dynamicSharedBytes) +
          " bytes of shared memory");
}

Status CudaDriver::synchronize() {
  return api.check(api.contextSynchronize(), "cuCtxSynchronize");
}

Status CudaDriver::launch(Function function, const uint32_t grid[3],
                          const uint32_t block[3], size_t dynamicSharedBytes,
                          void **arguments) {
  return api.check(api.launchKernel(function.handle, grid[0], grid[1], grid[2],
                                    block[0], block[1], block[2],
                                    static_cast<unsigned>(dynamicSharedBytes),
                                    /*stream=*/nullptr, arguments, nullptr),
                   "cuLaunchKernel");
}

/// The number that the driver has for a power of two times `first`, 0 for 0.
static int getStep(unsigned bytes, unsigned first) {
  int step = 0;
  for (; bytes >= first; bytes /= 2)
    ++step;
  return step;
}

Status CudaDriver::encodeTensorMap(const TensorMap &map, uint64_t out[16]) {
  if (Status status = checkTensorMap(map); status.failed())
    return status;
  if (!api.encodeTiled)
    return Status::driver("the driver has no function cuTensorMapEncodeTiled; "
                          "install one of CUDA 12 or later");
  struct alignas(64) {
    uint64_t words[16];
  } encoded;
  const uint32_t elementStrides[5] = {1, 1, 1, 1, 1};
  const int noInterleave = 0, fillWithZero = 0;
  int error = api.encodeTiled(&encoded, static_cast<int>(map.element), map.rank,
                              reinterpret_cast<void *>(map.base), map.dims,
                              map.strides, map.box, elementStrides,
                              noInterleave, getStep(map.swizzle, 32),
                              getStep(map.l2Promotion, 64), fillWithZero);
  std::memcpy(out, encoded.words, sizeof(encoded.words));
  return api.check(error, "cuTensorMapEncodeTiled");
}
