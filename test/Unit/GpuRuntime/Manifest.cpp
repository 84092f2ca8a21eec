//===- Manifest.cpp - Manifests are checked key by key --------------------===//
#include "GpuRuntime/Manifest.h"
#include "gtest/gtest.h"

using namespace mixp::gpurt;

static const char *const good = R"({
 "format": "mixp-gpu-bundle", "version": 2, "name": "n", "target": "sm_90a",
 "ptx": "n.ptx", "cubin": null, "constants_file": "c.bin",
 "values": [
  {"name": "x", "type": "f16", "shape": [-1, 512], "kind": "input"},
  {"name": "w", "type": "i4", "shape": [512, 256], "kind": "constant",
   "offset": 64, "bytes": 65536},
  {"name": "t", "type": "f16", "shape": [-1, 256], "kind": "temporary"},
  {"name": "y", "type": "f32", "shape": [-1, 256], "kind": "output"}],
 "launches": [
  {"kernel": "first", "threads": 384, "shared_bytes": 200000,
   "sizes": {"M": {"value": 0, "dim": 0}, "N": {"value": 1, "dim": 1},
             "K": 512},
   "operands": [
    {"value": "x", "access": "read",
     "layout": {"kind": "rows", "transpose": false}},
    {"value": "w", "access": "read",
     "layout": {"kind": "fragments", "bits": 4, "transpose": true,
                "block_n": 128, "block_k": 64}},
    {"value": "t", "access": "write", "dims": ["M", "N"],
     "layout": {"kind": "rows", "transpose": false}}],
   "grid": {"tile_m": 128, "tile_n": 256, "split_k": 2,
            "split_blocks": 132, "split_depth": 256, "persistent": true},
   "arguments": [
    {"kind": "tensor_map", "operand": 0, "box": [64, 128], "swizzle": 128},
    {"kind": "pointer", "operand": 1}, {"kind": "pitch", "operand": 2},
    {"kind": "batch_stride", "operand": 2}, {"kind": "size", "name": "K"},
    {"kind": "workspace", "bytes_per_tile": 4, "zero": true}]},
  {"kernel": "second", "threads": 32, "shared_bytes": 0,
   "sizes": {"M": {"value": 0, "dim": 0}, "N": 256},
   "operands": [
    {"value": "t", "access": "read", "dims": [null, 256],
     "layout": {"kind": "rows", "transpose": true}},
    {"value": "y", "access": "write",
     "layout": {"kind": "rows", "transpose": false}}],
   "grid": {"tile_m": 1, "tile_n": 1, "split_k": 1,
            "split_blocks": 0, "split_depth": 0, "persistent": false},
   "arguments": []}]})";

TEST(Manifest, ReadsEverything) {
  Manifest manifest;
  Status status = parseManifest(good, "m", manifest);
  ASSERT_TRUE(status.isOk()) << status.getMessage();
  EXPECT_EQ(manifest.name, "n");
  EXPECT_EQ(manifest.target, "sm_90a");
  EXPECT_EQ(manifest.ptxFile, "n.ptx");
  EXPECT_EQ(manifest.cubinFile, "");
  EXPECT_EQ(manifest.constantsFile, "c.bin");
  ASSERT_EQ(manifest.values.size(), 4u);
  EXPECT_EQ(manifest.values[0].shape, (Shape{-1, 512}));
  EXPECT_EQ(manifest.values[1].type, ElementType::I4);
  EXPECT_EQ(manifest.values[1].kind, ValueKind::Constant);
  EXPECT_EQ(manifest.values[1].offset, 64u);
  EXPECT_EQ(manifest.values[3].kind, ValueKind::Output);
  const Launch &launch = manifest.launches.at(0);
  EXPECT_EQ(launch.kernel, "first");
  EXPECT_EQ(launch.threads, 384u);
  EXPECT_EQ(launch.sharedBytes, 200000u);
  EXPECT_EQ(launch.sizes.at("N").operand, 1u);
  EXPECT_EQ(launch.sizes.at("N").dim, 1u);
  EXPECT_EQ(launch.sizes.at("K").fixed, 512);
  EXPECT_EQ(launch.operands[1].layout.kind, Layout::Kind::Fragments);
  EXPECT_TRUE(launch.operands[1].layout.transpose);
  EXPECT_EQ(launch.operands[1].layout.blockN, 128);
  EXPECT_EQ(launch.operands[1].layout.blockK, 64);
  EXPECT_EQ(launch.operands[2].access, Access::Write);
  EXPECT_EQ(launch.operands[2].dims[1].size, "N");
  EXPECT_EQ(launch.grid.splitK, 2);
  EXPECT_EQ(launch.grid.splitBlocks, 132);
  EXPECT_EQ(launch.grid.splitDepth, 256);
  EXPECT_TRUE(launch.grid.persistent);
  ASSERT_EQ(launch.arguments.size(), 6u);
  EXPECT_EQ(launch.arguments[0].box, (std::vector<uint32_t>{64, 128}));
  EXPECT_EQ(launch.arguments[0].swizzle, 128u);
  EXPECT_EQ(launch.arguments[4].size, "K");
  EXPECT_EQ(launch.arguments[5].bytesPerTile, 4u);
  EXPECT_TRUE(launch.arguments[5].zero);
  const Operand &second = manifest.launches.at(1).operands[0];
  EXPECT_TRUE(second.dims[0].size.empty() && !second.dims[0].fixed);
  EXPECT_EQ(second.dims[1].fixed, 256);
}

