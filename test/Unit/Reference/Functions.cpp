//===- Functions.cpp - Scalar, tensor and control ops by hand -------------===//
#include "Harness.h"
#include <gtest/gtest.h>

using namespace mixp::reference;

namespace {

using Values = std::vector<double>;
const double kInf = std::numeric_limits<double>::infinity();

TEST(Functions, controlFlowAndCalls) {
  Harness h;
  Outcome out = h.run(R"(
    func.func private @twice(%x: index) -> index {
      %0 = arith.addi %x, %x : index
      return %0 : index
    }
    func.func @main(%n: index) -> (index, i32) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c3 = arith.constant 3 : index
      %sum = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %c0) -> index {
        %big = arith.cmpi sge, %i, %c3 : index
        %add = scf.if %big -> index {
          %t = func.call @twice(%i) : (index) -> index
          scf.yield %t : index
        } else {
          scf.yield %i : index
        }
        %next = arith.addi %acc, %add : index
        scf.yield %next : index
      }
      %a = arith.constant 2147483647 : i32
      %b = arith.addi %a, %a : i32
      return %sum, %b : index, i32
    })",
                      {h.tensor({}, "index", {5})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.scalar(0), 0 + 1 + 2 + 6 + 8);
  EXPECT_EQ(out.scalar(1), -2);
}

TEST(Functions, integerOps) {
  Harness h;
  Outcome out = h.run(R"(
    func.func @main(%a: i8, %b: i8) -> (i8, i8, i8, i8, i8, i32, i32, i1, i1, i8, f32, f32) {
      %0 = arith.divsi %a, %b : i8
      %1 = arith.divui %a, %b : i8
      %2 = arith.floordivsi %a, %b : i8
      %3 = arith.shrui %a, %b : i8
      %4 = arith.muli %a, %b : i8
      %5 = arith.extui %a : i8 to i32
      %6 = arith.extsi %a : i8 to i32
      %7 = arith.cmpi ult, %a, %b : i8
      %8 = arith.cmpi slt, %a, %b : i8
      %9 = arith.maxui %a, %b : i8
      %10 = arith.uitofp %a : i8 to f32
      %11 = arith.sitofp %a : i8 to f32
      return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11
        : i8, i8, i8, i8, i8, i32, i32, i1, i1, i8, f32, f32
    })",
                      {h.tensor({}, "i8", {-100}), h.tensor({}, "i8", {3})});
  ASSERT_EQ(out.error, "");
  Values got;
  for (const Tensor &result : out.results)
    got.push_back(result.values[0]);
  EXPECT_EQ(got,
            (Values{-33, 52, -34, 19, -44, 156, -100, 0, 1, -100, 156, -100}));
}

TEST(Functions, floatOpsRoundToTheirType) {
  Harness h;
  Outcome out =
      h.run(R"(
    func.func @main(%a: f16, %b: bf16, %c: f32) -> (f16, bf16, f16, i8, f32, f32, bf16) {
      %0 = arith.addf %a, %a : f16
      %1 = arith.mulf %b, %b : bf16
      %2 = math.fma %a, %a, %a : f16
      %3 = arith.fptosi %c : f32 to i8
      %i = arith.bitcast %c : f32 to i32
      %one = arith.constant 1 : i32
      %j = arith.addi %i, %one : i32
      %4 = arith.bitcast %j : i32 to f32
      %5 = math.sqrt %c : f32
      %6 = arith.truncf %c to_nearest_even : f32 to bf16
      return %0, %1, %2, %3, %4, %5, %6 : f16, bf16, f16, i8, f32, f32, bf16
    })",
            {h.tensor({}, "f16", {40000}), h.tensor({}, "bf16", {1.0078125}),
             h.tensor({}, "f32", {-2.75})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.scalar(0), kInf);
  EXPECT_EQ(out.scalar(1), 1.015625);
  EXPECT_EQ(out.scalar(2), kInf);
  EXPECT_EQ(out.scalar(3), -2);
  EXPECT_EQ(out.scalar(4), std::nextafter(-2.75f, -10.0f));
  EXPECT_TRUE(std::isnan(out.scalar(5)));
  EXPECT_EQ(out.scalar(6), -2.75);
}

