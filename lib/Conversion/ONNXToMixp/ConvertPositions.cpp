//===- ConvertPositions.cpp - Range Trilu EyeLike OneHot CumSum -----------===//
//
// Ops whose elements depend on where they are.
//
//===----------------------------------------------------------------------===//
#include "ElementBuilder.h"
#include "Numbers.h"
#include "OpTable.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include <cmath>

using namespace mlir;
using namespace mixp::importer;

/// The loop's index along `dim`, i64.
static Value emitPosition(const ElementBuilder &e, size_t dim) {
  return e.call<arith::IndexCastOp>(
      e.b.getI64Type(), linalg::IndexOp::create(e.b, e.loc, dim).getResult());
}

static Value emitI64(const ElementBuilder &e, int64_t number) {
  return arith::ConstantOp::create(e.b, e.loc, e.b.getI64IntegerAttr(number));
}

/// start, start + delta, ... below limit, as a constant: shapes are made of it.
FailureOr<ImportedTensor> mixp::importer::importRange(NodeContext &context) {
  ElementKind kind = context.getInput(0).kind;
  if (failed(context.checkKind(0, {ElementKind::F32, ElementKind::F64,
                                   ElementKind::I16, ElementKind::I32,
                                   ElementKind::I64})) ||
      failed(context.checkKind(1, kind)) || failed(context.checkKind(2, kind)))
    return failure();
  FailureOr<double> start = context.getConstantNumber(0, "the start");
  if (failed(start))
    return failure();
  FailureOr<double> limit = context.getConstantNumber(1, "the limit");
  if (failed(limit))
    return failure();
  FailureOr<double> delta = context.getConstantNumber(2, "the delta");
  if (failed(delta))
    return failure();
  if (*delta == 0)
    return context.error() << "expected a delta other than 0";
  double count = std::max(std::ceil((*limit - *start) / *delta), 0.0);
  constexpr double kMost = 1 << 24;
  if (!(count <= kMost))
    return context.error() << "a range of " << count
                           << " elements is too long for a constant";
  std::string data;
  for (int64_t i = 0; i < static_cast<int64_t>(count); ++i)
    appendNumber(data, kind, *start + i * *delta);
  return ImportedTensor::constant(kind, {Dim(static_cast<int64_t>(count))},
                                  std::move(data));
}

/// Keeps what is on and above (below) the diagonal `k`, zero elsewhere.
FailureOr<ImportedTensor> mixp::importer::importTrilu(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> upper = context.getInt("upper", 1);
  if (failed(upper))
    return failure();
  if (input.rank() < 2)
    return context.error() << "expected an input of rank 2 or more but got "
                           << stringify(input.shape);
  if (hasNoElements(input.shape))
    return input;
  if (failed(context.checkSize(input.shape, input.kind)))
    return failure();
  int64_t diagonal = 0;
  if (context.hasInput(1)) {
    FailureOr<double> given = context.getConstantNumber(1, "the diagonal");
    if (failed(given))
      return failure();
    diagonal = static_cast<int64_t>(*given);
  }
  size_t rank = input.rank();
  return context.build.elementwise(
      input.shape, input.kind, input,
      [&](OpBuilder &b, Location loc, ValueRange in) -> Value {
        ElementBuilder e(b, loc, ElementKind::I64);
        Value edge = e.add(emitPosition(e, rank - 2), emitI64(e, diagonal));
        Value column = emitPosition(e, rank - 1);
        Value isKept = e.compare(*upper ? Comparison::GreaterOrEqual
                                        : Comparison::LessOrEqual,
                                 column, edge);
        Value zero =
            arith::ConstantOp::create(b, loc, b.getZeroAttr(in[0].getType()));
        return e.select(isKept, in[0], zero);
      });
}

FailureOr<ImportedTensor> mixp::importer::importEyeLike(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> diagonal = context.getInt("k", 0);
  FailureOr<int64_t> code = context.getInt("dtype", 0);
  if (failed(diagonal) || failed(code))
    return failure();
  std::optional<ElementKind> kind =
      *code ? getElementKind(*code) : std::optional(input.kind);
  if (!kind || input.rank() != 2)
    return context.error() << "expected an input of rank 2 and a dtype of "
                           << listElementKinds();
  if (failed(context.checkSize(input.shape, *kind)))
    return failure();
  return context.build.elementwise(
      input.shape, *kind, {},
      [&](OpBuilder &b, Location loc, ValueRange) -> Value {
        ElementBuilder e(b, loc, ElementKind::I64);
        Value edge = e.add(emitPosition(e, 0), emitI64(e, *diagonal));
        Value isOn = e.compare(Comparison::Equal, emitPosition(e, 1), edge);
        auto constant = [&](double number) -> Value {
          return arith::ConstantOp::create(
              b, loc, context.build.getNumber(*kind, number));
        };
        return e.select(isOn, constant(1), constant(0));
      });
}

