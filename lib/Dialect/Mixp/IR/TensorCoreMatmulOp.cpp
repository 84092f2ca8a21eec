//===- TensorCoreMatmulOp.cpp - Products for tensor cores -----------------===//
#include "EpilogueVerification.h"
#include "PackedEffects.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

void TensorCoreMatmulOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addPackedEffects(*this, effects);
}

Type TensorCoreMatmulOp::getAccumulatorType() {
  Type acc = getSchedule().getCore().getAcc();
  return acc.isF16() ? Float32Type::get(getContext()) : acc;
}

/// The type that memory holds for an instruction's operand.
static Type storedType(Type operand) {
  return isa<FloatTF32Type>(operand) ? Float32Type::get(operand.getContext())
                                     : operand;
}

/// Whether `type` holds what the instruction reads: signless integers take the
/// sign from it, and codes of small floats their format.
static bool holds(Type type, Type operand) {
  bool isByte = operand.getIntOrFloatBitWidth() == 8;
  return type == storedType(operand) ||
         (isByte && type.isInteger(8) && !type.isUnsignedInteger());
}

/// Sizes are equal where both are known.
static bool agree(int64_t x, int64_t y) {
  return ShapedType::isDynamic(x) || ShapedType::isDynamic(y) || x == y;
}

/// The size of dim `fromEnd`, 1 for the last, of an operand whose last two dims
/// may be exchanged.
static int64_t sizeFromEnd(ShapedType type, int64_t fromEnd,
                           bool isTransposed) {
  int64_t dim = isTransposed && fromEnd <= 2 ? 3 - fromEnd : fromEnd;
  return type.getDimSize(type.getRank() - dim);
}

static LogicalResult verifySizes(TensorCoreMatmulOp op) {
  auto lhs = [&](int64_t fromEnd) {
    return sizeFromEnd(op.getLhsType(), fromEnd, op.getTransposeLhs());
  };
  auto rhs = [&](int64_t fromEnd) {
    return sizeFromEnd(op.getRhsType(), fromEnd, op.getTransposeRhs());
  };
  auto outs = [&](int64_t fromEnd) {
    return sizeFromEnd(op.getOutsType(), fromEnd, false);
  };
  bool isWrong = !agree(lhs(2), outs(2)) || !agree(rhs(1), outs(1)) ||
                 !agree(lhs(1), rhs(2));
  if (op.isBatched())
    isWrong |= !agree(lhs(3), outs(3)) || !agree(rhs(3), outs(3));
  if (isWrong)
    return op.emitOpError()
           << "expected sizes that agree but got " << op.getLhsType() << ", "
           << op.getRhsType() << " and " << op.getOutsType();
  return success();
}

/// Whether weights can be stored as codes of this type.
static bool isWeightCode(Type code) {
  if (auto integer = dyn_cast<IntegerType>(code))
    return (integer.getWidth() == 4 || integer.getWidth() == 8) &&
           !integer.isSigned();
  return isa<Float8E4M3FNType, Float8E5M2Type>(code);
}

/// What kernels of weights ask of tiles: lanes load 16 bytes of codes at once,
/// activations come in panels of 64 elements, and are copied in whole passes of
/// all threads, 8 rows of a panel at least.
static LogicalResult verifyWeightTiles(TensorCoreMatmulOp op) {
  GpuScheduleAttr schedule = op.getSchedule();
  int64_t blockM = schedule.getBlockM(), blockN = schedule.getBlockN();
  int64_t blockK = schedule.getBlockK();
  if (schedule.getCore().getKind() == TensorCoreKind::Wgmma) {
    if (blockK != 64 || blockM % 64 != 0 || (blockN != 64 && blockN != 128))
      return op.emitOpError() << "expected blocks of multiples of 64 rows, 64 "
                                 "or 128 columns and "
                                 "64 elements of K beside rhs_code but got "
                              << blockM << ", " << blockN << " and " << blockK;
    return success();
  }
  if (blockK % (64 * schedule.getWarpsK()) != 0 ||
      schedule.getWarpN() % 32 != 0)
    return op.emitOpError()
           << "expected warps of multiples of 32 columns and 64 elements of K "
              "beside rhs_code but got "
           << schedule.getWarpN() << " and " << blockK / schedule.getWarpsK();
  int64_t threads = 32 * schedule.getWarpsK() * (blockM / schedule.getWarpM()) *
                    (blockN / schedule.getWarpN());
  int64_t pieces = blockM * blockK / 8;
  if (!llvm::isPowerOf2_64(blockM) || !llvm::isPowerOf2_64(blockK) ||
      !llvm::isPowerOf2_64(threads) || threads < 64 || pieces % threads != 0)
    return op.emitOpError()
           << "expected powers of two for block_m, block_k and 64 or more "
              "threads, each with as many 16-byte pieces of lhs, beside "
              "rhs_code but got "
           << blockM << ", " << blockK << " and " << threads;
  return success();
}

