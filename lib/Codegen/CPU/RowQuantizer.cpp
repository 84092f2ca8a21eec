//===- RowQuantizer.cpp - One row to 8 bits, in vectors -------------------===//
#include "RowQuantizer.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include <bit>
#include <limits>

using namespace mlir;
using namespace mixp;

/// The largest value of the storage type.
static constexpr float kMax = 127;

VectorType RowQuantizer::vectorOf(Type element) {
  return VectorType::get({lanes}, element);
}
Value RowQuantizer::index(int64_t value) {
  return arith::ConstantIndexOp::create(b, value);
}
Value RowQuantizer::splat(float value) {
  return arith::ConstantOp::create(
      b, DenseElementsAttr::get(vectorOf(b.getF32Type()), value));
}
Value RowQuantizer::splat(int32_t value) {
  return arith::ConstantOp::create(
      b, DenseElementsAttr::get(vectorOf(b.getI32Type()), value));
}
Value RowQuantizer::size(Value memref, int64_t dim) {
  return b.createOrFold<memref::DimOp>(memref, index(dim));
}
Value RowQuantizer::mask(Value column, Value end) {
  Value left = arith::SubIOp::create(b, end, column);
  return vector::CreateMaskOp::create(b, vectorOf(b.getI1Type()), left);
}

/// Elements that are quantized between two looks at the mask: a group of sums,
/// or some vectors.
int64_t RowQuantizer::blockSize() {
  return op.getGroup() ? int64_t(*op.getGroup()) : 4 * lanes;
}

Value RowQuantizer::loop(Value first, Value end, int64_t step, Value init,
                         function_ref<Value(Value, Value)> body) {
  auto forOp = scf::ForOp::create(b, first, end, index(step),
                                  init ? ValueRange(init) : ValueRange());
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(forOp.getBody());
  Value result = body(forOp.getInductionVar(),
                      init ? Value(forOp.getRegionIterArg(0)) : Value());
  if (!init)
    return {};
  scf::YieldOp::create(b, result);
  return forOp.getResult(0);
}

/// A vector of the row as f32; zeros from column `end` on, if that is given.
Value RowQuantizer::load(Value column, Value end) {
  Type element = cast<MemRefType>(op.getInput().getType()).getElementType();
  VectorType type = vectorOf(element);
  Value x;
  if (end) {
    Value zero = arith::ConstantOp::create(b, b.getZeroAttr(type));
    x = vector::MaskedLoadOp::create(b, type, op.getInput(),
                                     ValueRange{row, column}, mask(column, end),
                                     zero);
  } else {
    x = vector::LoadOp::create(b, type, op.getInput(), ValueRange{row, column});
  }
  if (element.isF32())
    return x;
  return arith::ExtFOp::create(b, vectorOf(b.getF32Type()), x);
}

/// The bits of max |x|: those of floats >= 0 order like the floats. The quick
/// form lets NaN win, by which it is noticed; the careful one leaves it out.
Value RowQuantizer::findRange(bool careful) {
  auto step = [&](Value column, Value most, Value loadEnd) -> Value {
    Value bits = arith::BitcastOp::create(b, vectorOf(b.getI32Type()),
                                          load(column, loadEnd));
    bits = arith::AndIOp::create(b, bits, splat(int32_t(0x7fffffff)));
    if (careful) {
      Value isNaN = arith::CmpIOp::create(b, arith::CmpIPredicate::sgt, bits,
                                          splat(int32_t(0x7f800000)));
      bits = arith::SelectOp::create(b, isNaN, splat(int32_t(0)), bits);
    }
    return arith::MaxSIOp::create(b, most, bits);
  };
  Value end = size(op.getInput(), 1);
  Value rest = b.createOrFold<arith::RemUIOp>(end, index(lanes));
  Value whole = b.createOrFold<arith::SubIOp>(end, rest);
  Value most = loop(
      index(0), whole, lanes, splat(int32_t(0)),
      [&](Value column, Value so) { return step(column, so, /*loadEnd=*/{}); });
  most = loop(whole, end, lanes, most,
              [&](Value column, Value so) { return step(column, so, end); });
  return vector::ReductionOp::create(b, vector::CombiningKind::MAXSI, most);
}

