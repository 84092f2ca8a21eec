//===- Calibration.cpp - Tests of calibration's bookkeeping ---------------===//
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

namespace {
class CalibrationTest : public ::testing::Test {
protected:
  CalibrationTest() {
    context.loadDialect<MixpDialect, arith::ArithDialect, func::FuncDialect>();
  }
  OwningOpRef<ModuleOp> parse(StringRef text) {
    return parseSourceString<ModuleOp>(text, &context);
  }
  MLIRContext context;
};
} // namespace

TEST_F(CalibrationTest, RangesWidenAndIgnoreEmptyOperands) {
  CalibrationRanges ranges;
  ranges.include({3, true}, 1, 2);
  ranges.include({3, true}, -1, 1.5f);
  ranges.include({3, true}, INFINITY, -INFINITY);
  EXPECT_EQ(ranges.lookup({3, true}), std::pair(-1.0f, 2.0f));
  EXPECT_FALSE(ranges.lookup({3, false}));
  EXPECT_FALSE(ranges.lookup({2, true}));
}

TEST_F(CalibrationTest, RangesReachTheirMatmuls) {
  OwningOpRef<ModuleOp> module = parse(R"mlir(
    func.func @main(%x: tensor<2x3xf32>, %y: tensor<3x3xf32>) -> tensor<2x3xf32> {
      %0 = mixp.matmul ins(%x, %y : tensor<2x3xf32>, tensor<3x3xf32>)
             outs(%x : tensor<2x3xf32>) -> tensor<2x3xf32>
      %1 = mixp.matmul ins(%0, %y : tensor<2x3xf32>, tensor<3x3xf32>)
             outs(%x : tensor<2x3xf32>) -> tensor<2x3xf32>
      return %1 : tensor<2x3xf32>
    })mlir");
  ASSERT_TRUE(module);
  assignCalibrationIds(*module);
  assignCalibrationIds(*module); // numbers stay
  CalibrationRanges ranges;
  ranges.include({1, true}, -2, 5);
  ranges.include({1, false}, 0, 1);
  ranges.writeTo(*module);
  removeCalibrationIds(*module);

  SmallVector<MatmulOp> matmuls;
  module->walk([&](MatmulOp op) { matmuls.push_back(op); });
  ASSERT_EQ(matmuls.size(), 2u);
  EXPECT_TRUE(matmuls[0]->getDiscardableAttrDictionary().empty());
  auto lhs = matmuls[1]->getAttrOfType<DenseF32ArrayAttr>(kLhsRangeAttrName);
  ASSERT_TRUE(lhs);
  EXPECT_EQ(lhs.asArrayRef(), ArrayRef<float>({-2, 5}));
  EXPECT_TRUE(matmuls[1]->hasAttr(kRhsRangeAttrName));
  EXPECT_FALSE(matmuls[1]->hasAttr(kCalibrationIdAttrName));
}

TEST_F(CalibrationTest, LabelsHaveGroups) {
  EXPECT_EQ(getObservationLabel({7, true, 12}), "7.lhs.12");
  EXPECT_EQ(parseObservationLabel("7.lhs.12"), (CalibrationKey{7, true, 12}));
  EXPECT_EQ(parseObservationLabel("7.rhs"), (CalibrationKey{7, false}));
  EXPECT_FALSE(parseObservationLabel("7.lhs.x"));
  EXPECT_FALSE(parseObservationLabel("7.lhs."));
  EXPECT_FALSE(parseObservationLabel("7.mid.1"));
}

TEST_F(CalibrationTest, RangesOfGroupsReachTheirMatmuls) {
  // Only the first has ranges in groups: the second has no weights.
  OwningOpRef<ModuleOp> module = parse(R"mlir(
    func.func @main(%x: tensor<2x5xf32>, %y: tensor<5x5xf32>) -> tensor<2x5xf32> {
      %w = arith.constant dense<1.0> : tensor<5x5xf32>
      %0 = mixp.matmul ins(%x, %w : tensor<2x5xf32>, tensor<5x5xf32>)
             outs(%x : tensor<2x5xf32>) -> tensor<2x5xf32>
      %1 = mixp.matmul ins(%0, %y : tensor<2x5xf32>, tensor<5x5xf32>)
             outs(%x : tensor<2x5xf32>) -> tensor<2x5xf32>
      return %1 : tensor<2x5xf32>
    })mlir");
  ASSERT_TRUE(module);
  SmallVector<MatmulOp> matmuls;
  module->walk([&](MatmulOp op) { matmuls.push_back(op); });
  EXPECT_EQ(countRangeGroups(matmuls[0], 2), 3);
  EXPECT_EQ(countRangeGroups(matmuls[0], 5), 1);
  EXPECT_EQ(countRangeGroups(matmuls[0], 0), 1);
  EXPECT_EQ(countRangeGroups(matmuls[1], 2), 1);

  assignCalibrationIds(*module);
  CalibrationRanges ranges(/*group=*/2);
  for (int64_t id : {0, 1}) {
    ranges.include({id, true}, -9, 9);
    ranges.includeAlongK(id, {-1, 0, 2, 3, 7}, {4, 5, 2, 3, 9});
    ranges.includeAlongK(id, {0, -3, 2, 3, 7}, {4, 5, 6, 3, 8});
  }
  ranges.writeTo(*module);

  auto lhs = matmuls[0]->getAttrOfType<DenseF32ArrayAttr>(kLhsRangeAttrName);
  ASSERT_TRUE(lhs);
  EXPECT_EQ(lhs.asArrayRef(), ArrayRef<float>({-3, 5, 2, 6, 7, 9}));
  auto read = readRanges(matmuls[0], true);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->group, 2);
  EXPECT_EQ(read->merge(), (CalibratedRange{-3, 9}));
  lhs = matmuls[1]->getAttrOfType<DenseF32ArrayAttr>(kLhsRangeAttrName);
  ASSERT_TRUE(lhs);
  EXPECT_EQ(lhs.asArrayRef(), ArrayRef<float>({-9, 9}));
  EXPECT_FALSE(matmuls[1]->hasAttr(kLhsRangeGroupAttrName));
}

TEST_F(CalibrationTest, WeightBytesCountSubByteElementsPacked) {
  OwningOpRef<ModuleOp> module = parse(R"mlir(
    func.func @main() {
      %0 = arith.constant dense<1> : tensor<3x5xi4>
      %1 = arith.constant dense<1.0> : tensor<1x5xf32>
      %2 = arith.constant dense<1.0> : tensor<7xbf16>
      %3 = arith.constant 1.0 : f32
      return
    })mlir");
  ASSERT_TRUE(module);
  EXPECT_EQ(countWeightBytes(*module), 8 + 20 + 14);
}
