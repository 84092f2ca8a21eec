//===- RhsDecoder.cpp - Loads of the packed rhs ---------------------------===//
#include "RhsDecoder.h"
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
  if (config.mma == MmaKind::Vpmaddwd && element.isInteger(8)) {
    VectorType wide = type.clone(b.getI16Type());
    return config.rhsUnsigned ? Value(arith::ExtUIOp::create(b, wide, packed))
                              : Value(arith::ExtSIOp::create(b, wide, packed));
  }
  if (config.mma != MmaKind::Fma || element.isF32())
    return packed;
  VectorType f32 = type.clone(b.getF32Type());
  if (isa<FloatType>(element))
    return arith::ExtFOp::create(b, f32, packed);
  return config.rhsUnsigned ? Value(arith::UIToFPOp::create(b, f32, packed))
                            : Value(arith::SIToFPOp::create(b, f32, packed));
}

/// The two words of a vector of nibble pairs: low halves, then high halves.
/// Kernels of integers multiply them as they are stored.
static std::pair<Value, Value> splitNibbles(ImplicitLocOpBuilder &b,
                                            const KernelConfig &config,
                                            Value packed) {
  auto type = cast<VectorType>(packed.getType());
  // Shifted by words: for bytes, LLVM would choose a multiplication by a bit
  // matrix (GFNI), which takes a unit that the dot products need.
  auto words = VectorType::get({type.getNumElements() / 4}, b.getI32Type());
  Value shifted = arith::ShRUIOp::create(
      b, vector::BitCastOp::create(b, words, packed), splat(b, words, 4));
  Value mask = splat(b, type, 15);
  Value low = arith::AndIOp::create(b, packed, mask);
  Value high = arith::AndIOp::create(
      b, vector::BitCastOp::create(b, type, shifted), mask);
  if (*config.nibbleOffset == 0 || config.isInteger())
    return {low, high};
  Value offset = splat(b, type, *config.nibbleOffset);
  return {arith::SubIOp::create(b, low, offset),
          arith::SubIOp::create(b, high, offset)};
}

SmallVector<SmallVector<Value>>
mixp::loadRhsStep(ImplicitLocOpBuilder &b, const KernelConfig &config,
                  Value rhs, ValueRange panelIndices, Value step) {
  SmallVector<SmallVector<Value>> words(config.stepWords);
  int64_t size = config.lanes * config.wordElements;
  auto type = VectorType::get({size}, config.rhsElement);
  for (int64_t v = 0; v < config.numVectors(); ++v) {
    SmallVector<Value> indices(panelIndices);
    indices.push_back(step);
    indices.push_back(arith::ConstantIndexOp::create(b, v * size));
    Value packed = vector::LoadOp::create(b, type, rhs, indices);
    if (!config.nibbleOffset) {
      words[0].push_back(widen(b, config, packed));
      continue;
    }
    auto [low, high] = splitNibbles(b, config, packed);
    words[0].push_back(widen(b, config, low));
    words[1].push_back(widen(b, config, high));
  }
  return words;
}