/// The scale of docs/Numerics.md from the range's bits.
Value RowQuantizer::chooseScale(bool careful, Value range) {
  auto constant = [&](float value) -> Value {
    return arith::ConstantOp::create(b, b.getF32FloatAttr(value));
  };
  Value most = arith::BitcastOp::create(b, b.getF32Type(), range);
  Value scale = arith::DivFOp::create(b, most, constant(kMax));
  if (!careful)
    return scale;
  Value largest = constant(std::numeric_limits<float>::max());
  Value isHuge =
      arith::CmpFOp::create(b, arith::CmpFPredicate::OGT, scale, largest);
  Value isTiny = arith::CmpFOp::create(b, arith::CmpFPredicate::OLT, scale,
                                       constant(0x1p-126f));
  scale = arith::SelectOp::create(b, isHuge, largest, scale);
  return arith::SelectOp::create(b, isTiny, constant(1.0f), scale);
}

/// fl(x / s). With the reciprocal y = fl(1 / s), q = fl(x y) is within two
/// units in the last place; the first correction makes it a neighbour of x / s,
/// the second one the nearest (Markstein, IBM J. Res. Dev. 34, 1990), since the
/// remainders are exact while nothing underflows that matters.
Value RowQuantizer::divide(Value x, const Divisor &divisor) {
  if (!divisor.reciprocal)
    return arith::DivFOp::create(b, x, divisor.scale);
  Value quotient = arith::MulFOp::create(b, x, divisor.reciprocal);
  for (int correction = 0; correction < 2; ++correction) {
    Value negated = arith::NegFOp::create(b, quotient);
    Value remainder = math::FmaOp::create(b, negated, divisor.scale, x);
    quotient = math::FmaOp::create(b, remainder, divisor.reciprocal, quotient);
  }
  return quotient;
}

/// The integers of one vector, still in 32 bits.
Value RowQuantizer::quantizeVector(Value x, const Divisor &divisor) {
  Value value = math::RoundEvenOp::create(b, divide(x, divisor));
  VectorType i32 = vectorOf(b.getI32Type());
  // A finite |x| is at most the range, which the scale takes to 127.
  if (divisor.reciprocal)
    return arith::FPToSIOp::create(b, i32, value);
  auto compare = [&](arith::CmpFPredicate predicate, Value lhs, Value rhs) {
    return arith::CmpFOp::create(b, predicate, lhs, rhs);
  };
  Value isNaN = compare(arith::CmpFPredicate::UNO, value, value);
  value = arith::SelectOp::create(b, isNaN, splat(0.0f), value);
  Value low = splat(-kMax - 1), high = splat(kMax);
  Value isBelow = compare(arith::CmpFPredicate::OLT, value, low);
  value = arith::SelectOp::create(b, isBelow, low, value);
  Value isAbove = compare(arith::CmpFPredicate::OGT, value, high);
  value = arith::SelectOp::create(b, isAbove, high, value);
  return arith::FPToSIOp::create(b, i32, value);
}

/// Quantizes and stores one vector; returns `sums`, if any, with it added. The
/// ends, both or none, say from which columns on nothing is read and stored.
Value RowQuantizer::quantizeAt(Value column, const Divisor &divisor,
                               Value inputEnd, Value valuesEnd, Value sums) {
  Value wide = quantizeVector(load(column, inputEnd), divisor);
  Value narrow = arith::TruncIOp::create(b, vectorOf(b.getI8Type()), wide);
  if (valuesEnd)
    vector::MaskedStoreOp::create(b, op.getValues(), {row, column},
                                  mask(column, valuesEnd), narrow);
  else
    vector::StoreOp::create(b, narrow, op.getValues(), {row, column});
  return sums ? Value(arith::AddIOp::create(b, sums, wide)) : Value();
}

