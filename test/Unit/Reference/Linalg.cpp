//===- Linalg.cpp - Structured ops by hand --------------------------------===//
#include "Harness.h"
#include "mixp/Reference/Compare.h"
#include <chrono>
#include <gtest/gtest.h>
#include <random>

using namespace mixp::reference;

namespace {

using Values = std::vector<double>;
const double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Linalg, elementwiseIsExactWithBroadcast) {
  Harness h;
  Outcome out = h.run(R"(
    #id = affine_map<(d0, d1) -> (d0, d1)>
    #col = affine_map<(d0, d1) -> (d1)>
    func.func @main(%x: tensor<?x3xf32>, %b: tensor<3xf32>) -> tensor<?x3xf32> {
      %zero = arith.constant 0.0 : f32
      %0 = linalg.generic {indexing_maps = [#id, #col, #id],
             iterator_types = ["parallel", "parallel"]}
             ins(%x, %b : tensor<?x3xf32>, tensor<3xf32>) outs(%x : tensor<?x3xf32>) {
      ^bb0(%a: f32, %c: f32, %o: f32):
        %s = arith.addf %a, %c : f32
        %r = arith.maximumf %s, %zero : f32
        linalg.yield %r : f32
      } -> tensor<?x3xf32>
      return %0 : tensor<?x3xf32>
    })",
                      {h.tensor({2, 3}, "f32", {0.1f, -5, kNaN, 3, 1, 0.3f}),
                       h.tensor({3}, "f32", {0.2f, 1, 2})});
  ASSERT_EQ(out.error, "");
  const Tensor &y = out.results[0];
  EXPECT_TRUE(y.isExact());
  EXPECT_EQ(y.values[0], 0.1f + 0.2f);
  EXPECT_EQ(y.values[1], 0);
  EXPECT_TRUE(std::isnan(y.values[2]));
  EXPECT_EQ(y.values[5], 0.3f + 2.0f);
}

TEST(Linalg, softmaxKeepsItsBound) {
  Harness h;
  Values x(3 * 5);
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  for (double &value : x)
    value = normal(random);
  Outcome out = h.run(R"(
    #id = affine_map<(d0, d1) -> (d0, d1)>
    #row = affine_map<(d0, d1) -> (d0)>
    func.func @main(%x: tensor<3x5xf32>) -> tensor<3x5xf32> {
      %ninf = arith.constant 0xFF800000 : f32
      %zero = arith.constant 0.0 : f32
      %e = tensor.empty() : tensor<3xf32>
      %m0 = linalg.fill ins(%ninf : f32) outs(%e : tensor<3xf32>) -> tensor<3xf32>
      %m = linalg.reduce {arith.maximumf} ins(%x : tensor<3x5xf32>) outs(%m0 : tensor<3xf32>) dimensions = [1]
      %exp = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
          ins(%x, %m : tensor<3x5xf32>, tensor<3xf32>) outs(%x : tensor<3x5xf32>) {
      ^bb0(%a: f32, %b: f32, %o: f32):
        %s = arith.subf %a, %b : f32
        %r = math.exp %s : f32
        linalg.yield %r : f32
      } -> tensor<3x5xf32>
      %s0 = linalg.fill ins(%zero : f32) outs(%e : tensor<3xf32>) -> tensor<3xf32>
      %s = linalg.reduce {arith.addf} ins(%exp : tensor<3x5xf32>) outs(%s0 : tensor<3xf32>) dimensions = [1]
      %y = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
          ins(%exp, %s : tensor<3x5xf32>, tensor<3xf32>) outs(%x : tensor<3x5xf32>) {
      ^bb0(%a: f32, %b: f32, %o: f32):
        %r = arith.divf %a, %b : f32
        linalg.yield %r : f32
      } -> tensor<3x5xf32>
      return %y : tensor<3x5xf32>
    })",
                      {h.tensor({3, 5}, "f32", x)});
  ASSERT_EQ(out.error, "");
  Tensor got = out.results[0];
  for (int64_t i = 0; i < 3; ++i) {
    float max = -INFINITY, sum = 0;
    for (int64_t j = 0; j < 5; ++j)
      max = std::max(max, static_cast<float>(x[i * 5 + j]));
    for (int64_t j = 4; j >= 0; --j)
      sum += std::exp(static_cast<float>(x[i * 5 + j]) - max);
    for (int64_t j = 0; j < 5; ++j)
      got.values[i * 5 + j] =
          std::exp(static_cast<float>(x[i * 5 + j]) - max) / sum;
  }
  EXPECT_FALSE(compare(got, out.results[0]));
  for (int64_t i = 0; i < 15; ++i) {
    EXPECT_GT(out.results[0].bounds[i], 0);
    EXPECT_LT(out.results[0].bounds[i], 1e-5);
  }
}

