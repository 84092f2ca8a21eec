//===- WeightCode.cpp - Narrow weights as kernels keep them ---------------===//
#include "WeightCode.h"
#include "KernelConfig.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"

using namespace mlir;
using namespace mixp;

/// Formats that are 16-bit floats after a shift and a change of exponent.
static bool hasShiftedForm(FloatType type) {
  // f8E5M2FNUZ has a finite number where f16 has infinity.
  return type.getWidth() <= 8 &&
         !isa<Float8E5M2FNUZType, Float8E8M0FNUType>(type);
}

std::optional<WeightCode> WeightCode::get(Type element, MmaKind mma) {
  int64_t elements = mixp::wordElements(mma);
  bool isF32 = operandsOf(mma) == MmaOperands::F32;
  bool isFloatKernel = isF32 || mma == MmaKind::Vdpbf16ps;
  unsigned width = element.getIntOrFloatBitWidth();
  // Tables of bf16 are x86's; words of row pairs are split in halves only.
  if (operandsOf(mma) == MmaOperands::BF16 && !isFloatKernel)
    return std::nullopt;
  if (isRowPairs(mma) && !element.isInteger(4))
    return std::nullopt;
  if (isa<IntegerType>(element) && width <= 4)
    return WeightCode(element, width, elements, false);
  auto type = dyn_cast<FloatType>(element);
  if (!type || !isFloatKernel || !hasShiftedForm(type))
    return std::nullopt;
  if (width <= 4)
    return WeightCode(element, width, elements, false);
  return WeightCode(element, 8, elements, isF32);
}

int64_t WeightCode::columnBytes() const {
  return isBytes ? 1 : 4 * stepWords();
}

int64_t WeightCode::stepElements() const {
  // Row pairs have words of 8 bytes, in two halves.
  constexpr int64_t kRowPairWord = 8;
  if (elements == kRowPairWord)
    return 2 * elements;
  return isBytes ? 1 : bits == 3 ? 32 : 32 / bits;
}

SmallVector<WeightCode::Piece, 3> WeightCode::pieces(int64_t position) const {
  unsigned at = position;
  if (bits != 3)
    return {{0, at * bits, 0, bits}};
  unsigned inWord = fieldBits() / 3, rest = 3 * inWord;
  if (at < 3 * inWord)
    return {{at / inWord, at % inWord * 3, 0, 3}};
  // One bit of each word, or two of the outer ones and one of the middle one.
  if (fieldBits() - rest == 1)
    return {{0, rest, 0, 1}, {1, rest, 1, 1}, {2, rest, 2, 1}};
  if (at == 3 * inWord)
    return {{0, rest, 0, 2}, {1, rest, 2, 1}};
  return {{2, rest, 0, 2}, {1, rest + 1, 2, 1}};
}

int64_t WeightCode::least() const {
  auto type = dyn_cast<IntegerType>(element);
  return !type || type.isUnsigned() ? 0 : -(int64_t(1) << (bits - 1));
}

unsigned WeightCode::encode(uint8_t raw) const {
  unsigned width = element.getIntOrFloatBitWidth();
  unsigned code = raw & ((1u << width) - 1);
  if (!isFloat()) // two's complement less the least number: the sign flips
    return least() ? code ^ (1u << (bits - 1)) : code;
  unsigned sign = code >> (width - 1);
  return (code & ((1u << (width - 1)) - 1)) | sign << (bits - 1);
}

APFloat WeightCode::decode(unsigned code) const {
  const llvm::fltSemantics &single = APFloat::IEEEsingle();
  if (!isFloat())
    return APFloat(static_cast<float>(least() + code));
  unsigned width = element.getIntOrFloatBitWidth();
  unsigned magnitude = code & ((1u << (bits - 1)) - 1);
  unsigned raw = magnitude | (code >> (bits - 1)) << (width - 1);
  APFloat number(cast<FloatType>(element).getFloatSemantics(),
                 APInt(width, raw, false, /*implicitTrunc=*/true));
  bool ignored;
  number.convert(single, APFloat::rmNearestTiesToEven, &ignored);
  return number;
}

void WeightCode::store(char *step, int64_t nr, int64_t column, int64_t k,
                       unsigned code) const {
  if (isBytes) {
    step[column] = char(code);
    return;
  }
  for (Piece piece : pieces(k / elements)) {
    unsigned field = (code >> piece.codeBit) & ((1u << piece.count) - 1);
    unsigned bit = k % elements * fieldBits() + piece.bit;
    char *word = step + (piece.word * nr + column) * 4;
    for (unsigned i = 0; i < piece.count; ++i)
      word[(bit + i) / 8] |= char((field >> i & 1) << (bit + i) % 8);
  }
}

bool mixp::hasFiniteCodes(Value constant) {
  auto type = cast<FloatType>(
      cast<RankedTensorType>(constant.getType()).getElementType());
  auto bytes = readConstantBytes(constant);
  if (!bytes)
    return false;
  unsigned width = type.getWidth();
  SmallVector<bool> isFinite;
  for (unsigned code = 0; code < 1u << width; ++code)
    isFinite.push_back(
        APFloat(type.getFloatSemantics(), APInt(width, code)).isFinite());
  return llvm::all_of(*bytes, [&](char byte) {
    return isFinite[uint8_t(byte) & (isFinite.size() - 1)];
  });
}
