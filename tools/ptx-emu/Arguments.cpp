//===- Arguments.cpp - Kernel arguments on the command line ---------------===//
#include "Arguments.h"
#include "mixp/Execution/NpyFile.h"
#include "mixp/PtxEmulator/TensorMap.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace mixp;
using namespace mixp::ptx;

static Error fail(StringRef spec, const Twine &what) {
  return createStringError("argument '" + spec + "': " + what);
}

template <typename T> static Error parseSizes(StringRef text, T &sizes) {
  SmallVector<StringRef> parts;
  text.split(parts, 'x');
  for (StringRef part : parts) {
    uint64_t size;
    if (part.getAsInteger(10, size))
      return createStringError("expected sizes such as 64x128 but got '" +
                               text + "'");
    sizes.push_back(size);
  }
  return Error::success();
}

static std::optional<ElementKind> parseKind(StringRef name) {
  for (int kind = 0; kind <= int(ElementKind::F64); ++kind)
    if (getKindName(ElementKind(kind)) == name)
      return ElementKind(kind);
  return std::nullopt;
}

/// in:FILE, inout:FILE[:FILE], out:FILE:DTYPE:SHAPE.
Expected<TensorArgument *> Arguments::addTensor(StringRef spec) {
  SmallVector<StringRef> parts;
  spec.split(parts, ':');
  auto argument = std::make_unique<TensorArgument>();
  if (parts[0] == "out") {
    std::optional<ElementKind> kind =
        parts.size() == 4 ? parseKind(parts[2]) : std::nullopt;
    if (!kind)
      return fail(spec, "expected out:FILE.npy:DTYPE:SHAPE, with a numpy name "
                        "as DTYPE");
    SmallVector<int64_t> shape;
    if (Error error = parseSizes(parts[3], shape))
      return std::move(error);
    Expected<HostTensor> tensor = HostTensor::create(shape, *kind);
    if (!tensor)
      return tensor.takeError();
    argument->tensor = std::move(*tensor);
    argument->outputPath = parts[1].str();
  } else {
    bool inout = parts[0] == "inout";
    if (parts.size() < 2 || parts.size() > 2u + inout)
      return fail(spec, "expected in:FILE.npy or inout:FILE.npy[:FILE.npy]");
    Expected<HostTensor> tensor = readNpy(parts[1]);
    if (!tensor)
      return tensor.takeError();
    argument->tensor = std::move(*tensor);
    if (inout)
      argument->outputPath = parts.back().str();
  }
  HostTensor &tensor = argument->tensor;
  argument->address = memory.allocate(tensor.getByteSize());
  // Results begin as the pattern of fresh memory.
  if (parts[0] != "out")
    if (Error error = memory.write(
            argument->address,
            ArrayRef<char>(tensor.getData(), tensor.getByteSize())))
      return std::move(error);
  tensors.push_back(std::move(argument));
  return tensors.back().get();
}

Expected<const TensorArgument *> Arguments::findTensor(StringRef name) const {
  bool ofMemoryList = name.consume_front("m");
  const std::vector<int> &list = ofMemoryList ? ofMemory : ofArgument;
  unsigned index;
  if (name.getAsInteger(10, index) || index >= list.size() || list[index] < 0)
    return createStringError("expected the number of an earlier array, or m0 "
                             "for the first --memory, but got '" +
                             name + "'");
  return tensors[list[index]].get();
}

/// map:INDEX:box=64x128[:swizzle=128][:bytes=2][:shape=K x M], with the
/// innermost dimension first as in the CUDA driver.
Error Arguments::addMap(StringRef spec) {
  SmallVector<StringRef> parts;
  spec.split(parts, ':');
  if (parts.size() < 3)
    return fail(spec, "expected map:INDEX:box=SIZES");
  Expected<const TensorArgument *> array = findTensor(parts[1]);
  if (!array)
    return array.takeError();
  TensorMapDescription map;
  map.base = (*array)->address;
  map.elementBytes = getByteWidth((*array)->tensor.getKind());
  for (StringRef part : drop_begin(parts, 2)) {
    auto [key, value] = part.split('=');
    Error error = Error::success();
    if (key == "box")
      error = parseSizes(value, map.box);
    else if (key == "shape")
      error = parseSizes(value, map.dims);
    else if (key == "swizzle" ? value.getAsInteger(10, map.swizzle)
             : key == "bytes" ? value.getAsInteger(10, map.elementBytes)
                              : true)
      error = fail(spec, "expected box=, shape=, swizzle= or bytes= but got '" +
                             part + "'");
    if (error)
      return error;
  }
  if (map.dims.empty())
    for (int64_t size : reverse((*array)->tensor.getShape()))
      map.dims.push_back(size);
  uint64_t stride = map.elementBytes;
  for (size_t i = 0; i + 1 < map.dims.size(); ++i)
    map.strides.push_back(stride *= map.dims[i]);
  Expected<std::array<uint64_t, 16>> words = encodeTensorMap(map);
  if (!words)
    return fail(spec, toString(words.takeError()));
  bytes.emplace_back(reinterpret_cast<const char *>(words->data()), 128);
  return Error::success();
}

Error Arguments::addScalar(StringRef kind, StringRef text) {
  bool isFloat = kind == "f32" || kind == "f64";
  double real = 0;
  int64_t integer = 0;
  if (isFloat ? text.getAsDouble(real) : text.getAsInteger(0, integer))
    return createStringError("expected a number but got '" + text + "'");
  float single = real;
  auto add = [&](const void *value, size_t size) {
    bytes.emplace_back(static_cast<const char *>(value), size);
    return Error::success();
  };
  if (kind == "f32")
    return add(&single, 4);
  if (kind == "f64")
    return add(&real, 8);
  unsigned bits = 0;
  if (kind.consume_front("i") && !kind.getAsInteger(10, bits) &&
      (bits == 8 || bits == 16 || bits == 32 || bits == 64))
    return add(&integer, bits / 8);
  return createStringError("expected i8, i16, i32, i64, f32 or f64");
}

Error Arguments::addArgument(StringRef spec) {
  StringRef kind = spec.split(':').first;
  ofArgument.push_back(-1);
  if (kind == "map")
    return addMap(spec);
  if (kind != "in" && kind != "out" && kind != "inout") {
    if (Error error = addScalar(kind, spec.split(':').second))
      return fail(spec, toString(std::move(error)));
    return Error::success();
  }
  Expected<TensorArgument *> tensor = addTensor(spec);
  if (!tensor)
    return tensor.takeError();
  ofArgument.back() = tensors.size() - 1;
  bytes.emplace_back(reinterpret_cast<const char *>(&(*tensor)->address), 8);
  return Error::success();
}

Error Arguments::addMemory(StringRef spec) {
  Expected<TensorArgument *> tensor = addTensor(spec);
  if (!tensor)
    return tensor.takeError();
  ofMemory.push_back(tensors.size() - 1);
  return Error::success();
}

std::vector<const void *> Arguments::getPointers() const {
  std::vector<const void *> pointers;
  for (const std::string &argument : bytes)
    pointers.push_back(argument.data());
  return pointers;
}

Error Arguments::writeOutputs() {
  for (const std::unique_ptr<TensorArgument> &argument : tensors) {
    if (argument->outputPath.empty())
      continue;
    HostTensor &tensor = argument->tensor;
    if (Error error = memory.read(
            argument->address,
            MutableArrayRef<char>(tensor.getData(), tensor.getByteSize())))
      return error;
    if (Error error = writeNpy(argument->outputPath, tensor))
      return error;
  }
  return Error::success();
}
