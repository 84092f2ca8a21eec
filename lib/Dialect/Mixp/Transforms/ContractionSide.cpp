//===- ContractionSide.cpp - Operands of products and convolutions --------===//
#include "ContractionSide.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

TypedValue<RankedTensorType> ContractionSide::operand() const {
  if (auto conv = dyn_cast<ConvOp>(op))
    return isLhs ? conv.getInput() : conv.getFilter();
  auto matmul = cast<MatmulOp>(op);
  return isLhs ? matmul.getLhs() : matmul.getRhs();
}

StringRef ContractionSide::name() const {
  if (isa<ConvOp>(op))
    return isLhs ? "input" : "filter";
  return isLhs ? "lhs" : "rhs";
}

static int64_t reductionDim(MatmulOp op, bool isLhs) {
  return isLhs ? op.getLhsReductionDim() : op.getRhsReductionDim();
}

SmallVector<int64_t> ContractionSide::blockOverK() const {
  int64_t rank = operand().getType().getRank();
  if (isa<ConvOp>(op)) {
    SmallVector<int64_t> block(rank, 0);
    block[0] = 1;
    return block;
  }
  SmallVector<int64_t> block(rank, 1);
  block[reductionDim(cast<MatmulOp>(op), isLhs)] = 0;
  return block;
}

SmallVector<int64_t> ContractionSide::blockOfRanges(int64_t size) const {
  SmallVector<int64_t> block(operand().getType().getRank(), 0);
  if (size != 0)
    block[reductionDim(cast<MatmulOp>(op), isLhs)] = size;
  return block;
}

bool ContractionSide::takesGroups() const {
  return isa<MatmulOp>(op) || !isLhs;
}

/// The channels of a group of about `size` in each element of the window, or 0
/// where one scale for each output channel is nearest to that.
static int64_t channelsOfGroup(ConvOp op, int64_t size) {
  int64_t channels = op.getFilter().getType().getDimSize(op.getChannelDim());
  if (ShapedType::isDynamic(channels) || countTerms(op) <= size)
    return 0;
  if (channels % size == 0)
    return size;
  // A scale for less than half of a group would cost more bits than it saves.
  return 2 * channels >= size && channels <= 2 * size ? channels : 0;
}

SmallVector<int64_t> ContractionSide::blockOfGroups(int64_t size,
                                                    bool *isExact) const {
  if (isExact)
    *isExact = true;
  SmallVector<int64_t> block = blockOverK();
  if (auto matmul = dyn_cast<MatmulOp>(op)) {
    block[reductionDim(matmul, isLhs)] = size;
    return block;
  }
  auto conv = cast<ConvOp>(op);
  int64_t channels = isLhs ? 0 : channelsOfGroup(conv, size);
  int64_t terms = countTerms(op);
  if (isExact)
    *isExact = channels == size ||
               (!isLhs && !ShapedType::isDynamic(terms) && terms <= size);
  if (channels == 0)
    return block;
  block.assign(block.size(), 1);
  block[conv.getChannelDim()] = channels;
  return block;
}

int64_t ContractionSide::layoutKey() const {
  if (auto conv = dyn_cast<ConvOp>(op))
    return -1 - conv.getChannelDim();
  return reductionDim(cast<MatmulOp>(op), isLhs);
}

//===----------------------------------------------------------------------===//
// Contractions
//===----------------------------------------------------------------------===//

bool mixp::isPlainContraction(Operation *op) {
  if (!isa<MatmulOp, ConvOp>(op) ||
      !ContractionSide{op, true}.operand().getType().getElementType().isF32() ||
      !ContractionSide{op, false}.operand().getType().getElementType().isF32())
    return false;
  // Scaled f32 has been quantized by somebody else's rules.
  if (auto conv = dyn_cast<ConvOp>(op))
    return !conv.getInputScale() && !conv.getFilterScale();
  auto matmul = cast<MatmulOp>(op);
  return !matmul.getLhsScale() && !matmul.getRhsScale() && !matmul.isSparse();
}

int64_t mixp::countTerms(Operation *op) {
  if (auto matmul = dyn_cast<MatmulOp>(op)) {
    int64_t k =
        matmul.getLhs().getType().getDimSize(matmul.getLhsReductionDim());
    return ShapedType::isDynamic(k) ? matmul.getRhs().getType().getDimSize(
                                          matmul.getRhsReductionDim())
                                    : k;
  }
  int64_t terms = 1;
  for (int64_t size :
       cast<ConvOp>(op).getFilter().getType().getShape().drop_front()) {
    if (ShapedType::isDynamic(size))
      return ShapedType::kDynamic;
    terms *= size;
  }
  return terms;
}

bool mixp::isExactContraction(Operation *op) {
  if (auto conv = dyn_cast<ConvOp>(op))
    return conv.isExact();
  return cast<MatmulOp>(op).isExact();
}

static void assignIfAny(MutableOperandRange range, Value value) {
  if (value)
    range.assign(value);
}

/// What is asked of f32 operands holds for no other.
template <typename OpT>
static void dropPrecision(OpT op, Value lhs, Value rhs) {
  if (!getElementTypeOrSelf(lhs.getType()).isF32() ||
      !getElementTypeOrSelf(rhs.getType()).isF32())
    op.setPrecision(OperandPrecision::Full);
}

static void assignToMatmul(MatmulOp op, bool isLhs,
                           const QuantizedOperand &operand) {
  (isLhs ? op.getLhsMutable() : op.getRhsMutable()).assign(operand.value);
  assignIfAny(isLhs ? op.getLhsScaleMutable() : op.getRhsScaleMutable(),
              operand.scale);
  assignIfAny(isLhs ? op.getLhsZeroPointMutable() : op.getRhsZeroPointMutable(),
              operand.zeroPoint);
  if (operand.hasTable() && isLhs)
    op.setLhsBlock(ArrayRef<int64_t>(operand.block));
  else if (operand.hasTable())
    op.setRhsBlock(ArrayRef<int64_t>(operand.block));
}

static void assignToConv(ConvOp op, bool isInput,
                         const QuantizedOperand &operand) {
  (isInput ? op.getInputMutable() : op.getFilterMutable())
      .assign(operand.value);
  assignIfAny(isInput ? op.getInputScaleMutable() : op.getFilterScaleMutable(),
              operand.scale);
  assignIfAny(isInput ? op.getInputZeroPointMutable()
                      : op.getFilterZeroPointMutable(),
              operand.zeroPoint);
  if (operand.hasTable() && isInput)
    op.setInputBlock(ArrayRef<int64_t>(operand.block));
  else if (operand.hasTable())
    op.setFilterBlock(ArrayRef<int64_t>(operand.block));
}

void ContractionSide::assign(const QuantizedOperand &operand) {
  if (auto conv = dyn_cast<ConvOp>(op))
    return assignToConv(conv, isLhs, operand);
  assignToMatmul(cast<MatmulOp>(op), isLhs, operand);
}

Operation *mixp::rebuildContraction(Operation *op, const QuantizedOperand &lhs,
                                    const QuantizedOperand &rhs) {
  OpBuilder builder(op);
  Operation *copy = builder.clone(*op);
  ContractionSide{copy, /*isLhs=*/true}.assign(lhs);
  ContractionSide{copy, /*isLhs=*/false}.assign(rhs);
  if (auto conv = dyn_cast<ConvOp>(copy))
    dropPrecision(conv, lhs.value, rhs.value);
  else
    dropPrecision(cast<MatmulOp>(copy), lhs.value, rhs.value);
  return copy;
}
