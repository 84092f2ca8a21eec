//===- TableRange.cpp - What scales and zero points can be ----------------===//
#include "mixp/Dialect/Mixp/Transforms/TableRange.h"
#include "ConstantReals.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/IR/StorageRange.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <algorithm>
#include <cmath>

using namespace mlir;
using namespace mixp;

/// The range of `value` where `rangeOf` knows that of everything its elements
/// are moved from.
static std::optional<Interval>
movedRange(Value value, function_ref<std::optional<Interval>(Value)> rangeOf) {
  std::optional<Interval> range;
  SmallVector<Value> pending = {value};
  // Tables pass through a few moves; a long chain is not worth following.
  for (int steps = 0; !pending.empty(); ++steps) {
    if (steps > 1000)
      return std::nullopt;
    Value next = pending.pop_back_val();
    Operation *op = next.getDefiningOp();
    if (isa_and_nonnull<tensor::CastOp, tensor::CollapseShapeOp,
                        tensor::ExpandShapeOp, tensor::ExtractSliceOp>(op)) {
      pending.push_back(op->getOperand(0));
    } else if (auto transpose = dyn_cast_or_null<linalg::TransposeOp>(op)) {
      pending.push_back(transpose.getInput());
    } else if (isa_and_nonnull<tensor::ConcatOp>(op)) {
      llvm::append_range(pending, op->getOperands());
    } else {
      std::optional<Interval> found = rangeOf(next);
      if (!found)
        return std::nullopt;
      range = range ? Interval{std::min(range->min, found->min),
                               std::max(range->max, found->max)}
                    : *found;
    }
  }
  return range;
}

/// The smallest and largest element of a constant; nothing of another value,
/// an empty one or one with NaN.
static std::optional<Interval> constantRange(Value value) {
  auto numbers = readReals(value);
  if (!numbers || numbers->empty() ||
      llvm::any_of(*numbers, [](double x) { return std::isnan(x); }))
    return std::nullopt;
  auto [min, max] = std::minmax_element(numbers->begin(), numbers->end());
  return Interval{*min, *max};
}

/// What integer zero points can be: constants, those that choose_scales clamps
/// into its storage, and widened narrow integers.
static std::optional<Interval> zeroPointRange(Value value) {
  if (auto range = constantRange(value))
    return range;
  Type element;
  bool isUnsigned = false;
  if (auto choose = value.getDefiningOp<ChooseScalesOp>()) {
    element = choose.getStorage();
  } else if (auto cast = value.getDefiningOp<CastOp>()) {
    element = cast.getInput().getType().getElementType();
    isUnsigned = cast.isInputUnsigned();
  }
  auto integer = dyn_cast_or_null<IntegerType>(element);
  if (!integer || integer.getWidth() > 16)
    return std::nullopt;
  StorageRange range = storageRange(integer, isUnsigned);
  return Interval{double(range.min), double(range.max)};
}

std::optional<Interval> mixp::findConstantRange(Value table) {
  return movedRange(table, constantRange);
}

std::optional<Interval> mixp::findZeroPointRange(Value table) {
  return movedRange(table, zeroPointRange);
}
