//===- LaunchExecutor.cpp - One launch on device values -------------------===//
#include "GpuRuntime/LaunchExecutor.h"
#include "Kernels.h"
#include "gtest/gtest.h"
#include <algorithm>
#include <memory>

using namespace mixp::gpurt;

static HostView view(const HostTensor &tensor) {
  return {tensor.data.data(), tensor.type, tensor.shape};
}

namespace {
struct Executor : testing::Test {
  Executor() { driver.kernels["add_row"] = makeAddRow(); }

  MockDriver driver;
  Module module;
  std::unique_ptr<DeviceValues> values = std::make_unique<DeviceValues>(driver);
  HostTensor x = makeFloats({3, 5, 7}, 0.5f), r = makeFloats({7}, 100),
             y = HostTensor(ElementType::F32, {3, 5, 7});

  std::vector<float> expected() {
    std::vector<float> sum = getFloats(x), row = getFloats(r);
    for (size_t i = 0; i < sum.size(); ++i)
      sum[i] += row[i % row.size()];
    return sum;
  }
  Launch makeLaunch() {
    Launch launch = makeAddRowLaunch();
    launch.operands[2].dims = {
        {"B", std::nullopt}, {"M", std::nullopt}, {"N", std::nullopt}};
    return launch;
  }
  LaunchExecutor make(Launch launch) {
    return LaunchExecutor(driver, module, std::move(launch), ElementType::F32,
                          *values);
  }
  /// y = the launch of x and r, and nothing stays on the device.
  Status run(LaunchExecutor &executor) {
    const Launch &launch = executor.getLaunch();
    int64_t a = -1, b = -1, c = -1;
    Status status = values->upload(view(x), launch.operands[0].layout, a);
    if (status.isOk())
      status = values->upload(view(r), launch.operands[1].layout, b);
    if (status.isOk())
      status = executor.run({a, b}, c);
    if (status.isOk())
      status = values->download(c, y.shape, y.data.data());
    values->releaseAll();
    return status;
  }
  std::string fail(Launch launch) {
    LaunchExecutor executor = make(std::move(launch));
    uint64_t before = values->getCounters().launches;
    Status status = run(executor);
    EXPECT_TRUE(status.failed());
    EXPECT_EQ(values->getCounters().launches, before);
    return status.getMessage();
  }
};
} // namespace

TEST_F(Executor, RunsOddSizesInABatch) {
  LaunchExecutor executor = make(makeLaunch());
  Status status = run(executor);
  ASSERT_TRUE(status.isOk()) << status.getMessage();
  EXPECT_EQ(getFloats(y), expected());
  EXPECT_EQ(driver.lastGrid, (std::vector<uint32_t>{3 * 2, 1, 3}));
  EXPECT_EQ(values->getCounters().launches, 1u);
  EXPECT_EQ(values->getCounters().bytesUp, 3u * 5 * 28 + 28);
  EXPECT_EQ(values->getCounters().bytesDown, 3u * 5 * 28);
}

TEST_F(Executor, UsesOneMatrixForAllOfABatch) {
  x = makeFloats({1, 5, 7}, 3);
  Launch launch = makeLaunch();
  launch.sizes["B"].fixed = 3;
  LaunchExecutor executor = make(launch);
  Status status = run(executor);
  ASSERT_TRUE(status.isOk()) << status.getMessage();
  std::vector<float> got = getFloats(y), first = expected();
  for (size_t i = 0; i < got.size(); ++i)
    EXPECT_EQ(got[i], first[i % first.size()]);
}

TEST_F(Executor, ReadsAndWritesTransposed) {
  Launch launch = makeLaunch();
  launch.sizes["M"].dim = 2;
  launch.sizes["N"].dim = 1;
  launch.operands[0].layout.transpose = true;
  launch.operands[2].layout.transpose = true;
  std::swap(launch.operands[2].dims[1], launch.operands[2].dims[2]);
  r = makeFloats({5}, 10);
  LaunchExecutor executor = make(launch);
  Status status = run(executor);
  ASSERT_TRUE(status.isOk()) << status.getMessage();
  std::vector<float> got = getFloats(y), from = getFloats(x),
                     row = getFloats(r);
  for (size_t i = 0; i < got.size(); ++i)
    EXPECT_EQ(got[i], from[i] + row[i / 7 % 5]);
}