/// The message after `from` became `to` at its first place.
static std::string failWith(const std::string &from, const std::string &to) {
  std::string text = good;
  size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at == std::string::npos)
    return "";
  text.replace(at, from.size(), to);
  Manifest manifest;
  Status status = parseManifest(text, "m", manifest);
  EXPECT_EQ(status.getKind(), Status::Kind::BadInput) << from << to;
  return status.getMessage();
}

TEST(Manifest, MessagesNamePlaceAndPath) {
  EXPECT_EQ(failWith("\"version\": 2", "\"version\": 7"),
            "m:2:42: version: expected version 2 but got 7; compile the bundle "
            "again with the mixp that this program belongs to");
  EXPECT_EQ(failWith("mixp-gpu-bundle", "other"),
            "m:2:12: format: expected 'mixp-gpu-bundle' but got 'other'");
  EXPECT_EQ(failWith("\"tile_m\": 128, ", ""),
            "m:22:12: launches[0].grid: missing key 'tile_m'");
  EXPECT_EQ(failWith("\"split_depth\": 256", "\"split_depth\": 0"),
            "m:23:49: launches[0].grid.split_depth: expected 1 to "
            "2147483647 but got 0");
  EXPECT_EQ(failWith("\"K\": 512", "\"Q\": 512"),
            "m:23:49: launches[0].grid.split_depth: there is no size 'K'");
  EXPECT_EQ(failWith("\"threads\": 384", "\"threads\": \"x\""),
            "m:11:34: launches[0].threads: expected an integer but got a "
            "string");
}

/// Each key in turn, renamed: what is missing is named, not what is unknown.
TEST(Manifest, EveryKeyIsNeeded) {
  for (const char *key :
       {"format",       "version",     "name",           "target",
        "ptx",          "cubin",       "constants_file", "values",
        "type",         "shape",       "offset",         "bytes",
        "launches",     "kernel",      "threads",        "shared_bytes",
        "sizes",        "operands",    "access",         "layout",
        "transpose",    "bits",        "block_n",        "block_k",
        "grid",         "tile_m",      "tile_n",         "split_k",
        "split_blocks", "split_depth", "persistent",     "arguments",
        "operand",      "box",         "swizzle",        "bytes_per_tile",
        "zero",         "dim"}) {
    std::string quoted = std::string("\"") + key + "\":";
    std::string message = failWith(quoted, "\"zzz\":");
    bool named = message.find(std::string("missing key '") + key + "'") !=
                     std::string::npos ||
                 message.find("unknown key 'zzz'") != std::string::npos;
    EXPECT_TRUE(named) << key << ": " << message;
  }
  EXPECT_NE(failWith("\"kind\": \"input\"", "\"knd\": \"input\"")
                .find("values[0]: missing key 'kind'"),
            std::string::npos);
}

struct Change {
  const char *from;
  const char *to;
  const char *message; // a part of it
};

