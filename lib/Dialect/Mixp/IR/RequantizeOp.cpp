//===- RequantizeOp.cpp - Accumulators to narrow integers ----------------===//
#include "ConstantFolding.h"
#include "Constraints.h"
#include "NeutralOperands.h"
#include "SoftRounding.h"
#include "mixp/Dialect/Mixp/IR/FixedPoint.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <algorithm>

using namespace mlir;
using namespace mixp;

bool RequantizeOp::isResultUnsigned() {
  return isUnsignedElement(getResult().getType().getElementType(),
                           getResultUnsigned());
}

static Blocked blocked(RequantizeOp op) {
  Value factor = op.getScale() ? op.getScale() : op.getMultiplier();
  return {op.getInput().getType(), factor, op.getZeroPoint(), op.getBlock(),
          op.getScale() ? "scale" : "multiplier"};
}

SmallVector<int64_t> RequantizeOp::getResolvedBlock() {
  return resolvedBlock(blocked(*this));
}

/// C2: the operands are those of the profile.
static LogicalResult verifyOperands(RequantizeOp op) {
  bool isOnnx = op.getProfile() == RequantizeProfile::Onnx;
  if (isOnnx == static_cast<bool>(op.getScale()) &&
      isOnnx != static_cast<bool>(op.getMultiplier()) &&
      isOnnx != static_cast<bool>(op.getShift()))
    return success();
  return op.emitOpError() << "expected "
                          << (isOnnx ? "'scale', and no 'multiplier' and "
                                       "'shift',"
                                     : "'multiplier' and 'shift', and no "
                                       "'scale',")
                          << " for the profile '"
                          << stringifyEnum(op.getProfile()) << "'";
}

/// C3: every parameter obeys the block rule, with one block for all.
static LogicalResult verifyBlocks(RequantizeOp op) {
  Blocked parameters = blocked(op);
  if (failed(verifyBlocked(op, parameters)))
    return failure();
  if (!op.getShift())
    return success();
  parameters.zeroPoint = op.getShift();
  parameters.zeroPointName = "shift";
  return verifyBlocked(op, parameters);
}

LogicalResult RequantizeOp::verify() {
  RankedTensorType input = getInput().getType();
  RankedTensorType result = getResult().getType();
  if (failed(verifySameShape(*this, input, result))) // C1
    return failure();
  if (failed(verifyOperands(*this)) || failed(verifyBlocks(*this))) // C2, C3
    return failure();
  if (failed(verifyUnsignedFlag(*this, getResultUnsigned(), result,
                                "result_unsigned"))) // C5
    return failure();
  if (failed(verifyScaleConstant(*this, getScale(), "scale")) || // C6
      failed(verifyZeroPointConstant(
          *this, getZeroPoint(), "zero_point",
          storageRange(result.getElementType(), getResultUnsigned()))))
    return failure();
  FixedPointRanges ranges = fixedPointRanges(getProfile()); // C7
  StringRef profile = stringifyEnum(getProfile());
  if (failed(verifyFixedPointConstant(*this, getMultiplier(), "multiplier",
                                      profile, ranges.multiplier)))
    return failure();
  return verifyFixedPointConstant(*this, getShift(), "shift", profile,
                                  ranges.shift);
}

LogicalResult
RequantizeOp::reifyResultShapes(OpBuilder &builder,
                                ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getInput()));
  return success();
}

//===----------------------------------------------------------------------===//
// Folding and canonicalization
//===----------------------------------------------------------------------===//

/// x / 2^shift to the nearest integer, ties away from zero.
static int64_t shiftRounding(int64_t x, int64_t shift) {
  int64_t magnitude = x < 0 ? -x : x;
  int64_t rounded = (magnitude + ((int64_t(1) << shift) >> 1)) >> shift;
  return x < 0 ? -rounded : rounded;
}

/// The accumulator under a fixed-point profile, before the zero point is added.
/// No intermediate value leaves an int64.
static int64_t scaleFixedPoint(RequantizeProfile profile, int64_t acc,
                               int64_t multiplier, int64_t shift) {
  FixedPointRanges ranges = fixedPointRanges(profile);
  multiplier =
      std::clamp(multiplier, ranges.multiplier.min, ranges.multiplier.max);
  shift = std::clamp(shift, ranges.shift.min, ranges.shift.max);
  switch (profile) {
  case RequantizeProfile::Tflite: {
    int64_t left = std::max<int64_t>(-shift, 0);
    auto x = static_cast<int32_t>(static_cast<uint32_t>(acc) << left);
    int64_t high = (x * multiplier + (int64_t(1) << 30)) >> 31;
    return shiftRounding(std::min<int64_t>(high, INT32_MAX),
                         std::max<int64_t>(shift, 0));
  }
  case RequantizeProfile::TosaSingle:
  case RequantizeProfile::TosaDouble: {
    int64_t round = int64_t(1) << (shift - 1);
    if (profile == RequantizeProfile::TosaDouble && shift > 31)
      round += acc < 0 ? -(int64_t(1) << 30) : int64_t(1) << 30;
    return (acc * multiplier + round) >> shift;
  }
  case RequantizeProfile::Truncate:
    return (acc * multiplier) >> shift;
  case RequantizeProfile::Onnx:
    break;
  }
  llvm_unreachable("only fixed-point profiles come here");
}

OpFoldResult RequantizeOp::fold(FoldAdaptor adaptor) {
  Conversion conversion;
  conversion.input = adaptor.getInput();
  conversion.zeroPoint = adaptor.getZeroPoint();
  conversion.parameters = getNumOperands() - 1;
  conversion.block = getResolvedBlock();
  conversion.inputValue = getInput();
  conversion.resultType = getResult().getType();
  StorageRange range =
      storageRange(getResult().getType().getElementType(), getResultUnsigned());
  if (getProfile() != RequantizeProfile::Onnx) {
    conversion.scale = adaptor.getMultiplier();
    conversion.shift = adaptor.getShift();
    return foldFixedPoint(
        conversion, [&](double acc, double m, double z, double shift) {
          int64_t scaled = scaleFixedPoint(getProfile(), acc, m, shift);
          int64_t point = clampToRange(z, range, 0);
          return static_cast<double>(
              std::clamp(scaled + point, range.min, range.max));
        });
  }
  conversion.scale = adaptor.getScale();
  return foldConversion(conversion, [&](double acc, double m, double z) {
    float product = static_cast<float>(acc) * static_cast<float>(m);
    z = clampToRange(z, range, 0);
    double rounded = roundToInteger(product, RoundingMode::NearestEven);
    return clampToRange(rounded + z, range, /*ifNaN=*/z);
  });
}

void RequantizeOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                               MLIRContext *context) {
  patterns.add<DropZeroPoint<RequantizeOp>>(context);
}