TEST(Functions, boundsGrowThroughOps) {
  Harness h;
  Tensor x = h.tensor({2}, "f32", {2, 0.5});
  x.bounds = {0.25, 0};
  Outcome out = h.run(R"(
    func.func @main(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xi1>, tensor<2xf32>, tensor<2xf32>) {
      %two = arith.constant dense<2.0> : tensor<2xf32>
      %0 = arith.mulf %x, %x : tensor<2xf32>
      %1 = arith.cmpf ogt, %x, %two : tensor<2xf32>
      %2 = arith.select %1, %0, %two : tensor<2xi1>, tensor<2xf32>
      %3 = math.exp %x : tensor<2xf32>
      return %0, %1, %2, %3 : tensor<2xf32>, tensor<2xi1>, tensor<2xf32>, tensor<2xf32>
    })",
                      {x});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].bounds, (Values{1.0625, 0}));
  EXPECT_EQ(out.results[1].values, (Values{0, 0}));
  EXPECT_EQ(out.results[1].bounds, (Values{1, 0}));
  // The other choice: 4 within 1.0625.
  EXPECT_EQ(out.results[2].bounds, (Values{3.0625, 0}));
  EXPECT_NEAR(out.results[3].bounds[0], std::exp(2.25) - std::exp(2.0), 1e-4);
  EXPECT_GT(out.results[3].bounds[1], 0);
  EXPECT_LT(out.results[3].bounds[1], 2e-6);
}

