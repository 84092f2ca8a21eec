//===- DeviceValues.cpp - Tensors that stay on the device -----------------===//
#include "GpuRuntime/LaunchExecutor.h"
#include "Kernels.h"
#include "gtest/gtest.h"
#include <algorithm>

using namespace mixp::gpurt;

static HostView view(const HostTensor &tensor) {
  return {tensor.data.data(), tensor.type, tensor.shape};
}

namespace {
struct Values : testing::Test {
  Values() {
    driver.kernels["add_row"] = makeAddRow();
    launch = makeAddRowLaunch();
    launch.operands[2].dims = {
        {"B", std::nullopt}, {"M", std::nullopt}, {"N", std::nullopt}};
  }

  int64_t upload(const HostTensor &tensor, const Layout &layout = {}) {
    int64_t number = -1;
    EXPECT_TRUE(values.upload(view(tensor), layout, number).isOk());
    return number;
  }
  size_t count(const char *call) {
    return std::count(driver.calls.begin(), driver.calls.end(), call);
  }

  MockDriver driver;
  Module module;
  Launch launch;
  DeviceValues values{driver};
  HostTensor x = makeFloats({3, 5, 7}, 0.5f), r = makeFloats({7}, 100),
             y = HostTensor(ElementType::F32, {3, 5, 7});
};
} // namespace

TEST_F(Values, StayBetweenLaunches) {
  LaunchExecutor executor(driver, module, launch, ElementType::F32, values);
  int64_t a = upload(x), b = upload(r), c = -1, d = -1;
  driver.calls.clear();
  ASSERT_TRUE(executor.run({a, b}, c).isOk());
  values.release(a);
  ASSERT_TRUE(executor.run({c, b}, d).isOk());
  values.release(b);
  values.release(c);
  ASSERT_TRUE(values.download(d, y.shape, y.data.data()).isOk());
  values.release(d);
  // The second result lies where x was.
  EXPECT_EQ(driver.calls,
            (std::vector<std::string>{"getFunction", "allocate", "fill",
                                      "launch", "fill", "launch", "copyRows"}));
  std::vector<float> got = getFloats(y), from = getFloats(x),
                     row = getFloats(r);
  for (size_t i = 0; i < got.size(); ++i)
    EXPECT_EQ(got[i], from[i] + 2 * row[i % 7]);
  EXPECT_EQ(values.getCounters().launches, 2u);
  EXPECT_EQ(values.getCounters().bytesUp, 420u + 28);
  EXPECT_EQ(values.getCounters().bytesDown, 420u);
  EXPECT_EQ(values.countLive(), 0u);
}

// A value is read by as many launches as want it, before and after others.
TEST_F(Values, AreNeverChanged) {
  LaunchExecutor executor(driver, module, launch, ElementType::F32, values);
  int64_t a = upload(x), b = upload(r), first = -1, second = -1;
  ASSERT_TRUE(executor.run({a, b}, first).isOk());
  ASSERT_TRUE(executor.run({a, b}, second).isOk());
  EXPECT_NE(values.find(first)->operand.address,
            values.find(second)->operand.address);
  HostTensor z = y;
  ASSERT_TRUE(values.download(first, y.shape, y.data.data()).isOk());
  ASSERT_TRUE(values.download(second, z.shape, z.data.data()).isOk());
  EXPECT_EQ(getFloats(y), getFloats(z));
  ASSERT_TRUE(values.download(a, y.shape, y.data.data()).isOk());
  EXPECT_EQ(getFloats(y), getFloats(x));
}

TEST_F(Values, ConstantsGoUpOnceForEachLayout) {
  Layout exchanged;
  exchanged.transpose = true;
  int64_t number = -1;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(values.uploadConstant(view(x), {}, number).isOk());
    values.release(number);
  }
  EXPECT_EQ(values.getCounters().bytesUp, 420u);
  ASSERT_TRUE(values.uploadConstant(view(x), exchanged, number).isOk());
  EXPECT_EQ(values.getCounters().bytesUp, 420u + 3 * 7 * 32);
  // What comes next does not lie where a constant does.
  ASSERT_TRUE(values.uploadConstant(view(x), {}, number).isOk());
  DeviceAddress address = values.find(number)->operand.address;
  values.releaseAll();
  EXPECT_NE(values.find(upload(x))->operand.address, address);
}

TEST_F(Values, TakeTheSmallestFreeMemoryAndElseMakeItGrow) {
  HostTensor small = makeFloats({4}, 1), middle = makeFloats({40}, 2),
             large = makeFloats({400}, 3), huge = makeFloats({4000}, 4);
  int64_t a = upload(small), b = upload(large);
  DeviceAddress first = values.find(a)->operand.address,
                second = values.find(b)->operand.address;
  values.releaseAll();
  EXPECT_EQ(values.find(upload(small))->operand.address, first);
  EXPECT_EQ(values.find(upload(middle))->operand.address, second);
  EXPECT_EQ(count("allocate"), 2u);
  values.releaseAll();
  upload(huge);
  EXPECT_EQ(count("allocate"), 3u);
  EXPECT_EQ(driver.countLive(), 2u);
}

TEST_F(Values, RefuseWhatDoesNotFit) {
  auto run = [&](std::vector<int64_t> inputs) {
    LaunchExecutor executor(driver, module, launch, ElementType::F32, values);
    int64_t result = -1;
    Status status = executor.run(inputs, result);
    EXPECT_EQ(status.getKind(), Status::Kind::BadInput);
    return status.getMessage();
  };
  int64_t a = upload(x), b = upload(r);
  EXPECT_EQ(run({a}), "kernel 'add_row': expected 2 inputs but got 1");
  EXPECT_EQ(run({a, 99}),
            "kernel 'add_row': operand #1: no value #99 on the device");
  Layout exchanged;
  exchanged.transpose = true;
  EXPECT_EQ(run({upload(x, exchanged), b}),
            "kernel 'add_row': operand #0: the value is in another layout");
  EXPECT_EQ(values.download(a, {5, 7}, y.data.data()).getMessage(),
            "expected 5x7xf32 from the device but got 3x5x7xf32");
  EXPECT_EQ(values.download(99, {5, 7}, y.data.data()).getMessage(),
            "no value #99 on the device");
  launch.operands[2].dims[1].size.clear();
  EXPECT_EQ(run({a, b}), "kernel 'add_row': operand #2: dim #1 follows from no "
                         "size of the launch");
  launch.operands[2].dims.clear();
  EXPECT_EQ(run({a, b}),
            "kernel 'add_row': operand #2: expected dims of what is written");
  launch.operands[2].access = Access::Read;
  EXPECT_EQ(run({a, b}),
            "kernel 'add_row': operand #2: what is written must be in rows");
  launch.operands[0].access = Access::Write;
  EXPECT_EQ(run({a, b}), "kernel 'add_row': operand #0: only the last operand "
                         "can be written");
  EXPECT_EQ(values.getCounters().launches, 0u);
}

TEST_F(Values, InFragmentsDoNotComeBack) {
  Layout fragments;
  fragments.kind = Layout::Kind::Fragments;
  fragments.bits = 8;
  fragments.flip = false;
  fragments.blockN = 16;
  fragments.blockK = 32;
  HostTensor codes(ElementType::I8, {7, 9});
  EXPECT_EQ(
      values.download(upload(codes, fragments), codes.shape, codes.data.data())
          .getMessage(),
      "value #0 is in no form that can be copied to the host");
}