TEST_F(Executor, KeepsMemoryAndGrowsIt) {
  LaunchExecutor executor = make(makeLaunch());
  ASSERT_TRUE(run(executor).isOk());
  auto countAllocations = [&] {
    return std::count(driver.calls.begin(), driver.calls.end(), "allocate");
  };
  auto before = countAllocations();
  x = makeFloats({2, 4, 7}, 1);
  y = HostTensor(ElementType::F32, {2, 4, 7});
  ASSERT_TRUE(run(executor).isOk());
  EXPECT_EQ(getFloats(y), expected());
  EXPECT_EQ(countAllocations(), before);
  x = makeFloats({4, 9, 7}, 1);
  y = HostTensor(ElementType::F32, {4, 9, 7});
  ASSERT_TRUE(run(executor).isOk());
  EXPECT_EQ(getFloats(y), expected());
  EXPECT_EQ(driver.countLive(), 3u);
}

TEST_F(Executor, LaunchesNothingForEmptyResults) {
  x = makeFloats({3, 0, 7}, 1);
  y = HostTensor(ElementType::F32, {3, 0, 7});
  LaunchExecutor executor = make(makeLaunch());
  ASSERT_TRUE(run(executor).isOk());
  EXPECT_EQ(values->getCounters().launches, 0u);
}

TEST_F(Executor, RefusesWhatDoesNotFit) {
  EXPECT_NE(fail([&] {
              Launch launch = makeLaunch();
              launch.operands[1].dims = {{"M", std::nullopt}};
              return launch;
            }())
                .find("expected shape [5] by the sizes of the launch but got "
                      "[7]"),
            std::string::npos);
  Launch launch = makeLaunch();
  launch.sharedBytes = 100001;
  EXPECT_NE(fail(launch).find("at most 100000"), std::string::npos);
  launch = makeLaunch();
  launch.sizes.erase("N");
  EXPECT_NE(fail(launch).find("expected a size 'N'"), std::string::npos);
  launch = makeLaunch();
  launch.kernel = "other";
  EXPECT_EQ(fail(launch), "no kernel other");
  x = makeFloats({2, 5, 7}, 1);
  launch = makeLaunch();
  launch.sizes["B"].fixed = 3;
  EXPECT_EQ(fail(launch), "operand #0 of kernel 'add_row': expected a batch of "
                          "3 but got [2, 5, 7]");
  x = makeFloats({5, 7}, 1);
  EXPECT_NE(fail(makeLaunch())
                .find("size 'N': expected a dim below the "
                      "rank 2"),
            std::string::npos);
}

TEST_F(Executor, EveryFailingCallIsReportedAndFreesMemory) {
  auto runAnew = [&] {
    driver.calls.clear();
    values = std::make_unique<DeviceValues>(driver);
    LaunchExecutor executor = make(makeLaunch());
    return run(executor);
  };
  ASSERT_TRUE(runAnew().isOk());
  size_t calls = driver.calls.size();
  EXPECT_GE(calls, 9u);
  for (size_t at = 0; at < calls; ++at) {
    driver.failAt = at;
    Status status = runAnew();
    EXPECT_EQ(status.getKind(), Status::Kind::Driver) << at;
    EXPECT_NE(status.getMessage().find("failed as asked"), std::string::npos);
  }
  values.reset();
  EXPECT_EQ(driver.countLive(), 0u);
}

TEST_F(Executor, DescribesTensorMaps) {
  driver.kernels["maps"] = [](void **, const uint32_t *) {};
  Launch launch = makeLaunch();
  launch.kernel = "maps";
  Argument map = argumentOf(Argument::Kind::TensorMap, 0);
  map.box = {32, 8, 1};
  map.swizzle = 128;
  launch.arguments = {map};
  LaunchExecutor executor = make(launch);
  Status status = run(executor);
  ASSERT_TRUE(status.isOk()) << status.getMessage();
  ASSERT_EQ(driver.maps.size(), 1u);
  const TensorMap &got = driver.maps[0];
  EXPECT_EQ(got.element, MapElement::Float32);
  EXPECT_EQ(got.rank, 3u);
  EXPECT_EQ(std::vector<uint64_t>(got.dims, got.dims + 3),
            (std::vector<uint64_t>{7, 5, 3}));
  EXPECT_EQ(std::vector<uint64_t>(got.strides, got.strides + 2),
            (std::vector<uint64_t>{32, 160}));
  EXPECT_EQ(got.box[1], 8u);
  EXPECT_EQ(got.swizzle, 128u);
  launch.arguments[0].box = {32, 8};
  EXPECT_NE(fail(launch).find("a box of 2 dims cannot reach all of an operand "
                              "of 3 x 5 x 7 elements"),
            std::string::npos);
}

