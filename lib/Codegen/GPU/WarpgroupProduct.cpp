//===- WarpgroupProduct.cpp - 64 rows by wgmma ----------------------------===//
#include "WarpgroupProduct.h"
#include "WarpProduct.h"
#include "WgmmaDescriptor.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;

WarpgroupProduct::WarpgroupProduct(TensorCoreMatmulOp op)
    : schedule(op.getSchedule()), lhsTile(getOperandTiles(op)[0]),
      rhsTile(getOperandTiles(op)[1]) {}

LLVM::LLVMStructType WarpgroupProduct::type() const {
  GpuScheduleAttr schedule = this->schedule;
  MLIRContext *context = schedule.getContext();
  Type acc = schedule.getCore().getAcc();
  Type element = acc.isF16() ? Type(IntegerType::get(context, 32)) : acc;
  return LLVM::LLVMStructType::getLiteral(context,
                                          SmallVector<Type>(size(), element));
}

Value WarpgroupProduct::zeros(KernelBuilder &b) const {
  return LLVM::ZeroOp::create(b, type());
}

/// The elements of a struct.
static SmallVector<Value> registersOf(KernelBuilder &b, Value accumulators) {
  auto type = cast<LLVM::LLVMStructType>(accumulators.getType());
  SmallVector<Value> values;
  for (int64_t i = 0, e = type.getBody().size(); i < e; ++i)
    values.push_back(
        LLVM::ExtractValueOp::create(b, accumulators, ArrayRef<int64_t>(i)));
  return values;
}

/// `$0` ... are the accumulators, followed by the same as inputs and the two
/// descriptors.
std::string WarpgroupProduct::assembly(bool startsAtZero) const {
  TensorCoreAttr core = schedule.getCore();
  std::string text;
  llvm::raw_string_ostream os(text);
  std::string list = "{";
  for (int64_t i = 0; i < size(); ++i)
    list += (i ? ", $" : "$") + std::to_string(i);
  list += "}";
  int64_t lhs = 2 * size(), rhs = lhs + 1;
  // Integers have neither signs nor transposes to choose.
  bool isWide = storedBits(core.getLhs()) == 16;
  std::string modes = core.getAcc().isInteger() ? "" : ", 1, 1";
  if (isWide)
    modes += std::string(lhsTile.isContiguousAlongK ? ", 0" : ", 1") +
             (rhsTile.isContiguousAlongK ? ", 0" : ", 1");
  os << "{\n.reg .pred p;\n.reg .b64 a, b;\nwgmma.fence.sync.aligned;\n";
  for (int64_t k = 0; k < schedule.getBlockK() / core.getK(); ++k) {
    os << "setp.ne.b32 p, " << (startsAtZero && k == 0 ? 0 : 1) << ", 0;\n"
       << "add.s64 a, $" << lhs << ", "
       << k * wgmmaDescriptorStep(lhsTile, core.getK()) << ";\nadd.s64 b, $"
       << rhs << ", " << k * wgmmaDescriptorStep(rhsTile, core.getK())
       << ";\nwgmma.mma_async.sync.aligned.m" << core.getM() << "n"
       << schedule.getBlockN() << "k" << core.getK() << "."
       << wgmmaTypeName(core.getAcc()) << "." << wgmmaTypeName(core.getLhs())
       << "." << wgmmaTypeName(core.getRhs()) << " " << list << ", a, b, p"
       << modes << ";\n";
  }
  os << "wgmma.commit_group.sync.aligned;\nwgmma.wait_group.sync.aligned 0;\n}";
  return text;
}

Value WarpgroupProduct::multiply(KernelBuilder &b, Value lhs, Value rhs,
                                 Value group, Value accumulators,
                                 bool startsAtZero) const {
  TensorCoreAttr core = schedule.getCore();
  // 64 rows are 8 KiB, or one panel.
  int64_t groupBytes = lhsTile.isContiguousAlongK
                           ? core.getM() * lhsTile.smem().panelBytes()
                           : lhsTile.smem().panelSize();
  SmallVector<Value> operands = registersOf(b, accumulators);
  operands.push_back(
      wgmmaDescriptor(b, lhsTile, b.offset(lhs, b.mul(group, groupBytes))));
  operands.push_back(wgmmaDescriptor(b, rhsTile, rhs));
  std::string constraints;
  StringRef kind = core.getAcc().isF32() ? "=f," : "=r,";
  for (int64_t i = 0; i < size(); ++i)
    constraints += kind;
  for (int64_t i = 0; i < size(); ++i)
    constraints += std::to_string(i) + ",";
  constraints += "l,l";
  return LLVM::InlineAsmOp::create(
             b, accumulators.getType(), operands, assembly(startsAtZero),
             constraints, /*has_side_effects=*/true, /*is_align_stack=*/false,
             LLVM::tailcallkind::TailCallKind::None, LLVM::AsmDialectAttr(),
             ArrayAttr())
      .getResult(0);
}

SmallVector<Value> WarpgroupProduct::unpack(KernelBuilder &b,
                                            Value accumulators) const {
  SmallVector<Value> registers = registersOf(b, accumulators);
  if (schedule.getCore().getAcc().isF16())
    for (Value &value : registers)
      value = b.bitcast(VectorType::get({2}, b.getF16Type()), value);
  return unpackAccumulators(b, registers);
}

Value WarpgroupProduct::add(KernelBuilder &b, Value sum, Value part) const {
  Value result = sum;
  for (int64_t i = 0; i < size(); ++i) {
    ArrayRef<int64_t> place(i);
    Value x = LLVM::ExtractValueOp::create(b, sum, place);
    Value y = LLVM::ExtractValueOp::create(b, part, place);
    Value total = arith::AddFOp::create(b, x, y);
    result = LLVM::InsertValueOp::create(b, result, total, place);
  }
  return result;
}
