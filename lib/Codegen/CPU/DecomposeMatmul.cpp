//===- DecomposeMatmul.cpp - Products that kernels take, and the rest -----===//
#include "ElementwiseBuilder.h"
#include "NativeForm.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/TypeUtilities.h"

namespace mixp {
#define GEN_PASS_DEF_DECOMPOSEMATMULPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
/// One side of a product while it is taken apart.
struct Side {
  Value value, scale, zeroPoint;
  SmallVector<int64_t> block; ///< resolved; empty without scale and zero point
  bool isUnsigned;
  bool isConstantAlongK;

  RankedTensorType type() const {
    return cast<RankedTensorType>(value.getType());
  }
  Type element() const { return type().getElementType(); }
  bool isFloatZeroPoint() const {
    return zeroPoint &&
           isa<FloatType>(getElementTypeOrSelf(zeroPoint.getType()));
  }
};

class Decomposition {
public:
  Decomposition(MatmulOp op, TargetAttr target)
      : op(op), target(target), b(op), loc(op.getLoc()),
        rank(op.getOuts().getType().getRank()) {}

  /// Replaces the op by a native one and elementwise ops, or leaves it alone.
  void run();

private:
  Side makeSide(bool isLhs);
  void transpose(Side &side);
  Value transposeValue(Value value);
  void widenSubByte(Side &side, bool isLhs);
  bool decomposeExact(Side &lhs, Side &rhs);
  bool decomposeGrouped(Side &lhs, Side &rhs);
  bool decomposeFloat(Side &lhs, Side &rhs);
  bool toF32(Side &side);
  Value createProduct(const Side &lhs, const Side &rhs, Type accumulator,
                      bool keepRhsScale);
  std::optional<MappedOperand> mapToResult(const Side &side, Value table,
                                           bool isLhs);
  void
  finish(Value product, std::optional<MappedOperand> lhsScale,
         std::optional<MappedOperand> rhsScale,
         ArrayRef<MappedOperand> corrections,
         function_ref<Value(OpBuilder &, Location, Value, ValueRange)> correct);

  AffineMap resultMap(ArrayRef<int64_t> dims);

  MatmulOp op;
  TargetAttr target;
  OpBuilder b;
  Location loc;
  int64_t rank;
};
} // namespace

Side Decomposition::makeSide(bool isLhs) {
  if (isLhs)
    return {op.getLhs(),          op.getLhsScale(),
            op.getLhsZeroPoint(), op.getResolvedLhsBlock(),
            op.isLhsUnsigned(),   op.isLhsConstantAlongK()};
  return {op.getRhs(),          op.getRhsScale(),
          op.getRhsZeroPoint(), op.getResolvedRhsBlock(),
          op.isRhsUnsigned(),   op.isRhsConstantAlongK()};
}

/// A map from the result's dims to the listed ones.
AffineMap Decomposition::resultMap(ArrayRef<int64_t> dims) {
  SmallVector<AffineExpr> exprs;
  for (int64_t dim : dims)
    exprs.push_back(b.getAffineDimExpr(dim));
  return AffineMap::get(rank, 0, exprs, b.getContext());
}

//===----------------------------------------------------------------------===//
// Operands
//===----------------------------------------------------------------------===//

/// The value with its last two dims exchanged; a constant stays a constant.
Value Decomposition::transposeValue(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape(type.getShape());
  std::swap(shape[shape.size() - 1], shape[shape.size() - 2]);
  auto bytes = readConstantBytes(value);
  if (bytes && type.getRank() == 2) {
    size_t width = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
    int64_t rows = type.getDimSize(0), columns = type.getDimSize(1);
    std::vector<char> turned(bytes->size());
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t c = 0; c < columns; ++c)
        std::copy_n(&(*bytes)[(r * columns + c) * width], width,
                    &turned[(c * rows + r) * width]);
    return createConstant(b, loc, type.clone(shape), turned, "transposed");
  }
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, value);
  SmallVector<int64_t> permutation =
      llvm::to_vector(llvm::seq<int64_t>(0, type.getRank()));
  std::swap(sizes[sizes.size() - 1], sizes[sizes.size() - 2]);
  std::swap(permutation[sizes.size() - 1], permutation[sizes.size() - 2]);
  Value empty = tensor::EmptyOp::create(b, loc, sizes, type.getElementType());
  return linalg::TransposeOp::create(b, loc, value, empty, permutation)
      ->getResult(0);
}

