//===- JitCall.cpp - Calls of compiled functions --------------------------===//
#include "RuntimeFailure.h"
#include "mixp/Execution/Jit.h"
#include "mixp/Execution/Marshal.h"
#include <cstdlib>
#include <cstring>

using namespace mlir;
using namespace mixp;

/// The descriptor of a row-major array.
static DescriptorWords describe(const char *data, ArrayRef<int64_t> shape) {
  auto address = static_cast<int64_t>(reinterpret_cast<intptr_t>(data));
  DescriptorWords words{address, address, 0};
  llvm::append_range(words, shape);
  SmallVector<int64_t> strides(shape.size(), 1);
  for (int64_t i = static_cast<int64_t>(shape.size()) - 2; i >= 0; --i)
    strides[i] = strides[i + 1] * shape[i + 1];
  llvm::append_range(words, strides);
  return words;
}

llvm::Expected<PreparedArguments>
JitFunction::prepare(ArrayRef<const HostTensor *> arguments) const {
  if (arguments.size() != signature.inputs.size())
    return llvm::createStringError("'" + signature.function + "': expected " +
                                   Twine(signature.inputs.size()) +
                                   " inputs but got " +
                                   Twine(arguments.size()));
  PreparedArguments prepared;
  prepared.packed.reserve(arguments.size());
  for (auto [input, argument] : llvm::zip_equal(signature.inputs, arguments)) {
    if (llvm::Error error = checkShape(argument->getShape(), input))
      return std::move(error);
    Type type = input.type.getElementType();
    if (argument->getKind() != *getHostKind(type))
      return llvm::createStringError("'" + input.name + "': got elements of " +
                                     getKindName(argument->getKind()));
    const HostTensor *array = argument;
    if (isPackedType(type)) {
      auto packed = packElements(*argument, type);
      if (!packed)
        return packed.takeError();
      prepared.packed.push_back(std::move(*packed));
      array = &prepared.packed.back();
    }
    prepared.descriptors.push_back(
        describe(array->getData(), array->getShape()));
  }
  return prepared;
}

static int64_t getDescriptorRank(const Port &port) {
  return isPackedType(port.type.getElementType()) ? 1 : port.type.getRank();
}

llvm::Error JitFunction::invoke(const PreparedArguments &arguments,
                                std::vector<DescriptorWords> &results) const {
  // The C interface takes one struct of all result descriptors, which is their
  // words one after the other.
  DescriptorWords memory;
  for (const Port &port : signature.results)
    memory.append(3 + 2 * getDescriptorRank(port), 0);
  std::vector<DescriptorWords> inputs(arguments.descriptors);
  SmallVector<void *> pointers;
  if (!signature.results.empty())
    pointers.push_back(memory.data());
  for (DescriptorWords &words : inputs)
    pointers.push_back(words.data());
  std::string message;
  GpuProgramScope scope(program.get());
  if (!callGuarded(entry, pointers.data(), message))
    return llvm::createStringError(message);
  ArrayRef<int64_t> rest(memory);
  for (const Port &port : signature.results) {
    int64_t count = 3 + 2 * getDescriptorRank(port);
    results.emplace_back(rest.take_front(count));
    rest = rest.drop_front(count);
  }
  return llvm::Error::success();
}

/// Frees each result once. A result that is one of the arguments is not ours,
/// and 0xdeadbeef marks memory of a constant.
static void freeResults(const PreparedArguments &arguments,
                        ArrayRef<DescriptorWords> results) {
  SmallVector<int64_t> kept{0, 0xdeadbeef};
  for (const DescriptorWords &words : arguments.descriptors)
    kept.push_back(words.front());
  for (const DescriptorWords &words : results) {
    if (llvm::is_contained(kept, words.front()))
      continue;
    kept.push_back(words.front());
    std::free(reinterpret_cast<void *>(words.front()));
  }
}

llvm::Error
JitFunction::callPrepared(const PreparedArguments &arguments) const {
  std::vector<DescriptorWords> results;
  if (llvm::Error error = invoke(arguments, results))
    return error;
  freeResults(arguments, results);
  return llvm::Error::success();
}

/// Copies a result out of compiled code's memory.
static llvm::Expected<HostTensor> readResult(const Port &port,
                                             ArrayRef<int64_t> words) {
  Type type = port.type.getElementType();
  bool packed = isPackedType(type);
  if (packed && !port.type.hasStaticShape())
    return llvm::createStringError(
        "'" + port.name +
        "': a result of a sub-byte type needs a static shape");
  ArrayRef<int64_t> shape = words.slice(3, getDescriptorRank(port));
  auto array =
      HostTensor::create(shape, packed ? ElementKind::UI8 : *getHostKind(type));
  if (!array)
    return array;
  const char *source = reinterpret_cast<const char *>(words[1]) +
                       words[2] * getByteWidth(array->getKind());
  if (array->getByteSize() > 0)
    std::memcpy(array->getData(), source, array->getByteSize());
  if (!packed)
    return array;
  return unpackElements(*array, type, port.type.getShape());
}

llvm::Expected<llvm::SmallVector<HostTensor>>
JitFunction::call(ArrayRef<const HostTensor *> arguments) const {
  auto prepared = prepare(arguments);
  if (!prepared)
    return prepared.takeError();
  std::vector<DescriptorWords> descriptors;
  if (llvm::Error error = invoke(*prepared, descriptors))
    return std::move(error);
  llvm::SmallVector<HostTensor> results;
  llvm::Error failure = llvm::Error::success();
  for (auto [port, words] : llvm::zip_equal(signature.results, descriptors)) {
    auto result = readResult(port, words);
    if (!result)
      failure = llvm::joinErrors(std::move(failure), result.takeError());
    else
      results.push_back(std::move(*result));
  }
  freeResults(*prepared, descriptors);
  if (failure)
    return std::move(failure);
  return results;
}
