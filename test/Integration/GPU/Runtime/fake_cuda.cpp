//===- fake_cuda.cpp - A CUDA driver for tests, on the host ---------------===//
// The functions of libcuda.so.1 that mixp-gpu-run calls, with device memory on
// the host. Written against cuda.h's ABI, not against the runtime's headers.
// Environment variables:
//   FAKE_CUDA_LOG      file to which each call is appended
//   FAKE_CUDA_FAIL     SYMBOL:N[:ERROR] makes the Nth call of a function fail
//   FAKE_CUDA_DEVICES  number of devices (1)
//   FAKE_CUDA_ARCH     their architecture (90)
//   FAKE_CUDA_REFUSE   "cubin" or "ptx": modules that do not load
#include "fake_kernels.h"
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {
struct Allocation {
  size_t bytes;
  unsigned number;
};
struct State {
  std::map<uint64_t, Allocation> live;
  std::map<std::string, int> calls;
  unsigned allocations = 0;
  float clock = 0; // milliseconds
};
} // namespace

static State &state() {
  static State instance;
  return instance;
}

static int getNumber(const char *variable, int otherwise) {
  const char *text = std::getenv(variable);
  return text ? std::atoi(text) : otherwise;
}

static void log(const char *format, ...) {
  const char *path = std::getenv("FAKE_CUDA_LOG");
  FILE *file = path ? std::fopen(path, "a") : nullptr;
  if (!file)
    return;
  va_list list;
  va_start(list, format);
  std::vfprintf(file, format, list);
  va_end(list);
  std::fputc('\n', file);
  std::fclose(file);
}

/// Counts a call; the error that it has to return, or 0.
static int enter(const char *symbol) {
  int count = ++state().calls[symbol];
  const char *fail = std::getenv("FAKE_CUDA_FAIL");
  char name[64];
  int number = 0, error = 999;
  if (!fail || std::sscanf(fail, "%63[^:]:%d:%d", name, &number, &error) < 2 ||
      std::strcmp(name, symbol) != 0 || number != count)
    return 0;
  log("%s fails with %d", symbol, error);
  return error;
}

