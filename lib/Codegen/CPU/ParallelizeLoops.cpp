//===- ParallelizeLoops.cpp - What surrounds products, for threads --------===//
#include "MicroKernel.h"
#include "ParallelLoop.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Target/ModuleTarget.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/OpenMP/OpenMPDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mixp {
#define GEN_PASS_DEF_PARALLELIZELOOPSPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
/// Bytes per iteration of a dim, of sizes that are known.
struct DimWork {
  unsigned dim;
  OpFoldResult size;
  int64_t bytes;
};
} // namespace

/// Bytes of the elements of `type`, a dynamic size counting as 1.
static int64_t countBytes(ShapedType type) {
  Type element = type.getElementType();
  int64_t count = element.isIntOrFloat()
                      ? llvm::divideCeil(element.getIntOrFloatBitWidth(), 8)
                      : sizeof(int64_t);
  for (int64_t size : type.getShape())
    count *= ShapedType::isDynamic(size) ? 1 : std::max<int64_t>(size, 1);
  return count;
}

/// The same of one iteration of a dim.
static int64_t countSliceBytes(MemRefType type, int64_t dim) {
  int64_t extent = type.getDimSize(dim);
  return countBytes(type) /
         (ShapedType::isDynamic(extent) ? 1 : std::max<int64_t>(extent, 1));
}

/// `size` iterations of one dim of a memref.
static Value sliceDim(ImplicitLocOpBuilder &b, Value memref, int64_t dim,
                      OpFoldResult offset, OpFoldResult size) {
  int64_t rank = cast<MemRefType>(memref.getType()).getRank();
  SmallVector<OpFoldResult> offsets(rank, b.getIndexAttr(0)), sizes;
  for (int64_t i = 0; i < rank; ++i)
    sizes.push_back(memrefSize(b, memref, i));
  offsets[dim] = offset;
  sizes[dim] = size;
  return sliceMemRef(b, memref, offsets, sizes);
}

/// Iterations of which the operands fill a quarter of the second-level cache:
/// long enough to pay for taking them, short enough to share work out evenly.
static int64_t chooseChunk(TargetAttr target, int64_t bytes) {
  return std::max<int64_t>(target.getL2() / 4 / std::max<int64_t>(bytes, 1), 1);
}

/// Whether there is work for several threads, as far as is known.
static bool isWorthThreads(OpFoldResult size, int64_t chunk) {
  std::optional<int64_t> count = getConstantIntValue(size);
  return !count || *count > 2 * chunk;
}

/// Threads take `chunk` iterations of `op` at a time, which `build` builds, if
/// there is enough work.
static void shareIterations(ImplicitLocOpBuilder &b, Operation *op,
                            OpFoldResult size, int64_t chunk, int64_t threads,
                            ChunkedDim::Body build) {
  if (!isWorthThreads(size, chunk))
    return;
  ChunkedDim chunks(b, size, chunk);
  buildParallelLoop(b, threads, chunks.getCount(),
                    [&](Value number) { chunks.build(number, build); });
  op->erase();
}

//===----------------------------------------------------------------------===//
// linalg
//===----------------------------------------------------------------------===//

namespace {
/// Where a loop moves along an operand: so many elements of one of its dims in
/// each iteration.
struct Movement {
  unsigned position;
  int64_t step;
};
} // namespace

/// How often `dim` is in a sum of dims times constants; nothing for others.
static std::optional<int64_t> findCoefficient(AffineExpr expr, unsigned dim) {
  if (!expr.isFunctionOfDim(dim))
    return 0;
  if (isa<AffineDimExpr>(expr))
    return 1;
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return std::nullopt;
  auto lhs = findCoefficient(binary.getLHS(), dim);
  if (binary.getKind() == AffineExprKind::Mul) {
    auto factor = dyn_cast<AffineConstantExpr>(binary.getRHS());
    return lhs && factor ? std::optional(*lhs * factor.getValue())
                         : std::nullopt;
  }
  auto rhs = findCoefficient(binary.getRHS(), dim);
  return binary.getKind() == AffineExprKind::Add && lhs && rhs
             ? std::optional(*lhs + *rhs)
             : std::nullopt;
}

