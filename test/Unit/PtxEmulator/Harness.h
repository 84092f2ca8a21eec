//===- Harness.h - Runs small PTX texts -------------------------*- C++ -*-===//
#ifndef MIXP_TEST_UNIT_PTXEMULATOR_HARNESS_H
#define MIXP_TEST_UNIT_PTXEMULATOR_HARNESS_H

#include "mixp/PtxEmulator/Launch.h"
#include "gtest/gtest.h"
#include <cstring>

namespace mixp::ptx {

/// A kernel of the given body. The registers %p, %rs, %r, %rd and %q (128 bits)
/// are declared, argument number i is in %rd<i> and the thread's number in %r0.
class Kernel {
public:
  explicit Kernel(std::string body, std::string target = "sm_90a")
      : body(std::move(body)), target(std::move(target)) {
    launch.block = {32, 1, 1};
    launch.kernel = "test";
  }

  /// Text before the kernel: functions and variables.
  Kernel &before(std::string text) {
    declarations = std::move(text);
    return *this;
  }
  Kernel &threads(uint32_t count) {
    launch.block.x = count;
    return *this;
  }
  Kernel &blocks(uint32_t count) {
    launch.grid.x = count;
    return *this;
  }
  Kernel &shared(uint32_t bytes) {
    launch.dynamicSharedBytes = bytes;
    return *this;
  }
  Kernel &seed(uint64_t value) {
    launch.options.seed = value;
    return *this;
  }
  Kernel &steps(uint64_t limit) {
    launch.options.stepLimit = limit;
    return *this;
  }

  /// Each adds a pointer argument.
  template <typename T> Kernel &input(const std::vector<T> &values) {
    addMemory(values.size() * sizeof(T), values.data());
    return *this;
  }
  Kernel &output(size_t bytes) {
    addMemory(bytes, nullptr);
    return *this;
  }
  /// A 64-bit number as an argument, and bytes as one, e.g. a tensor map.
  Kernel &number(uint64_t value) {
    arguments.emplace_back(reinterpret_cast<const char *>(&value), 8);
    return *this;
  }
  Kernel &bytes(const void *data, size_t size) {
    arguments.emplace_back(static_cast<const char *>(data), size);
    return *this;
  }

  llvm::Expected<Report> tryRun();
  /// Expects no error.
  Report run();
  /// Expects an error of a class that says all of the texts.
  void expectError(llvm::StringRef errorClass,
                   std::vector<std::string> texts = {});

  template <typename T> std::vector<T> read(unsigned argument, size_t count) {
    std::vector<T> values(count);
    uint64_t address;
    std::memcpy(&address, arguments[argument].data(), 8);
    llvm::cantFail(memory.read(
        address,
        llvm::MutableArrayRef<char>(reinterpret_cast<char *>(values.data()),
                                    count * sizeof(T))));
    return values;
  }
  std::string getText() const;
  /// The line of the text on which the nth line of the body is, from 0.
  unsigned lineOf(unsigned bodyLine) const;

  DeviceMemory memory;
  Launch launch;

private:
  void addMemory(size_t bytes, const void *data);
  std::string getPrologue() const;

  std::string body, target, declarations;
  std::vector<std::string> arguments;
};

/// Runs `instruction` with %r1, %r2 and %r3 loaded from the inputs, one case a
/// lane, and returns %r4. Inputs that are missing are not loaded.
std::vector<uint32_t> runLanes(std::string instruction,
                               std::vector<std::vector<uint32_t>> inputs,
                               std::string target = "sm_90a");
/// The same with %rd5, %rd6, %rd7 and %rd8.
std::vector<uint64_t> runWideLanes(std::string instruction,
                                   std::vector<std::vector<uint64_t>> inputs);

inline uint32_t bitsOf(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, 4);
  return bits;
}
inline float floatOf(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, 4);
  return value;
}

} // namespace mixp::ptx

#endif // MIXP_TEST_UNIT_PTXEMULATOR_HARNESS_H
