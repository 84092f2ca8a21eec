//===- ConvertReductions.cpp - Reduce*, ArgMax, global pools --------------===//
#include "ElementBuilder.h"
#include "OpTable.h"
#include "Reductions.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mixp::importer;

using Combine = llvm::function_ref<Value(const ElementBuilder &, Value, Value)>;
using Map = llvm::function_ref<Value(const ElementBuilder &, Value)>;

namespace {
struct Reduction {
  SmallVector<size_t> axes;
  bool keepsDims;
};
} // namespace

/// Axes are an attribute before `sinceInput`, an input since; none are all of
/// them, or with noop_with_empty_axes no reduction.
static FailureOr<Reduction> readReduction(NodeContext &context,
                                          int64_t sinceInput) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> keep = context.getInt("keepdims", 1);
  FailureOr<int64_t> noop = context.getInt("noop_with_empty_axes", 0);
  if (failed(keep) || failed(noop))
    return failure();
  bool isInput = context.opset >= sinceInput;
  if (isInput ? context.hasAttribute("axes") : context.getNumInputs() > 1)
    return context.error() << "expected the axes as an "
                           << (isInput ? "input" : "attribute")
                           << "; the file is of another opset than it says";
  FailureOr<SmallVector<int64_t>> axes = SmallVector<int64_t>();
  if (isInput ? context.hasInput(1) : context.hasAttribute("axes"))
    axes = isInput ? context.getConstantInts(1, "the axes")
                   : context.getInts("axes");
  if (failed(axes))
    return failure();
  if (axes->empty() && !*noop)
    axes = llvm::to_vector(llvm::seq<int64_t>(0, input.rank()));
  FailureOr<SmallVector<size_t>> dims =
      context.normalizeAxes(*axes, input.rank());
  if (failed(dims))
    return failure();
  return Reduction{*dims, *keep != 0};
}

static ImportedTensor dropDims(NodeContext &context,
                               const ImportedTensor &input,
                               const Reduction &reduction) {
  if (reduction.keepsDims)
    return input;
  Shape shape;
  for (size_t i = 0; i < input.rank(); ++i)
    if (!llvm::is_contained(reduction.axes, i))
      shape.push_back(input.shape[i]);
  return context.build.reshape(input, shape);
}

/// Narrow floats are summed in f32, as ONNX Runtime does.
static ElementKind getSumKind(ElementKind kind) {
  return isFloat(kind) && getBitWidth(kind) < 32 ? ElementKind::F32 : kind;
}

/// `number` to begin a reduction of the first input with.
static TypedAttr getInitial(NodeContext &context, double number) {
  return context.build.getNumber(getSumKind(context.getInput(0).kind), number);
}

ImportedTensor mixp::importer::emitMean(NodeContext &context,
                                        const ImportedTensor &input,
                                        ArrayRef<size_t> axes) {
  TensorBuilder &build = context.build;
  ElementKind kind = input.kind;
  if (axes.empty())
    return input;
  Dim count;
  for (size_t axis : axes)
    count = count * input.shape[axis];
  ImportedTensor sum =
      build.reduce(input, axes, build.getNumber(kind, 0),
                   [&](OpBuilder &b, Location loc, ValueRange in) {
                     return ElementBuilder(b, loc, kind).add(in[0], in[1]);
                   });
  // A count that is known at run time only.
  Value size;
  if (!count.isStatic())
    size = cast<Value>(build.getSize(count));
  return compute(build, sum.shape, kind, kind, sum,
                 [&](const ElementBuilder &e, ValueRange in) {
                   if (!size)
                     return e.div(in[0], e.constant(count.getStatic()));
                   Value number =
                       e.call<arith::IndexCastOp>(e.b.getI64Type(), size);
                   if (e.isFloat())
                     number = e.call<arith::SIToFPOp>(e.type(), number);
                   else if (number.getType() != e.type())
                     number = e.call<arith::TruncIOp>(e.type(), number);
                   return e.div(in[0], number);
                 });
}

/// after(sum of before(x)), where the sum may be another combination.
static FailureOr<ImportedTensor> importReduction(NodeContext &context,
                                                 int64_t sinceInput,
                                                 TypedAttr initial, Map before,
                                                 Combine combine, Map after) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<Reduction> reduction = readReduction(context, sinceInput);
  if (failed(reduction) || failed(context.checkSize(input.shape, input.kind)))
    return failure();
  ElementKind kind = getSumKind(input.kind);
  TensorBuilder &build = context.build;
  ImportedTensor values = build.cast(input, kind);
  if (!reduction->axes.empty())
    values = build.reduce(values, reduction->axes, initial,
                          [&](OpBuilder &b, Location loc, ValueRange in) {
                            ElementBuilder e(b, loc, kind);
                            return combine(e, before ? before(e, in[0]) : in[0],
                                           in[1]);
                          });
  else if (before)
    values = compute(build, values.shape, kind, kind, values,
                     [&](const ElementBuilder &e, ValueRange in) {
                       return before(e, in[0]);
                     });
  if (after)
    values = compute(build, values.shape, kind, kind, values,
                     [&](const ElementBuilder &e, ValueRange in) {
                       return after(e, in[0]);
                     });
  return dropDims(context, build.cast(values, input.kind), *reduction);
}

