//===- GpuPlan.cpp - Launches for the runtime -----------------------------===//
#include "GpuPlan.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;

llvm::Expected<gpurt::ElementType> mixp::getRuntimeType(Type element) {
  std::string name;
  llvm::raw_string_ostream(name) << element;
  gpurt::ElementType type;
  if (gpurt::parseElementType(name, type))
    return type;
  return llvm::createStringError("a GPU's launcher has no elements of type " +
                                 name);
}

static gpurt::Argument::Kind toRuntimeKind(ArgumentKind kind) {
  switch (kind) {
  case ArgumentKind::Pointer:
    return gpurt::Argument::Kind::Pointer;
  case ArgumentKind::Pitch:
    return gpurt::Argument::Kind::Pitch;
  case ArgumentKind::BatchStride:
    return gpurt::Argument::Kind::BatchStride;
  case ArgumentKind::TensorMap:
    return gpurt::Argument::Kind::TensorMap;
  case ArgumentKind::Size:
    return gpurt::Argument::Kind::Size;
  case ArgumentKind::Workspace:
    return gpurt::Argument::Kind::Workspace;
  }
  return gpurt::Argument::Kind::Pointer;
}

gpurt::Layout mixp::toRuntimeLayout(DeviceType type) {
  gpurt::Layout layout;
  layout.transpose = type.getTransposed();
  layout.roundTf32 = type.getRounded();
  if (FragmentsAttr fragments = type.getFragments()) {
    layout.kind = gpurt::Layout::Kind::Fragments;
    layout.bits = fragments.getBits();
    layout.flip = fragments.getFlip();
    layout.blockN = fragments.getBlockN();
    layout.blockK = fragments.getBlockK();
  }
  return layout;
}

gpurt::Launch mixp::toRuntimeLaunch(LaunchOp op) {
  LaunchPlanAttr plan = op.getPlan();
  gpurt::Launch launch;
  launch.kernel = op.getKernel().getLeafReference().str();
  launch.threads = plan.getThreads();
  launch.sharedBytes = plan.getSharedBytes();
  launch.grid = {plan.getTileM(),      plan.getTileN(),
                 plan.getSplitK(),     plan.getSplitBlocks(),
                 plan.getSplitDepth(), plan.getPersistent()};
  for (LaunchSizeAttr size : plan.getSizes())
    launch.sizes[size.getName().str()] = {
        std::nullopt, static_cast<size_t>(size.getOperand()),
        static_cast<size_t>(size.getDim())};
  for (int64_t i = 0, e = op.getNumKernelOperands(); i < e; ++i) {
    gpurt::Operand operand;
    operand.access = i + 1 == e ? gpurt::Access::Write : gpurt::Access::Read;
    operand.layout = toRuntimeLayout(op.getKernelOperandType(i));
    for (char letter : plan.getDims()[i].getValue()) {
      gpurt::OperandDim dim;
      if (letter == '1')
        dim.fixed = 1;
      else
        dim.size = letter;
      operand.dims.push_back(dim);
    }
    launch.operands.push_back(operand);
  }
  for (KernelArgumentAttr attribute : plan.getArguments()) {
    gpurt::Argument argument;
    argument.kind = toRuntimeKind(attribute.getKind());
    argument.operand = attribute.getOperand();
    argument.box.assign(attribute.getBox().begin(), attribute.getBox().end());
    argument.swizzle = attribute.getSwizzle();
    argument.bytesPerTile = attribute.getBytesPerTile();
    argument.zero = attribute.getZero();
    if (attribute.getSize())
      argument.size = attribute.getSize().str();
    launch.arguments.push_back(argument);
  }
  return launch;
}
