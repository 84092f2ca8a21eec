//===- ConvVerification.cpp - What a convolution may look like ------------===//
#include "ContractionConstraints.h"
#include "ConvSides.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

/// Larger strides, paddings and windows than this are mistakes, and sums of
/// products of two smaller ones do not wrap.
static constexpr int64_t kMost = int64_t(1) << 30;

/// Where both sizes are known, whether they are the same.
static bool mayAgree(int64_t first, int64_t second) {
  return ShapedType::isDynamic(first) || ShapedType::isDynamic(second) ||
         first == second;
}

/// C1: one dim of two operands, where both are known.
static LogicalResult verifyDim(ConvOp op, StringRef dim, StringRef first,
                               int64_t firstSize, StringRef second,
                               int64_t secondSize) {
  if (mayAgree(firstSize, secondSize))
    return success();
  return op.emitOpError() << "expected " << first << " and " << second
                          << " of the same " << dim << " but got " << firstSize
                          << " and " << secondSize;
}

/// C1: `channels` of `what` are whole groups.
static LogicalResult verifyGroups(ConvOp op, int64_t channels, StringRef what) {
  int64_t groups = op.getGroups();
  if (groups < 1)
    return op.emitOpError()
           << "expected groups of at least 1 but got " << groups;
  if (ShapedType::isDynamic(channels) || channels % groups == 0)
    return success();
  return op.emitOpError() << "expected groups that divide the channels of "
                          << what << " but got " << groups << " and "
                          << channels;
}

/// C1: ranks, batch, channels and groups.
static LogicalResult verifyShapes(ConvOp op) {
  RankedTensorType input = op.getInput().getType(),
                   filter = op.getFilter().getType(),
                   outs = op.getOuts().getType();
  int64_t rank = outs.getRank();
  if (rank < 3 || rank > 5 || input.getRank() != rank ||
      filter.getRank() != rank)
    return op.emitOpError()
           << "expected input, filter and outs of the same rank, 3 to 5, but "
              "got "
           << input.getRank() << ", " << filter.getRank() << " and " << rank;
  int64_t dim = op.getChannelDim(), channels = input.getDimSize(dim);
  if (failed(verifyGroups(op, channels, "input")) ||
      failed(verifyGroups(op, outs.getDimSize(dim), "outs")) ||
      failed(verifyDim(op, "batch size", "input", input.getDimSize(0), "outs",
                       outs.getDimSize(0))) ||
      failed(verifyDim(op, "number of output channels", "filter",
                       filter.getDimSize(0), "outs", outs.getDimSize(dim))))
    return failure();
  int64_t inGroup = filter.getDimSize(dim), groups = op.getGroups();
  if (ShapedType::isDynamic(channels) || ShapedType::isDynamic(inGroup) ||
      channels == inGroup * groups)
    return success();
  return op.emitOpError() << "expected a filter of " << channels / groups
                          << " channels for an input of " << channels << " in "
                          << groups << " groups but got " << inGroup;
}

/// C2: one list with a value per spatial dim.
static LogicalResult verifyList(ConvOp op, StringRef name,
                                std::optional<ArrayRef<int64_t>> values,
                                int64_t least) {
  if (!values)
    return success();
  if (static_cast<int64_t>(values->size()) != op.getSpatialRank())
    return op.emitOpError()
           << "expected " << op.getSpatialRank() << " values of '" << name
           << "', one for each spatial dim, but got " << values->size();
  for (int64_t value : *values)
    if (value < least || value > kMost)
      return op.emitOpError() << "expected '" << name << "' of " << least
                              << " to " << kMost << " but got " << value;
  return success();
}

static LogicalResult verifyLists(ConvOp op) {
  return success(succeeded(verifyList(op, "strides", op.getStrides(), 1)) &&
                 succeeded(verifyList(op, "dilations", op.getDilations(), 1)) &&
                 succeeded(verifyList(op, "pad_low", op.getPadLow(), 0)) &&
                 succeeded(verifyList(op, "pad_high", op.getPadHigh(), 0)));
}

/// C3: what has to be known.
static LogicalResult verifyWindow(ConvOp op) {
  RankedTensorType filter = op.getFilter().getType();
  for (int64_t i = 0; i < op.getSpatialRank(); ++i) {
    int64_t taps = filter.getDimSize(op.getSpatialDim(i));
    if (taps < 1 || taps > kMost)
      return op.emitOpError()
             << "expected a static window of 1 to " << kMost
             << " elements in each spatial dim but got a filter of type "
             << filter << "; cast it to its size with tensor.cast";
  }
  int64_t dim = op.getChannelDim();
  if (op.getGroups() == 1 ||
      (!op.getInput().getType().isDynamicDim(dim) && !filter.isDynamicDim(0) &&
       !filter.isDynamicDim(dim) && !op.getOuts().getType().isDynamicDim(dim)))
    return success();
  return op.emitOpError() << "expected static channels beside groups; cast "
                             "input, filter and outs to their numbers of "
                             "channels with tensor.cast";
}

/// C4: the spatial dims of outs.
static LogicalResult verifySizes(ConvOp op) {
  SmallVector<int64_t> strides = op.getResolvedStrides();
  for (int64_t i = 0; i < op.getSpatialRank(); ++i) {
    int64_t dim = op.getSpatialDim(i);
    int64_t size = op.getInput().getType().getDimSize(dim);
    int64_t got = op.getOuts().getType().getDimSize(dim);
    if (ShapedType::isDynamic(size) || ShapedType::isDynamic(got))
      continue;
    int64_t last = size + op.getWindowMargin(i);
    int64_t expected = last < 0 ? 0 : last / strides[i] + 1;
    if (expected != got)
      return op.emitOpError() << "expected dim #" << dim << " of outs to be "
                              << expected << " but got " << got;
  }
  return success();
}

