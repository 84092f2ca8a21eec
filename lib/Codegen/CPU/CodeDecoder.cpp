//===- CodeDecoder.cpp - Codes of narrow weights to numbers ---------------===//
#include "CodeDecoder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

Value CodeDecoder::splat(VectorType type, int64_t value) {
  unsigned width = type.getElementTypeBitWidth();
  APInt bits(width, value, /*isSigned=*/true, /*implicitTrunc=*/true);
  return arith::ConstantOp::create(b, DenseElementsAttr::get(type, bits));
}

VectorType CodeDecoder::integers(unsigned width) {
  return VectorType::get({config.lanes * 32 / width}, b.getIntegerType(width));
}

Value CodeDecoder::shiftRight(Value x, int64_t count) {
  if (count == 0)
    return x;
  return arith::ShRUIOp::create(b, x,
                                splat(cast<VectorType>(x.getType()), count));
}

/// The codes at `position` of each field, as words. Unless masked, a code of
/// one piece may have others above it.
Value CodeDecoder::field(ValueRange stored, int64_t position, bool isMasked) {
  VectorType words = integers(32);
  Value result;
  auto pieces = code.pieces(position);
  for (WeightCode::Piece piece : pieces) {
    Value part = shiftRight(stored[piece.word], piece.bit - piece.codeBit);
    if (isMasked || pieces.size() > 1) {
      int64_t mask = ((1 << piece.count) - 1) << piece.codeBit, all = 0;
      for (unsigned at = 0; at < 32; at += code.fieldBits())
        all |= mask << at;
      part = arith::AndIOp::create(b, part, splat(words, all));
    }
    result = result ? Value(arith::OrIOp::create(b, result, part)) : part;
  }
  return result;
}

/// numbers[index mod their number] in `type`; as many numbers as the permuting
/// instruction of the vector's width takes.
Value CodeDecoder::lookUp(Value index, ArrayRef<APFloat> numbers,
                          FloatType type) {
  bool isWide = config.lanes == 16, isF32 = type.isF32();
  auto indices = cast<VectorType>(index.getType());
  VectorType table = indices.clone(isF32 ? Type(type) : b.getI16Type());
  SmallVector<Attribute> entries;
  for (int64_t i = 0; i < table.getNumElements(); ++i) {
    APFloat number = numbers[i % numbers.size()];
    bool ignored;
    number.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                   &ignored);
    entries.push_back(
        isF32 ? Attribute(b.getFloatAttr(type, number))
              : b.getIntegerAttr(b.getI16Type(), number.bitcastToAPInt()));
  }
  Value numbersOf = arith::ConstantOp::create(
      b, cast<TypedAttr>(DenseElementsAttr::get(table, entries)));
  StringRef name = isF32 ? (isWide ? "llvm.x86.avx512.permvar.sf.512"
                                   : "llvm.x86.avx2.permps")
                         : (isWide ? "llvm.x86.avx512.permvar.hi.512"
                                   : "llvm.x86.avx512.permvar.hi.256");
  Value found = LLVM::CallIntrinsicOp::create(b, table, b.getStringAttr(name),
                                              ValueRange{numbersOf, index})
                    .getResult(0);
  return isF32 ? found
               : Value(vector::BitCastOp::create(b, table.clone(type), found));
}

/// What the codes from 0 to `count` - 1 stand for.
static SmallVector<APFloat> tabulate(const WeightCode &code, unsigned count) {
  SmallVector<APFloat> numbers;
  for (unsigned i = 0; i < count; ++i)
    numbers.push_back(code.decode(i));
  return numbers;
}

static unsigned fractionBits(const WeightCode &code) {
  return APFloat::semanticsPrecision(
             cast<FloatType>(code.getElement()).getFloatSemantics()) -
         1;
}

static int exponentBias(const WeightCode &code) {
  return 1 - APFloat::semanticsMinExponent(
                 cast<FloatType>(code.getElement()).getFloatSemantics());
}

/// The magnitudes of float codes of up to 4 bits by x86's tables, or where a
/// register holds four f32 without: shifted, the code is an f32 but for the
/// exponent's bias, which a multiplication gives it, subnormals as well.
Value CodeDecoder::magnitudeF32(Value codes) {
  VectorType words = integers(32);
  VectorType f32 = words.clone(b.getF32Type());
  int64_t magnitudes = int64_t(1) << (code.getBits() - 1);
  if (config.lanes >= magnitudes)
    return lookUp(codes, tabulate(code, magnitudes), b.getF32Type());
  Value bits = arith::AndIOp::create(b, codes, splat(words, magnitudes - 1));
  bits = arith::ShLIOp::create(b, bits, splat(words, 23 - fractionBits(code)));
  FloatAttr factor =
      b.getF32FloatAttr(std::ldexp(1.0f, 127 - exponentBias(code)));
  return arith::MulFOp::create(
      b, vector::BitCastOp::create(b, f32, bits),
      arith::ConstantOp::create(b, DenseElementsAttr::get(f32, factor)));
}

/// Codes of which a register holds no table: magnitudes and the sign, or a
/// conversion.
Value CodeDecoder::signedTableF32(ValueRange stored, int64_t position) {
  VectorType words = integers(32);
  VectorType f32 = words.clone(b.getF32Type());
  Value at = field(stored, position, /*isMasked=*/!code.isFloat());
  if (!code.isFloat()) {
    if (code.least())
      at = arith::AddIOp::create(b, at, splat(words, code.least()));
    return arith::SIToFPOp::create(b, f32, at);
  }
  Value magnitude = magnitudeF32(at);
  Value sign = arith::ShLIOp::create(b, at, splat(words, 28));
  sign = arith::AndIOp::create(b, sign, splat(words, int64_t(1) << 31));
  Value bits = vector::BitCastOp::create(b, words, magnitude);
  return vector::BitCastOp::create(b, f32, arith::OrIOp::create(b, bits, sign));
}

