//===- WeightDecoder.cpp - Codes to numbers in registers ------------------===//
#include "WeightDecoder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

static VectorType pairOf(Type element) { return VectorType::get({2}, element); }

/// Both of a pair are `number`.
static Value splat(KernelBuilder &b, Type element, double number) {
  auto type = pairOf(element);
  auto value = b.getFloatAttr(element, number);
  return arith::ConstantOp::create(b, DenseElementsAttr::get(type, value));
}

/// Picks four of the eight bytes of `low` and `high`, numbered from the lowest;
/// `selector` has a hexadecimal digit for each byte of the result.
static Value permute(KernelBuilder &b, Value low, Value high,
                     int64_t selector) {
  return NVVM::PermuteOp::create(b, b.getI32Type(), low, high,
                                 b.constant(selector),
                                 NVVM::PermuteMode::DEFAULT);
}

static Value shiftRight(KernelBuilder &b, Value x, int64_t bits) {
  if (bits == 0)
    return x;
  return b.createOrFold<arith::ShRUIOp>(x, b.constant(bits));
}

static Value asWord(KernelBuilder &b, Value pair) {
  return b.bitcast(b.getI32Type(), pair);
}

/// x * factor + addend, rounded once (which these are not), on pairs.
static Value fma(KernelBuilder &b, Value x, Value factor, Value addend) {
  return vector::FMAOp::create(b, x, factor, addend);
}

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

Value WeightDecoder::prepareOffset(KernelBuilder &b, Value zeroPoint,
                                   bool isUpper) const {
  if (!code.isInteger())
    return {};
  bool isThroughF32 = bits() == 8 && to.isBF16();
  Type element = isThroughF32 ? Type(b.getF32Type()) : to;
  double one = isThroughF32             ? 0x1p23
               : to.isBF16()            ? 128
               : bits() == 4 && isUpper ? 64
                                        : 1024;
  auto offset = b.getFloatAttr(element, -(one + static_cast<double>(bias())));
  Value value = arith::ConstantOp::create(b, offset);
  if (zeroPoint) {
    if (isThroughF32)
      zeroPoint = arith::ExtFOp::create(b, element, zeroPoint);
    value = arith::SubFOp::create(b, value, zeroPoint);
  }
  if (isThroughF32)
    return value;
  return vector::BroadcastOp::create(b, pairOf(to), value);
}

/// Register `index`: row 0 or 8 (index % 2), k 0 or 8 (index / 2).
Value WeightDecoder::decodeNibbles(KernelBuilder &b, Value word, int64_t index,
                                   Value offset) const {
  if (to.isBF16()) {
    Value codes = b.bitAnd(shiftRight(b, word, 4 * index), 0x000f000f);
    Value raised = b.bitOr(codes, b.constant(0x43004300));
    // sm_80 adds pairs of bf16 by fma only.
    return asWord(
        b, fma(b, b.bitcast(pairOf(to), raised), splat(b, to, 1), offset));
  }
  bool isUpper = index % 2 == 1;
  Value shifted = shiftRight(b, word, index / 2 * 8);
  Value codes = b.bitAnd(shifted, isUpper ? 0x00f000f0 : 0x000f000f);
  Value raised = b.bitcast(pairOf(to), b.bitOr(codes, b.constant(0x64006400)));
  if (isUpper)
    return asWord(b, fma(b, raised, splat(b, to, 1.0 / 16), offset));
  return asWord(b, arith::AddFOp::create(b, raised, offset));
}

/// Register `index` of the two in a word: codes in bytes index and index + 2.
Value WeightDecoder::decodeBytes(KernelBuilder &b, Value word, int64_t index,
                                 Value offset) const {
  if (to.isF16()) {
    Value raised =
        permute(b, word, b.constant(0x64646464), index == 0 ? 0x4240 : 0x4341);
    return asWord(
        b, arith::AddFOp::create(b, b.bitcast(pairOf(to), raised), offset));
  }
  // 2^23 + s as f32; the difference is a bf16, the upper half of its f32.
  Value halves[2];
  for (int64_t i = 0; i < 2; ++i) {
    Value raised =
        permute(b, word, b.constant(0x4b000000), 0x7440 + index + 2 * i);
    Value difference =
        arith::AddFOp::create(b, b.bitcast(b.getF32Type(), raised), offset);
    halves[i] = asWord(b, difference);
  }
  return permute(b, halves[0], halves[1], 0x7632);
}

//===----------------------------------------------------------------------===//
// Floats
//===----------------------------------------------------------------------===//

namespace {
/// How an 8-bit float, in the upper byte of 16 bits, becomes another format:
/// sign apart, shifted right, times a power of two.
struct FloatMove {
  int64_t shift;
  double factor;
  /// Added to the shifted magnitude, `carry` appears in it exactly where it is
  /// NaN or an infinity; times `fill`, those bits complete the exponent.
  int64_t probe, carry, fill;
};
} // namespace

static FloatMove getMove(Type code, Type to) {
  bool isE4M3 = isa<Float8E4M3FNType>(code);
  if (to.isF16()) // of e4m3 only: e5m2 is the upper byte of f16
    return {1, 0x1p8, 0x0080, 0x4000, 1};
  if (isE4M3)
    return {4, 0x1p120, 0x0010, 0x0800, 15};
  return {3, 0x1p112, 0x0080, 0x1000, 7};
}

Value WeightDecoder::decodeFloats(KernelBuilder &b, Value word,
                                  int64_t index) const {
  Value codes = permute(b, word, b.constant(0), index == 0 ? 0x2404 : 0x3414);
  if (isa<Float8E5M2Type>(code) && to.isF16())
    return codes;
  FloatMove move = getMove(code, to);
  auto both = [](int64_t half) { return half << 16 | half; };
  Value magnitude = shiftRight(b, b.bitAnd(codes, 0x7f007f00), move.shift);
  Value probed = b.bitAnd(b.add(magnitude, both(move.probe)), both(move.carry));
  Value sign = b.bitAnd(codes, 0x80008000 - (int64_t(1) << 32));
  Value moved = b.bitOr(b.bitOr(magnitude, sign), b.mul(probed, move.fill));
  // Adding -0 keeps the sign of zeros.
  return asWord(b, fma(b, b.bitcast(pairOf(to), moved),
                       splat(b, to, move.factor), splat(b, to, -0.0)));
}

SmallVector<Value> WeightDecoder::decode(KernelBuilder &b,
                                         ArrayRef<Value> words,
                                         std::array<Value, 2> offsets) const {
  SmallVector<Value> registers;
  for (int64_t i = 0; i < 4; ++i) {
    Value offset = offsets[i % 2];
    if (bits() == 4)
      registers.push_back(decodeNibbles(b, words[0], i, offset));
    else if (code.isInteger())
      registers.push_back(decodeBytes(b, words[i / 2], i % 2, offset));
    else
      registers.push_back(decodeFloats(b, words[i / 2], i % 2));
  }
  return registers;
}
