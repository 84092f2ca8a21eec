//===- Widening.cpp - Conversions that keep every value -------------------===//
#include "Widening.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/TypeUtilities.h"
#include <optional>

using namespace mlir;
using namespace mixp;

/// Whether the float type holds every integer of `width` bits.
static bool holdsIntegers(FloatType type, unsigned width, bool isUnsigned) {
  const llvm::fltSemantics &format = type.getFloatSemantics();
  // The most negative number, a power of two, needs one digit only.
  unsigned digits = isUnsigned ? width : width - 1;
  return digits <= llvm::APFloat::semanticsPrecision(format) &&
         static_cast<int>(width) - 1 <=
             llvm::APFloat::semanticsMaxExponent(format);
}

/// How the operand of `op` is read, so that it means the same as op's result
/// read as `reading`; nothing where op changes the number.
static std::optional<Reading> readOperand(Operation *op, Reading reading) {
  Type from = getElementTypeOrSelf(op->getOperand(0));
  Type to = getElementTypeOrSelf(op->getResult(0));
  if (isa<arith::ExtSIOp>(op))
    return reading == Reading::Unsigned ? std::nullopt
                                        : std::optional(Reading::Signed);
  if (isa<arith::ExtUIOp>(op))
    return Reading::Unsigned; // the top bit is 0: signed or not is the same
  if (isa<arith::ExtFOp>(op) && llvm::APFloat::isRepresentableBy(
                                    cast<FloatType>(from).getFloatSemantics(),
                                    cast<FloatType>(to).getFloatSemantics()))
    return Reading::AsIs;
  if (isa<arith::SIToFPOp, arith::UIToFPOp>(op)) {
    bool isUnsigned = isa<arith::UIToFPOp>(op);
    if (holdsIntegers(cast<FloatType>(to), from.getIntOrFloatBitWidth(),
                      isUnsigned))
      return isUnsigned ? Reading::Unsigned : Reading::Signed;
  }
  return std::nullopt;
}

/// The tensor that an element-wise linalg op only widens, read so that it means
/// the op's result read as `reading`.
static std::optional<ReadValue> followElementwise(linalg::LinalgOp op,
                                                  Reading reading) {
  if (!op.hasPureTensorSemantics() || op.getNumDpsInputs() != 1 ||
      op.getNumDpsInits() != 1 || op.getNumReductionLoops() != 0 ||
      !llvm::all_of(op.getIndexingMapsArray(),
                    [](AffineMap map) { return map.isIdentity(); }))
    return std::nullopt;
  Operation *yield = op.getBlock()->getTerminator();
  ReadValue source = followWidening({yield->getOperand(0), reading});
  if (source.value != op.getBlock()->getArgument(0))
    return std::nullopt;
  return ReadValue{op.getDpsInputOperand(0)->get(), source.reading};
}

ReadValue mixp::followWidening(ReadValue use) {
  while (Operation *op = use.value.getDefiningOp()) {
    if (auto structured = dyn_cast<linalg::LinalgOp>(op)) {
      auto source = followElementwise(structured, use.reading);
      if (!source)
        return use;
      use = *source;
      continue;
    }
    if (op->getNumOperands() != 1 || op->getNumResults() != 1)
      return use;
    auto reading = readOperand(op, use.reading);
    if (!reading)
      return use;
    use = {op->getOperand(0), *reading};
  }
  return use;
}