void Decomposition::transpose(Side &side) {
  side.value = transposeValue(side.value);
  if (side.scale)
    side.scale = transposeValue(side.scale);
  if (side.zeroPoint)
    side.zeroPoint = transposeValue(side.zeroPoint);
  if (!side.block.empty())
    std::swap(side.block[rank - 1], side.block[rank - 2]);
}

/// i4 -> i8 but for a constant rhs, whose nibbles the kernel splits itself.
void Decomposition::widenSubByte(Side &side, bool isLhs) {
  bool isConstantRhs =
      !isLhs && rank == 2 && side.value.getDefiningOp<arith::ConstantOp>();
  if (!side.element().isInteger(4) || isConstantRhs)
    return;
  side.value = CastOp::create(b, loc, side.type().clone(b.getI8Type()),
                              side.value, RoundingMode::NearestEven,
                              /*saturate=*/false,
                              /*input_unsigned=*/side.isUnsigned,
                              /*result_unsigned=*/side.isUnsigned);
}

/// Dequantizes or widens a side to f32; false where mixp.dequantize cannot.
bool Decomposition::toF32(Side &side) {
  if (!side.scale && !side.zeroPoint && isa<FloatType>(side.element())) {
    if (!side.element().isF32())
      side.value =
          CastOp::create(b, loc, side.type().clone(b.getF32Type()), side.value,
                         RoundingMode::NearestEven, false, false, false);
    return true;
  }
  if (side.element().isF32())
    return false;
  DenseI64ArrayAttr block;
  if (!side.block.empty())
    block = b.getDenseI64ArrayAttr(
        llvm::map_to_vector(side.block, [](int64_t size) -> int64_t {
          return ShapedType::isDynamic(size) ? 0 : size;
        }));
  side.value = DequantizeOp::create(
      b, loc, side.type().clone(b.getF32Type()), side.value, side.scale,
      side.zeroPoint, block, side.isUnsigned && side.element().isInteger());
  side.scale = side.zeroPoint = {};
  side.block.clear();
  side.isUnsigned = false;
  return true;
}

/// A scale or zero-point tensor as an operand of an op over the result's dims;
/// nothing where a block is neither a single element nor the whole dim.
std::optional<MappedOperand>
Decomposition::mapToResult(const Side &side, Value table, bool isLhs) {
  auto type = cast<RankedTensorType>(table.getType());
  SmallVector<AffineExpr> exprs;
  for (int64_t i = 0; i < rank; ++i) {
    bool isReduction = i == (isLhs ? rank - 1 : rank - 2);
    if (isReduction || type.getDimSize(i) == 1)
      exprs.push_back(b.getAffineConstantExpr(0));
    else if (side.block[i] == 1)
      exprs.push_back(b.getAffineDimExpr(i));
    else
      return std::nullopt;
  }
  return MappedOperand{table, AffineMap::get(rank, 0, exprs, b.getContext())};
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

/// The product in native form, into zeros.
Value Decomposition::createProduct(const Side &lhs, const Side &rhs,
                                   Type accumulator, bool keepRhsScale) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, op.getOuts());
  Value empty = tensor::EmptyOp::create(b, loc, sizes, accumulator);
  Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(accumulator));
  Value outs = linalg::FillOp::create(b, loc, zero, empty).getResult(0);
  auto product = MatmulOp::create(b, loc, lhs.value, rhs.value, outs);
  product.setLhsUnsigned(lhs.isUnsigned && lhs.element().isInteger());
  product.setRhsUnsigned(rhs.isUnsigned && rhs.element().isInteger());
  product.setScheduleAttr(op.getScheduleAttr());
  if (keepRhsScale) {
    product.getRhsScaleMutable().assign(rhs.scale);
    product.setRhsBlock(ArrayRef<int64_t>(rhs.block));
  }
  return product.getResult();
}