static Value add(const ElementBuilder &e, Value l, Value r) {
  return e.add(l, r);
}
static Value square(const ElementBuilder &e, Value x) { return e.mul(x, x); }
static Value emitLog(const ElementBuilder &e, Value x) {
  return e.call<math::LogOp>(x);
}
static Value emitSqrt(const ElementBuilder &e, Value x) {
  return e.isFloat() ? e.call<math::SqrtOp>(x) : x;
}

/// ReduceSum has had its axes as an input since 13, all others since 18.
static constexpr int64_t kSumInput = 13, kOthersInput = 18;

FailureOr<ImportedTensor>
mixp::importer::importReduceSum(NodeContext &context) {
  return importReduction(context, kSumInput, getInitial(context, 0), nullptr,
                         add, nullptr);
}

/// The product of sizes is a size: exporters count elements so.
FailureOr<ImportedTensor>
mixp::importer::importReduceProd(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  if (auto sizes = input.getSizes(); sizes && input.rank() == 1) {
    FailureOr<Reduction> reduction = readReduction(context, kOthersInput);
    if (failed(reduction))
      return failure();
    Shape shape;
    if (reduction->keepsDims)
      shape.push_back(Dim());
    return ImportedTensor::fromSizes(shape, product(*sizes), input.kind);
  }
  return importReduction(
      context, kOthersInput, getInitial(context, 1), nullptr,
      [](const ElementBuilder &e, Value l, Value r) { return e.mul(l, r); },
      nullptr);
}

FailureOr<ImportedTensor>
mixp::importer::importReduceMean(NodeContext &context) {
  FailureOr<Reduction> reduction = readReduction(context, kOthersInput);
  const ImportedTensor &input = context.getInput(0);
  if (failed(reduction) || failed(context.checkSize(input.shape, input.kind)))
    return failure();
  TensorBuilder &build = context.build;
  ImportedTensor mean = emitMean(
      context, build.cast(input, getSumKind(input.kind)), reduction->axes);
  return dropDims(context, build.cast(mean, input.kind), *reduction);
}

FailureOr<ImportedTensor> mixp::importer::importReduceL1(NodeContext &context) {
  return importReduction(
      context, kOthersInput, getInitial(context, 0),
      [](const ElementBuilder &e, Value x) { return e.abs(x); }, add, nullptr);
}
FailureOr<ImportedTensor> mixp::importer::importReduceL2(NodeContext &context) {
  return importReduction(context, kOthersInput, getInitial(context, 0), square,
                         add, emitSqrt);
}
FailureOr<ImportedTensor>
mixp::importer::importReduceSumSquare(NodeContext &context) {
  return importReduction(context, kOthersInput, getInitial(context, 0), square,
                         add, nullptr);
}
FailureOr<ImportedTensor>
mixp::importer::importReduceLogSum(NodeContext &context) {
  return importReduction(context, kOthersInput, getInitial(context, 0), nullptr,
                         add, emitLog);
}

//===----------------------------------------------------------------------===//
// Extremes
//===----------------------------------------------------------------------===//

static FailureOr<ImportedTensor> importExtreme(NodeContext &context,
                                               bool isMax) {
  ElementKind kind = context.getInput(0).kind;
  ElementKind sum = getSumKind(kind);
  return importReduction(
      context, kOthersInput, context.build.getLimit(sum, isMax), nullptr,
      [&](const ElementBuilder &e, Value l, Value r) {
        return isMax ? e.max(l, r) : e.min(l, r);
      },
      nullptr);
}

FailureOr<ImportedTensor>
mixp::importer::importReduceMax(NodeContext &context) {
  return importExtreme(context, /*isMax=*/true);
}
FailureOr<ImportedTensor>
mixp::importer::importReduceMin(NodeContext &context) {
  return importExtreme(context, /*isMax=*/false);
}

