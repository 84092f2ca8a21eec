//===- EpilogueVerification.cpp - Epilogues of products -------------------===//
#include "EpilogueVerification.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/IR/AffineMap.h"

using namespace mlir;
using namespace mixp;

LogicalResult mixp::verifyEpilogue(Operation *op, Region &epilogue,
                                   ArrayAttr maps, OperandRange operands,
                                   int64_t rank, Type accumulator, Type stored,
                                   Type soFar) {
  if (maps.size() != operands.size())
    return op->emitOpError() << "expected one map for each epilogue operand";
  for (auto [map, operand] :
       llvm::zip_equal(maps.getAsValueRange<AffineMapAttr>(), operands)) {
    auto type = cast<ShapedType>(operand.getType());
    if (map.getNumDims() != rank || map.getNumResults() != type.getRank())
      return op->emitOpError() << "expected a map from " << rank
                               << " dims to the operand's " << type.getRank();
    for (AffineExpr expr : map.getResults())
      if (!isa<AffineDimExpr>(expr) && expr != 0)
        return op->emitOpError() << "expected maps of dims and zeros but got "
                                 << AffineMapAttr::get(map);
  }
  Block &block = epilogue.front();
  unsigned count = 1 + operands.size() + (soFar ? 1 : 0);
  if (block.getNumArguments() != count ||
      block.getArgument(0).getType() != accumulator)
    return op->emitOpError() << "expected an epilogue on a " << accumulator
                             << " accumulator and one value of each operand";
  if (soFar && block.getArguments().back().getType() != soFar)
    return op->emitOpError() << "expected an epilogue that takes the " << soFar
                             << " of outs last";
  auto yield = dyn_cast<YieldOp>(block.getTerminator());
  if (!yield || yield.getValue().getType() != stored)
    return op->emitOpError() << "expected the epilogue to yield a " << stored;
  return success();
}