/// product -> outs + correct(product) * (lhsScale * rhsScale), each step
/// rounded as docs/Numerics.md says, narrowed to the result's type; replaces
/// the op.
void Decomposition::finish(
    Value product, std::optional<MappedOperand> lhsScale,
    std::optional<MappedOperand> rhsScale, ArrayRef<MappedOperand> corrections,
    function_ref<Value(OpBuilder &, Location, Value, ValueRange)> correct) {
  Type result = op.getOuts().getType().getElementType();
  AffineMap identity = b.getMultiDimIdentityMap(rank);
  SmallVector<MappedOperand> operands = {{product, identity}};
  llvm::append_range(operands, corrections);
  if (lhsScale)
    operands.push_back(*lhsScale);
  if (rhsScale)
    operands.push_back(*rhsScale);
  bool addsOuts = !isZeroTensor(op.getOuts());
  if (addsOuts)
    operands.push_back({op.getOuts(), identity});
  if (operands.size() == 1 && product.getType() == op.getOuts().getType()) {
    op.replaceAllUsesWith(product);
    op.erase();
    return;
  }
  auto body = [&](OpBuilder &nb, Location l, ValueRange values) -> Value {
    Value x = correct(nb, l, values[0], values.slice(1, corrections.size()));
    ValueRange scales = values.drop_front(1 + corrections.size());
    if (x.getType().isInteger() && !result.isInteger())
      x = arith::SIToFPOp::create(nb, l, nb.getF32Type(), x);
    if (lhsScale && rhsScale) {
      Value scale = arith::MulFOp::create(nb, l, scales[0], scales[1]);
      x = arith::MulFOp::create(nb, l, x, scale);
    } else if (lhsScale || rhsScale) {
      x = arith::MulFOp::create(nb, l, x, scales[0]);
    }
    if (addsOuts) {
      Value outs = values.back();
      if (result.isInteger())
        return arith::AddIOp::create(nb, l, outs, x);
      if (!result.isF32())
        outs = arith::ExtFOp::create(nb, l, nb.getF32Type(), outs);
      x = arith::AddFOp::create(nb, l, outs, x);
    }
    if (isa<FloatType>(result) && !result.isF32())
      x = arith::TruncFOp::create(nb, l, result, x);
    return x;
  };
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, op.getOuts());
  Value finished = buildElementwise(b, loc, sizes, result, operands, body);
  if (finished.getType() != op.getOuts().getType())
    finished = tensor::CastOp::create(b, loc, op.getOuts().getType(), finished);
  op.replaceAllUsesWith(finished);
  op.erase();
}

/// Integer sides, constant along K: the product of the stored values, and
///   sum (a - za)(b - zb)
///     = sum a b - za sum b - zb sum a + K za zb   (modulo 2^32)
bool Decomposition::decomposeExact(Side &lhs, Side &rhs) {
  SmallVector<MappedOperand> corrections;
  std::optional<MappedOperand> lhsScale, rhsScale;
  if (lhs.scale && !(lhsScale = mapToResult(lhs, lhs.scale, true)))
    return false;
  if (rhs.scale && !(rhsScale = mapToResult(rhs, rhs.scale, false)))
    return false;
  bool isBatched = rank == 3;
  if (lhs.zeroPoint) {
    auto zeroPoint = mapToResult(lhs, lhs.zeroPoint, true);
    if (!zeroPoint)
      return false;
    Value sums = buildIntegerSums(b, loc, rhs.value, rank - 2, rhs.isUnsigned);
    corrections.push_back(*zeroPoint);
    corrections.push_back(
        {sums, isBatched ? resultMap({0, 2}) : resultMap({1})});
  }
  if (rhs.zeroPoint) {
    auto zeroPoint = mapToResult(rhs, rhs.zeroPoint, false);
    if (!zeroPoint)
      return false;
    Value sums = buildIntegerSums(b, loc, lhs.value, rank - 1, lhs.isUnsigned);
    corrections.push_back(*zeroPoint);
    corrections.push_back(
        {sums, isBatched ? resultMap({0, 1}) : resultMap({0})});
  }
  Value size;
  if (lhs.zeroPoint && rhs.zeroPoint) {
    Value k = getValueOrCreateConstantIndexOp(
        b, loc, tensor::getMixedSize(b, loc, lhs.value, rank - 1));
    size = arith::IndexCastOp::create(b, loc, b.getI32Type(), k);
  }
  Value product = createProduct(lhs, rhs, b.getI32Type(), false);
  finish(product, lhsScale, rhsScale, corrections,
         [&](OpBuilder &nb, Location l, Value x, ValueRange values) {
           for (size_t i = 0; i < values.size(); i += 2) {
             Value term =
                 arith::MulIOp::create(nb, l, values[i], values[i + 1]);
             x = arith::SubIOp::create(nb, l, x, term);
           }
           if (!size)
             return x;
           Value both = arith::MulIOp::create(nb, l, values[0], values[2]);
           both = arith::MulIOp::create(nb, l, both, size);
           return Value(arith::AddIOp::create(nb, l, x, both));
         });
  return true;
}

