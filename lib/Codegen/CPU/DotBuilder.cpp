//===- DotBuilder.cpp - The machine's multiply-and-add --------------------===//
#include "DotBuilder.h"
#include "mixp/Target/Intrinsics.h"
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
  // A vector register, as x86 and as AArch64 name it.
  StringRef constraints = config.mma == MmaKind::Vpdpbusd ? "=v,0" : "=w,0";
  signBits =
      LLVM::InlineAsmOp::create(
          b, type, ValueRange{bits}, /*asm_string=*/"", constraints,
          /*has_side_effects=*/false,
          /*is_align_stack=*/false, LLVM::tailcallkind::TailCallKind::None,
          /*asm_dialect=*/nullptr, /*operand_attrs=*/nullptr)
          .getResult(0);
}

Value DotBuilder::broadcastWord(Value lhs, ValueRange indices) {
  MmaOperands operands = operandsOf(config.mma);
  if (operands == MmaOperands::F32 || operands == MmaOperands::Bits) {
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

Value DotBuilder::loadWords(Value lhs, ValueRange first, ValueRange second) {
  auto type = VectorType::get({config.wordElements}, config.lhsElement);
  SmallVector<int64_t> both =
      llvm::to_vector(llvm::seq<int64_t>(0, 2 * config.wordElements));
  Value words = vector::ShuffleOp::create(
      b, vector::LoadOp::create(b, type, lhs, first),
      vector::LoadOp::create(b, type, lhs, second), both);
  if (!signBits)
    return words;
  Type bytes = words.getType();
  Value bits = vector::BitCastOp::create(b, signBits.getType(), words);
  bits = arith::XOrIOp::create(b, bits, signBits);
  return vector::BitCastOp::create(b, bytes, bits);
}

Value DotBuilder::mulAdd(Value lhs, Value rhs, Value acc) {
  if (config.hasFma)
    return vector::FMAOp::create(b, lhs, rhs, acc);
  return arith::AddFOp::create(b, arith::MulFOp::create(b, lhs, rhs), acc);
}

/// acc + the sum of each pair of 16-bit products, in ops that LLVM knows the
/// machine's own sequence for.
Value DotBuilder::addPairs(Value acc, Value lhs, Value rhs) {
  auto multiply = [&](Value left, Value right) -> Value {
    return arith::MulIOp::create(
        b, arith::ExtSIOp::create(b, acc.getType(), left),
        arith::ExtSIOp::create(b, acc.getType(), right));
  };
  auto left = vector::DeinterleaveOp::create(b, lhs);
  auto right = vector::DeinterleaveOp::create(b, rhs);
  Value pairs =
      arith::AddIOp::create(b, multiply(left.getRes1(), right.getRes1()),
                            multiply(left.getRes2(), right.getRes2()));
  return arith::AddIOp::create(b, acc, pairs);
}

Value DotBuilder::dot(Value acc, Value lhs, Value rhs) {
  auto call = [&](ValueRange arguments) -> Value {
    StringRef name = getIntrinsic(config.mma, config.lanes * 32);
    return LLVM::CallIntrinsicOp::create(b, acc.getType(),
                                         b.getStringAttr(name), arguments)
        .getResult(0);
  };
  switch (config.mma) {
  case MmaKind::Fma:
  case MmaKind::MulAdd:
    return mulAdd(lhs, rhs, acc);
  case MmaKind::WideningMulAdd:
    return addPairs(acc, lhs, rhs);
  case MmaKind::Vpmaddwd:
    return arith::AddIOp::create(b, acc, call({lhs, rhs}));
  case MmaKind::Vpdpbusd:
  case MmaKind::Usdot:
  case MmaKind::Usmmla:
    // The instruction's first factor is the unsigned one.
    if (config.rhsUnsigned)
      std::swap(lhs, rhs);
    return call({acc, lhs, rhs});
  case MmaKind::Sdot:
  case MmaKind::Udot:
  case MmaKind::Bfdot:
    // The second factor can be a lane of a register.
    return call({acc, rhs, lhs});
  case MmaKind::Vdpbf16ps:
  case MmaKind::Smmla:
  case MmaKind::Ummla:
  case MmaKind::Bfmmla:
    return call({acc, lhs, rhs});
  case MmaKind::Tdpbssd:
  case MmaKind::Tdpbsud:
  case MmaKind::Tdpbusd:
  case MmaKind::Tdpbuud:
  case MmaKind::Tdpbf16ps:
    llvm_unreachable("TileKernel multiplies tiles");
  case MmaKind::Popcount: {
    Value both = arith::AndIOp::create(b, lhs, rhs);
    Value count = LLVM::CtPopOp::create(b, both.getType(), both);
    return arith::AddIOp::create(b, acc, count);
  }
  }
  return acc;
}
