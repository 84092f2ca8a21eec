//===- ConvertGather.cpp - Gather GatherElements GatherND OneHot ----------===//
#include "ElementBuilder.h"
#include "OpTable.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp::importer;

static LogicalResult checkIndices(NodeContext &context, size_t index) {
  return context.checkKind(index, {ElementKind::I64, ElementKind::I32});
}

/// Run-time indices are checked before anything reads with them: all of
/// -size ... size - 1.
static void emitBoundsCheck(NodeContext &context, const ImportedTensor &indices,
                            const Dim &size) {
  TensorBuilder &build = context.build;
  OpBuilder &builder = build.getBuilder();
  Location loc = build.getLocation();
  Value limit =
      getValueOrCreateConstantIndexOp(builder, loc, build.getSize(size));
  SmallVector<size_t> axes =
      llvm::to_vector(llvm::seq<size_t>(0, indices.rank()));
  ImportedTensor inside = build.elementwise(
      indices.shape, ElementKind::Bool, indices,
      [&](OpBuilder &b, Location loc, ValueRange in) -> Value {
        Value i = arith::IndexCastOp::create(b, loc, b.getIndexType(), in[0]);
        // -size <= i < size, as one comparison without a sign.
        Value moved = arith::AddIOp::create(b, loc, i, limit);
        Value end = arith::AddIOp::create(b, loc, limit, limit);
        return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ult, moved,
                                     end);
      });
  ImportedTensor all =
      build.reduce(inside, axes, builder.getBoolAttr(true),
                   [](OpBuilder &b, Location loc, ValueRange in) -> Value {
                     return arith::AndIOp::create(b, loc, in[0], in[1]);
                   });
  Value scalar = tensor::ExtractOp::create(
      builder, loc, build.getValue(build.reshape(all, {})), ValueRange());
  std::string name;
  if (auto named = dyn_cast<NameLoc>(loc))
    name = quote(named.getName().getValue()) + ": ";
  cf::AssertOp::create(builder, loc, scalar,
                       name +
                           "expected indices within the dim that they index");
}

/// An element of `indices` as index value; negative ones count from the end.
static Value emitIndex(OpBuilder &b, Location loc, Value element, Value size) {
  Value index = arith::IndexCastOp::create(b, loc, b.getIndexType(), element);
  Value zero = arith::ConstantIndexOp::create(b, loc, 0);
  Value isNegative =
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, index, zero);
  Value moved = arith::AddIOp::create(b, loc, index, size);
  return arith::SelectOp::create(b, loc, isNegative, moved, index);
}

//===----------------------------------------------------------------------===//
// Gather
//===----------------------------------------------------------------------===//

/// Constants and sizes, by constant indices; nothing where an index is outside.
static std::optional<ImportedTensor> foldGather(const ImportedTensor &data,
                                                const ImportedTensor &indices,
                                                size_t axis) {
  auto places = indices.getSizes();
  if (data.value || !places || !isStatic(*places))
    return std::nullopt;
  int64_t size = data.shape[axis].getStatic();
  SmallVector<ImportedTensor, 2> parts;
  for (const Dim &place : *places) {
    int64_t start = place.getStatic() + (place.getStatic() < 0 ? size : 0);
    if (start < 0 || start >= size)
      return std::nullopt;
    SmallVector<SliceDim> slice =
        llvm::map_to_vector(data.shape, [](const Dim &dim) {
          return SliceDim{0, dim.getStatic(), 1};
        });
    slice[axis] = {start, 1, 1};
    parts.push_back(foldSlice(data, slice));
  }
  if (parts.empty())
    return std::nullopt;
  return parts.size() == 1 ? parts.front() : foldConcat(parts, axis);
}

FailureOr<ImportedTensor> mixp::importer::importGather(NodeContext &context) {
  const ImportedTensor &data = context.getInput(0);
  const ImportedTensor &indices = context.getInput(1);
  FailureOr<int64_t> axis = context.getInt("axis", 0);
  if (failed(axis) || failed(checkIndices(context, 1)))
    return failure();
  FailureOr<size_t> dim = context.normalizeAxis(*axis, data.rank());
  if (failed(dim))
    return failure();
  ArrayRef<Dim> outer = ArrayRef<Dim>(data.shape).take_front(*dim);
  ArrayRef<Dim> inner = ArrayRef<Dim>(data.shape).drop_front(*dim + 1);
  Shape shape(outer);
  shape.append(indices.shape);
  shape.append(inner.begin(), inner.end());
  if (auto folded = foldGather(data, indices, *dim))
    return context.build.reshape(*folded, shape);
  if (failed(context.checkSize(shape, data.kind)))
    return failure();
  emitBoundsCheck(context, indices, data.shape[*dim]);
  TensorBuilder &build = context.build;
  OpBuilder &builder = build.getBuilder();
  Value size = getValueOrCreateConstantIndexOp(builder, build.getLocation(),
                                               build.getSize(data.shape[*dim]));
  SmallVector<AffineExpr> exprs;
  for (size_t i = 0; i < indices.rank(); ++i)
    exprs.push_back(builder.getAffineDimExpr(*dim + i));
  AffineMap map = AffineMap::get(shape.size(), 0, exprs, builder.getContext());
  return build.readAt(
      shape, data, build.getValue(indices), map,
      [&](OpBuilder &b, Location loc, ValueRange in, ArrayRef<Value> loop) {
        SmallVector<Value> place(loop.take_front(*dim));
        place.push_back(emitIndex(b, loc, in[0], size));
        llvm::append_range(place, loop.drop_front(*dim + indices.rank()));
        return place;
      });
}

/// result[i, j, k] = data[i, indices[i, j, k], k] for axis 1.
FailureOr<ImportedTensor>
mixp::importer::importGatherElements(NodeContext &context) {
  const ImportedTensor &data = context.getInput(0);
  const ImportedTensor &indices = context.getInput(1);
  FailureOr<int64_t> axis = context.getInt("axis", 0);
  if (failed(axis) || failed(checkIndices(context, 1)))
    return failure();
  FailureOr<size_t> dim = context.normalizeAxis(*axis, data.rank());
  if (failed(dim) || failed(context.checkSize(indices.shape, data.kind)))
    return failure();
  for (size_t i = 0; i < data.rank(); ++i)
    if (indices.rank() != data.rank() ||
        (i != *dim && indices.shape[i] != data.shape[i] &&
         !(indices.shape[i].isStatic() && data.shape[i].isStatic() &&
           indices.shape[i].getStatic() <= data.shape[i].getStatic())))
      return context.error()
             << "expected indices of at most the data's shape but for dim #"
             << *dim << " but got " << stringify(indices.shape) << " and "
             << stringify(data.shape);
  emitBoundsCheck(context, indices, data.shape[*dim]);
  TensorBuilder &build = context.build;
  OpBuilder &builder = build.getBuilder();
  Value size = getValueOrCreateConstantIndexOp(builder, build.getLocation(),
                                               build.getSize(data.shape[*dim]));
  return build.readAt(
      indices.shape, data, build.getValue(indices),
      builder.getMultiDimIdentityMap(indices.rank()),
      [&](OpBuilder &b, Location loc, ValueRange in, ArrayRef<Value> loop) {
        SmallVector<Value> place(loop);
        place[*dim] = emitIndex(b, loc, in[0], size);
        return place;
      });
}