/// Integer sides, groups of a constant rhs: the kernel scales each group.
bool Decomposition::decomposeGrouped(Side &lhs, Side &rhs) {
  bool isConstant = rhs.value.getDefiningOp<arith::ConstantOp>() && rhs.scale &&
                    rhs.scale.getDefiningOp<arith::ConstantOp>();
  int64_t step = rhs.element().isInteger(4) ? 8 : 4;
  if (rank != 2 || !isConstant || rhs.zeroPoint || lhs.zeroPoint ||
      !lhs.isConstantAlongK || !target.lookup(MmaKind::Vpdpbusd) ||
      rhs.block[1] != 1 || rhs.block[0] % step != 0 || rhs.block[0] > 1 << 15)
    return false;
  std::optional<MappedOperand> lhsScale;
  if (lhs.scale && !(lhsScale = mapToResult(lhs, lhs.scale, true)))
    return false;
  Value product = createProduct(lhs, rhs, b.getF32Type(), true);
  finish(product, lhsScale, std::nullopt, {},
         [](OpBuilder &, Location, Value x, ValueRange) { return x; });
  return true;
}

/// Everything else: f32 (or bf16) products.
bool Decomposition::decomposeFloat(Side &lhs, Side &rhs) {
  bool isBf16 = lhs.element().isBF16() && rhs.element().isBF16() &&
                !lhs.scale && !rhs.scale && prefersBf16Dot(target);
  if (!isBf16 && !toF32(lhs))
    return false;
  std::optional<MappedOperand> rhsScale;
  bool keepScale = false;
  if (rhs.element().isInteger()) {
    bool isConstant = rhs.value.getDefiningOp<arith::ConstantOp>();
    int64_t step = rhs.element().isInteger(4) ? 2 : 1;
    if (rhs.scale && rhs.isConstantAlongK)
      rhsScale = mapToResult(rhs, rhs.scale, false);
    else if (rhs.scale)
      keepScale = isConstant && rank == 2 && rhs.block[1] == 1 &&
                  rhs.block[0] % step == 0 &&
                  rhs.scale.getDefiningOp<arith::ConstantOp>();
    bool handled = !rhs.scale || rhsScale || keepScale;
    if ((rhs.zeroPoint || !handled) && !toF32(rhs))
      return false;
    if (rhs.element().isF32())
      rhsScale.reset();
  } else if (rhs.scale || rhs.zeroPoint) {
    if (!toF32(rhs))
      return false;
  }
  Value product =
      createProduct(lhs, rhs, b.getF32Type(), keepScale && rhs.scale);
  finish(product, std::nullopt, rhsScale, {},
         [](OpBuilder &, Location, Value x, ValueRange) { return x; });
  return true;
}

void Decomposition::run() {
  Side lhs = makeSide(true), rhs = makeSide(false);
  bool isInteger = lhs.element().isInteger() && rhs.element().isInteger();
  if (isInteger && !target.lookup(MmaKind::Vpdpbusd) &&
      !target.lookup(MmaKind::Vpmaddwd))
    return;
  widenSubByte(lhs, true);
  widenSubByte(rhs, false);
  if (op.getTransposeLhs())
    transpose(lhs);
  if (op.getTransposeRhs())
    transpose(rhs);
  if (isInteger && op.isExact()) {
    decomposeExact(lhs, rhs);
    return;
  }
  if (isInteger && decomposeGrouped(lhs, rhs))
    return;
  decomposeFloat(lhs, rhs);
}

namespace {
struct DecomposeMatmul : mixp::impl::DecomposeMatmulPassBase<DecomposeMatmul> {
  void runOnOperation() override {
    auto target = getOperation()->getAttrOfType<TargetAttr>(kTargetAttrName);
    if (!target) {
      getOperation().emitError()
          << "needs a module with a target: run mixp-resolve-target first";
      return signalPassFailure();
    }
    SmallVector<MatmulOp> ops;
    getOperation().walk([&](MatmulOp op) { ops.push_back(op); });
    for (MatmulOp op : ops)
      if (!matchNativeForm(op, target))
        Decomposition(op, target).run();
  }
};
} // namespace