TEST(Manifest, RefusesWrongValues) {
  const Change changes[] = {
      {"\"sm_90a\"", "\"gfx942\"", "target: expected a target like"},
      {"\"n.ptx\"", "\"../n.ptx\"", "ptx: expected a plain file name"},
      {"\"n.ptx\"", "null", "ptx: expected a string but got null"},
      {"\"c.bin\"", "null", "expected a file of constants"},
      {"\"type\": \"f16\"", "\"type\": \"f17\"", "unknown element type 'f17'"},
      {"[-1, 512]", "[-2, 512]", "shape[0]: expected -1 to 2147483647"},
      {"[-1, 512]", "[1, 2, 3, 4]", "shape: expected rank 0 to 3 but got 4"},
      {"[512, 256]", "[-1, 256]", "values[1].shape[0]: expected 0"},
      {"65536", "65535", "expected 65536 for 512x256xi4 but got 65535"},
      {"\"name\": \"t\"", "\"name\": \"x\"", "there are two values 'x'"},
      {"\"kind\": \"input\"", "\"kind\": \"in\"",
       "expected one of 'input', 'constant', 'temporary', 'output' but got"},
      {"\"threads\": 384", "\"threads\": 1025", "expected 1 to 1024"},
      {"\"M\": {\"value\": 0", "\"M\": {\"value\": 3",
       "sizes.M.value: expected 0 to 2 but got 3"},
      {"\"M\": {\"value\": 0, \"dim\": 0}", "\"M\": {\"value\": 0, \"dim\": 2}",
       "sizes.M.dim: expected 0 to 1 but got 2"},
      {"\"M\": {\"value\": 0, \"dim\": 0}, ", "",
       "launches[0].sizes: missing key 'M'"},
      {"{\"value\": \"x\"", "{\"value\": \"q\"", "there is no value 'q'"},
      {"\"access\": \"read\"", "\"access\": \"both\"", "'read', 'write'"},
      {"\"bits\": 4", "\"bits\": 8", "but got 8 bits of i4"},
      {"\"block_k\": 64", "\"block_k\": 32", "block_k to be a multiple of 64"},
      {"[\"M\", \"N\"]", "[\"M\"]", "dims: expected 2 dims for value 't'"},
      {"[\"M\", \"N\"]", "[\"M\", \"Q\"]", "dims: there is no size 'Q'"},
      {"\"tile_m\": 128", "\"tile_m\": 0", "tile_m: expected 1"},
      {"\"operand\": 0, \"box\"", "\"operand\": 1, \"box\"",
       "expected an operand of the layout 'rows'"},
      {"\"pitch\", \"operand\": 2", "\"pitch\", \"operand\": 1",
       "expected an operand of the layout 'rows'"},
      {"\"pointer\", \"operand\": 1", "\"pointer\", \"operand\": 3",
       "operand: expected 0 to 2 but got 3"},
      {"[64, 128]", "[64, 257]", "box[1]: expected 1 to 256 but got 257"},
      {"[64, 128]", "[]", "box: expected 1 to 3 sizes but got 0"},
      {"\"swizzle\": 128", "\"swizzle\": 48", "expected 0, 32, 64 or 128"},
      {"\"name\": \"K\"", "\"name\": \"Q\"", "there is no size 'Q'"},
      {"\"kind\": \"pointer\"", "\"kind\": \"pointr\"", "'workspace' but got"},
      {"\"kernel\": \"first\"", "\"kernel\": \"first\", \"more\": 1",
       "launches[0]: unknown key 'more'"},
  };
  for (const Change &change : changes) {
    std::string message = failWith(change.from, change.to);
    EXPECT_NE(message.find(change.message), std::string::npos)
        << change.to << ": " << message;
  }
}

TEST(Manifest, FollowsReadsAndWrites) {
  const Change changes[] = {
      {"{\"value\": \"x\", \"access\": \"read\"",
       "{\"value\": \"x\", \"access\": \"write\"",
       "is an input or a constant and cannot be written"},
      {"{\"value\": \"x\", \"access\": \"read\"",
       "{\"value\": \"t\", \"access\": \"read\"",
       "value 't' is read before a launch writes it"},
      {"{\"value\": \"y\", \"access\": \"write\"",
       "{\"value\": \"t\", \"access\": \"write\"",
       "value 't' is written "
       "twice"},
      {"{\"value\": \"y\", \"access\": \"write\"",
       "{\"value\": \"x\", \"access\": \"read\"",
       "values[3]: no launch writes output 'y'"},
  };
  for (const Change &change : changes) {
    std::string message = failWith(change.from, change.to);
    EXPECT_NE(message.find(change.message), std::string::npos)
        << change.to << ": " << message;
  }
}
