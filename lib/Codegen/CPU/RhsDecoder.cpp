//===- RhsDecoder.cpp - Loads of the packed rhs ---------------------------===//
#include "RhsDecoder.h"
#include "CodeDecoder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

static Value splat(ImplicitLocOpBuilder &b, VectorType type, int64_t value) {
  TypedAttr element = b.getIntegerAttr(type.getElementType(), value);
  return arith::ConstantOp::create(b, DenseElementsAttr::get(type, element));
}

/// Elements of a packed vector -> elements of the instruction's type.
static Value widen(ImplicitLocOpBuilder &b, const KernelConfig &config,
                   Value packed) {
  auto type = cast<VectorType>(packed.getType());
  Type element = type.getElementType();
  MmaOperands operands = operandsOf(config.mma);
  if (operands == MmaOperands::I16 && element.isInteger(8)) {
    VectorType wide = type.clone(b.getI16Type());
    return config.rhsUnsigned ? Value(arith::ExtUIOp::create(b, wide, packed))
                              : Value(arith::ExtSIOp::create(b, wide, packed));
  }
  if (operands != MmaOperands::F32 || element.isF32())
    return packed;
  VectorType f32 = type.clone(b.getF32Type());
  if (isa<FloatType>(element))
    return arith::ExtFOp::create(b, f32, packed);
  return config.rhsUnsigned ? Value(arith::UIToFPOp::create(b, f32, packed))
                            : Value(arith::SIToFPOp::create(b, f32, packed));
}

/// A word of a vector of nibble pairs: the low halves, then the high halves.
/// Kernels of integers multiply them as they are stored.
static Value splitNibbles(ImplicitLocOpBuilder &b, const KernelConfig &config,
                          Value packed, int64_t word) {
  auto type = cast<VectorType>(packed.getType());
  Value half = packed;
  if (word != 0) {
    // Shifted by words: for bytes, LLVM would choose a multiplication by a bit
    // matrix (GFNI), which takes a unit that the dot products need.
    auto words = VectorType::get({type.getNumElements() / 4}, b.getI32Type());
    half = arith::ShRUIOp::create(
        b, vector::BitCastOp::create(b, words, packed), splat(b, words, 4));
    half = vector::BitCastOp::create(b, type, half);
  }
  half = arith::AndIOp::create(b, half, splat(b, type, 15));
  if (*config.nibbleOffset == 0 || config.isInteger())
    return half;
  return arith::SubIOp::create(b, half, splat(b, type, *config.nibbleOffset));
}

RhsDecoder::RhsDecoder(ImplicitLocOpBuilder &b, const KernelConfig &config,
                       Value rhs, ValueRange panelIndices, Value step)
    : b(b), config(config) {
  int64_t elements = config.lanes * config.wordElements, parts = 1;
  Type element = config.rhsElement;
  if (config.code) {
    elements = config.lanes * config.code->columnBytes();
    parts = config.code->stepWords();
    elements /= parts;
  }
  auto type = VectorType::get({elements}, element);
  for (int64_t v = 0; v < config.numVectors(); ++v) {
    SmallVector<Value> &vectors = stored.emplace_back();
    for (int64_t part = 0; part < parts; ++part) {
      SmallVector<Value> indices(panelIndices);
      int64_t vector = part * config.numVectors() + v;
      indices.append(
          {step, arith::ConstantIndexOp::create(b, vector * elements)});
      vectors.push_back(vector::LoadOp::create(b, type, rhs, indices));
    }
  }
}

SmallVector<Value> RhsDecoder::word(int64_t word, ValueRange zeroPoints) {
  SmallVector<Value> vectors;
  for (auto [v, parts] : llvm::enumerate(stored)) {
    if (config.code) {
      Value zeroPoint = zeroPoints.empty() ? Value() : zeroPoints[v];
      vectors.push_back(CodeDecoder(b, config).decode(parts, word, zeroPoint));
      continue;
    }
    Value packed = config.nibbleOffset ? splitNibbles(b, config, parts[0], word)
                                       : parts[0];
    vectors.push_back(widen(b, config, packed));
  }
  return vectors;
}
