//===- FindDequantized.cpp - The stored values behind real ones -----------===//
#include "MoveDequantized.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;

using Tensor = TypedValue<RankedTensorType>;

/// A block as it is written: 0 for a dim that one block covers.
static SmallVector<int64_t> writtenBlock(ArrayRef<int64_t> resolved,
                                         RankedTensorType values,
                                         RankedTensorType table) {
  SmallVector<int64_t> block;
  for (auto [i, size] : llvm::enumerate(resolved)) {
    bool isWhole = ShapedType::isDynamic(size) ||
                   (table.getDimSize(i) == 1 && !values.isDynamicDim(i) &&
                    size >= values.getDimSize(i));
    block.push_back(isWhole ? 0 : size);
  }
  return block;
}

/// Whether a product takes values of this type as they are stored.
static bool isOperand(Type element) {
  return !isa<IntegerType>(element) || element.getIntOrFloatBitWidth() <= 16;
}

static std::optional<Dequantized> readDequantize(DequantizeOp op) {
  if (!isOperand(op.getInput().getType().getElementType()))
    return std::nullopt;
  Dequantized result;
  result.values = op.getInput();
  result.scale = op.getScale();
  result.zeroPoint = op.getZeroPoint();
  if (result.hasTable())
    result.block = writtenBlock(
        op.getResolvedBlock(), op.getInput().getType(),
        (result.scale ? result.scale : result.zeroPoint).getType());
  result.isUnsigned = op.isInputUnsigned();
  result.type = cast<FloatType>(op.getResult().getType().getElementType());
  return result;
}

/// A cast of integers is a dequantize without scale and zero point.
static std::optional<Dequantized> readCast(CastOp op) {
  auto from = dyn_cast<IntegerType>(op.getInput().getType().getElementType());
  auto to = dyn_cast<FloatType>(op.getResult().getType().getElementType());
  if (!from || !to || !isOperand(from))
    return std::nullopt;
  Dequantized result;
  result.values = op.getInput();
  result.isUnsigned = op.isInputUnsigned();
  result.type = to;
  return result;
}

namespace {
/// The search from a value upwards.
class Search {
public:
  Search(OpBuilder &b, bool &blocked) : b(b), blocked(blocked) {}
  std::optional<Dequantized> find(Value value);

private:
  /// What `op` makes of dequantized inputs; `blocked` where it cannot.
  template <typename OpT, typename InputT>
  std::optional<Dequantized> move(OpT op, const InputT &input) {
    std::optional<Dequantized> moved = moveThrough(b, op, input);
    blocked |= !moved;
    return moved;
  }
  std::optional<Dequantized> findConcat(tensor::ConcatOp op);

  OpBuilder &b;
  bool &blocked;
  int steps = 0;
};
} // namespace

/// Moves that are looked through for one operand; models have a few.
static constexpr int stepLimit = 200;

std::optional<Dequantized> Search::findConcat(tensor::ConcatOp op) {
  SmallVector<Dequantized> inputs;
  for (Value value : op.getInputs()) {
    std::optional<Dequantized> input = find(value);
    if (!input)
      return std::nullopt;
    inputs.push_back(std::move(*input));
  }
  return move(op, inputs);
}

std::optional<Dequantized> Search::find(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op || ++steps > stepLimit)
    return std::nullopt;
  auto through = [&](auto move, Value source) -> std::optional<Dequantized> {
    std::optional<Dequantized> input = find(source);
    return input ? this->move(move, *input) : std::nullopt;
  };
  return TypeSwitch<Operation *, std::optional<Dequantized>>(op)
      .Case([](DequantizeOp op) { return readDequantize(op); })
      .Case([](CastOp op) { return readCast(op); })
      .Case<tensor::CastOp, tensor::ExtractSliceOp>(
          [&](auto op) { return through(op, op.getSource()); })
      .Case<tensor::CollapseShapeOp, tensor::ExpandShapeOp>(
          [&](auto op) { return through(op, op.getSrc()); })
      .Case([&](linalg::TransposeOp op) { return through(op, op.getInput()); })
      .Case([&](tensor::ConcatOp op) { return findConcat(op); })
      .Default([](Operation *) { return std::nullopt; });
}

std::optional<Dequantized> mixp::findDequantized(OpBuilder &b, Value value,
                                                 bool &blocked) {
  return Search(b, blocked).find(value);
}
