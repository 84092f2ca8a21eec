//===- KernelBuilder.cpp - Code of one GPU kernel -------------------------===//
#include "KernelBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

Value KernelBuilder::constant(int64_t value) {
  return createOrFold<arith::ConstantOp>(getI32IntegerAttr(value));
}

Value KernelBuilder::constant64(int64_t value) {
  return createOrFold<arith::ConstantOp>(getI64IntegerAttr(value));
}

Value KernelBuilder::add(Value x, Value y) {
  return createOrFold<arith::AddIOp>(x, y);
}
Value KernelBuilder::add(Value x, int64_t y) {
  return y == 0 ? x : add(x, constant(y));
}
Value KernelBuilder::sub(Value x, Value y) {
  return createOrFold<arith::SubIOp>(x, y);
}
Value KernelBuilder::mul(Value x, Value y) {
  return createOrFold<arith::MulIOp>(x, y);
}
Value KernelBuilder::mul(Value x, int64_t y) {
  return y == 1 ? x : mul(x, constant(y));
}
Value KernelBuilder::div(Value x, Value y) {
  return createOrFold<arith::DivUIOp>(x, y);
}
Value KernelBuilder::div(Value x, int64_t y) {
  return y == 1 ? x : div(x, constant(y));
}
Value KernelBuilder::rem(Value x, Value y) {
  return createOrFold<arith::RemUIOp>(x, y);
}
Value KernelBuilder::rem(Value x, int64_t y) { return rem(x, constant(y)); }
Value KernelBuilder::min(Value x, Value y) {
  return createOrFold<arith::MinUIOp>(x, y);
}
Value KernelBuilder::bitAnd(Value x, int64_t mask) {
  return createOrFold<arith::AndIOp>(x, constant(mask));
}
Value KernelBuilder::bitOr(Value x, Value y) {
  return createOrFold<arith::OrIOp>(x, y);
}
Value KernelBuilder::bitXor(Value x, Value y) {
  return createOrFold<arith::XOrIOp>(x, y);
}
Value KernelBuilder::bitXor(Value x, int64_t y) {
  return y == 0 ? x : bitXor(x, constant(y));
}
Value KernelBuilder::shiftLeft(Value x, int64_t bits) {
  return createOrFold<arith::ShLIOp>(x, constant(bits));
}
Value KernelBuilder::ceilDiv(Value x, int64_t divisor) {
  return div(add(x, divisor - 1), divisor);
}

Value KernelBuilder::lessThan(Value x, Value y) {
  return createOrFold<arith::CmpIOp>(arith::CmpIPredicate::ult, x, y);
}
Value KernelBuilder::lessThanSigned(Value x, Value y) {
  return createOrFold<arith::CmpIOp>(arith::CmpIPredicate::slt, x, y);
}
Value KernelBuilder::equal(Value x, int64_t y) {
  return createOrFold<arith::CmpIOp>(arith::CmpIPredicate::eq, x, constant(y));
}
Value KernelBuilder::logicalAnd(Value x, Value y) {
  return createOrFold<arith::AndIOp>(x, y);
}
Value KernelBuilder::select(Value condition, Value x, Value y) {
  return createOrFold<arith::SelectOp>(condition, x, y);
}
Value KernelBuilder::clampSigned(Value x, int64_t high) {
  Value low = createOrFold<arith::MaxSIOp>(x, constant(0));
  return createOrFold<arith::MinSIOp>(low, constant(high));
}

Value KernelBuilder::widen(Value x) {
  return createOrFold<arith::ExtUIOp>(getI64Type(), x);
}

Value KernelBuilder::threadIndex() {
  return NVVM::ThreadIdXOp::create(*this, getI32Type());
}
Value KernelBuilder::blockIndex() {
  return NVVM::BlockIdXOp::create(*this, getI32Type());
}
Value KernelBuilder::splitIndex() {
  return NVVM::BlockIdYOp::create(*this, getI32Type());
}
Value KernelBuilder::batchIndex() {
  return NVVM::BlockIdZOp::create(*this, getI32Type());
}
Value KernelBuilder::blockCount() {
  return NVVM::GridDimXOp::create(*this, getI32Type());
}
Value KernelBuilder::splitCount() {
  return NVVM::GridDimYOp::create(*this, getI32Type());
}

Value KernelBuilder::offset(Value pointer, Value bytes) {
  return LLVM::GEPOp::create(*this, pointer.getType(), getI8Type(), pointer,
                             bytes);
}

Value KernelBuilder::load(Type type, Value pointer, int64_t alignment) {
  return LLVM::LoadOp::create(*this, type, pointer, alignment);
}
void KernelBuilder::store(Value value, Value pointer, int64_t alignment) {
  LLVM::StoreOp::create(*this, value, pointer, alignment);
}

Value KernelBuilder::loadIf(Value condition, Value pointer) {
  auto type = VectorType::get({4}, getI32Type());
  Value zeros = arith::ConstantOp::create(*this, getZeroAttr(type));
  auto branch = scf::IfOp::create(*this, type, condition, /*withElse=*/true);
  InsertionGuard guard(*this);
  setInsertionPointToStart(branch.thenBlock());
  scf::YieldOp::create(*this, load(type, pointer, 16));
  setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(*this, zeros);
  return branch.getResult(0);
}

void KernelBuilder::ifThen(Value condition, function_ref<void()> then) {
  auto branch = scf::IfOp::create(*this, condition);
  InsertionGuard guard(*this);
  setInsertionPointToStart(branch.thenBlock());
  then();
}

Value KernelBuilder::bitcast(Type type, Value value) {
  if (value.getType() == type)
    return value;
  return LLVM::BitcastOp::create(*this, type, value);
}

Value KernelBuilder::opaque(int64_t value) {
  return LLVM::InlineAsmOp::create(
             *this, TypeRange(getI32Type()), constant(value), "mov.b32 $0, $1;",
             "=r,r", /*has_side_effects=*/false, /*is_align_stack=*/false,
             LLVM::tailcallkind::TailCallKind::None, LLVM::AsmDialectAttr(),
             ArrayAttr())
      .getResult(0);
}

void KernelBuilder::barrier() { NVVM::BarrierOp::create(*this); }
void KernelBuilder::namedBarrier(int64_t number, int64_t threads) {
  NVVM::BarrierOp::create(*this, Type(), constant(number), constant(threads),
                          NVVM::BarrierReductionAttr(), Value());
}
void KernelBuilder::warpBarrier() {
  NVVM::SyncWarpOp::create(*this, constant(-1));
}

Type KernelBuilder::globalPointerType() {
  return LLVM::LLVMPointerType::get(
      getContext(), static_cast<unsigned>(NVVM::NVVMMemorySpace::Global));
}
Type KernelBuilder::sharedPointerType() {
  return LLVM::LLVMPointerType::get(
      getContext(), static_cast<unsigned>(NVVM::NVVMMemorySpace::Shared));
}
