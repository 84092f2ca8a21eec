//===- WarpgroupProduct.cpp - 64 rows by wgmma ----------------------------===//
#include "WarpgroupProduct.h"
#include "WarpProduct.h"
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

/// The name PTX has for a type.
static StringRef ptxName(Type type) {
  if (type.isF16())
    return "f16";
  if (type.isBF16())
    return "bf16";
  if (isa<FloatTF32Type>(type))
    return "tf32";
  if (isa<Float8E4M3FNType>(type))
    return "e4m3";
  if (isa<Float8E5M2Type>(type))
    return "e5m2";
  if (type.isInteger(32))
    return "s32";
  if (type.isF32())
    return "f32";
  return type.isUnsignedInteger() ? "u8" : "s8";
}

/// The matrix descriptor of a tile with the swizzle of 128 bytes (PTX ISA,
/// "Matrix Descriptor Format"): address in bits 0-13, leading and stride byte
/// offsets in 16-29 and 32-45, all in units of 16 bytes, the swizzle in 62-63.
/// 8 rows of a panel are 1024 bytes apart from the next 8. Panels, of which
/// only tiles that are not contiguous along K have more than one, are the
/// leading dimension.
Value WarpgroupProduct::descriptor(KernelBuilder &b, const OperandTile &tile,
                                   Value address) const {
  int64_t leading = tile.isContiguousAlongK ? 16 : tile.smem().panelSize();
  int64_t stride = 1024;
  uint64_t fixed = uint64_t(1) << 62 | uint64_t(stride / 16) << 32 |
                   uint64_t(leading / 16) << 16;
  Value bits = LLVM::PtrToIntOp::create(b, b.getI32Type(), address);
  Value place = b.widen(b.div(b.bitAnd(bits, 0x3ffff), 16));
  return b.bitOr(place, b.constant64(static_cast<int64_t>(fixed)));
}

/// What a step of one instruction along K adds to a descriptor.
static int64_t descriptorStep(const OperandTile &tile, int64_t k) {
  int64_t bytes = tile.isContiguousAlongK ? k * tile.elementBytes
                                          : k * tile.smem().panelBytes();
  return bytes / 16;
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
       << k * descriptorStep(lhsTile, core.getK()) << ";\nadd.s64 b, $" << rhs
       << ", " << k * descriptorStep(rhsTile, core.getK())
       << ";\nwgmma.mma_async.sync.aligned.m" << core.getM() << "n"
       << schedule.getBlockN() << "k" << core.getK() << "."
       << ptxName(core.getAcc()) << "." << ptxName(core.getLhs()) << "."
       << ptxName(core.getRhs()) << " " << list << ", a, b, p" << modes
       << ";\n";
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
      descriptor(b, lhsTile, b.offset(lhs, b.mul(group, groupBytes))));
  operands.push_back(descriptor(b, rhsTile, rhs));
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
