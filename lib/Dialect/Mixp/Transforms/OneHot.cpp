//===- OneHot.cpp - Tensors that are 1 in one place of a row --------------===//
#include "OneHot.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/SetVector.h"
#include <cstring>

using namespace mlir;
using namespace mixp;

namespace {
/// A scalar in the body of an elementwise op, and the op's loops for the dims
/// of the tensor that is looked at.
struct Element {
  Value value;
  linalg::GenericOp op;
  AffineMap loops;

  /// What reads an operand or a result of the scalar's op.
  Element with(Value other) const { return {other, op, loops}; }
  /// How an operand is read for the dims of the tensor.
  AffineMap getMap(OpOperand &operand) {
    return op.getMatchingIndexingMap(&operand).compose(loops);
  }
  OpOperand *getOperand() {
    auto argument = dyn_cast<BlockArgument>(value);
    if (!argument || argument.getOwner() != op.getBody())
      return nullptr;
    return &op->getOpOperand(argument.getArgNumber());
  }
};
} // namespace

static bool isElementwise(linalg::GenericOp op) {
  return op && op.getNumResults() == 1 &&
         op.getNumParallelLoops() == op.getNumLoops() &&
         op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity() &&
         op.getRegionOutputArgs()[0].use_empty();
}

/// The scalar where it is computed, maybe by another op.
static Element trace(Element element) {
  while (OpOperand *operand = element.getOperand()) {
    auto producer = operand->get().getDefiningOp<linalg::GenericOp>();
    if (!isElementwise(producer))
      break;
    element = {producer.getBody()->getTerminator()->getOperand(0), producer,
               element.getMap(*operand)};
  }
  return element;
}

/// Whether a scalar differs along a dim; true where that is not known.
static bool dependsOn(Element element, unsigned dim) {
  if (OpOperand *operand = element.getOperand())
    return element.op.isDpsInit(operand) ||
           element.getMap(*operand).isFunctionOfDim(dim);
  Operation *op = element.value.getDefiningOp();
  if (!op || op->getBlock() != element.op.getBody())
    return false; // from outside of the body
  if (isa<linalg::IndexOp>(op) || op->getNumRegions() != 0 || !isPure(op))
    return true;
  return llvm::any_of(op->getOperands(), [&](Value operand) {
    return dependsOn(element.with(operand), dim);
  });
}

/// The first of integers each of which is one more than the one before, modulo
/// 2^bits.
static std::optional<int64_t> readConsecutive(Value constant) {
  auto type = dyn_cast<RankedTensorType>(constant.getType());
  auto element = type ? dyn_cast<IntegerType>(type.getElementType()) : nullptr;
  if (!element || element.getWidth() < 8 || element.getWidth() > 64)
    return std::nullopt;
  auto bytes = readConstantBytes(constant);
  unsigned bits = element.getWidth(), width = bits / 8;
  if (!bytes || bytes->size() != type.getNumElements() * size_t(width))
    return std::nullopt;
  auto read = [&](int64_t i) {
    uint64_t value = 0;
    std::memcpy(&value, bytes->data() + i * width, width);
    return value;
  };
  uint64_t mask = llvm::maskTrailingOnes<uint64_t>(bits);
  for (int64_t i = 0; i < type.getNumElements(); ++i)
    if (read(i) != ((read(0) + i) & mask))
      return std::nullopt;
  return llvm::SignExtend64(read(0), bits);
}

/// The first of the integers that a scalar is along a dim, one more in each
/// place: the loop's index or a constant.
static std::optional<int64_t> matchPlaces(Element element, unsigned dim) {
  element = trace(element);
  AffineExpr along = getAffineDimExpr(dim, element.loops.getContext());
  if (auto cast = element.value.getDefiningOp<arith::IndexCastOp>()) {
    auto index = cast.getIn().getDefiningOp<linalg::IndexOp>();
    bool isIndex = index && element.loops.getResult(index.getDim()) == along;
    return isIndex ? std::optional<int64_t>(0) : std::nullopt;
  }
  OpOperand *operand = element.getOperand();
  if (!operand)
    return std::nullopt;
  AffineMap map = element.getMap(*operand);
  auto type = cast<RankedTensorType>(operand->get().getType());
  for (auto [expr, size] : llvm::zip_equal(map.getResults(), type.getShape()))
    if (expr != along && size != 1)
      return std::nullopt;
  if (!map.isFunctionOfDim(dim))
    return std::nullopt;
  return readConsecutive(operand->get());
}

/// The i1 that a scalar is 1 or 0 by.
static std::optional<Element> matchCondition(const Element &element) {
  if (auto convert = element.value.getDefiningOp<arith::UIToFPOp>()) {
    if (convert.getIn().getType().isInteger(1))
      return trace(element.with(convert.getIn()));
    return std::nullopt;
  }
  auto select = element.value.getDefiningOp<arith::SelectOp>();
  if (!select)
    return std::nullopt;
  Element yes = trace(element.with(select.getTrueValue()));
  Element no = trace(element.with(select.getFalseValue()));
  if (!matchPattern(yes.value, m_OneFloat()) ||
      !matchPattern(no.value, m_PosZeroFloat()))
    return std::nullopt;
  return trace(element.with(select.getCondition()));
}