/// values[1] where the index (negative: from the end) is the place along the
/// new axis, values[0] elsewhere and for indices beyond it.
FailureOr<ImportedTensor> mixp::importer::importOneHot(NodeContext &context) {
  const ImportedTensor &indices = context.getInput(0);
  const ImportedTensor &values = context.getInput(2);
  FailureOr<int64_t> axis = context.getInt("axis", -1);
  if (failed(axis))
    return failure();
  FailureOr<double> depth = context.getConstantNumber(1, "the depth");
  FailureOr<size_t> dim = context.normalizeAxis(*axis, indices.rank() + 1);
  if (failed(depth) || failed(dim))
    return failure();
  if (*depth < 1 || product(values.shape) != Dim(2))
    return context.error() << "expected a depth of at least 1 and two values "
                              "but got "
                           << *depth << " and " << stringify(values.shape);
  int64_t count = static_cast<int64_t>(*depth);
  Shape shape = indices.shape, widened = indices.shape;
  shape.insert(shape.begin() + *dim, Dim(count));
  widened.insert(widened.begin() + *dim, Dim());
  if (failed(context.checkSize(shape, values.kind)))
    return failure();
  TensorBuilder &build = context.build;
  auto take = [&](int64_t place) {
    return build.reshape(
        build.slice(build.reshape(values, {Dim(2)}), SliceDim{place, 1, 1}),
        {});
  };
  ImportedTensor places = build.cast(indices, ElementKind::I64);
  return build.elementwise(
      shape, values.kind, {build.reshape(places, widened), take(0), take(1)},
      [&](OpBuilder &b, Location loc, ValueRange in) -> Value {
        ElementBuilder e(b, loc, ElementKind::I64);
        Value isNegative = e.compare(Comparison::Less, in[0], emitI64(e, 0));
        Value moved = e.add(in[0], emitI64(e, count));
        Value place = e.select(isNegative, moved, in[0]);
        Value isHot =
            e.compare(Comparison::Equal, place, emitPosition(e, *dim));
        return e.select(isHot, in[2], in[1]);
      });
}

/// Sums of all elements up to each one along an axis: of each place, a
/// reduction over the elements before it.
FailureOr<ImportedTensor> mixp::importer::importCumSum(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> exclusive = context.getInt("exclusive", 0);
  FailureOr<int64_t> reverse = context.getInt("reverse", 0);
  FailureOr<double> axis = context.getConstantNumber(1, "the axis");
  if (failed(exclusive) || failed(reverse) || failed(axis) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  FailureOr<size_t> dim =
      context.normalizeAxis(static_cast<int64_t>(*axis), input.rank());
  if (failed(dim))
    return failure();
  TensorBuilder &build = context.build;
  OpBuilder &builder = build.getBuilder();
  unsigned rank = input.rank();
  // Loops: the result's dims, then the elements that are added.
  SmallVector<AffineExpr> read, write;
  for (unsigned i = 0; i < rank; ++i) {
    write.push_back(builder.getAffineDimExpr(i));
    read.push_back(builder.getAffineDimExpr(i == *dim ? rank : i));
  }
  auto map = [&](ArrayRef<AffineExpr> exprs) {
    return AffineMap::get(rank + 1, 0, exprs, builder.getContext());
  };
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  iterators.push_back(utils::IteratorType::reduction);
  Value init = build.getFilled(input.shape, build.getNumber(input.kind, 0));
  auto generic = linalg::GenericOp::create(
      builder, build.getLocation(), init.getType(), build.getSignless(input),
      init, ArrayRef<AffineMap>{map(read), map(write)}, iterators,
      [&](OpBuilder &b, Location loc, ValueRange in) {
        ElementBuilder e(b, loc, input.kind);
        Value here = linalg::IndexOp::create(b, loc, *dim);
        Value other = linalg::IndexOp::create(b, loc, rank);
        auto predicate = *reverse ? (*exclusive ? arith::CmpIPredicate::sgt
                                                : arith::CmpIPredicate::sge)
                                  : (*exclusive ? arith::CmpIPredicate::slt
                                                : arith::CmpIPredicate::sle);
        Value isAdded = e.call<arith::CmpIOp>(predicate, other, here);
        Value sum = e.add(in[1], in[0]);
        linalg::YieldOp::create(b, loc, e.select(isAdded, sum, in[1]));
      });
  return build.fromSignless(generic.getResult(0), input.shape, input.kind);
}
