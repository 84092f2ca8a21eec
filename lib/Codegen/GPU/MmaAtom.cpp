//===- MmaAtom.cpp - A warp's product of registers ------------------------===//
#include "MmaAtom.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mixp;

int64_t mixp::storedBits(Type operand) {
  return isa<FloatTF32Type>(operand) ? 32 : operand.getIntOrFloatBitWidth();
}

Type MmaAtom::registerType() const {
  Type acc = core.getAcc();
  return acc.isF16() ? Type(VectorType::get({2}, acc)) : acc;
}

SmallVector<Value> mixp::unpackAccumulators(KernelBuilder &b,
                                            ArrayRef<Value> registers) {
  auto wide = VectorType::get({2}, b.getF32Type());
  SmallVector<Value> values;
  for (Value value : registers) {
    if (!isa<VectorType>(value.getType())) {
      values.push_back(value);
      continue;
    }
    Value floats = arith::ExtFOp::create(b, wide, value);
    for (int64_t i = 0; i < 2; ++i)
      values.push_back(vector::ExtractOp::create(b, floats, i));
  }
  return values;
}

int64_t MmaAtom::k() const { return kBytes * 8 / storedBits(core.getLhs()); }

Value MmaAtom::round(KernelBuilder &b, Value loaded) const {
  if (!isa<FloatTF32Type>(core.getLhs()))
    return loaded;
  Value value = b.bitcast(b.getF32Type(), loaded);
  return NVVM::ConvertFloatToTF32Op::create(
      b, b.getI32Type(), value, NVVM::FPRoundingMode::RNA,
      NVVM::SaturationMode::NONE, /*relu=*/false);
}

/// The name PTX has for an operand's type; nothing where MLIR infers it.
static std::optional<NVVM::MMATypes> ptxType(Type type) {
  if (type.isBF16())
    return NVVM::MMATypes::bf16;
  if (isa<FloatTF32Type>(type))
    return NVVM::MMATypes::tf32;
  if (type.isInteger(8))
    return type.isUnsignedInteger() ? NVVM::MMATypes::u8 : NVVM::MMATypes::s8;
  return std::nullopt;
}

/// f8E4M3FN -> "e4m3"
static StringRef float8Name(Type type) {
  return isa<Float8E5M2Type>(type) ? "e5m2" : "e4m3";
}

Value MmaAtom::emitFloat8(KernelBuilder &b, ValueRange lhs, ValueRange rhs,
                          ArrayRef<Value> acc) const {
  std::string name =
      ("llvm.nvvm.mma.m16n8k32.row.col.f32." + float8Name(core.getLhs()) + "." +
       float8Name(core.getRhs()) + ".f32")
          .str();
  SmallVector<Value> operands(lhs);
  llvm::append_range(operands, rhs);
  llvm::append_range(operands, acc);
  auto result = LLVM::LLVMStructType::getLiteral(
      b.getContext(), SmallVector<Type>(acc.size(), b.getF32Type()));
  return LLVM::CallIntrinsicOp::create(b, result, b.getStringAttr(name),
                                       operands)
      .getResult(0);
}

void MmaAtom::emitOne(KernelBuilder &b, ValueRange lhs, ValueRange rhs,
                      MutableArrayRef<Value> acc) const {
  Value sum;
  if (isa<FloatType>(core.getLhs()) && storedBits(core.getLhs()) == 8) {
    sum = emitFloat8(b, lhs, rhs, acc);
  } else {
    bool isHalf = core.getLhs().isF16();
    auto pair = VectorType::get({2}, b.getF16Type());
    auto asOperands = [&](ValueRange registers) {
      return llvm::map_to_vector(
          registers, [&](Value x) { return isHalf ? b.bitcast(pair, x) : x; });
    };
    auto type = LLVM::LLVMStructType::getLiteral(
        b.getContext(), SmallVector<Type>(acc.size(), registerType()));
    std::optional<std::array<NVVM::MMATypes, 2>> types;
    if (!isHalf)
      types = {*ptxType(core.getLhs()), *ptxType(core.getRhs())};
    std::optional<NVVM::MMAIntOverflow> overflow;
    if (core.getAcc().isInteger())
      overflow = NVVM::MMAIntOverflow::wrapped;
    sum = NVVM::MmaOp::create(
        b, type, asOperands(lhs), asOperands(rhs), ValueRange(acc),
        {core.getM(), core.getN(), core.getK()}, std::nullopt, overflow, types,
        std::array{NVVM::MMALayout::row, NVVM::MMALayout::col});
  }
  for (auto [i, value] : llvm::enumerate(acc))
    value = LLVM::ExtractValueOp::create(b, sum, ArrayRef<int64_t>(i));
}

void MmaAtom::emit(KernelBuilder &b, ValueRange lhs, ValueRange rhs,
                   MutableArrayRef<Value> acc) const {
  // Halves along K, and of 8 rows, of the instructions that are smaller.
  bool splitsK = core.getK() < k(), splitsM = core.getM() < kM;
  if (!splitsK)
    return emitOne(b, lhs, rhs, acc);
  for (int64_t half = 0; half < 2; ++half) {
    ValueRange rows = lhs.slice(2 * half, 2);
    ValueRange columns = rhs.slice(half, 1);
    if (!splitsM) {
      emitOne(b, rows, columns, acc);
      continue;
    }
    for (int64_t upper = 0; upper < 2; ++upper)
      emitOne(b, rows.slice(upper, 1), columns,
              acc.slice(registers() / 2 * upper, registers() / 2));
  }
}
