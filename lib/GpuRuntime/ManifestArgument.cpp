//===- ManifestArgument.cpp - Parameters of kernels -----------------------===//
#include "GpuRuntime/ManifestReader.h"
#include <limits>

using namespace mixp;
using namespace mixp::gpurt;

static void readOperandIndex(const JsonCursor &at, const Launch &launch,
                             bool inRows, Argument &argument) {
  int64_t count = launch.operands.size();
  if (count == 0)
    return at.fail("there are no operands");
  argument.operand = at["operand"].integer(0, count - 1);
  if (inRows &&
      launch.operands[argument.operand].layout.kind != Layout::Kind::Rows)
    at["operand"].fail("expected an operand of the layout 'rows'");
}

static void readTensorMap(const JsonCursor &at, const Launch &launch,
                          Argument &argument) {
  at.allowKeys({"kind", "operand", "box", "swizzle"});
  readOperandIndex(at, launch, /*inRows=*/true, argument);
  for (const JsonCursor &item : at["box"].items())
    argument.box.push_back(item.integer(1, 256));
  if (argument.box.empty() || argument.box.size() > 3)
    at["box"].fail("expected 1 to 3 sizes but got " +
                   std::to_string(argument.box.size()));
  argument.swizzle = at["swizzle"].integer(0, 128);
  if (argument.swizzle != 0 && argument.swizzle != 32 &&
      argument.swizzle != 64 && argument.swizzle != 128)
    at["swizzle"].fail("expected 0, 32, 64 or 128 but got " +
                       std::to_string(argument.swizzle));
}

static void readOther(const JsonCursor &at, const Launch &launch,
                      Argument &argument) {
  switch (argument.kind) {
  case Argument::Kind::Pointer:
  case Argument::Kind::BatchStride:
    at.allowKeys({"kind", "operand"});
    return readOperandIndex(at, launch, /*inRows=*/false, argument);
  case Argument::Kind::Pitch:
    at.allowKeys({"kind", "operand"});
    return readOperandIndex(at, launch, /*inRows=*/true, argument);
  case Argument::Kind::Size:
    at.allowKeys({"kind", "name"});
    argument.size = at["name"].string();
    if (!launch.sizes.count(argument.size))
      at["name"].fail("there is no size '" + argument.size + "'");
    return;
  case Argument::Kind::Workspace:
    at.allowKeys({"kind", "bytes_per_tile", "zero"});
    argument.bytesPerTile =
        at["bytes_per_tile"].integer(1, std::numeric_limits<int64_t>::max());
    argument.zero = at["zero"].boolean();
    return;
  case Argument::Kind::TensorMap:
    return readTensorMap(at, launch, argument);
  }
}

void gpurt::readArgument(const JsonCursor &at, const Launch &launch,
                         Argument &argument) {
  // In the order of Argument::Kind.
  argument.kind = static_cast<Argument::Kind>(at["kind"].choice(
      {"tensor_map", "pointer", "pitch", "batch_stride", "size", "workspace"}));
  if (!at.failed())
    readOther(at, launch, argument);
}