/// The dims of an operand along which `dim` moves, windows that slide along it
/// included; nothing where slices would not do.
static std::optional<SmallVector<Movement>> findMovement(AffineMap map,
                                                         unsigned dim) {
  SmallVector<Movement> movements;
  for (auto [position, expr] : llvm::enumerate(map.getResults())) {
    auto step = findCoefficient(expr, dim);
    if (!step || *step < 0)
      return std::nullopt;
    if (*step > 0)
      movements.push_back({static_cast<unsigned>(position), *step});
  }
  return movements.size() <= 1 ? std::optional(movements) : std::nullopt;
}

/// The work of a parallel dim; nothing where it cannot be cut.
static std::optional<DimWork> findWork(ImplicitLocOpBuilder &b,
                                       linalg::LinalgOp op, unsigned dim) {
  DimWork work{dim, {}, 0};
  for (OpOperand &operand : op->getOpOperands()) {
    auto type = dyn_cast<MemRefType>(operand.get().getType());
    AffineMap map = op.getMatchingIndexingMap(&operand);
    auto movements = findMovement(map, dim);
    if (!movements)
      return std::nullopt;
    if (movements->empty()) {
      if (op.isDpsInit(&operand))
        return std::nullopt; // iterations that write the same elements
      continue;
    }
    auto [position, step] = movements->front();
    if (!type)
      continue;
    work.bytes += countSliceBytes(type, position) * step;
    if (!work.size && map.getResult(position) == b.getAffineDimExpr(dim))
      work.size = memrefSize(b, operand.get(), position);
  }
  if (!work.size || isConstantIntValue(work.size, 1))
    return std::nullopt;
  return work;
}

/// The outermost dim that can be cut, with what an iteration of it touches.
static std::optional<DimWork> findDim(ImplicitLocOpBuilder &b,
                                      linalg::LinalgOp op) {
  for (auto [dim, kind] : llvm::enumerate(op.getIteratorTypesArray()))
    if (kind == utils::IteratorType::parallel)
      if (auto work = findWork(b, op, dim))
        return work;
  return std::nullopt;
}

/// Clones the op on the slices that iterations [offset, offset + size) of
/// `work` touch: all of a dim but what the iterations left out would take.
static void buildPart(ImplicitLocOpBuilder &b, linalg::LinalgOp op,
                      const DimWork &work, OpFoldResult offset,
                      OpFoldResult size) {
  SmallVector<Value> operands;
  AffineExpr all = b.getAffineDimExpr(0), part = b.getAffineDimExpr(1),
             extent = b.getAffineDimExpr(2);
  for (auto [operand, map] :
       llvm::zip(op->getOpOperands(), op.getIndexingMapsArray())) {
    Value value = operand.get();
    SmallVector<Movement> movements = *findMovement(map, work.dim);
    if (isa<MemRefType>(value.getType()) && !movements.empty()) {
      auto [position, step] = movements.front();
      OpFoldResult from = offset, count = size;
      if (map.getResult(position) != b.getAffineDimExpr(work.dim)) {
        from = affine::makeComposedFoldedAffineApply(b, b.getLoc(), all * step,
                                                     {offset});
        count = affine::makeComposedFoldedAffineApply(
            b, b.getLoc(), extent - (all - part) * step,
            {work.size, size, memrefSize(b, value, position)});
      }
      value = sliceDim(b, value, position, from, count);
    }
    operands.push_back(value);
  }
  auto clone = cast<linalg::LinalgOp>(b.clone(*op));
  clone->setOperands(operands);
  SmallVector<OpFoldResult> offsets(op.getNumLoops(), b.getIndexAttr(0));
  offsets[work.dim] = offset;
  linalg::offsetIndices(b, clone, offsets);
}

