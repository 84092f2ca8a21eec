//===- BundleRunner.cpp - Launches one after the other --------------------===//
#include "GpuRuntime/BundleRunner.h"
#include "Kernels.h"
#include "gtest/gtest.h"
#include <algorithm>

using namespace mixp::gpurt;

static Value makeValue(const char *name, Shape shape, ValueKind kind) {
  Value value;
  value.name = name;
  value.shape = std::move(shape);
  value.kind = kind;
  return value;
}

static Launch makeLaunch(size_t x, size_t r, size_t y) {
  Launch launch = makeAddRowLaunch();
  launch.sizes["M"].dim = 0;
  launch.sizes["N"].dim = 1;
  launch.sizes["B"] = {1, 0, 0};
  launch.operands[0].value = x;
  launch.operands[1].value = r;
  launch.operands[2].value = y;
  return launch;
}

namespace {
/// t = x + r; y = t + s, with a constant r and inputs x and s.
struct Runner : testing::Test {
  Runner() {
    driver.kernels["add_row"] = makeAddRow();
    bundle.manifest.name = "b";
    bundle.manifest.values = {makeValue("x", {-1, 7}, ValueKind::Input),
                              makeValue("s", {-1}, ValueKind::Input),
                              makeValue("r", {7}, ValueKind::Constant),
                              makeValue("t", {-1, 7}, ValueKind::Temporary),
                              makeValue("y", {-1, -1}, ValueKind::Output)};
    bundle.manifest.values[2].offset = 4;
    bundle.constants =
        std::string(4, 'x') + std::string(r.data.data(), r.data.size());
    bundle.manifest.launches = {makeLaunch(0, 2, 3), makeLaunch(3, 1, 4)};
  }

  std::string fail() {
    BundleRunner runner(driver, module, bundle);
    Status status = runner.run(inputs, outputs);
    EXPECT_EQ(status.getKind(), Status::Kind::BadInput);
    EXPECT_EQ(runner.getCounters().launches, 0u);
    return status.getMessage();
  }

  MockDriver driver;
  Module module;
  Bundle bundle;
  HostTensor x = makeFloats({5, 7}, 0.5f), s = makeFloats({7}, 1000),
             r = makeFloats({7}, 100);
  std::map<std::string, HostTensor> inputs = {{"x", x}, {"s", s}}, outputs;
};
} // namespace

TEST_F(Runner, KeepsTemporariesOnTheDevice) {
  BundleRunner runner(driver, module, bundle);
  for (int i = 0; i < 2; ++i) {
    Status status = runner.run(inputs, outputs);
    ASSERT_TRUE(status.isOk()) << status.getMessage();
  }
  ASSERT_EQ(outputs.size(), 1u);
  EXPECT_EQ(outputs["y"].shape, (Shape{5, 7}));
  std::vector<float> got = getFloats(outputs["y"]), from = getFloats(x),
                     rows = getFloats(r), more = getFloats(s);
  for (size_t i = 0; i < got.size(); ++i)
    EXPECT_EQ(got[i], from[i] + rows[i % 7] + more[i % 7]);
  // The constant once, inputs and outputs twice, the temporary never.
  EXPECT_EQ(runner.getCounters().bytesUp, 28u + 2 * (140 + 28));
  EXPECT_EQ(runner.getCounters().bytesDown, 2u * 140);
  EXPECT_EQ(runner.getCounters().bytesRelaid, 0u);
  EXPECT_EQ(runner.getCounters().launches, 4u);
}

TEST_F(Runner, TakesOtherSizesInTheNextRun) {
  BundleRunner runner(driver, module, bundle);
  ASSERT_TRUE(runner.run(inputs, outputs).isOk());
  inputs["x"] = x = makeFloats({11, 7}, 3);
  ASSERT_TRUE(runner.run(inputs, outputs).isOk());
  std::vector<float> got = getFloats(outputs["y"]), from = getFloats(x),
                     rows = getFloats(r), more = getFloats(s);
  ASSERT_EQ(got.size(), 77u);
  for (size_t i = 0; i < got.size(); ++i)
    EXPECT_EQ(got[i], from[i] + rows[i % 7] + more[i % 7]);
}

TEST_F(Runner, ChangesLayoutsThroughTheHost) {
  // y = transposed t + s: t is 5 x 7 and so y 7 x 5.
  Launch &launch = bundle.manifest.launches[1];
  launch.operands[0].layout.transpose = true;
  launch.sizes["M"].dim = 1;
  launch.sizes["N"].dim = 0;
  inputs["s"] = s = makeFloats({5}, 1000);
  BundleRunner runner(driver, module, bundle);
  for (int i = 0; i < 2; ++i) {
    Status status = runner.run(inputs, outputs);
    ASSERT_TRUE(status.isOk()) << status.getMessage();
  }
  ASSERT_EQ(outputs["y"].shape, (Shape{7, 5}));
  std::vector<float> got = getFloats(outputs["y"]), from = getFloats(x),
                     rows = getFloats(r), more = getFloats(s);
  for (size_t i = 0; i < 7; ++i)
    for (size_t j = 0; j < 5; ++j)
      EXPECT_EQ(got[i * 5 + j], from[j * 7 + i] + rows[i] + more[j]);
  // Down as 5 rows of 28 bytes, up as 7 rows with a pitch of 32.
  EXPECT_EQ(runner.getCounters().bytesRelaid, 2u * (140 + 224));
}