#define ENTER(symbol)                                                          \
  if (int error = enter(#symbol))                                              \
  return error

/// "a3+16" for 16 bytes into the allocation with number 3.
static std::string place(uint64_t address) {
  auto next = state().live.upper_bound(address);
  if (next == state().live.begin())
    return "outside";
  const auto &[start, allocation] = *--next;
  if (address - start >= allocation.bytes)
    return "outside";
  std::string text = "a" + std::to_string(allocation.number);
  return address == start ? text : text + "+" + std::to_string(address - start);
}

static const int invalidValue = 1;

static bool isInside(uint64_t address, size_t bytes) {
  auto next = state().live.upper_bound(address);
  if (next == state().live.begin())
    return false;
  const auto &[start, allocation] = *--next;
  return address - start + bytes <= allocation.bytes;
}

EXPORT int cuInit(unsigned) {
  ENTER(cuInit);
  return getNumber("FAKE_CUDA_DEVICES", 1) < 0 ? 100 : 0;
}
EXPORT int cuDriverGetVersion(int *version) {
  ENTER(cuDriverGetVersion);
  *version = 13000;
  return 0;
}
EXPORT int cuGetErrorString(int error, const char **text) {
  static const std::map<int, const char *> texts = {
      {1, "invalid argument"},
      {2, "out of memory"},
      {218, "a PTX JIT compilation failed"},
      {500, "named symbol not found"},
      {700, "an illegal memory access was encountered"},
      {999, "unknown error"}};
  auto found = texts.find(error);
  *text = found == texts.end() ? nullptr : found->second;
  return found == texts.end() ? invalidValue : 0;
}
EXPORT int cuDeviceGetCount(int *count) {
  ENTER(cuDeviceGetCount);
  *count = getNumber("FAKE_CUDA_DEVICES", 1);
  return 0;
}
EXPORT int cuDeviceGet(int *device, int number) {
  ENTER(cuDeviceGet);
  log("cuDeviceGet %d", number);
  *device = number;
  return 0;
}
EXPORT int cuDeviceGetName(char *name, int size, int) {
  ENTER(cuDeviceGetName);
  std::snprintf(name, size, "Fake GPU");
  return 0;
}
EXPORT int cuDeviceGetAttribute(int *value, int attribute, int) {
  ENTER(cuDeviceGetAttribute);
  int architecture = getNumber("FAKE_CUDA_ARCH", 90);
  const std::map<int, int> values = {
      {75, architecture / 10}, {76, architecture % 10}, {16, 4}, {97, 232448}};
  auto found = values.find(attribute);
  *value = found == values.end() ? 0 : found->second;
  return found == values.end() ? invalidValue : 0;
}
EXPORT int cuDevicePrimaryCtxRetain(void **context, int) {
  ENTER(cuDevicePrimaryCtxRetain);
  *context = &state();
  return 0;
}
EXPORT int cuDevicePrimaryCtxRelease_v2(int) {
  log("cuDevicePrimaryCtxRelease_v2 with %zu allocations", state().live.size());
  return 0;
}
EXPORT int cuCtxSetCurrent(void *context) {
  ENTER(cuCtxSetCurrent);
  return context == &state() ? 0 : invalidValue;
}
EXPORT int cuCtxSynchronize() {
  ENTER(cuCtxSynchronize);
  log("cuCtxSynchronize");
  return 0;
}

/// The option's value, as the driver's variadic-like interface has it.
static void *findOption(unsigned count, const int *options, void **values,
                        int option) {
  for (unsigned i = 0; i < count; ++i)
    if (options[i] == option)
      return values[i];
  return nullptr;
}

EXPORT int cuModuleLoadDataEx(void **module, const void *image, unsigned count,
                              int *options, void **values) {
  ENTER(cuModuleLoadDataEx);
  bool isCubin = std::memcmp(image,
                             "\x7f"
                             "ELF",
                             4) == 0;
  const char *kind = isCubin ? "cubin" : "ptx";
  log("cuModuleLoadDataEx %s", kind);
  *module = &state();
  const char *refused = std::getenv("FAKE_CUDA_REFUSE");
  if (!refused || !std::strstr(refused, kind))
    return 0;
  auto *text = static_cast<char *>(findOption(count, options, values, 5));
  auto size = reinterpret_cast<size_t>(findOption(count, options, values, 6));
  if (text)
    std::snprintf(text, size, "%s line 3: error 1\n%s line 4: error 2\n", kind,
                  kind);
  return 218;
}
EXPORT int cuModuleUnload(void *module) {
  ENTER(cuModuleUnload);
  log("cuModuleUnload");
  return module == &state() ? 0 : invalidValue;
}
EXPORT int cuModuleGetFunction(void **function, void *, const char *name) {
  ENTER(cuModuleGetFunction);
  log("cuModuleGetFunction %s", name);
  *function = const_cast<FakeKernel *>(findFakeKernel(name));
  return *function ? 0 : 500;
}
EXPORT int cuFuncSetAttribute(void *, int attribute, int value) {
  ENTER(cuFuncSetAttribute);
  log("cuFuncSetAttribute %d = %d", attribute, value);
  return attribute == 8 ? 0 : invalidValue;
}

EXPORT int cuMemAlloc_v2(uint64_t *address, size_t bytes) {
  ENTER(cuMemAlloc_v2);
  if (bytes == 0)
    return invalidValue;
  void *memory = std::aligned_alloc(256, (bytes + 255) / 256 * 256);
  std::memset(memory, 0xcd, bytes); // what is not written is seen
  *address = reinterpret_cast<uint64_t>(memory);
  state().live[*address] = {bytes, state().allocations++};
  log("cuMemAlloc_v2 %zu -> %s", bytes, place(*address).c_str());
  return 0;
}
EXPORT int cuMemFree_v2(uint64_t address) {
  ENTER(cuMemFree_v2);
  log("cuMemFree_v2 %s", place(address).c_str());
  if (!state().live.erase(address))
    return invalidValue;
  std::free(reinterpret_cast<void *>(address));
  return 0;
}
EXPORT int cuMemcpyHtoD_v2(uint64_t to, const void *from, size_t bytes) {
  ENTER(cuMemcpyHtoD_v2);
  log("cuMemcpyHtoD_v2 %s %zu", place(to).c_str(), bytes);
  if (!isInside(to, bytes))
    return invalidValue;
  std::memcpy(reinterpret_cast<void *>(to), from, bytes);
  return 0;
}
EXPORT int cuMemcpyDtoH_v2(void *to, uint64_t from, size_t bytes) {
  ENTER(cuMemcpyDtoH_v2);
  log("cuMemcpyDtoH_v2 %s %zu", place(from).c_str(), bytes);
  if (!isInside(from, bytes))
    return invalidValue;
  std::memcpy(to, reinterpret_cast<void *>(from), bytes);
  return 0;
}
EXPORT int cuMemsetD8_v2(uint64_t to, unsigned char byte, size_t bytes) {
  ENTER(cuMemsetD8_v2);
  log("cuMemsetD8_v2 %s %zu", place(to).c_str(), bytes);
  if (!isInside(to, bytes))
    return invalidValue;
  std::memset(reinterpret_cast<void *>(to), byte, bytes);
  return 0;
}

namespace {
/// One end of CUDA_MEMCPY2D, which has the source's before the target's.
struct End {
  size_t x, y;
  int place;
  char *host;
  uint64_t device;
  void *array;
  size_t pitch;

  char *first() const {
    char *base = place == 1 ? host : reinterpret_cast<char *>(device);
    return base + y * pitch + x;
  }
  std::string text() const { return place == 1 ? "host" : ::place(device); }
};
struct Copy {
  End from, to;
  size_t width, height;
};
} // namespace

EXPORT int cuMemcpy2D_v2(const Copy *copy) {
  ENTER(cuMemcpy2D_v2);
  log("cuMemcpy2D_v2 %s pitch %zu -> %s pitch %zu, %zu x %zu",
      copy->from.text().c_str(), copy->from.pitch, copy->to.text().c_str(),
      copy->to.pitch, copy->width, copy->height);
  for (const End *end : {&copy->from, &copy->to})
    if (end->pitch < copy->width ||
        (end->place == 2 &&
         !isInside(end->device, (copy->height - 1) * end->pitch + copy->width)))
      return invalidValue;
  for (size_t row = 0; row < copy->height; ++row)
    std::memcpy(copy->to.first() + row * copy->to.pitch,
                copy->from.first() + row * copy->from.pitch, copy->width);
  return 0;
}

EXPORT int cuLaunchKernel(void *function, unsigned gridX, unsigned gridY,
                          unsigned gridZ, unsigned blockX, unsigned blockY,
                          unsigned blockZ, unsigned sharedBytes, void *,
                          void **arguments, void **) {
  ENTER(cuLaunchKernel);
  auto *kernel = static_cast<const FakeKernel *>(function);
  log("cuLaunchKernel %s grid %u,%u,%u block %u,%u,%u shared %u", kernel->name,
      gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes);
  state().clock += 0.5f;
  return kernel->run(arguments) ? 0 : 700;
}

EXPORT int cuEventCreate(void **event, unsigned) {
  ENTER(cuEventCreate);
  *event = new float(0);
  return 0;
}
EXPORT int cuEventDestroy_v2(void *event) {
  delete static_cast<float *>(event);
  return 0;
}
EXPORT int cuEventRecord(void *event, void *) {
  ENTER(cuEventRecord);
  log("cuEventRecord");
  *static_cast<float *>(event) = state().clock;
  return 0;
}
EXPORT int cuEventSynchronize(void *) {
  ENTER(cuEventSynchronize);
  return 0;
}
EXPORT int cuEventElapsedTime(float *milliseconds, void *from, void *to) {
  ENTER(cuEventElapsedTime);
  *milliseconds = *static_cast<float *>(to) - *static_cast<float *>(from);
  return 0;
}

EXPORT int cuTensorMapEncodeTiled(void *out, int element, uint32_t rank,
                                  void *base, const uint64_t *dims,
                                  const uint64_t *strides, const uint32_t *box,
                                  const uint32_t *steps, int interleave,
                                  int swizzle, int promotion, int fill) {
  ENTER(cuTensorMapEncodeTiled);
  std::string text = "cuTensorMapEncodeTiled element " +
                     std::to_string(element) + " base " +
                     place(reinterpret_cast<uint64_t>(base));
  for (uint32_t i = 0; i < rank; ++i)
    text += " dim " + std::to_string(dims[i]) + " box " +
            std::to_string(box[i]) +
            (i ? " stride " + std::to_string(strides[i - 1]) : "");
  log("%s swizzle %d promotion %d", text.c_str(), swizzle, promotion);
  bool aligned = reinterpret_cast<uint64_t>(out) % 64 == 0;
  for (uint32_t i = 0; i < rank; ++i)
    if (steps[i] != 1)
      return invalidValue;
  if (!aligned || interleave || fill || rank != 2)
    return invalidValue;
  FakeMap map = {reinterpret_cast<char *>(base), dims[0], dims[1], strides[0]};
  std::memcpy(out, &map, sizeof(map));
  return 0;
}
