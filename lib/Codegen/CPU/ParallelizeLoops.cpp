//===- ParallelizeLoops.cpp - What surrounds products, for threads --------===//
#include "MicroKernel.h"
#include "ParallelLoop.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Target/ModuleTarget.h"
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
  int64_t count = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
  for (int64_t size : type.getShape())
    count *= ShapedType::isDynamic(size) ? 1 : std::max<int64_t>(size, 1);
  return count;
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

//===----------------------------------------------------------------------===//
// linalg
//===----------------------------------------------------------------------===//

/// The outermost dim that can be cut, with what an iteration of it touches.
static std::optional<DimWork> findDim(ImplicitLocOpBuilder &b,
                                      linalg::LinalgOp op) {
  auto iterators = op.getIteratorTypesArray();
  auto maps = op.getIndexingMapsArray();
  auto isDimOrConstant = [](AffineExpr expr) {
    return isa<AffineDimExpr, AffineConstantExpr>(expr);
  };
  for (AffineMap map : maps)
    if (!llvm::all_of(map.getResults(), isDimOrConstant))
      return std::nullopt;
  for (auto [dim, kind] : llvm::enumerate(iterators)) {
    if (kind != utils::IteratorType::parallel)
      continue;
    AffineExpr expr = b.getAffineDimExpr(dim);
    int64_t bytes = 0;
    std::optional<OpFoldResult> size;
    for (auto [operand, map] : llvm::zip(op->getOpOperands(), maps)) {
      auto type = dyn_cast<MemRefType>(operand.get().getType());
      auto position = map.getResultPosition(expr);
      if (!type || !position)
        continue;
      int64_t extent = type.getDimSize(*position);
      bytes +=
          countBytes(type) /
          (ShapedType::isDynamic(extent) ? 1 : std::max<int64_t>(extent, 1));
      if (!size)
        size = memrefSize(b, operand.get(), *position);
    }
    if (size && !isConstantIntValue(*size, 1))
      return DimWork{static_cast<unsigned>(dim), *size, bytes};
  }
  return std::nullopt;
}

/// Clones the op on the slices that iterations [offset, offset + size) of `dim`
/// touch.
static void buildPart(ImplicitLocOpBuilder &b, linalg::LinalgOp op,
                      unsigned dim, OpFoldResult offset, OpFoldResult size) {
  SmallVector<Value> operands;
  for (auto [operand, map] :
       llvm::zip(op->getOpOperands(), op.getIndexingMapsArray())) {
    Value value = operand.get();
    auto position = map.getResultPosition(b.getAffineDimExpr(dim));
    if (isa<MemRefType>(value.getType()) && position) {
      SmallVector<OpFoldResult> offsets(map.getNumResults(), b.getIndexAttr(0));
      SmallVector<OpFoldResult> sizes;
      for (unsigned i = 0; i < map.getNumResults(); ++i)
        sizes.push_back(memrefSize(b, value, i));
      offsets[*position] = offset;
      sizes[*position] = size;
      value = sliceMemRef(b, value, offsets, sizes);
    }
    operands.push_back(value);
  }
  auto part = cast<linalg::LinalgOp>(b.clone(*op));
  part->setOperands(operands);
  SmallVector<OpFoldResult> offsets(op.getNumLoops(), b.getIndexAttr(0));
  offsets[dim] = offset;
  linalg::offsetIndices(b, part, offsets);
}

static void parallelize(linalg::LinalgOp op, TargetAttr target,
                        int64_t threads) {
  ImplicitLocOpBuilder b(op.getLoc(), op);
  std::optional<DimWork> work = findDim(b, op);
  if (!work)
    return;
  int64_t chunk = chooseChunk(target, work->bytes);
  if (!isWorthThreads(work->size, chunk))
    return;
  ChunkedDim chunks(b, work->size, chunk);
  buildParallelLoop(b, threads, chunks.getCount(), [&](Value number) {
    chunks.build(number, [&](OpFoldResult offset, OpFoldResult size) {
      buildPart(b, op, work->dim, offset, size);
    });
  });
  op.erase();
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
  int64_t nr = op.getNr(), panels = outsType.getDimSize(outsRank - 3);
  int64_t panelBytes =
      2 * countBytes(outsType) /
      (ShapedType::isDynamic(panels) ? 1 : std::max<int64_t>(panels, 1));
  int64_t chunkPanels = chooseChunk(target, panelBytes);
  OpFoldResult size = memrefSize(b, op.getRhs(), rank - 1);
  if (!isWorthThreads(size, chunkPanels * nr))
    return;
  ChunkedDim chunks(b, size, chunkPanels * nr);
  ChunkedDim panelChunks(b, memrefSize(b, op.getOuts(), outsRank - 3),
                         chunkPanels);
  auto slice = [&](Value memref, int64_t dim, OpFoldResult offset,
                   OpFoldResult size) {
    int64_t rank = cast<MemRefType>(memref.getType()).getRank();
    SmallVector<OpFoldResult> offsets(rank, b.getIndexAttr(0)), sizes;
    for (int64_t i = 0; i < rank; ++i)
      sizes.push_back(memrefSize(b, memref, i));
    offsets[dim] = offset;
    sizes[dim] = size;
    return sliceMemRef(b, memref, offsets, sizes);
  };
  buildParallelLoop(b, threads, chunks.getCount(), [&](Value number) {
    chunks.build(number, [&](OpFoldResult offset, OpFoldResult size) {
      Value rhs = slice(op.getRhs(), rank - 1, offset, size);
      panelChunks.build(number, [&](OpFoldResult panel, OpFoldResult count) {
        Value outs = slice(op.getOuts(), outsRank - 3, panel, count);
        b.clone(*op)->setOperands({rhs, outs});
      });
    });
  });
  op.erase();
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
      if (onMemRefs && isa<linalg::LinalgOp, PackRhsOp>(op))
        ops.push_back(op);
      return WalkResult::advance();
    });
    for (Operation *op : ops) {
      if (auto pack = dyn_cast<PackRhsOp>(op))
        parallelize(pack, target, threads);
      else
        parallelize(cast<linalg::LinalgOp>(op), target, threads);
    }
  }
};
} // namespace
