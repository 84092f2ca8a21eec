//===- LowerLaunches.cpp - Launches to calls of the launcher --------------===//
#include "mixp/Codegen/GPU/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {
#define GEN_PASS_DEF_LOWERLAUNCHESPASS
#include "mixp/Codegen/GPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

static constexpr StringLiteral kLauncher = "mixp_launch";

static void declareLauncher(ModuleOp module) {
  if (module.lookupSymbol(kLauncher))
    return;
  OpBuilder b = OpBuilder::atBlockBegin(module.getBody());
  auto type = b.getFunctionType({b.getI64Type(), b.getI64Type()}, {});
  func::FuncOp::create(b, module.getLoc(), kLauncher, type).setPrivate();
}

/// `buffer`, or a row-major copy of it.
static Value makeRowMajor(ImplicitLocOpBuilder &b, Value buffer, bool isRead) {
  auto type = cast<MemRefType>(buffer.getType());
  if (type.getLayout().isIdentity())
    return buffer;
  SmallVector<Value> sizes;
  for (int64_t i = 0, e = type.getRank(); i < e; ++i)
    if (type.isDynamicDim(i))
      sizes.push_back(memref::DimOp::create(b, buffer, i));
  auto plain = MemRefType::get(type.getShape(), type.getElementType());
  Value copy = memref::AllocOp::create(b, plain, sizes);
  if (isRead)
    memref::CopyOp::create(b, buffer, copy);
  return copy;
}

/// The address as the launcher's caller passes it.
static Value addressOf(ImplicitLocOpBuilder &b, Value buffer) {
  return memref::ExtractAlignedPointerAsIndexOp::create(b, buffer);
}

/// Stores each operand's address and sizes in `words`.
static void storeWords(ImplicitLocOpBuilder &b, ValueRange operands,
                       Value words) {
  int64_t next = 0;
  auto store = [&](Value word) {
    Value index = arith::ConstantIndexOp::create(b, next++);
    memref::StoreOp::create(b, word, words, index);
  };
  for (Value operand : operands) {
    store(addressOf(b, operand));
    auto type = cast<MemRefType>(operand.getType());
    for (int64_t i = 0, e = type.getRank(); i < e; ++i)
      store(memref::DimOp::create(b, operand, i));
  }
}

static void lower(LaunchOp op, int64_t index) {
  ImplicitLocOpBuilder b(op.getLoc(), op);
  SmallVector<Value> operands;
  int64_t count = 0;
  for (OpOperand &operand : op->getOpOperands()) {
    operands.push_back(makeRowMajor(b, operand.get(), !op.isDpsInit(&operand)));
    count += 1 + cast<MemRefType>(operand.get().getType()).getRank();
  }
  Value words;
  {
    // Once for each call of the function, not for each turn of a loop.
    OpBuilder::InsertionGuard guard(b);
    auto function = op->getParentOfType<func::FuncOp>();
    b.setInsertionPointToStart(&function.getBody().front());
    words =
        memref::AllocaOp::create(b, MemRefType::get({count}, b.getIndexType()));
  }
  storeWords(b, operands, words);
  auto toI64 = [&](Value value) {
    return arith::IndexCastOp::create(b, b.getI64Type(), value);
  };
  Value number = arith::ConstantIntOp::create(b, b.getI64Type(), index);
  func::CallOp::create(b, kLauncher, TypeRange(),
                       ValueRange{number, toI64(addressOf(b, words))});
  for (auto [operand, original] : llvm::zip_equal(operands, op->getOperands()))
    if (operand != original) {
      if (original == op.getOuts())
        memref::CopyOp::create(b, operand, original);
      memref::DeallocOp::create(b, operand);
    }
  op.erase();
}

namespace {
struct LowerLaunches : mixp::impl::LowerLaunchesPassBase<LowerLaunches> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    SmallVector<LaunchOp> ops;
    module.walk([&](LaunchOp op) { ops.push_back(op); });
    for (LaunchOp op : ops)
      if (!isa<MemRefType>(op.getOuts().getType())) {
        op.emitOpError() << "expected buffers; run one-shot-bufferize first";
        return signalPassFailure();
      }
    if (!ops.empty())
      declareLauncher(module);
    for (auto [i, op] : llvm::enumerate(ops))
      lower(op, i);
    for (auto kernels :
         llvm::make_early_inc_range(module.getOps<gpu::GPUModuleOp>()))
      kernels.erase();
  }
};
} // namespace