TEST_F(Executor, WritesThroughTensorMaps) {
  // The padding of a row is not the map's.
  driver.kernels["maps"] = [&](void **, const uint32_t *) {
    const TensorMap &map = driver.maps.back();
    for (uint64_t i = 0; i < map.dims[2] * map.dims[1] * map.dims[0]; ++i) {
      uint64_t row = i / map.dims[0], column = i % map.dims[0];
      uint64_t at = row / map.dims[1] * map.strides[1] +
                    row % map.dims[1] * map.strides[0] + column * 4;
      *reinterpret_cast<float *>(map.base + at) = i * 0.5f;
    }
  };
  Launch launch = makeLaunch();
  launch.kernel = "maps";
  Argument map = argumentOf(Argument::Kind::TensorMap, 2);
  map.box = {32, 16, 1};
  map.swizzle = 128;
  launch.arguments = {map};
  LaunchExecutor executor = make(launch);
  Status status = run(executor);
  ASSERT_TRUE(status.isOk()) << status.getMessage();
  EXPECT_EQ(driver.maps[0].strides[0], 32u);
  std::vector<float> got = getFloats(y);
  for (size_t i = 0; i < got.size(); ++i)
    EXPECT_EQ(got[i], i * 0.5f);
}

/// A launch that adds up the bytes of its workspace, 5 for each of 18 tiles,
/// and leaves ones there; the sum is 7 without a workspace.
static Launch makeWorkspaceLaunch(MockDriver &driver, Launch launch,
                                  unsigned &sum) {
  driver.kernels["work"] = [&sum](void **arguments, const uint32_t *) {
    auto bytes = argument<unsigned char *>(arguments, 0);
    sum = bytes ? 0 : 7;
    for (int i = 0; bytes && i < 18 * 5; ++i) {
      sum += bytes[i];
      bytes[i] = 1;
    }
  };
  launch.kernel = "work";
  launch.grid.splitK = 2;
  Argument workspace;
  workspace.kind = Argument::Kind::Workspace;
  workspace.bytesPerTile = 5;
  workspace.zero = true;
  launch.arguments = {workspace};
  return launch;
}

TEST_F(Executor, ZeroesWorkspacesOnceAndBoundsPersistentGrids) {
  unsigned sum = 1;
  Launch launch = makeWorkspaceLaunch(driver, makeLaunch(), sum);
  launch.grid.persistent = true;
  LaunchExecutor executor = make(launch);
  auto runOnce = [&] {
    Status status = run(executor);
    ASSERT_TRUE(status.isOk()) << status.getMessage();
  };
  runOnce();
  EXPECT_EQ(sum, 0u);
  runOnce();
  EXPECT_EQ(sum, 18u * 5);
  EXPECT_EQ(driver.lastGrid, (std::vector<uint32_t>{3, 2, 3}));
  // What grows is new.
  x = makeFloats({3, 7, 7}, 0.5f);
  y = HostTensor(ElementType::F32, {3, 7, 7});
  runOnce();
  EXPECT_EQ(sum, 0u);
}

TEST_F(Executor, ChoosesPartsBySizes) {
  unsigned sum = 1;
  Launch launch = makeWorkspaceLaunch(driver, makeLaunch(), sum);
  launch.sizes["K"].fixed = 100;
  struct {
    int64_t most, blocks, depth;
    uint32_t parts;
  } cases[] = {{2, 40, 30, 2}, {9, 40, 30, 2},   // 40 blocks for 18 tiles
               {9, 99, 30, 3}, {9, 99, 101, 1},  // long parts
               {9, 17, 30, 1}, {9, 1000, 1, 9}}; // one at least, the most
  for (auto [most, blocks, depth, parts] : cases) {
    launch.grid.splitK = most;
    launch.grid.splitBlocks = blocks;
    launch.grid.splitDepth = depth;
    LaunchExecutor executor = make(launch);
    Status status = run(executor);
    ASSERT_TRUE(status.isOk()) << status.getMessage();
    EXPECT_EQ(driver.lastGrid[1], parts) << most << " " << blocks;
    // One part is the sum, and needs no memory.
    EXPECT_EQ(sum, parts > 1 ? 0u : 7u);
  }
  launch.sizes.erase("K");
  EXPECT_NE(fail(launch).find("a size 'K' beside split_blocks"),
            std::string::npos);
}
