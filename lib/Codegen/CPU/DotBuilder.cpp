//===- DotBuilder.cpp - The machine's multiply-and-add --------------------===//
#include "DotBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

void DotBuilder::prepare() {
  if (!config.flipLhs)
    return;
  auto type = VectorType::get({config.lanes}, b.getI32Type());
  Value bits = arith::ConstantOp::create(
      b, DenseElementsAttr::get(type, int32_t(0x80808080)));
  // Opaque to LLVM: InstCombine would turn the xor of a broadcast into a
  // broadcast of a scalar xor, which costs a shuffle for each word.
  signBits =
      LLVM::InlineAsmOp::create(
          b, type, ValueRange{bits}, /*asm_string=*/"",
          /*constraints=*/"=v,0", /*has_side_effects=*/false,
          /*is_align_stack=*/false, LLVM::tailcallkind::TailCallKind::None,
          /*asm_dialect=*/nullptr, /*operand_attrs=*/nullptr)
          .getResult(0);
}

Value DotBuilder::broadcastWord(Value lhs, ValueRange indices) {
  if (config.mma == MmaKind::Fma || config.mma == MmaKind::Popcount) {
    Value scalar = memref::LoadOp::create(b, lhs, indices);
    return vector::BroadcastOp::create(b, config.accumulatorType(), scalar);
  }
  auto wordType = VectorType::get({config.wordElements}, config.lhsElement);
  auto i32x1 = VectorType::get({1}, b.getI32Type());
  auto words = VectorType::get({config.lanes}, b.getI32Type());
  Value word = vector::LoadOp::create(b, wordType, lhs, indices);
  word = vector::BitCastOp::create(b, i32x1, word);
  word = vector::ExtractOp::create(b, word, ArrayRef<int64_t>{0});
  Value all = vector::BroadcastOp::create(b, words, word);
  if (signBits)
    all = arith::XOrIOp::create(b, all, signBits);
  return vector::BitCastOp::create(
      b,
      VectorType::get({config.lanes * config.wordElements}, config.lhsElement),
      all);
}

Value DotBuilder::callIntrinsic(StringRef name, Type result,
                                ValueRange arguments) {
  return LLVM::CallIntrinsicOp::create(b, result, b.getStringAttr(name),
                                       arguments)
      .getResult(0);
}

Value DotBuilder::dot(Value acc, Value lhs, Value rhs) {
  bool wide = config.lanes == 16;
  switch (config.mma) {
  case MmaKind::Fma:
    return vector::FMAOp::create(b, lhs, rhs, acc);
  case MmaKind::Vpdpbusd: {
    // The instruction's first factor is the unsigned one.
    if (config.rhsUnsigned)
      std::swap(lhs, rhs);
    return callIntrinsic(wide ? "llvm.x86.avx512.vpdpbusd.512"
                              : "llvm.x86.avx512.vpdpbusd.256",
                         acc.getType(), {acc, lhs, rhs});
  }
  case MmaKind::Vdpbf16ps:
    return callIntrinsic(wide ? "llvm.x86.avx512bf16.dpbf16ps.512"
                              : "llvm.x86.avx512bf16.dpbf16ps.256",
                         acc.getType(), {acc, lhs, rhs});
  case MmaKind::Vpmaddwd: {
    Value pairs = callIntrinsic(wide ? "llvm.x86.avx512.pmaddw.d.512"
                                     : "llvm.x86.avx2.pmadd.wd",
                                acc.getType(), {lhs, rhs});
    return arith::AddIOp::create(b, acc, pairs);
  }
  case MmaKind::Popcount: {
    Value both = arith::AndIOp::create(b, lhs, rhs);
    Value count = LLVM::CtPopOp::create(b, both.getType(), both);
    return arith::AddIOp::create(b, acc, count);
  }
  }
  return acc;
}
