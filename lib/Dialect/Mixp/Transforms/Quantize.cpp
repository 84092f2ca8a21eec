//===- Quantize.cpp - Contractions in a scheme's form ---------------------===//
#include "FoldWeights.h"
#include "OperandQuantizer.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringMap.h"
#include <limits>

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_QUANTIZEPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

/// The largest magnitude of an element of `type` less its zero point.
static int64_t largestMagnitude(Type type) {
  auto integer = cast<IntegerType>(type);
  return integer.isUnsigned() ? (int64_t(1) << integer.getWidth()) - 1
                              : int64_t(1) << (integer.getWidth() - 1);
}

/// Refuses a product of integers whose sum along K does not fit the 32 bits of
/// the accumulator, whatever the data: it would wrap around without a word.
static LogicalResult checkAccumulator(Operation *op, StringRef scheme) {
  int64_t terms = countTerms(op);
  if (!isExactContraction(op) || ShapedType::isDynamic(terms))
    return success();
  auto magnitude = [&](bool isLhs) {
    ContractionSide side{op, isLhs};
    return largestMagnitude(side.operand().getType().getElementType());
  };
  int64_t limit = std::numeric_limits<int32_t>::max() /
                  (magnitude(true) * magnitude(false));
  if (terms <= limit)
    return success();
  return op->emitOpError() << "sums " << terms << " products, but scheme '"
                           << scheme << "' is safe from overflow only up to "
                           << limit << ": take bf16 or a 4-bit scheme";
}

/// Replaces the contraction `op` by one of its operands in their new form.
static LogicalResult rewrite(Operation *op, OperandQuantizer &quantizer) {
  FailureOr<QuantizedOperand> lhs = quantizer.quantize({op, /*isLhs=*/true});
  if (failed(lhs))
    return failure();
  FailureOr<QuantizedOperand> rhs = quantizer.quantize({op, /*isLhs=*/false});
  if (failed(rhs))
    return failure();
  Operation *result = rebuildContraction(op, *lhs, *rhs);
  for (StringRef name :
       {StringRef(kLhsRangeAttrName), StringRef(kLhsRangeGroupAttrName),
        StringRef(kRhsRangeAttrName), StringRef(kSchemeAttrName)})
    result->removeDiscardableAttr(name);
  if (failed(checkAccumulator(result, quantizer.getScheme().name)))
    return failure();
  op->replaceAllUsesWith(result);
  op->erase();
  return success();
}

/// Whether the op cannot take the scheme's form; a remark says why.
static bool isRefused(Operation *op, const QuantizationScheme &scheme) {
  if (scheme.activation != ActivationForm::Microscaling ||
      ContractionSide{op, true}.takesGroups())
    return false;
  reportRemark(op, RemarkCode::QuantizeConvBlocks);
  return true;
}

namespace {
/// The schemes of a module's contractions, looked up by name.
class Schemes {
public:
  explicit Schemes(StringRef a16) : a16(a16) {}

  llvm::Error add(StringRef name) {
    if (quantizers.contains(name))
      return llvm::Error::success();
    auto found = lookupQuantizationScheme(name, a16);
    if (!found)
      return found.takeError();
    quantizers[name] = std::make_unique<OperandQuantizer>(std::move(*found));
    return llvm::Error::success();
  }

  /// The one of the scheme that `op` names, else of `otherwise`.
  FailureOr<OperandQuantizer *> find(Operation *op, StringRef otherwise) {
    Attribute written = op->getDiscardableAttr(kSchemeAttrName);
    if (!written)
      return quantizers[otherwise].get();
    auto name = dyn_cast<StringAttr>(written);
    if (!name)
      return op->emitOpError() << "expected '" << kSchemeAttrName
                               << "' to be a string that names a scheme but "
                                  "got "
                               << written;
    if (llvm::Error error = add(name.getValue()))
      return op->emitOpError() << "has '" << kSchemeAttrName << "' with an "
                               << llvm::toString(std::move(error));
    return quantizers[name.getValue()].get();
  }

private:
  StringRef a16;
  llvm::StringMap<std::unique_ptr<OperandQuantizer>> quantizers;
};

struct Quantize : public mixp::impl::QuantizePassBase<Quantize> {
  using QuantizePassBase::QuantizePassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    Schemes schemes(a16);
    if (llvm::Error error = schemes.add(scheme)) {
      emitError(module.getLoc()) << llvm::toString(std::move(error));
      return signalPassFailure();
    }
    SmallVector<Operation *> contractions;
    module.walk([&](Operation *op) {
      if (isPlainContraction(op))
        contractions.push_back(op);
    });
    bool isChanged = false;
    for (Operation *op : contractions) {
      FailureOr<OperandQuantizer *> quantizer = schemes.find(op, scheme);
      if (failed(quantizer))
        return signalPassFailure();
      const QuantizationScheme &form = (*quantizer)->getScheme();
      if (!form.changesMatmuls() || isRefused(op, form)) {
        op->removeDiscardableAttr(kSchemeAttrName);
        continue;
      }
      if (failed(rewrite(op, **quantizer)))
        return signalPassFailure();
      isChanged = true;
      ++numRewritten;
    }
    if (isChanged && !keepWeights)
      foldWeights(module);
  }
};
} // namespace
