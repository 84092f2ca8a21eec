//===- LowerLaunches.cpp - Launches to calls of the launcher --------------===//
#include "mixp/Codegen/GPU/DeviceOps.h"
#include "mixp/Codegen/GPU/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/TypeSwitch.h"

namespace mixp {
#define GEN_PASS_DEF_LOWERLAUNCHESPASS
#include "mixp/Codegen/GPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

static constexpr StringLiteral kToDevice = "mixp_to_device",
                               kLaunch = "mixp_launch",
                               kToHost = "mixp_to_host",
                               kRelease = "mixp_release";

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

/// The address as the launcher takes it.
static Value addressOf(ImplicitLocOpBuilder &b, Value buffer) {
  Value address = memref::ExtractAlignedPointerAsIndexOp::create(b, buffer);
  return arith::IndexCastOp::create(b, b.getI64Type(), address);
}

/// A buffer's address, followed by its sizes.
static SmallVector<Value> describe(ImplicitLocOpBuilder &b, Value buffer) {
  SmallVector<Value> words = {addressOf(b, buffer)};
  for (int64_t i = 0, e = cast<MemRefType>(buffer.getType()).getRank(); i < e;
       ++i)
    words.push_back(arith::IndexCastOp::create(
        b, b.getI64Type(), memref::DimOp::create(b, buffer, i)));
  return words;
}

/// The address of memory of `function` that holds the words.
static Value storeWords(ImplicitLocOpBuilder &b, func::FuncOp function,
                        ValueRange words) {
  Value memory;
  {
    // Once for each call of the function, not for each turn of a loop.
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(&function.getBody().front());
    int64_t count = words.size();
    memory =
        memref::AllocaOp::create(b, MemRefType::get({count}, b.getI64Type()));
  }
  for (auto [i, word] : llvm::enumerate(words)) {
    Value index = arith::ConstantIndexOp::create(b, i);
    memref::StoreOp::create(b, word, memory, index);
  }
  return addressOf(b, memory);
}

/// What runs last of all that takes the value, seen from the block that makes
/// it; null where another block takes it by a branch.
static Operation *findLastUse(Value value) {
  Operation *last = value.getDefiningOp();
  for (Operation *user : value.getUsers()) {
    Operation *use = value.getParentBlock()->findAncestorOpInBlock(*user);
    if (!use)
      return nullptr;
    if (last->isBeforeInBlock(use))
      last = use;
  }
  return last;
}

namespace {
/// Values of the device become numbers that the launcher gives them.
class Lowering {
public:
  explicit Lowering(ModuleOp module) : module(module) {}
  void run();

private:
  void lower(ToDeviceOp op);
  void lower(LaunchOp op);
  void lower(ToHostOp op);
  Value call(ImplicitLocOpBuilder &b, StringRef name, ValueRange arguments,
             bool givesNumber);
  void keepNumber(OpResult value, Value number);

  ModuleOp module;
  llvm::DenseMap<Value, Value> numbers;
  int64_t copies = 0, launches = 0;
};
} // namespace

/// Calls the launcher's function of this name.
Value Lowering::call(ImplicitLocOpBuilder &b, StringRef name,
                     ValueRange arguments, bool givesNumber) {
  SmallVector<Type> results;
  if (givesNumber)
    results.push_back(b.getI64Type());
  if (!module.lookupSymbol(name)) {
    OpBuilder start = OpBuilder::atBlockBegin(module.getBody());
    auto type = b.getFunctionType(arguments.getTypes(), results);
    func::FuncOp::create(start, module.getLoc(), name, type).setPrivate();
  }
  auto call = func::CallOp::create(b, name, results, arguments);
  return givesNumber ? call.getResult(0) : Value();
}

/// Its memory is free for others after the last use. A value that a branch
/// takes along has its memory until the function's caller has its results.
void Lowering::keepNumber(OpResult value, Value number) {
  numbers[value] = number;
  Operation *last = findLastUse(value);
  if (!last)
    return;
  ImplicitLocOpBuilder b(value.getLoc(), module.getContext());
  b.setInsertionPointAfter(last);
  call(b, kRelease, number, /*givesNumber=*/false);
}

void Lowering::lower(ToDeviceOp op) {
  ImplicitLocOpBuilder b(op.getLoc(), op);
  Value source = makeRowMajor(b, op.getSource(), /*isRead=*/true);
  Value which = arith::ConstantIntOp::create(b, b.getI64Type(), copies++);
  Value words =
      storeWords(b, op->getParentOfType<func::FuncOp>(), describe(b, source));
  Value number = call(b, kToDevice, {which, words}, /*givesNumber=*/true);
  if (source != op.getSource())
    memref::DeallocOp::create(b, source);
  keepNumber(op->getResult(0), number);
}

void Lowering::lower(LaunchOp op) {
  ImplicitLocOpBuilder b(op.getLoc(), op);
  SmallVector<Value> inputs;
  for (Value input : op.getInputs())
    inputs.push_back(numbers.at(input));
  Value which = arith::ConstantIntOp::create(b, b.getI64Type(), launches++);
  Value words = storeWords(b, op->getParentOfType<func::FuncOp>(), inputs);
  keepNumber(op->getResult(0),
             call(b, kLaunch, {which, words}, /*givesNumber=*/true));
}

void Lowering::lower(ToHostOp op) {
  ImplicitLocOpBuilder b(op.getLoc(), op);
  Value outs = makeRowMajor(b, op.getOuts(), /*isRead=*/false);
  Value words =
      storeWords(b, op->getParentOfType<func::FuncOp>(), describe(b, outs));
  call(b, kToHost, {numbers.at(op.getSource()), words}, /*givesNumber=*/false);
  if (outs == op.getOuts())
    return;
  memref::CopyOp::create(b, outs, op.getOuts());
  memref::DeallocOp::create(b, outs);
}

void Lowering::run() {
  DeviceOps ops = collectDeviceOps(module);
  for (Operation *op : ops.all)
    llvm::TypeSwitch<Operation *>(op).Case<ToDeviceOp, LaunchOp, ToHostOp>(
        [&](auto op) { lower(op); });
  for (Operation *op : llvm::reverse(ops.all))
    op->erase();
}

/// Buffers have addresses, and values of the device go from an op to another
/// one, never through a branch or a call.
static LogicalResult check(Operation *op) {
  bool isCopy = isa<ToDeviceOp, ToHostOp>(op);
  if (isCopy && llvm::any_of(op->getOperandTypes(), llvm::IsaPred<TensorType>))
    return op->emitOpError() << "expected buffers; run one-shot-bufferize "
                                "first";
  for (Value operand : op->getOperands()) {
    if (!isa<DeviceType>(operand.getType()))
      continue;
    if (!isa<LaunchOp, ToHostOp>(op) ||
        !isa_and_present<ToDeviceOp, LaunchOp>(operand.getDefiningOp()))
      return op->emitOpError()
             << "expected values of the device to go from copies and launches "
                "to copies and launches, not through branches or calls";
  }
  return success();
}

namespace {
struct LowerLaunches : mixp::impl::LowerLaunchesPassBase<LowerLaunches> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    WalkResult result = module.walk([](Operation *op) {
      return failed(check(op)) ? WalkResult::interrupt()
                               : WalkResult::advance();
    });
    if (result.wasInterrupted())
      return signalPassFailure();
    Lowering(module).run();
    for (auto kernels :
         llvm::make_early_inc_range(module.getOps<gpu::GPUModuleOp>()))
      kernels.erase();
  }
};
} // namespace