TEST(Linalg, integerMatmulWithBlocksAndIndices) {
  Harness h;
  // y[i] = sum over k of extsi(a[i, k]) * s[k / 2] + i
  Outcome out = h.run(R"(
    func.func @main(%a: tensor<2x3xi8>, %s: tensor<2xi32>, %o: tensor<2xi32>) -> tensor<2xi32> {
      %0 = linalg.generic {indexing_maps = [affine_map<(i, k) -> (i, k)>,
             affine_map<(i, k) -> (k floordiv 2)>, affine_map<(i, k) -> (i)>],
             iterator_types = ["parallel", "reduction"]}
             ins(%a, %s : tensor<2x3xi8>, tensor<2xi32>) outs(%o : tensor<2xi32>) {
      ^bb0(%x: i8, %y: i32, %acc: i32):
        %i = linalg.index 0 : index
        %w = arith.index_cast %i : index to i32
        %e = arith.extsi %x : i8 to i32
        %p = arith.muli %e, %y : i32
        %q = arith.addi %p, %w : i32
        %r = arith.addi %acc, %q : i32
        linalg.yield %r : i32
      } -> tensor<2xi32>
      return %0 : tensor<2xi32>
    })",
                      {h.tensor({2, 3}, "i8", {-128, 127, 3, 1, 2, 3}),
                       h.tensor({2}, "i32", {10, -1}),
                       h.tensor({2}, "i32", {0, 2147483640.0})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values, (Values{-13, -2147483626.0}));
  EXPECT_TRUE(out.results[0].isExact());
}

TEST(Linalg, namedOpsOfUnsignedAndBatches) {
  Harness h;
  Outcome out = h.run(R"(
    func.func @main(%a: tensor<2x1x2xf32>, %b: tensor<2x2x1xf32>) -> (tensor<2x1x1xf32>, tensor<2x2x1xf32>, tensor<2x1x2xf32>) {
      %zero = arith.constant 0.0 : f32
      %e = tensor.empty() : tensor<2x1x1xf32>
      %c = linalg.fill ins(%zero : f32) outs(%e : tensor<2x1x1xf32>) -> tensor<2x1x1xf32>
      %0 = linalg.batch_matmul ins(%a, %b : tensor<2x1x2xf32>, tensor<2x2x1xf32>)
             outs(%c : tensor<2x1x1xf32>) -> tensor<2x1x1xf32>
      %1 = linalg.transpose ins(%a : tensor<2x1x2xf32>) outs(%b : tensor<2x2x1xf32>) permutation = [2, 0, 1]
      %2 = linalg.map {math.absf} ins(%a : tensor<2x1x2xf32>) outs(%a : tensor<2x1x2xf32>)
      return %0, %1, %2 : tensor<2x1x1xf32>, tensor<2x2x1xf32>, tensor<2x1x2xf32>
    })",
                      {h.tensor({2, 1, 2}, "f32", {1, 2, 3, -4}),
                       h.tensor({2, 2, 1}, "f32", {5, 6, 7, 8})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values, (Values{17, -11}));
  EXPECT_LT(out.results[0].bound(1), 1e-4);
  EXPECT_EQ(out.results[1].values, (Values{1, 3, 2, -4}));
  EXPECT_EQ(out.results[2].values, (Values{1, 2, 3, 4}));
}

TEST(Linalg, gathersThroughComputedIndices) {
  Harness h;
  const char *text = R"(
    func.func @main(%t: tensor<?xbf16>, %i: tensor<3xindex>) -> tensor<3xbf16> {
      %e = tensor.empty() : tensor<3xbf16>
      %0 = linalg.map ins(%i : tensor<3xindex>) outs(%e : tensor<3xbf16>)
        (%a: index, %o: bf16) {
          %k = affine.apply affine_map<(d0) -> (d0 floordiv 2)>(%a)
          %v = tensor.extract %t[%k] : tensor<?xbf16>
          linalg.yield %v : bf16
        }
      return %0 : tensor<3xbf16>
    })";
  Tensor table = h.tensor({2}, "bf16", {1.5, -0.25});
  Outcome out = h.run(text, {table, h.tensor({3}, "index", {3, 0, 1})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values, (Values{-0.25, 1.5, 1.5}));
  Outcome wrong = h.run(text, {table, h.tensor({3}, "index", {3, 0, 4})});
  EXPECT_NE(wrong.error.find("index 2 is out of bounds"), std::string::npos)
      << wrong.error;
}

TEST(Linalg, disagreeingSizes) {
  Harness h;
  Outcome out =
      h.run(R"(
    func.func @main(%a: tensor<?xf32>, %b: tensor<?xf32>) -> tensor<?xf32> {
      %0 = linalg.map {arith.addf} ins(%a, %b : tensor<?xf32>, tensor<?xf32>) outs(%a : tensor<?xf32>)
      return %0 : tensor<?xf32>
    })",
            {h.tensor({2}, "f32", {1, 2}), h.tensor({3}, "f32", {1, 2, 3})});
  EXPECT_NE(out.error.find("expected dim #0 of operand #1 to be 2 but got 3"),
            std::string::npos)
      << out.error;
}

TEST(Linalg, tenMillionElementOpsTakeWellUnderASecond) {
  Harness h;
  Tensor x = h.tensor({1000, 1000}, "f32", Values(1000000, 0.5));
  auto start = std::chrono::steady_clock::now();
  Outcome out = h.run(R"(
    func.func @main(%x: tensor<?x?xf32>) -> tensor<?x?xf32> {
      %0 = linalg.map ins(%x : tensor<?x?xf32>) outs(%x : tensor<?x?xf32>)
        (%a: f32, %o: f32) {
          %1 = arith.addf %a, %a : f32
          %2 = arith.mulf %1, %a : f32
          %3 = arith.subf %2, %1 : f32
          %4 = arith.maximumf %3, %a : f32
          %5 = arith.divf %4, %1 : f32
          linalg.yield %5 : f32
        }
      return %0 : tensor<?x?xf32>
    })",
                      {x});
  std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.scalar(), 0.5);
  RecordProperty("element_ops_per_second",
                 std::to_string(5e6 / seconds.count()));
  EXPECT_GT(5e6 / seconds.count(), 3e6);
}

} // namespace
