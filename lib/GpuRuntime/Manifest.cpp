//===- Manifest.cpp - Names, files and values of a bundle -----------------===//
#include "GpuRuntime/Manifest.h"
#include "GpuRuntime/ManifestReader.h"
#include "GpuRuntime/Target.h"
#include <limits>

using namespace mixp;
using namespace mixp::gpurt;

static Shape readShape(const JsonCursor &at, ValueKind kind) {
  Shape shape;
  // An output's and a temporary's unknown dims follow from the launches.
  int64_t least = kind == ValueKind::Constant ? 0 : -1;
  for (const JsonCursor &dim : at.items())
    shape.push_back(dim.integer(least, std::numeric_limits<int32_t>::max()));
  if (shape.size() > 3)
    at.fail("expected rank 0 to 3 but got " + std::to_string(shape.size()));
  return shape;
}

void gpurt::readValue(const JsonCursor &at, bool hasConstants, Value &value) {
  value.name = at["name"].string();
  if (value.name.empty())
    at["name"].fail("expected a name");
  std::string type = at["type"].string();
  if (!at.failed() && !parseElementType(type, value.type))
    at["type"].fail("unknown element type '" + type + "'");
  size_t kind = at["kind"].choice({"input", "constant", "temporary", "output"});
  value.kind = static_cast<ValueKind>(kind);
  value.shape = readShape(at["shape"], value.kind);
  if (value.kind != ValueKind::Constant) {
    at.allowKeys({"name", "type", "shape", "kind"});
    return;
  }
  at.allowKeys({"name", "type", "shape", "kind", "offset", "bytes"});
  const int64_t most = std::numeric_limits<int64_t>::max();
  value.offset = at["offset"].integer(0, most);
  value.bytes = at["bytes"].integer(0, most);
  if (at.failed())
    return;
  LayoutPlan plan; // refuses what no memory holds
  if (Status status = planLayout(value.type, value.shape, Layout(), plan);
      status.failed())
    return at["shape"].fail(status.getMessage());
  uint64_t bytes = countHostBytes(value.type, value.shape);
  if (value.bytes != bytes)
    at["bytes"].fail("expected " + std::to_string(bytes) + " for " +
                     formatType(value.type, value.shape) + " but got " +
                     std::to_string(value.bytes));
  if (!hasConstants)
    at.fail("expected a file of constants but 'constants_file' is null");
}

/// A name of a file that lies in the bundle's folder.
static std::string readFileName(const JsonCursor &at, bool optional) {
  if (optional && at.isNull())
    return "";
  std::string name = at.string();
  if (name.empty() || name == "." || name == ".." ||
      name.find_first_of("/\\") != std::string::npos ||
      name.find('\0') != std::string::npos)
    at.fail("expected a plain file name but got '" + name + "'");
  return name;
}

static void readHeader(const JsonCursor &at, Manifest &manifest) {
  std::string format = at["format"].string();
  if (!at.failed() && format != "mixp-gpu-bundle")
    at["format"].fail("expected 'mixp-gpu-bundle' but got '" + format + "'");
  JsonCursor version = at["version"];
  int64_t number = version.integer(std::numeric_limits<int64_t>::min(),
                                   std::numeric_limits<int64_t>::max());
  if (!at.failed() && number != 2)
    version.fail("expected version 2 but got " + std::to_string(number) +
                 "; compile the bundle again with the mixp that this program "
                 "belongs to");
  at.allowKeys({"format", "version", "name", "target", "ptx", "cubin",
                "constants_file", "values", "launches"});
  manifest.name = at["name"].string();
  manifest.target = at["target"].string();
  Target target;
  if (!at.failed() && !parseTarget(manifest.target, target))
    at["target"].fail("expected a target like 'sm_80' or 'sm_90a' but got '" +
                      manifest.target + "'");
  manifest.ptxFile = readFileName(at["ptx"], /*optional=*/false);
  manifest.cubinFile = readFileName(at["cubin"], /*optional=*/true);
  manifest.constantsFile = readFileName(at["constants_file"],
                                        /*optional=*/true);
}

static void readValues(const JsonCursor &at, Manifest &manifest) {
  std::map<std::string, size_t> indices;
  for (const JsonCursor &item : at.items()) {
    Value value;
    readValue(item, !manifest.constantsFile.empty(), value);
    if (!indices.emplace(value.name, indices.size()).second)
      item["name"].fail("there are two values '" + value.name + "'");
    manifest.values.push_back(std::move(value));
  }
}

Status gpurt::parseManifest(const std::string &text, const std::string &file,
                            Manifest &manifest) {
  JsonValue document;
  if (Status status = parseJson(text, file, document); status.failed())
    return status;
  Status status;
  JsonCursor root(document, file, status);
  manifest = Manifest();
  readHeader(root, manifest);
  readValues(root["values"], manifest);
  if (status.failed())
    return status;
  std::vector<ValueUse> uses;
  for (const Value &value : manifest.values)
    uses.push_back(
        {value.kind == ValueKind::Input || value.kind == ValueKind::Constant,
         false});
  for (const JsonCursor &item : root["launches"].items()) {
    Launch launch;
    readLaunch(item, manifest, uses, launch);
    manifest.launches.push_back(std::move(launch));
  }
  for (size_t i = 0; i < uses.size() && !status.failed(); ++i)
    if (manifest.values[i].kind == ValueKind::Output && !uses[i].written)
      root["values"].items()[i].fail("no launch writes output '" +
                                     manifest.values[i].name + "'");
  return status;
}
