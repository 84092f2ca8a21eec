//===- InPlaceWindows.cpp - Windows that a kernel reads itself ------------===//
#include "InPlaceWindows.h"
#include "StridedDims.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

WindowsOp mixp::findWindows(MatmulOp op) {
  auto rows = op.getLhs().getDefiningOp<tensor::CollapseShapeOp>();
  if (!rows || !rows->hasOneUse())
    return {};
  auto windows = rows.getSrc().getDefiningOp<WindowsOp>();
  int64_t rank = op.getOuts().getType().getRank();
  bool isSplitAtTaps =
      windows &&
      rows.getReassociationIndices().back().front() == windows.getFirstTapDim();
  bool isWhole = isSplitAtTaps && windows->hasOneUse() &&
                 (windows.getGroups() == 1 ? rank == 2 : rank == 3);
  return isWhole ? windows : WindowsOp();
}

SmallVector<int64_t> mixp::getWindowRuns(WindowsOp windows) {
  ArrayRef<int64_t> input = windows.getInput().getType().getShape();
  SmallVector<int64_t> sizes(
      windows.getType().getShape().drop_front(windows.getFirstTapDim()));
  // Of the input's pixels, each dim as many elements apart.
  SmallVector<int64_t> strides(sizes.size(), 1);
  int64_t distance = input.back();
  for (int64_t i = windows.getSpatialRank(); i-- > 0;) {
    bool isKnown = !ShapedType::isDynamic(distance);
    strides[i] =
        isKnown ? distance * windows.getDilations()[i] : ShapedType::kDynamic;
    isKnown &= !ShapedType::isDynamic(input[1 + i]);
    distance = isKnown ? distance * input[1 + i] : ShapedType::kDynamic;
  }
  SmallVector<int64_t> runs;
  for (const ReassociationIndices &group : groupUniformDims(sizes, strides)) {
    int64_t run = 1;
    for (int64_t dim : group)
      run = ShapedType::isDynamic(run) || ShapedType::isDynamic(sizes[dim])
                ? ShapedType::kDynamic
                : run * sizes[dim];
    runs.push_back(run);
  }
  return runs;
}

StringRef mixp::findInPlaceObstacle(MatmulOp op, WindowsOp windows,
                                    const NativeForm &form, TargetAttr target,
                                    int64_t kc) {
  MmaOperands operands = operandsOf(form.mma);
  if (isTile(form.mma))
    return "tiles are loaded from rows";
  if (form.groupSize || form.nibbles || form.code ||
      operands == MmaOperands::I16 || operands == MmaOperands::Bits)
    return "the kernel reads another form of them";
  if (operands == MmaOperands::I8 && selectByteProduct(op, target)->flipRhs)
    return "they are summed as well";
  SmallVector<int64_t> runs = getWindowRuns(windows);
  if (ShapedType::isDynamicShape(runs) ||
      runs.back() % wordElements(form.mma) != 0)
    return "a run of elements is no whole number of words";
  if (windows.getType().getShape().back() == 1 &&
      windows.getDilations().back() != 1)
    return "no two elements of a window are neighbours";
  // A shorter loop does not make up for what is around it.
  constexpr int64_t kShortestRun = 8;
  if (runs.size() > 1 && runs.back() / wordElements(form.mma) < kShortestRun)
    return "a run of elements is short";
  if (runs.size() > 1 && kc * wordElements(form.mma) % runs.back() != 0)
    return "a block along K ends within a run of elements";
  return "";
}
