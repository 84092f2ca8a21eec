//===- RunInputs.cpp - Inputs from files or generated ---------------------===//
#include "RunData.h"
#include "mixp/Execution/NpyFile.h"
#include "mixp/Execution/RandomData.h"
#include "llvm/Support/FileSystem.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

static std::string listNames(ArrayRef<Port> ports) {
  std::string text;
  for (const Port &port : ports)
    text += (text.empty() ? "" : ", ") + port.name;
  return text.empty() ? "none" : text;
}

llvm::Expected<std::vector<std::string>>
mixp::tool::assignToPorts(ArrayRef<Port> ports, ArrayRef<std::string> words,
                          StringRef option) {
  std::vector<std::string> values(ports.size());
  size_t next = 0;
  for (StringRef word : words) {
    auto [name, value] = word.split('=');
    auto *port = llvm::find_if(
        ports, [name = name](const Port &port) { return port.name == name; });
    if (!word.contains('=') || port == ports.end()) {
      // A file's name may contain '=': an input's if a file is there, any in a
      // folder.
      if (word.contains('=') && !llvm::sys::fs::exists(word) &&
          !name.contains('/'))
        return llvm::createStringError(option + ": the model has no '" + name +
                                       "'; it has " + listNames(ports));
      while (next < values.size() && !values[next].empty())
        ++next;
      if (next == values.size())
        return llvm::createStringError(
            option + " " + word + ": the model has only " +
            Twine(ports.size()) + " (" + listNames(ports) + ")");
      values[next] = word.str();
      continue;
    }
    std::string &slot = values[port - ports.begin()];
    if (value.empty())
      return llvm::createStringError(option + " " + word +
                                     ": expected a value after '='");
    if (!slot.empty())
      return llvm::createStringError(option + " " + word + ": '" + name +
                                     "' has the value '" + slot +
                                     "' already; leave one out");
    slot = value.str();
  }
  return values;
}

/// Parses "3x7".
static bool parseShape(StringRef text, SmallVectorImpl<int64_t> &shape) {
  while (!text.empty()) {
    auto [size, rest] = text.split('x');
    int64_t value;
    if (size.getAsInteger(10, value) || value < 0)
      return false;
    shape.push_back(value);
    text = rest;
  }
  return true;
}

/// `spec` is "SEED" or "SEED:3x7".
static llvm::Expected<HostTensor> generate(const Port &port, StringRef spec,
                                           uint64_t offset,
                                           const InputOptions &options) {
  auto [seedText, shapeText] = spec.split(':');
  uint64_t seed;
  SmallVector<int64_t> shape;
  if (seedText.getAsInteger(10, seed) || !parseShape(shapeText, shape))
    return llvm::createStringError("'" + port.name +
                                   "': expected random:SEED or "
                                   "random:SEED:3x7 but got random:" +
                                   spec);
  if (options.dynamicSize < 0)
    return llvm::createStringError("--dim: expected a size of at least 0 but "
                                   "got " +
                                   Twine(options.dynamicSize));
  if (shapeText.empty())
    for (int64_t size : port.type.getShape())
      shape.push_back(ShapedType::isDynamic(size) ? options.dynamicSize : size);
  auto tensor = makeRandomData(port.type.getElementType(), shape, seed + offset,
                               options.randomSpecials);
  if (!tensor)
    return llvm::createStringError("'" + port.name +
                                   "': " + llvm::toString(tensor.takeError()));
  return tensor;
}

llvm::Expected<std::vector<HostTensor>>
mixp::tool::loadInputs(const Signature &signature,
                       const InputOptions &options) {
  auto sources = assignToPorts(signature.inputs, options.inputs, "--input");
  if (!sources)
    return sources.takeError();
  std::vector<HostTensor> arrays;
  for (auto [i, port, source] : llvm::enumerate(signature.inputs, *sources)) {
    StringRef spec = source;
    if (spec.empty() && options.random.empty())
      return llvm::createStringError("input '" + port.name +
                                     "' is missing; give --input " + port.name +
                                     "=FILE.npy or --random=SEED");
    bool random = spec.empty() || spec.consume_front("random:");
    auto array = random ? generate(port, spec.empty() ? options.random : spec,
                                   spec.empty() ? i : 0, options)
                        : readNpy(spec);
    if (!array)
      return array.takeError();
    arrays.push_back(std::move(*array));
  }
  return arrays;
}