/// Whether one value stands for all of dims 1 and up of each index of dim 0.
static bool isOneForEach(const Blocked &side, RankedTensorType table) {
  return (table.getDimSize(0) == 1 || resolvedBlock(side)[0] == 1) &&
         llvm::all_of(table.getShape().drop_front(),
                      [](int64_t size) { return size == 1; });
}

/// C5: one scale for the whole input, or for each element of the batch.
static LogicalResult verifyInputTables(ConvOp op, const Blocked &side) {
  if (failed(verifyBlocked(op, side)))
    return failure();
  for (auto [value, name] : {std::pair(side.scale, side.scaleName),
                             {side.zeroPoint, side.zeroPointName}}) {
    auto type = value ? cast<RankedTensorType>(value.getType()) : nullptr;
    if (!type || isOneForEach(side, type))
      continue;
    return op.emitOpError()
           << "expected one '" << name
           << "' for the whole operand or for each element of the batch but "
              "got "
           << type << " in blocks of [" << resolvedBlock(side)
           << "]; dequantize the operand with mixp.dequantize";
  }
  return success();
}

/// Whether a table of the filter is in groups of channels of each tap, so that
/// the product's K, whose channels of a tap are neighbours, is in groups.
static bool isGrouped(ConvOp op, const Blocked &side, RankedTensorType table) {
  SmallVector<int64_t> block = resolvedBlock(side);
  int64_t dim = op.getChannelDim(), channels = side.operand.getDimSize(dim);
  if (table.getDimSize(0) != 1 && block[0] != 1)
    return false;
  for (int64_t i = 0; i < op.getSpatialRank(); ++i)
    if (block[op.getSpatialDim(i)] != 1)
      return false;
  return !ShapedType::isDynamic(channels) && channels % block[dim] == 0;
}

/// C5: one scale for the whole filter, for each output channel, or for groups
/// within one.
static LogicalResult verifyFilterTables(ConvOp op, const Blocked &side) {
  if (failed(verifyBlocked(op, side)))
    return failure();
  for (auto [value, name] : {std::pair(side.scale, side.scaleName),
                             {side.zeroPoint, side.zeroPointName}}) {
    auto type = value ? cast<RankedTensorType>(value.getType()) : nullptr;
    if (!type || isOneForEach(side, type) || isGrouped(op, side, type))
      continue;
    return op.emitOpError()
           << "expected one '" << name
           << "' for the whole operand, for each output channel, or for blocks "
              "of one element of the window and channels that they divide, but "
              "got "
           << type << " in blocks of [" << resolvedBlock(side)
           << "]; dequantize the operand with mixp.dequantize";
  }
  return success();
}

/// C7: a padding element has to be stored.
static LogicalResult verifyPadding(ConvOp op) {
  if (!op.isPadded() || !isFloatTensor(op.getInputZeroPoint()))
    return success();
  return op.emitOpError() << "expected an i32 'input_zero_point' beside "
                             "padding, which is a stored value; round it, or "
                             "dequantize the input with mixp.dequantize";
}

/// C10: constants.
static LogicalResult verifyConstants(ConvOp op, const Blocked &side,
                                     std::optional<StorageRange> range) {
  if (failed(verifyScaleConstant(op, side.scale, side.scaleName)))
    return failure();
  return verifyZeroPointConstant(op, side.zeroPoint, side.zeroPointName, range,
                                 "input");
}

LogicalResult ConvOp::verify() {
  if (failed(verifyShapes(*this)) || // C1
      failed(verifyLists(*this)) ||  // C2
      failed(verifyWindow(*this)) || // C3
      failed(verifySizes(*this)))    // C4
    return failure();
  Blocked input = blockedInput(*this), filter = blockedFilter(*this);
  if (failed(verifyInputTables(*this, input)) || // C5
      failed(verifyFilterTables(*this, filter)))
    return failure();
  bool isInteger =
      hasIntegerOperands() && !getInputScale() && !getFilterScale();
  if (failed(verifyAccumulator(*this, isInteger, getOuts().getType()))) // C6
    return failure();
  if (failed(verifyZeroPointOperand(*this, input)) || // C7
      failed(verifyZeroPointOperand(*this, filter)) ||
      failed(verifyPadding(*this)))
    return failure();
  if (failed(verifyUnsignedFlag(*this, getInputUnsigned(), // C8
                                getInput().getType(), "input_unsigned")) ||
      failed(verifyUnsignedFlag(*this, getFilterUnsigned(),
                                getFilter().getType(), "filter_unsigned")))
    return failure();
  // C9 is verified by the interfaces.
  Type element = getInput().getType().getElementType();
  std::optional<StorageRange> range;
  if (isPadded() && isa<IntegerType>(element))
    range = storageRange(element, getInputUnsigned());
  if (failed(verifyConstants(*this, input, range)) || // C10
      failed(verifyConstants(*this, filter, std::nullopt)))
    return failure();
  return verifyPrecision(*this, getPrecision(), element, // C11
                         getFilter().getType().getElementType());
}