std::optional<OneHot> mixp::matchOneHot(Value tensor) {
  auto op = tensor.getDefiningOp<linalg::GenericOp>();
  auto type = dyn_cast<RankedTensorType>(tensor.getType());
  if (!isElementwise(op) || !type || type.getRank() < 2 ||
      type.isDynamicDim(type.getRank() - 1))
    return std::nullopt;
  unsigned last = type.getRank() - 1;
  AffineMap identity =
      AffineMap::getMultiDimIdentityMap(type.getRank(), tensor.getContext());
  auto condition = matchCondition(
      trace({op.getBody()->getTerminator()->getOperand(0), op, identity}));
  if (!condition)
    return std::nullopt;
  auto compare = condition->value.getDefiningOp<arith::CmpIOp>();
  if (!compare || compare.getPredicate() != arith::CmpIPredicate::eq)
    return std::nullopt;
  Element sides[] = {trace(condition->with(compare.getLhs())),
                     trace(condition->with(compare.getRhs()))};
  for (bool isSwapped : {false, true}) {
    Element number = sides[isSwapped];
    auto first = matchPlaces(sides[!isSwapped], last);
    auto integer = dyn_cast<IntegerType>(number.value.getType());
    int64_t places = type.getDimSize(last);
    // In fewer bits two places would have one number.
    if (first && integer && !dependsOn(number, last) &&
        (integer.getWidth() >= 63 || places <= int64_t(1)
                                                   << integer.getWidth()))
      return OneHot{number.value, number.op, number.loops, *first, places};
  }
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Places
//===----------------------------------------------------------------------===//

/// Appends the ops of the body that `value` needs, in order.
static void collect(Value value, Block *body,
                    llvm::SetVector<Operation *> &ops) {
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != body || ops.contains(op))
    return;
  for (Value operand : op->getOperands())
    collect(operand, body, ops);
  ops.insert(op);
}

/// The place that `number` names, as i32 or i64.
static Value emitPlace(OpBuilder &b, Location loc, Value number,
                       const OneHot &oneHot) {
  auto constant = [&](Type type, int64_t value) -> Value {
    APInt bits(type.getIntOrFloatBitWidth(), value, /*isSigned=*/true,
               /*implicitTrunc=*/true);
    return arith::ConstantOp::create(b, loc, b.getIntegerAttr(type, bits));
  };
  Value place = number;
  if (oneHot.first != 0)
    place = arith::SubIOp::create(b, loc, place,
                                  constant(number.getType(), oneHot.first));
  if (number.getType().getIntOrFloatBitWidth() < 32)
    place = arith::ExtUIOp::create(b, loc, b.getI32Type(), place);
  // Without a sign, so that what is below the first is beyond the last.
  return arith::MinUIOp::create(b, loc, place,
                                constant(place.getType(), oneHot.places));
}

Value mixp::emitPlaces(OpBuilder &builder, Location loc, const OneHot &oneHot,
                       ArrayRef<OpFoldResult> sizes) {
  linalg::GenericOp op = oneHot.op;
  unsigned rank = sizes.size();
  // The number is the same along the last dim, so that its first place will do.
  SmallVector<AffineExpr> dims(
      builder.getMultiDimIdentityMap(rank).getResults());
  dims.push_back(builder.getAffineConstantExpr(0));
  AffineMap loops = oneHot.loops.replaceDimsAndSymbols(dims, {}, rank, 0);
  llvm::SetVector<Operation *> ops;
  collect(oneHot.number, op.getBody(), ops);
  SmallVector<Value> inputs;
  SmallVector<BlockArgument> arguments;
  SmallVector<AffineMap> maps;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    BlockArgument argument = op.getMatchingBlockArgument(operand);
    bool isRead =
        argument == oneHot.number || llvm::any_of(ops, [&](Operation *inner) {
          return llvm::is_contained(inner->getOperands(), argument);
        });
    if (!isRead)
      continue;
    inputs.push_back(operand->get());
    arguments.push_back(argument);
    maps.push_back(op.getMatchingIndexingMap(operand).compose(loops));
  }
  unsigned bits = cast<IntegerType>(oneHot.number.getType()).getWidth();
  Value empty = tensor::EmptyOp::create(
      builder, loc, sizes, builder.getIntegerType(std::max(bits, 32u)));
  maps.push_back(builder.getMultiDimIdentityMap(rank));
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             builder, loc, empty.getType(), inputs, empty, maps, iterators,
             [&](OpBuilder &b, Location loc, ValueRange elements) {
               IRMapping mapping;
               for (auto [old, element] : llvm::zip(arguments, elements))
                 mapping.map(old, element);
               for (Operation *inner : ops)
                 b.clone(*inner, mapping);
               Value number = mapping.lookupOrDefault(oneHot.number);
               linalg::YieldOp::create(b, loc,
                                       emitPlace(b, loc, number, oneHot));
             })
      .getResult(0);
}