Value CodeDecoder::toF32(ValueRange stored, int64_t position) {
  // Registers of four f32 are of machines without the permutation.
  if (config.lanes == 4 || config.lanes < 1 << code.getBits())
    return signedTableF32(stored, position);
  return lookUp(field(stored, position, /*isMasked=*/false),
                tabulate(code, 1 << code.getBits()), b.getF32Type());
}

/// A table of what codes stand for or, as a zero point asks for, of the
/// differences of two codes, modulo 32.
Value CodeDecoder::toBF16(ValueRange stored, int64_t position,
                          Value zeroPoint) {
  VectorType halves = integers(16);
  Value index = vector::BitCastOp::create(
      b, halves, field(stored, position, /*isMasked=*/bool(zeroPoint)));
  if (!zeroPoint)
    return lookUp(index, tabulate(code, 1 << code.getBits()), b.getBF16Type());
  Value zero = vector::BitCastOp::create(b, halves, zeroPoint);
  index = arith::SubIOp::create(b, index, zero);
  SmallVector<APFloat> differences;
  for (int i = 0; i < 32; ++i)
    differences.push_back(APFloat(static_cast<float>(i < 16 ? i : i - 32)));
  return lookUp(index, differences, b.getBF16Type());
}

Value CodeDecoder::toInteger(ValueRange stored, int64_t position,
                             Value zeroPoint) {
  VectorType elements = integers(code.fieldBits());
  Value codes = vector::BitCastOp::create(
      b, elements, field(stored, position, /*isMasked=*/true));
  // Products of bytes are of what is stored.
  if (!zeroPoint &&
      (code.least() == 0 || operandsOf(config.mma) == MmaOperands::I8))
    return codes;
  Value zero = zeroPoint
                   ? Value(vector::BitCastOp::create(b, elements, zeroPoint))
                   : splat(elements, -code.least());
  return arith::SubIOp::create(b, codes, zero);
}

//===----------------------------------------------------------------------===//
// Floats of 5 to 8 bits
//===----------------------------------------------------------------------===//

/// The code, shifted, is an f16 but for the exponent's bias: f16's own
/// conversion then makes its subnormals right as well.
Value CodeDecoder::bytesToF32(Value bytes) {
  auto words = VectorType::get({config.lanes}, b.getI16Type());
  int64_t shift = 10 - fractionBits(code);
  Value x = arith::ExtSIOp::create(b, words, bytes);
  x = arith::ShLIOp::create(b, x, splat(words, shift));
  // The sign fills all bits above the code.
  if (shift < 8)
    x = arith::AndIOp::create(b, x, splat(words, 0x8000 | 0x7f << shift));
  x = vector::BitCastOp::create(b, words.clone(b.getF16Type()), x);
  VectorType f32 = words.clone(b.getF32Type());
  x = arith::ExtFOp::create(b, f32, x);
  int bias = exponentBias(code);
  if (bias == 15)
    return x;
  FloatAttr factor = b.getF32FloatAttr(std::ldexp(1.0f, 15 - bias));
  return arith::MulFOp::create(
      b, x, arith::ConstantOp::create(b, DenseElementsAttr::get(f32, factor)));
}

/// The code, shifted, is a bf16 but for the exponent's bias, which an addition
/// gives it. What is subnormal comes from a table: bf16's own subnormals would
/// count as zero.
Value CodeDecoder::byteToBF16(Value stored, int64_t position) {
  VectorType halves = integers(16);
  unsigned fraction = fractionBits(code);
  Value x =
      shiftRight(vector::BitCastOp::create(b, halves, stored), position * 8);
  Value magnitude = arith::AndIOp::create(b, x, splat(halves, 0x7f));
  Value bits = arith::ShLIOp::create(b, magnitude, splat(halves, 7 - fraction));
  bits = arith::AddIOp::create(b, bits,
                               splat(halves, (127 - exponentBias(code)) << 7));
  Value small =
      lookUp(magnitude, tabulate(code, 1 << fraction), b.getBF16Type());
  Value isSmall = arith::CmpIOp::create(b, arith::CmpIPredicate::ult, magnitude,
                                        splat(halves, int64_t(1) << fraction));
  bits = arith::SelectOp::create(
      b, isSmall, vector::BitCastOp::create(b, halves, small), bits);
  Value sign = arith::ShLIOp::create(b, x, splat(halves, 8));
  sign = arith::AndIOp::create(b, sign, splat(halves, 0x8000));
  return vector::BitCastOp::create(b, halves.clone(b.getBF16Type()),
                                   arith::OrIOp::create(b, bits, sign));
}

Value CodeDecoder::decode(ValueRange stored, int64_t position,
                          Value zeroPoint) {
  if (code.columnBytes() == 1)
    return bytesToF32(stored[0]);
  if (code.getBits() == 8)
    return byteToBF16(stored[0], position);
  SmallVector<Value> words;
  for (Value bytes : stored)
    words.push_back(vector::BitCastOp::create(b, integers(32), bytes));
  if (config.mma == MmaKind::Vdpbf16ps)
    return toBF16(words, position, zeroPoint);
  if (operandsOf(config.mma) != MmaOperands::F32)
    return toInteger(words, position, zeroPoint);
  Value x = toF32(words, position);
  return zeroPoint ? Value(arith::SubFOp::create(b, x, zeroPoint)) : x;
}
