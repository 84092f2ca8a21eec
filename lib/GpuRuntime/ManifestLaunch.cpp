//===- ManifestLaunch.cpp - Launches of a bundle --------------------------===//
#include "GpuRuntime/ManifestReader.h"
#include <algorithm>
#include <limits>

using namespace mixp;
using namespace mixp::gpurt;

static constexpr int64_t kMost32 = std::numeric_limits<int32_t>::max();

static void readLayout(const JsonCursor &at, const Value &value,
                       Layout &layout) {
  layout.kind =
      static_cast<Layout::Kind>(at["kind"].choice({"rows", "fragments"}));
  layout.transpose = at["transpose"].boolean();
  if (layout.kind == Layout::Kind::Rows) {
    at.allowKeys({"kind", "transpose", "round"});
    if (at.has("round")) {
      at["round"].choice({"tf32"});
      layout.roundTf32 = true;
      if (value.type != ElementType::F32)
        at["round"].fail("expected f32 elements to round but got " +
                         std::string(getName(value.type)));
    }
  } else {
    at.allowKeys({"kind", "transpose", "bits", "flip", "block_n", "block_k"});
    if (at.has("flip"))
      layout.flip = at["flip"].boolean();
    layout.bits = at["bits"].integer(4, 8);
    layout.blockN = at["block_n"].integer(1, kMost32);
    layout.blockK = at["block_k"].integer(1, kMost32);
  }
  Shape shape = value.shape;
  for (int64_t &dim : shape)
    dim = std::max<int64_t>(dim, 0);
  LayoutPlan plan;
  if (Status status = planLayout(value.type, shape, layout, plan);
      status.failed())
    at.fail("value '" + value.name + "': " + status.getMessage());
}

static void readDims(const JsonCursor &at, const Value &value,
                     std::vector<OperandDim> &dims) {
  for (const JsonCursor &item : at.items()) {
    OperandDim dim;
    if (item.isInteger())
      dim.fixed = item.integer(0, kMost32);
    else if (!item.isNull())
      dim.size = item.string();
    dims.push_back(std::move(dim));
  }
  if (dims.size() != value.shape.size())
    at.fail("expected " + std::to_string(value.shape.size()) +
            " dims for value '" + value.name + "' but got " +
            std::to_string(dims.size()));
}

/// A value is written once and read only after that, so that what a launch
/// reads does not depend on which launches follow it.
static void followUse(const JsonCursor &at, const Value &value, Access access,
                      bool inRows, ValueUse &use) {
  if (access == Access::Read) {
    if (!use.defined)
      at.fail("value '" + value.name + "' is read before a launch writes it");
    return;
  }
  if (value.kind == ValueKind::Input || value.kind == ValueKind::Constant)
    at.fail("value '" + value.name +
            "' is an input or a constant and cannot "
            "be written");
  if (use.written)
    at.fail("value '" + value.name + "' is written twice");
  if (!inRows)
    at.fail("what is written must have the layout 'rows'");
  use.written = true;
}

static void readOperand(const JsonCursor &at, const Manifest &manifest,
                        std::vector<ValueUse> &uses, Operand &operand) {
  at.allowKeys({"value", "access", "layout", "dims"});
  std::string name = at["value"].string();
  auto found =
      std::find_if(manifest.values.begin(), manifest.values.end(),
                   [&](const Value &value) { return value.name == name; });
  if (found == manifest.values.end())
    return at["value"].fail("there is no value '" + name + "'");
  operand.value = found - manifest.values.begin();
  operand.access = static_cast<Access>(at["access"].choice({"read", "write"}));
  readLayout(at["layout"], *found, operand.layout);
  if (at.has("dims"))
    readDims(at["dims"], *found, operand.dims);
  followUse(at, *found, operand.access,
            operand.layout.kind == Layout::Kind::Rows, uses[operand.value]);
}

static void readSizes(const JsonCursor &at, const Manifest &manifest,
                      Launch &launch) {
  for (const auto &[name, place] : at.members()) {
    SizeSource source;
    if (place.isInteger()) {
      source.fixed = place.integer(0, kMost32);
    } else {
      place.allowKeys({"value", "dim"});
      int64_t count = launch.operands.size();
      if (count == 0)
        return place.fail("there are no operands");
      source.operand = place["value"].integer(0, count - 1);
      const Value &value =
          manifest.values[launch.operands[source.operand].value];
      if (value.shape.empty())
        return place.fail("value '" + value.name + "' has no dims");
      source.dim = place["dim"].integer(0, value.shape.size() - 1);
    }
    launch.sizes[name] = source;
  }
  for (const char *needed : {"M", "N"})
    if (!launch.sizes.count(needed))
      at.fail(std::string("missing key '") + needed + "'");
}

/// Names in "dims" can be checked only once the sizes are known, which in turn
/// name operands.
static void checkDims(const JsonCursor &at, const Launch &launch) {
  std::vector<JsonCursor> items = at.items();
  for (size_t i = 0; i < launch.operands.size(); ++i)
    for (const OperandDim &dim : launch.operands[i].dims)
      if (!dim.size.empty() && dim.size != "B" && !launch.sizes.count(dim.size))
        items[i]["dims"].fail("there is no size '" + dim.size + "'");
}

static void readGrid(const JsonCursor &at, Grid &grid) {
  at.allowKeys({"tile_m", "tile_n", "split_k", "split_blocks", "split_depth",
                "persistent"});
  grid.tileM = at["tile_m"].integer(1, kMost32);
  grid.tileN = at["tile_n"].integer(1, kMost32);
  grid.splitK = at["split_k"].integer(1, 65535);
  grid.splitBlocks = at["split_blocks"].integer(0, kMost32);
  grid.splitDepth =
      at["split_depth"].integer(grid.splitBlocks ? 1 : 0, kMost32);
  grid.persistent = at["persistent"].boolean();
}

void gpurt::readLaunch(const JsonCursor &at, const Manifest &manifest,
                       std::vector<ValueUse> &uses, Launch &launch) {
  at.allowKeys({"kernel", "threads", "shared_bytes", "sizes", "operands",
                "grid", "arguments"});
  launch.kernel = at["kernel"].string();
  launch.threads = at["threads"].integer(1, 1024);
  launch.sharedBytes = at["shared_bytes"].integer(0, kMost32);
  for (const JsonCursor &item : at["operands"].items()) {
    Operand operand;
    readOperand(item, manifest, uses, operand);
    if (at.failed())
      return;
    launch.operands.push_back(std::move(operand));
  }
  // Only now, so that a launch cannot read what it writes itself.
  for (const Operand &operand : launch.operands)
    if (operand.access == Access::Write)
      uses[operand.value].defined = true;
  readSizes(at["sizes"], manifest, launch);
  if (!at.failed())
    checkDims(at["operands"], launch);
  readGrid(at["grid"], launch.grid);
  if (launch.grid.splitBlocks && !launch.sizes.count("K"))
    at["grid"]["split_depth"].fail("there is no size 'K'");
  for (const JsonCursor &item : at["arguments"].items()) {
    Argument argument;
    readArgument(item, launch, argument);
    launch.arguments.push_back(std::move(argument));
  }
}