static void parallelize(linalg::LinalgOp op, TargetAttr target,
                        int64_t threads) {
  ImplicitLocOpBuilder b(op.getLoc(), op);
  std::optional<DimWork> work = findDim(b, op);
  if (!work)
    return;
  shareIterations(b, op, work->size, chooseChunk(target, work->bytes), threads,
                  [&](OpFoldResult offset, OpFoldResult size) {
                    buildPart(b, op, *work, offset, size);
                  });
}

//===----------------------------------------------------------------------===//
// pack_rhs
//===----------------------------------------------------------------------===//

/// Cuts the columns at panels.
static void parallelize(PackRhsOp op, TargetAttr target, int64_t threads) {
  ImplicitLocOpBuilder b(op.getLoc(), op);
  auto rhsType = cast<MemRefType>(op.getRhs().getType());
  auto outsType = cast<MemRefType>(op.getOuts().getType());
  int64_t rank = rhsType.getRank(), outsRank = outsType.getRank();
  int64_t nr = op.getNr();
  int64_t panelBytes = 2 * countSliceBytes(outsType, outsRank - 3);
  int64_t chunkPanels = chooseChunk(target, panelBytes);
  OpFoldResult size = memrefSize(b, op.getRhs(), rank - 1);
  if (!isWorthThreads(size, chunkPanels * nr))
    return;
  ChunkedDim chunks(b, size, chunkPanels * nr);
  ChunkedDim panelChunks(b, memrefSize(b, op.getOuts(), outsRank - 3),
                         chunkPanels);
  buildParallelLoop(b, threads, chunks.getCount(), [&](Value number) {
    chunks.build(number, [&](OpFoldResult offset, OpFoldResult size) {
      Value rhs = sliceDim(b, op.getRhs(), rank - 1, offset, size);
      panelChunks.build(number, [&](OpFoldResult panel, OpFoldResult count) {
        Value outs = sliceDim(b, op.getOuts(), outsRank - 3, panel, count);
        b.clone(*op)->setOperands({rhs, outs});
      });
    });
  });
  op.erase();
}

//===----------------------------------------------------------------------===//
// quantize_rows
//===----------------------------------------------------------------------===//

static void parallelize(QuantizeRowsOp op, TargetAttr target, int64_t threads) {
  ImplicitLocOpBuilder b(op.getLoc(), op);
  int64_t rowBytes = 0;
  for (Value operand : op->getOperands())
    rowBytes += countSliceBytes(cast<MemRefType>(operand.getType()), 0);
  shareIterations(b, op, memrefSize(b, op.getInput(), 0),
                  chooseChunk(target, rowBytes), threads,
                  [&](OpFoldResult offset, OpFoldResult size) {
                    SmallVector<Value> operands;
                    for (Value operand : op->getOperands())
                      operands.push_back(sliceDim(b, operand, 0, offset, size));
                    b.clone(*op)->setOperands(operands);
                  });
}

namespace {
struct ParallelizeLoops
    : mixp::impl::ParallelizeLoopsPassBase<ParallelizeLoops> {
  using ParallelizeLoopsPassBase::ParallelizeLoopsPassBase;

  void runOnOperation() override {
    TargetAttr target = requireTarget(getOperation());
    if (!target)
      return signalPassFailure();
    SmallVector<Operation *> ops;
    getOperation().walk([&](Operation *op) {
      if (isa<omp::ParallelOp>(op))
        return WalkResult::skip();
      bool onMemRefs = !op->getOperands().empty() && op->getNumResults() == 0;
      if (onMemRefs && isa<linalg::LinalgOp, PackRhsOp, QuantizeRowsOp>(op))
        ops.push_back(op);
      return WalkResult::advance();
    });
    for (Operation *op : ops) {
      if (auto pack = dyn_cast<PackRhsOp>(op))
        parallelize(pack, target, threads);
      else if (auto quantize = dyn_cast<QuantizeRowsOp>(op))
        parallelize(quantize, target, threads);
      else
        parallelize(cast<linalg::LinalgOp>(op), target, threads);
    }
  }
};
} // namespace
