//===- MergeWindowDims.cpp - Windows in as few dims as memory has ---------===//
#include "StridedDims.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {
#define GEN_PASS_DEF_MERGEWINDOWDIMSPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// The dims [first, end) of a memref in groups that are one in memory.
static SmallVector<ReassociationIndices> groupDims(MemRefType type,
                                                   int64_t first, int64_t end) {
  auto [strides, offset] = type.getStridesAndOffset();
  ArrayRef<int64_t> sizes = type.getShape();
  SmallVector<ReassociationIndices> groups =
      groupUniformDims(sizes.slice(first, end - first),
                       ArrayRef<int64_t>(strides).slice(first, end - first));
  for (ReassociationIndices &group : groups)
    for (int64_t &dim : group)
      dim += first;
  return groups;
}

/// `memref` with one dim for each group.
static Value mergeDims(ImplicitLocOpBuilder &b, Value memref,
                       ArrayRef<ReassociationIndices> groups) {
  auto parts = memref::ExtractStridedMetadataOp::create(b, memref);
  ArrayRef<int64_t> shape = cast<MemRefType>(memref.getType()).getShape();
  SmallVector<OpFoldResult> sizes, strides;
  for (const ReassociationIndices &group : groups) {
    strides.push_back(
        parts.getConstifiedMixedStrides()[innermostDim(group, shape)]);
    int64_t size = 1;
    Value dynamic;
    for (int64_t dim : group) {
      if (ShapedType::isDynamic(shape[dim]))
        dynamic = parts.getSizes()[dim]; // all others of the group are 1
      else
        size *= shape[dim];
    }
    sizes.push_back(dynamic ? OpFoldResult(dynamic) : b.getIndexAttr(size));
  }
  return memref::ReinterpretCastOp::create(
      b, memref, parts.getConstifiedMixedOffset(), sizes, strides);
}

static void mergeLhs(PackedMatmulOp op) {
  auto type = cast<MemRefType>(op.getLhs().getType());
  int64_t batch = op.isBatched() ? 1 : 0;
  int64_t end = batch + op.getNumRowDims();
  SmallVector<ReassociationIndices> rows = groupDims(type, batch, end);
  SmallVector<ReassociationIndices> k = groupDims(type, end, type.getRank());
  auto numRows = static_cast<int64_t>(rows.size());
  SmallVector<ReassociationIndices> all;
  if (batch)
    all.push_back({0});
  llvm::append_range(all, rows);
  llvm::append_range(all, k);
  ImplicitLocOpBuilder b(op.getLoc(), op);
  if (static_cast<int64_t>(all.size()) != type.getRank())
    op.getLhsMutable().assign(mergeDims(b, op.getLhs(), all));
  if (numRows == 1 && k.size() == 1)
    op.removeLhsRowDimsAttr();
  else
    op.setLhsRowDims(numRows);
}

namespace {
struct MergeWindowDims : mixp::impl::MergeWindowDimsPassBase<MergeWindowDims> {
  void runOnOperation() override {
    getOperation()->walk([](PackedMatmulOp op) {
      if (op.getLhsRowDims() && isa<MemRefType>(op.getLhs().getType()))
        mergeLhs(op);
    });
  }
};
} // namespace
