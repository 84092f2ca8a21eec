//===- WeightGroupProduct.cpp - Decoded weights by wgmma ------------------===//
#include "WeightGroupProduct.h"
#include "WgmmaDescriptor.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;

/// Elements of K of one instruction.
static constexpr int64_t kStepK = 16;

WeightGroupProduct::WeightGroupProduct(KernelBuilder &b, TensorCoreMatmulOp op,
                                       Value lane, Value warpColumn,
                                       const GroupTable *scale,
                                       const GroupTable *zeroPoint)
    : schedule(op.getSchedule()), lhsTile(getActivationTile(op)), weights(op),
      segments(op), scale(scale), zeroPoint(zeroPoint),
      column(b.add(warpColumn, b.div(lane, 4))),
      weightPlace(
          b.add(weights.place(b, warpColumn, b.constant(0)), b.mul(lane, 16))) {
  fixedOffsets = prepareOffsets(b, [](Value) { return Value(); });
}

std::array<Value, 2>
WeightGroupProduct::prepareOffsets(KernelBuilder &b,
                                   function_ref<Value(Value)> zeroPoint) const {
  std::array<Value, 2> offsets;
  for (bool isUpper : {false, true})
    offsets[isUpper] = weights.decoder.prepareOffset(
        b, zeroPoint(b.add(column, isUpper ? 8 : 0)), isUpper);
  return offsets;
}

void WeightGroupProduct::readZeroPoints(KernelBuilder &b, Value row,
                                        Value first, Value width) {
  Value last = b.add(width, -1);
  fixedOffsets = prepareOffsets(b, [&](Value column) {
    Value place = b.mul(b.min(b.add(first, column), last), 2);
    return b.load(schedule.getCore().getLhs(), b.offset(row, place), 2);
  });
}

Value WeightGroupProduct::zeros(KernelBuilder &b) const {
  auto type = LLVM::LLVMStructType::getLiteral(
      b.getContext(), SmallVector<Type>(size(), b.getF32Type()));
  return LLVM::ZeroOp::create(b, type);
}

SmallVector<Value> WeightGroupProduct::unpack(KernelBuilder &b,
                                              Value accumulators) const {
  SmallVector<Value> values;
  for (int64_t i = 0; i < size(); ++i)
    values.push_back(
        LLVM::ExtractValueOp::create(b, accumulators, ArrayRef<int64_t>(i)));
  return values;
}

/// `$0` ... are the accumulators, followed by the same as inputs, four
/// registers of weights for each of `count` instructions, and the descriptor.
std::string WeightGroupProduct::assembly(int64_t count,
                                         bool startsAtZero) const {
  TensorCoreAttr core = schedule.getCore();
  std::string text, sums;
  llvm::raw_string_ostream os(text);
  for (int64_t i = 0; i < size(); ++i)
    sums += (i ? ", $" : "$") + std::to_string(i);
  int64_t first = 2 * size(), descriptor = first + 4 * count;
  os << "{\n.reg .pred p;\n.reg .b64 b;\nwgmma.fence.sync.aligned;\n";
  for (int64_t k = 0; k < count; ++k) {
    int64_t a = first + 4 * k;
    os << "setp.ne.b32 p, " << (startsAtZero && k == 0 ? 0 : 1)
       << ", 0;\nadd.s64 b, $" << descriptor << ", "
       << k * wgmmaDescriptorStep(lhsTile, kStepK)
       << ";\nwgmma.mma_async.sync.aligned.m" << core.getM() << "n"
       << schedule.getBlockM() << "k" << core.getK() << ".f32."
       << wgmmaTypeName(core.getLhs()) << "." << wgmmaTypeName(core.getRhs())
       << " {" << sums << "}, {$" << a << ", $" << a + 1 << ", $" << a + 2
       << ", $" << a + 3 << "}, b, p, 1, 1, "
       << (lhsTile.isContiguousAlongK ? 0 : 1) << ";\n";
  }
  os << "wgmma.commit_group.sync.aligned;\nwgmma.wait_group.sync.aligned 0;\n}";
  return text;
}

Value WeightGroupProduct::multiply(KernelBuilder &b, const Stage &stage,
                                   int64_t k, ArrayRef<Value> decoded,
                                   Value accumulators,
                                   bool startsAtZero) const {
  SmallVector<Value> operands = unpack(b, accumulators);
  llvm::append_range(operands, decoded);
  Value start = b.constant64(k / kStepK * wgmmaDescriptorStep(lhsTile, kStepK));
  operands.push_back(b.createOrFold<arith::AddIOp>(
      wgmmaDescriptor(b, lhsTile, stage.lhs), start));
  std::string constraints;
  for (int64_t i = 0; i < size(); ++i)
    constraints += "=f,";
  for (int64_t i = 0; i < size(); ++i)
    constraints += std::to_string(i) + ",";
  for (size_t i = 0; i < decoded.size(); ++i)
    constraints += "r,";
  constraints += "l";
  return LLVM::InlineAsmOp::create(
             b, accumulators.getType(), operands,
             assembly(decoded.size() / 4, startsAtZero), constraints,
             /*has_side_effects=*/true, /*is_align_stack=*/false,
             LLVM::tailcallkind::TailCallKind::None, LLVM::AsmDialectAttr(),
             ArrayAttr())
      .getResult(0);
}

Value WeightGroupProduct::addScaled(KernelBuilder &b, const Stage &stage,
                                    int64_t segment, Value part,
                                    Value sum) const {
  std::array<Value, 2> factors;
  for (bool isUpper : {false, true}) {
    Value factor = scale->read(b, stage.scale, b.constant(segment),
                               b.add(column, isUpper ? 8 : 0));
    factors[isUpper] = factor.getType().isF32()
                           ? factor
                           : arith::ExtFOp::create(b, b.getF32Type(), factor);
  }
  Value result = sum;
  for (int64_t i = 0; i < size(); ++i) {
    ArrayRef<int64_t> place(i);
    Value x = LLVM::ExtractValueOp::create(b, part, place);
    Value y = LLVM::ExtractValueOp::create(b, sum, place);
    Value total = LLVM::FMAOp::create(b, x, factors[i / 2 % 2], y);
    result = LLVM::InsertValueOp::create(b, result, total, place);
  }
  return result;
}

Value WeightGroupProduct::accumulate(KernelBuilder &b, const Stage &stage,
                                     Value accumulators) const {
  int64_t unitK = weights.decoder.unitK(), perTile = weights.decoder.words();
  std::array<Value, 2> offsets = fixedOffsets;
  SmallVector<Value> words, decoded;
  for (int64_t k = 0; k < schedule.getBlockK(); k += kStepK) {
    if (k % unitK == 0)
      words = weights.load(b, stage.weights, weightPlace, 0, k);
    int64_t segment = k / segments.size;
    if (zeroPoint && k % segments.size == 0)
      offsets = prepareOffsets(b, [&](Value column) {
        return zeroPoint->read(b, stage.zeroPoint, b.constant(segment), column);
      });
    llvm::append_range(
        decoded,
        weights.decoder.decode(
            b, ArrayRef(words).slice(k % unitK / kStepK * perTile, perTile),
            offsets));
    int64_t end = k + kStepK;
    if (end % segments.size != 0 && end != schedule.getBlockK())
      continue;
    int64_t begin = end - decoded.size() / 4 * kStepK;
    Value part = multiply(b, stage, begin, decoded,
                          scale ? zeros(b) : accumulators, bool(scale));
    accumulators =
        scale ? addScaled(b, stage, segment, part, accumulators) : part;
    decoded.clear();
  }
  return accumulators;
}