/// log(sum of exp(x - max)) + max, max the largest element.
FailureOr<ImportedTensor>
mixp::importer::importReduceLogSumExp(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<Reduction> reduction = readReduction(context, kOthersInput);
  if (failed(reduction) ||
      failed(context.checkKind(0, {ElementKind::F32, ElementKind::F64})) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  TensorBuilder &build = context.build;
  ElementKind kind = input.kind;
  ImportedTensor largest = build.reduce(
      input, reduction->axes, build.getLimit(kind, /*isLeast=*/true),
      [&](OpBuilder &b, Location loc, ValueRange in) {
        return ElementBuilder(b, loc, kind).max(in[0], in[1]);
      });
  ImportedTensor exponential =
      compute(build, input.shape, kind, kind, {input, largest},
              [](const ElementBuilder &e, ValueRange in) {
                return e.call<math::ExpOp>(e.sub(in[0], in[1]));
              });
  ImportedTensor sum =
      build.reduce(exponential, reduction->axes, build.getNumber(kind, 0),
                   [&](OpBuilder &b, Location loc, ValueRange in) {
                     return ElementBuilder(b, loc, kind).add(in[0], in[1]);
                   });
  ImportedTensor result =
      compute(build, sum.shape, kind, kind, {sum, largest},
              [](const ElementBuilder &e, ValueRange in) {
                return e.add(e.call<math::LogOp>(in[0]), in[1]);
              });
  return dropDims(context, result, *reduction);
}

//===----------------------------------------------------------------------===//
// ArgMax and ArgMin
//===----------------------------------------------------------------------===//

/// One generic that carries value and index.
FailureOr<ImportedTensor> mixp::importer::emitArgExtreme(NodeContext &context,
                                                         size_t axis,
                                                         bool isMax,
                                                         bool selectsLast) {
  const ImportedTensor &input = context.getInput(0);
  if (!input.shape[axis].isStatic())
    return context.error() << "expected dim #" << axis << " of "
                           << stringify(input.shape) << " to have a fixed size";
  Comparison better =
      isMax ? (selectsLast ? Comparison::GreaterOrEqual : Comparison::Greater)
            : (selectsLast ? Comparison::LessOrEqual : Comparison::Less);
  TensorBuilder &build = context.build;
  OpBuilder &builder = build.getBuilder();
  unsigned rank = input.rank();
  Shape rest = input.shape, shape = input.shape;
  rest.erase(rest.begin() + axis);
  shape[axis] = Dim();
  // The first element is the best so far, so that no initial value is needed.
  SmallVector<SliceDim> first;
  for (const Dim &size : input.shape)
    first.push_back({0, size.toStatic(), 1});
  first[axis].count = 1;
  Value best =
      build.getSignless(build.reshape(build.slice(input, first), rest));
  Value index = build.getFilled(rest, build.getNumber(ElementKind::I64, 0));
  AffineMap identity = builder.getMultiDimIdentityMap(rank);
  AffineMap map = identity.dropResult(axis);
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  iterators[axis] = utils::IteratorType::reduction;
  auto generic = linalg::GenericOp::create(
      builder, build.getLocation(), TypeRange{best.getType(), index.getType()},
      build.getSignless(input), ValueRange{best, index},
      ArrayRef<AffineMap>{identity, map, map}, iterators,
      [&](OpBuilder &b, Location loc, ValueRange in) {
        ElementBuilder e(b, loc, input.kind);
        auto widen = [&](Value x) {
          return x.getType() == e.type() ? x
                                         : e.call<arith::ExtFOp>(e.type(), x);
        };
        Value isBetter = e.compare(better, widen(in[0]), widen(in[1]));
        Value here = arith::IndexCastOp::create(
            b, loc, b.getI64Type(), linalg::IndexOp::create(b, loc, axis));
        linalg::YieldOp::create(b, loc,
                                ValueRange{e.select(isBetter, in[0], in[1]),
                                           e.select(isBetter, here, in[2])});
      });
  return build.reshape({ElementKind::I64, rest, generic.getResult(1), nullptr},
                       shape);
}

static FailureOr<ImportedTensor> importArgExtreme(NodeContext &context,
                                                  bool isMax) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> axis = context.getInt("axis", 0);
  FailureOr<int64_t> keep = context.getInt("keepdims", 1);
  FailureOr<int64_t> last = context.getInt("select_last_index", 0);
  if (failed(axis) || failed(keep) || failed(last) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  FailureOr<size_t> dim = context.normalizeAxis(*axis, input.rank());
  if (failed(dim))
    return failure();
  FailureOr<ImportedTensor> result =
      emitArgExtreme(context, *dim, isMax, *last != 0);
  if (failed(result))
    return failure();
  return dropDims(context, *result, {{*dim}, *keep != 0});
}

FailureOr<ImportedTensor> mixp::importer::importArgMax(NodeContext &context) {
  return importArgExtreme(context, /*isMax=*/true);
}
FailureOr<ImportedTensor> mixp::importer::importArgMin(NodeContext &context) {
  return importArgExtreme(context, /*isMax=*/false);
}