void RowQuantizer::storeSum(Value sums, Value group) {
  Value sum = vector::ReductionOp::create(b, vector::CombiningKind::ADD, sums);
  Value factor =
      arith::ConstantOp::create(b, b.getI32IntegerAttr(op.getFactor()));
  sum = arith::MulIOp::create(b, sum, factor);
  memref::StoreOp::create(b, sum, op.getSums(), ValueRange{row, group});
}

/// Whole blocks; `done` becomes the first column after them.
void RowQuantizer::quantizeBlocks(const Divisor &divisor, Value &done) {
  int64_t block = blockSize();
  Value end = size(op.getInput(), 1);
  Value left = b.createOrFold<arith::RemUIOp>(end, index(block));
  done = b.createOrFold<arith::SubIOp>(end, left);
  loop(index(0), done, block, {}, [&](Value first, Value) -> Value {
    int64_t rest = block % lanes;
    Value wholeEnd = arith::AddIOp::create(b, first, index(block - rest));
    Value sums = op.getSums() ? splat(int32_t(0)) : Value();
    sums = loop(first, wholeEnd, lanes, sums, [&](Value column, Value so) {
      return quantizeAt(column, divisor, {}, {}, so);
    });
    // What is next belongs to another group.
    if (rest != 0) {
      Value blockEnd = arith::AddIOp::create(b, first, index(block));
      sums = quantizeAt(wholeEnd, divisor, blockEnd, blockEnd, sums);
    }
    if (sums)
      storeSum(sums, arith::DivUIOp::create(b, first, index(block)));
    return {};
  });
}

/// What is left of the row, and the zeros that fill up the last word.
void RowQuantizer::quantizeRest(const Divisor &divisor, Value first) {
  Value end = size(op.getValues(), 1);
  Value sums = op.getSums() ? splat(int32_t(0)) : Value();
  Value hasRest =
      arith::CmpIOp::create(b, arith::CmpIPredicate::ult, first, end);
  auto choice = scf::IfOp::create(b, hasRest, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(choice.thenBlock());
  sums = loop(first, end, lanes, sums, [&](Value column, Value so) {
    return quantizeAt(column, divisor, size(op.getInput(), 1), end, so);
  });
  if (sums)
    storeSum(sums, arith::DivUIOp::create(b, first, index(blockSize())));
}

void RowQuantizer::quantizeRow(bool careful, Value range) {
  Value scale = chooseScale(careful, range);
  memref::StoreOp::create(b, scale, op.getScale(), ValueRange{row, index(0)});
  VectorType f32 = vectorOf(b.getF32Type());
  Divisor divisor;
  divisor.scale = vector::BroadcastOp::create(b, f32, scale);
  if (!careful) {
    Value one = arith::ConstantOp::create(b, b.getF32FloatAttr(1.0f));
    divisor.reciprocal = vector::BroadcastOp::create(
        b, f32, Value(arith::DivFOp::create(b, one, scale)));
  }
  Value done;
  quantizeBlocks(divisor, done);
  quantizeRest(divisor, done);
}

void RowQuantizer::build(Value newRow) {
  row = newRow;
  Value range = findRange(/*careful=*/false);
  // Scales from 2^-60 to 2^60: no reciprocal, quotient that rounds to an
  // integer but 0, or remainder of one overflows or loses bits.
  auto bits = [&](float value) -> Value {
    return arith::ConstantOp::create(
        b, b.getI32IntegerAttr(std::bit_cast<int32_t>(value)));
  };
  Value isLarge = arith::CmpIOp::create(b, arith::CmpIPredicate::sge, range,
                                        bits(kMax * 0x1p-60f));
  Value isSmall = arith::CmpIOp::create(b, arith::CmpIPredicate::sle, range,
                                        bits(kMax * 0x1p60f));
  Value isUsual = arith::AndIOp::create(b, isLarge, isSmall);
  auto choice = scf::IfOp::create(b, isUsual, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(choice.thenBlock());
  quantizeRow(/*careful=*/false, range);
  b.setInsertionPointToStart(choice.elseBlock());
  quantizeRow(/*careful=*/true, findRange(/*careful=*/true));
}