static LogicalResult verifyWeights(TensorCoreMatmulOp op) {
  TensorCoreAttr core = op.getSchedule().getCore();
  Type lhs = op.getLhsType().getElementType(), code = *op.getRhsCode();
  Type rhs = op.getRhsType().getElementType();
  if ((!lhs.isF16() && !lhs.isBF16()) || core.getLhs() != lhs ||
      core.getRhs() != lhs || !core.getAcc().isF32())
    return op.emitOpError() << "expected lhs of f16 or bf16 and an instruction "
                               "for it beside codes but got "
                            << lhs << " and " << core;
  if (!isWeightCode(code))
    return op.emitOpError() << "expected rhs_code i4, ui4, i8, ui8, f8E4M3FN "
                               "or f8E5M2 but got "
                            << code;
  bool isSame =
      rhs == code || (isa<IntegerType>(code) &&
                      rhs.isSignlessInteger(code.getIntOrFloatBitWidth()));
  if (!isSame && !rhs.isSignlessInteger(8))
    return op.emitOpError()
           << "expected rhs of " << code << " or i8 but got " << rhs;
  if (op.getRepackLhs() || op.getRepackRhs())
    return op.emitOpError() << "expected no repacked operand beside rhs_code";
  return verifyWeightTiles(op);
}

static LogicalResult verifyOperandTypes(TensorCoreMatmulOp op) {
  if (op.isWeightOnly() != op.getSchedule().getWeightsFirst())
    return op.emitOpError() << "expected rhs_code exactly with weights_first";
  if (op.isWeightOnly())
    return verifyWeights(op);
  TensorCoreAttr core = op.getSchedule().getCore();
  if (!holds(op.getLhsType().getElementType(), core.getLhs()) ||
      !holds(op.getRhsType().getElementType(), core.getRhs()))
    return op.emitOpError() << "expected operands of the instruction's types, "
                            << core.getLhs() << " and " << core.getRhs()
                            << ", but got " << op.getLhsType().getElementType()
                            << " and " << op.getRhsType().getElementType();
  return success();
}

/// `table` has a row for each group, or one, and N columns.
static LogicalResult verifyTable(TensorCoreMatmulOp op, Value table,
                                 StringRef name) {
  auto type = cast<ShapedType>(table.getType());
  ShapedType rhs = op.getRhsType();
  bool isTransposed = op.getTransposeRhs();
  auto refuse = [&] {
    return op.emitOpError()
           << "expected " << name << " of "
           << (op.getGroup() ? "one row for each group" : "one row")
           << " and N columns but got " << type;
  };
  if (type.getRank() != rhs.getRank())
    return refuse();
  int64_t k = sizeFromEnd(rhs, 2, isTransposed), rows = 1;
  if (op.getGroup())
    rows = ShapedType::isDynamic(k) ? k : llvm::divideCeil(k, *op.getGroup());
  if (!agree(sizeFromEnd(type, 2, isTransposed), rows) ||
      !agree(sizeFromEnd(type, 1, isTransposed),
             sizeFromEnd(rhs, 1, isTransposed)))
    return refuse();
  if (op.isBatched() && type.getDimSize(0) != 1 &&
      !agree(type.getDimSize(0), rhs.getDimSize(0)))
    return refuse();
  return success();
}

static LogicalResult verifyTables(TensorCoreMatmulOp op) {
  Value scale = op.getRhsScale(), zeroPoint = op.getRhsZeroPoint();
  std::optional<uint64_t> group = op.getGroup();
  if ((scale || zeroPoint || group) && !op.isWeightOnly())
    return op.emitOpError() << "expected rhs_code beside rhs_scale, "
                               "rhs_zero_point and group";
  if ((scale && !group) || (group && !scale && !zeroPoint))
    return op.emitOpError() << "expected group with rhs_scale, and with one of "
                               "rhs_scale and rhs_zero_point only";
  if (group && (*group == 0 || *group % 16 != 0))
    return op.emitOpError() << "expected a group of a multiple of 16 elements "
                               "but got "
                            << *group;
  if (scale) {
    Type element = getElementTypeOrSelf(scale);
    if (!element.isF32() && !element.isF16() && !element.isBF16())
      return op.emitOpError() << "expected rhs_scale of f32, f16 or bf16 but "
                                 "got "
                              << element;
    if (failed(verifyTable(op, scale, "rhs_scale")))
      return failure();
  }
  if (zeroPoint) {
    if (!op.getRhsCode()->isInteger() ||
        getElementTypeOrSelf(zeroPoint) != op.getLhsType().getElementType())
      return op.emitOpError() << "expected rhs_zero_point of lhs's type beside "
                                 "integer codes but got "
                              << getElementTypeOrSelf(zeroPoint) << " beside "
                              << *op.getRhsCode();
    return verifyTable(op, zeroPoint, "rhs_zero_point");
  }
  return success();
}

LogicalResult TensorCoreMatmulOp::verify() {
  if (failed(verifyPackedResult(*this, getOuts())))
    return failure();
  int64_t rank = getOutsType().getRank();
  if ((rank != 2 && rank != 3) || getLhsType().getRank() != rank ||
      getRhsType().getRank() != rank)
    return emitOpError() << "expected lhs, rhs and outs of the same rank, 2 or "
                            "3, but got "
                         << getLhsType().getRank() << ", "
                         << getRhsType().getRank() << " and " << rank;
  if (failed(verifySizes(*this)) || failed(verifyOperandTypes(*this)) ||
      failed(verifyTables(*this)))
    return failure();
  return verifyEpilogue(*this, getEpilogue(), getEpilogueMaps(),
                        getEpilogueOperands(), rank, getAccumulatorType(),
                        getOutsType().getElementType());
}
