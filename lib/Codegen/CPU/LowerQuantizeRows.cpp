//===- LowerQuantizeRows.cpp - Row quantization to loops and vectors ------===//
#include "BufferizedOps.h"
#include "RowQuantizer.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Target/ModuleTarget.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {
#define GEN_PASS_DEF_LOWERQUANTIZEROWSPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

static void lower(QuantizeRowsOp op, int64_t lanes) {
  ImplicitLocOpBuilder b(op.getLoc(), op);
  auto index = [&](int64_t value) -> Value {
    return arith::ConstantIndexOp::create(b, value);
  };
  Value rows = b.createOrFold<memref::DimOp>(op.getInput(), index(0));
  auto loop = scf::ForOp::create(b, index(0), rows, index(1));
  b.setInsertionPointToStart(loop.getBody());
  RowQuantizer(b, op, lanes).build(loop.getInductionVar());
  op.erase();
}

namespace {
struct LowerQuantizeRows
    : mixp::impl::LowerQuantizeRowsPassBase<LowerQuantizeRows> {
  void runOnOperation() override {
    TargetAttr target = requireTarget(getOperation());
    if (!target)
      return signalPassFailure();
    SmallVector<Operation *> ops;
    if (failed(collectBufferized<QuantizeRowsOp>(getOperation(), ops)))
      return signalPassFailure();
    for (Operation *op : ops)
      lower(cast<QuantizeRowsOp>(op), target.getVectorBits() / 32);
  }
};
} // namespace