TEST_F(Runner, ChecksInputsBeforeAnyLaunch) {
  inputs.erase("s");
  EXPECT_EQ(fail(), "missing input 's' of type ?xf32");
  inputs["s"] = s;
  inputs["q"] = s;
  EXPECT_EQ(fail(), "bundle 'b' has no input 'q'");
  inputs.erase("q");
  inputs["x"] = makeFloats({5, 8}, 1);
  EXPECT_EQ(fail(), "input 'x': expected ?x7xf32 but got 5x8xf32");
  inputs["x"] = HostTensor(ElementType::F16, {5, 7});
  EXPECT_EQ(fail(), "input 'x': expected ?x7xf32 but got 5x7xf16");
  inputs["x"] = x;
  inputs["s"] = makeFloats({6}, 1);
  EXPECT_EQ(fail(), "launch #1: value 's': dim #0 is 6, which is no size of "
                    "kernel 'add_row': B = 1, M = 5, N = 7");
  bundle.manifest.launches[1].operands[1].dims = {{"N", std::nullopt}};
  EXPECT_EQ(fail(), "launch #1: value 's': operand #1 of kernel 'add_row': "
                    "expected shape [7] by the sizes of the launch but got "
                    "[6]");
  inputs["s"] = s;
  bundle.manifest.values[4].shape = {6, 7};
  EXPECT_EQ(fail(), "launch #1: value 'y': operand #2 of kernel 'add_row': "
                    "expected shape [5, 7] by the sizes of the launch but got "
                    "[6, 7]");
  bundle.manifest.values[4].shape = {-1, 7};
  bundle.manifest.launches[1].operands[2].dims = {{"", std::nullopt},
                                                  {"N", std::nullopt}};
  EXPECT_EQ(fail(), "launch #1: value 'y': dim #0 does not follow from the "
                    "sizes of kernel 'add_row'; name its size in 'dims'");
  bundle.manifest.launches[1].sizes["M"] = {std::nullopt, 2, 0};
  EXPECT_EQ(fail(), "launch #1: size 'M': the shape of operand #2 is not known "
                    "before the launch; take the size from an operand that is "
                    "read");
}

TEST_F(Runner, TimesLaunchesOfTheLastRun) {
  BundleRunner runner(driver, module, bundle);
  std::vector<std::vector<double>> times;
  EXPECT_EQ(runner.timeLaunches(3, times).getKind(), Status::Kind::BadInput);
  ASSERT_TRUE(runner.run(inputs, outputs).isOk());
  ASSERT_TRUE(runner.timeLaunches(3, times).isOk());
  ASSERT_EQ(times.size(), 2u);
  EXPECT_EQ(times[1].size(), 3u);
  // Two, and three times ten of each.
  EXPECT_EQ(runner.getCounters().launches, 62u);
}

TEST_F(Runner, EveryFailingCallIsReportedAndFreesMemory) {
  size_t calls = 0;
  {
    BundleRunner runner(driver, module, bundle);
    ASSERT_TRUE(runner.run(inputs, outputs).isOk());
    calls = driver.calls.size();
  }
  for (size_t at = 0; at < calls; ++at) {
    driver.calls.clear();
    driver.failAt = at;
    BundleRunner runner(driver, module, bundle);
    Status status = runner.run(inputs, outputs);
    EXPECT_EQ(status.getKind(), Status::Kind::Driver) << at;
    driver.failAt = ~size_t(0);
    // The runner still works after a failure that has gone.
    ASSERT_TRUE(runner.run(inputs, outputs).isOk());
    EXPECT_EQ(getFloats(outputs["y"])[0],
              getFloats(x)[0] + getFloats(r)[0] + getFloats(s)[0]);
  }
  EXPECT_EQ(driver.countLive(), 0u);
}

namespace {
/// A driver that takes cubins or PTX or neither.
struct LoadingDriver : MockDriver {
  Status loadModule(const char *image, size_t, Module &) override {
    return std::string(image) == refused ? Status::driver("refused")
                                         : Status::ok();
  }
  int architecture() override { return capability; }
  std::string refused;
  int capability = 90;
};
} // namespace

TEST(BundleModule, TakesWhatFitsTheDevice) {
  LoadingDriver driver;
  Bundle bundle;
  bundle.manifest.name = "b";
  bundle.manifest.target = "sm_80";
  bundle.manifest.cubinFile = "b.cubin";
  bundle.cubin = "cubin";
  bundle.ptx = "ptx";
  Module module;
  std::string used;
  auto load = [&](ImageChoice choice) {
    Status status = loadBundleModule(driver, bundle, choice, module, used);
    return status.isOk() ? used : status.getMessage();
  };
  EXPECT_EQ(load(ImageChoice::Auto), "ptx");
  EXPECT_EQ(load(ImageChoice::Cubin),
            "bundle 'b': a cubin for sm_80 runs on compute capability 8.0 to "
            "8.x but the device has 9.0; compile with --target for the device");
  driver.capability = 86;
  EXPECT_EQ(load(ImageChoice::Auto), "cubin");
  EXPECT_EQ(load(ImageChoice::Ptx), "ptx");
  driver.refused = "cubin";
  EXPECT_EQ(load(ImageChoice::Auto), "ptx");
  EXPECT_EQ(load(ImageChoice::Cubin), "loading the bundle's cubin: refused");
  bundle.manifest.target = "sm_90a";
  EXPECT_EQ(load(ImageChoice::Auto),
            "bundle 'b': PTX for sm_90a runs on compute capability 9.0 only "
            "but the device has 8.6; compile with --target for the device");
  driver.capability = 100;
  EXPECT_NE(load(ImageChoice::Ptx).find("9.0 only but the device has 10.0"),
            std::string::npos);
  bundle.manifest.cubinFile = "";
  EXPECT_EQ(load(ImageChoice::Cubin), "bundle 'b' has no cubin; use the PTX");
}
