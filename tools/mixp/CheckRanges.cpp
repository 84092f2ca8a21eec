//===- CheckRanges.cpp - Whether calibration says enough ------------------===//
#include "CheckRanges.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/RangeGroups.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mixp;

/// Whether the op gets a form with static ranges. A name that is no scheme's is
/// left to mixp-quantize to refuse.
static bool needsRanges(Operation *op, const QuantizationScheme &scheme) {
  auto own = op->getAttrOfType<StringAttr>(kSchemeAttrName);
  if (!own)
    return scheme.needsCalibration();
  auto found = lookupQuantizationScheme(own.getValue());
  if (!found) {
    llvm::consumeError(found.takeError());
    return false;
  }
  return found->needsCalibration();
}

/// The first fault that `find` has with an operand of a contraction with static
/// ranges, as an error. "" is no fault.
static llvm::Error refuseFirst(
    ModuleOp module, const QuantizationScheme &scheme, StringRef option,
    function_ref<std::string(Operation *, std::optional<OperandRanges>)> find) {
  std::string fault;
  assignCalibrationIds(module);
  forEachCalibrated(module, [&](Operation *op, int64_t id) {
    for (bool isLhs : {true, false}) {
      if (!fault.empty() || !needsRanges(op, scheme) ||
          matchPattern(getContractionOperand(op, isLhs), m_Constant()))
        continue;
      StringRef operand = isLhs ? "lhs" : "rhs";
      std::string found = find(op, readRanges(op, isLhs));
      if (!found.empty())
        fault = (option + ": the " + operand + " of " + describeLayer(op, id) +
                 " " + found)
                    .str();
    }
  });
  removeCalibrationIds(module);
  if (fault.empty())
    return llvm::Error::success();
  return llvm::createStringError(fault);
}

/// What keeps samples from an operand that has elements.
static StringRef describeAround(Operation *op) {
  bool isInLoop = op->getParentOfType<scf::ForOp>() != nullptr;
  bool isInBranch = op->getParentOfType<scf::IfOp>() != nullptr;
  if (isInLoop && isInBranch)
    return "none runs the loop and takes the branch around it";
  if (isInLoop)
    return "none runs the loop around it";
  return isInBranch ? "none takes the branch around it" : "it is empty in all";
}

llvm::Error mixp::tool::checkReached(ModuleOp module,
                                     const QuantizationScheme &scheme) {
  return refuseFirst(
      module, scheme, "--calibration",
      [](Operation *op, std::optional<OperandRanges> ranges) -> std::string {
        if (ranges)
          return "";
        return ("has no values in any sample: " + describeAround(op) +
                "; give samples for which that is not so, or take a dynamic "
                "scheme")
            .str();
      });
}

llvm::Error mixp::tool::checkWidths(ModuleOp module,
                                    const QuantizationScheme &scheme,
                                    StringRef option) {
  return refuseFirst(
      module, scheme, option,
      [](Operation *, std::optional<OperandRanges> ranges) -> std::string {
        if (!ranges || ranges->merge() != CalibratedRange{0, 0})
          return "";
        return "is 0 in all samples, from which no scale follows; give samples "
               "for which it is not, or take a dynamic scheme";
      });
}
