//===- ExplainTransfers.cpp - What goes between host and device -----------===//
#include "mixp/Codegen/GPU/DeviceOps.h"
#include "mixp/Codegen/GPU/Passes.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "llvm/ADT/StringExtras.h"

namespace mixp {
#define GEN_PASS_DEF_EXPLAINTRANSFERSPASS
#include "mixp/Codegen/GPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// A letter for each dim of a value, as the plan of a launch that makes or
/// takes it has them.
static StringRef namesOfDims(Value value) {
  if (auto launch = value.getDefiningOp<LaunchOp>())
    return launch.getPlan().getDims().back().getValue();
  for (OpOperand &use : value.getUses())
    if (auto launch = dyn_cast<LaunchOp>(use.getOwner()))
      return launch.getPlan().getDims()[use.getOperandNumber()].getValue();
  return "";
}

/// E.g. "512" or "128*M": the bytes of a value, without padding.
static std::string describeBytes(TypedValue<DeviceType> value) {
  RankedTensorType type = value.getType().getTensor();
  int64_t bits = type.getElementTypeBitWidth();
  std::string unknown;
  StringRef names = namesOfDims(value);
  for (auto [i, size] : llvm::enumerate(type.getShape())) {
    if (!ShapedType::isDynamic(size))
      bits *= size;
    else
      unknown += i < names.size() ? std::string("*") + names[i] : "*?";
  }
  return std::to_string(bits / 8) + unknown;
}

/// An op of the host that makes or takes a value, and why the host does.
static std::string describeHostOp(Operation *op) {
  StringRef why = "has no kernel";
  if (isa<ToDeviceOp, ToHostOp>(op))
    why = "changes the layout";
  else if (op->hasTrait<OpTrait::ReturnLike>() || isa<CallOpInterface>(op) ||
           isa<RegionBranchOpInterface>(op) || isa<BranchOpInterface>(op))
    why = "hands tensors on";
  else if (isa_and_present<tensor::TensorDialect>(op->getDialect()))
    why = "is about parts or shapes of tensors";
  return ("'" + op->getName().getStringRef() + "', which " + why).str();
}

/// Where the host has a value from.
static std::string describeOrigin(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op)
    return "an argument";
  if (matchPattern(op, m_Constant()))
    return "a constant";
  return describeHostOp(op);
}

/// The ops that take a value, each kind once.
static std::string describeReaders(Value value) {
  SmallVector<std::string> readers;
  for (Operation *user : value.getUsers()) {
    std::string reader = describeHostOp(user);
    if (!llvm::is_contained(readers, reader))
      readers.push_back(std::move(reader));
  }
  return llvm::join(readers, "; ");
}

static void explain(ToDeviceOp op) {
  auto remark = reportRemark(op, RemarkCode::GpuTransfers);
  if (!remark)
    return;
  bool isConstant = matchPattern(op.getSource(), m_Constant());
  remark << remark::metric(isConstant ? "BytesOnce" : "Bytes",
                           describeBytes(op.getResult()))
         << remark::metric("From", describeOrigin(op.getSource()));
}

static void explain(ToHostOp op) {
  auto remark = reportRemark(op, RemarkCode::GpuBack);
  if (!remark)
    return;
  remark << remark::metric("Bytes", describeBytes(op.getSource()))
         << remark::metric("For", describeReaders(op.getResult()));
}

namespace {
struct ExplainTransfers
    : mixp::impl::ExplainTransfersPassBase<ExplainTransfers> {
  void runOnOperation() override {
    getOperation()->walk([](Operation *op) {
      if (auto up = dyn_cast<ToDeviceOp>(op))
        explain(up);
      else if (auto back = dyn_cast<ToHostOp>(op); back && back.getResult())
        explain(back);
    });
  }
};
} // namespace