TEST(Functions, tensorOps) {
  Harness h;
  Outcome out = h.run(R"(
    func.func @main(%x: tensor<2x3xi8>) -> (tensor<3x2xi8>, tensor<2x2xi8>, tensor<2x5xi8>, tensor<4x4xi8>, tensor<2x3xi8>, tensor<2x2xindex>, tensor<2xi8>) {
      %c7 = arith.constant 7 : i8
      %c1 = arith.constant 1 : index
      %flat = tensor.collapse_shape %x [[0, 1]] : tensor<2x3xi8> into tensor<6xi8>
      %0 = tensor.expand_shape %flat [[0, 1]] output_shape [3, 2] : tensor<6xi8> into tensor<3x2xi8>
      %1 = tensor.extract_slice %x[0, 0] [2, 2] [1, 2] : tensor<2x3xi8> to tensor<2x2xi8>
      %2 = tensor.concat dim(1) %x, %1 : (tensor<2x3xi8>, tensor<2x2xi8>) -> tensor<2x5xi8>
      %3 = tensor.pad %x low[1, 0] high[1, 1] {
      ^bb0(%i: index, %j: index):
        tensor.yield %c7 : i8
      } : tensor<2x3xi8> to tensor<4x4xi8>
      %row = tensor.extract_slice %x[1, 0] [1, 3] [1, 1] : tensor<2x3xi8> to tensor<3xi8>
      %4 = tensor.insert_slice %row into %x[0, 0] [1, 3] [1, 1] : tensor<3xi8> into tensor<2x3xi8>
      %5 = tensor.generate {
      ^bb0(%i: index, %j: index):
        %m = arith.addi %i, %j : index
        tensor.yield %m : index
      } : tensor<2x2xindex>
      %e = tensor.extract %x[%c1, %c1] : tensor<2x3xi8>
      %6 = tensor.from_elements %e, %c7 : tensor<2xi8>
      return %0, %1, %2, %3, %4, %5, %6 : tensor<3x2xi8>, tensor<2x2xi8>, tensor<2x5xi8>, tensor<4x4xi8>, tensor<2x3xi8>, tensor<2x2xindex>, tensor<2xi8>
    })",
                      {h.tensor({2, 3}, "i8", {1, 2, 3, 4, 5, 6})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values, (Values{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(out.results[1].values, (Values{1, 3, 4, 6}));
  EXPECT_EQ(out.results[2].values, (Values{1, 2, 3, 1, 3, 4, 5, 6, 4, 6}));
  EXPECT_EQ(out.results[3].values,
            (Values{7, 7, 7, 7, 1, 2, 3, 7, 4, 5, 6, 7, 7, 7, 7, 7}));
  EXPECT_EQ(out.results[4].values, (Values{4, 5, 6, 4, 5, 6}));
  EXPECT_EQ(out.results[5].values, (Values{0, 1, 1, 2}));
  EXPECT_EQ(out.results[6].values, (Values{5, 7}));
}

TEST(Functions, constants) {
  Harness h;
  Outcome out = h.run(R"(
    func.func @main() -> (tensor<3xi4>, tensor<2xbf16>, tensor<3xi1>, tensor<2xui8>, tensor<2xf32>, f16) {
      %0 = arith.constant dense<[-8, 7, -1]> : tensor<3xi4>
      %1 = arith.constant dense<[1.5, -0.0]> : tensor<2xbf16>
      %2 = arith.constant dense<[true, false, true]> : tensor<3xi1>
      %3 = mixp.cast %1 rounding(ceil) saturate : tensor<2xbf16> -> tensor<2xui8>
      %4 = arith.constant dense_resource<blob> : tensor<2xf32>
      %5 = arith.constant 0.1 : f16
      return %0, %1, %2, %3, %4, %5 : tensor<3xi4>, tensor<2xbf16>, tensor<3xi1>, tensor<2xui8>, tensor<2xf32>, f16
    }
    {-# dialect_resources: { builtin: { blob: "0x04000000000000400000C0BF" } } #-}
    )");
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values, (Values{-8, 7, -1}));
  EXPECT_EQ(out.results[1].values, (Values{1.5, 0}));
  EXPECT_EQ(out.results[2].values, (Values{1, 0, 1}));
  EXPECT_EQ(out.results[3].values, (Values{2, 0}));
  EXPECT_EQ(out.results[4].values, (Values{2, -1.5}));
  EXPECT_EQ(out.scalar(5), 0.0999755859375);
  for (const Tensor &result : out.results) {
    auto back = fromAttribute(toAttribute(result));
    ASSERT_TRUE(succeeded(back));
    EXPECT_EQ(back->values, result.values);
  }
}

TEST(Functions, errorsNameOpAndRemedy) {
  Harness h;
  auto contains = [](const Outcome &out, const char *text) {
    return out.error.find(text) != std::string::npos
               ? testing::AssertionSuccess()
               : testing::AssertionFailure() << out.error;
  };
  EXPECT_TRUE(contains(
      h.run("func.func @main(%x: f32) -> f32 { %0 = math.atan2 %x, %x : f32 "
            "return %0 : f32 }",
            {h.tensor({}, "f32", {1})}),
      "the reference evaluator lacks 'math.atan2'"));
  EXPECT_TRUE(contains(
      h.run("func.func @main(%x: i1) { cf.assert %x, \"sizes differ\" return }",
            {h.tensor({}, "i1", {0})}),
      "sizes differ"));
  EXPECT_TRUE(contains(
      h.run("func.func @main(%x: i32) -> i32 { %0 = arith.divsi %x, %x : i32 "
            "return %0 : i32 }",
            {h.tensor({}, "i32", {0})}),
      "division by zero"));
  EXPECT_TRUE(contains(h.run("func.func @main(%x: tensor<3xf32>) { return }",
                             {h.tensor({2}, "f32", {1, 2})}),
                       "expected 'tensor<3xf32>' but got shape [2] of 'f32'"));
  EXPECT_TRUE(
      contains(h.run("func.func @main(%n: index) -> tensor<?x?xf32> { %0 = "
                     "tensor.empty(%n, %n) : tensor<?x?xf32> "
                     "return %0 : tensor<?x?xf32> }",
                     {h.tensor({}, "index", {1e9})}),
               "at most 2^30 elements"));
  EXPECT_TRUE(contains(
      h.run("func.func @main(%x: tensor<2xf32>, %i: index) -> f32 { %0 = "
            "tensor.extract %x[%i] : tensor<2xf32> return %0 : f32 }",
            {h.tensor({2}, "f32", {1, 2}), h.tensor({}, "index", {2})}),
      "index 2 is out of bounds in dim #0 of size 2"));
}

} // namespace
