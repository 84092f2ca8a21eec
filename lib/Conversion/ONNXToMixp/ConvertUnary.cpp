//===- ConvertUnary.cpp - Functions of one element ------------------------===//
#include "ElementBuilder.h"
#include "Numbers.h"
#include "OpTable.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mixp::importer;

using UnaryBody = llvm::function_ref<Value(const ElementBuilder &, Value)>;

static FailureOr<ImportedTensor> importUnary(NodeContext &context,
                                             UnaryBody body) {
  const ImportedTensor &input = context.getInput(0);
  if (failed(context.checkSize(input.shape, input.kind)))
    return failure();
  return compute(
      context.build, input.shape, input.kind, input.kind, input,
      [&](const ElementBuilder &e, ValueRange in) { return body(e, in[0]); });
}

static FailureOr<ImportedTensor> importFloat(NodeContext &context,
                                             UnaryBody body) {
  if (failed(context.checkKind(0, {ElementKind::F32, ElementKind::F64,
                                   ElementKind::F16, ElementKind::BF16})))
    return failure();
  return importUnary(context, body);
}

template <typename Op>
static FailureOr<ImportedTensor> importCall(NodeContext &context) {
  return importFloat(
      context, [](const ElementBuilder &e, Value x) { return e.call<Op>(x); });
}

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

FailureOr<ImportedTensor> mixp::importer::importAbs(NodeContext &context) {
  return importUnary(context,
                     [](const ElementBuilder &e, Value x) { return e.abs(x); });
}
FailureOr<ImportedTensor> mixp::importer::importNeg(NodeContext &context) {
  return importUnary(context,
                     [](const ElementBuilder &e, Value x) { return e.neg(x); });
}

FailureOr<ImportedTensor> mixp::importer::importSign(NodeContext &context) {
  return importUnary(context, [](const ElementBuilder &e, Value x) {
    Value zero = e.constant(0), one = e.constant(1);
    Value isAbove = e.compare(Comparison::Greater, x, zero);
    Value above = e.select(isAbove, one, zero);
    if (e.isUnsigned())
      return above;
    Value isBelow = e.compare(Comparison::Less, x, zero);
    return e.select(isBelow, e.constant(-1), above);
  });
}

FailureOr<ImportedTensor>
mixp::importer::importReciprocal(NodeContext &context) {
  return importFloat(context, [](const ElementBuilder &e, Value x) {
    return e.div(e.constant(1), x);
  });
}

FailureOr<ImportedTensor> mixp::importer::importCeil(NodeContext &context) {
  return importCall<math::CeilOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importFloor(NodeContext &context) {
  return importCall<math::FloorOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importRound(NodeContext &context) {
  return importCall<math::RoundEvenOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importSqrt(NodeContext &context) {
  return importCall<math::SqrtOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importExp(NodeContext &context) {
  return importCall<math::ExpOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importLog(NodeContext &context) {
  return importCall<math::LogOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importErf(NodeContext &context) {
  return importCall<math::ErfOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importTanh(NodeContext &context) {
  return importCall<math::TanhOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importSin(NodeContext &context) {
  return importCall<math::SinOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importCos(NodeContext &context) {
  return importCall<math::CosOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importTan(NodeContext &context) {
  return importCall<math::TanOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importSinh(NodeContext &context) {
  return importCall<math::SinhOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importCosh(NodeContext &context) {
  return importCall<math::CoshOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importAtan(NodeContext &context) {
  return importCall<math::AtanOp>(context);
}

//===----------------------------------------------------------------------===//
// Inverse functions, by those that every stage has
//===----------------------------------------------------------------------===//

/// atan(x / sqrt(1 - x^2)).
static Value emitAsin(const ElementBuilder &e, Value x) {
  Value one = e.constant(1);
  Value root = e.call<math::SqrtOp>(e.mul(e.sub(one, x), e.add(one, x)));
  return e.call<math::AtanOp>(e.div(x, root));
}

FailureOr<ImportedTensor> mixp::importer::importAsin(NodeContext &context) {
  return importFloat(context, emitAsin);
}
FailureOr<ImportedTensor> mixp::importer::importAcos(NodeContext &context) {
  return importFloat(context, [](const ElementBuilder &e, Value x) {
    return e.sub(e.constant(1.57079632679489661923), emitAsin(e, x));
  });
}
/// log(|x| + sqrt(x^2 + 1)) as log1p, which keeps small numbers.
FailureOr<ImportedTensor> mixp::importer::importAsinh(NodeContext &context) {
  return importFloat(context, [](const ElementBuilder &e, Value x) {
    Value one = e.constant(1), size = e.abs(x), square = e.mul(x, x);
    Value root = e.call<math::SqrtOp>(e.add(square, one));
    Value rest = e.div(square, e.add(one, root));
    Value result = e.call<math::Log1pOp>(e.add(size, rest));
    return e.call<math::CopySignOp>(result, x);
  });
}
FailureOr<ImportedTensor> mixp::importer::importAcosh(NodeContext &context) {
  return importFloat(context, [](const ElementBuilder &e, Value x) {
    Value one = e.constant(1);
    Value root = e.call<math::SqrtOp>(e.mul(e.sub(x, one), e.add(x, one)));
    return e.call<math::LogOp>(e.add(x, root));
  });
}
/// log((1 + x) / (1 - x)) / 2.
FailureOr<ImportedTensor> mixp::importer::importAtanh(NodeContext &context) {
  return importFloat(context, [](const ElementBuilder &e, Value x) {
    Value ratio = e.div(e.add(x, x), e.sub(e.constant(1), x));
    return e.mul(e.constant(0.5), e.call<math::Log1pOp>(ratio));
  });
}

static FailureOr<ImportedTensor>
importTest(NodeContext &context,
           llvm::function_ref<Value(const ElementBuilder &, Value)> body) {
  const ImportedTensor &input = context.getInput(0);
  if (failed(context.checkKind(0, {ElementKind::F32, ElementKind::F64,
                                   ElementKind::F16, ElementKind::BF16})) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  return compute(
      context.build, input.shape, input.kind, ElementKind::Bool, input,
      [&](const ElementBuilder &e, ValueRange in) { return body(e, in[0]); });
}

FailureOr<ImportedTensor> mixp::importer::importIsNaN(NodeContext &context) {
  return importTest(context, [](const ElementBuilder &e, Value x) {
    return e.call<arith::CmpFOp>(arith::CmpFPredicate::UNO, x, x);
  });
}

FailureOr<ImportedTensor> mixp::importer::importIsInf(NodeContext &context) {
  FailureOr<int64_t> positive = context.getInt("detect_positive", 1);
  FailureOr<int64_t> negative = context.getInt("detect_negative", 1);
  if (failed(positive) || failed(negative))
    return failure();
  return importTest(context, [&](const ElementBuilder &e, Value x) {
    double infinity = std::numeric_limits<double>::infinity();
    Value found = arith::ConstantOp::create(e.b, e.loc, e.b.getBoolAttr(false));
    for (auto [isWanted, number] :
         {std::pair(*positive, infinity), std::pair(*negative, -infinity)})
      if (isWanted)
        found = e.call<arith::OrIOp>(
            found, e.compare(Comparison::Equal, x, e.constant(number)));
    return found;
  });
}

//===----------------------------------------------------------------------===//
// Clip
//===----------------------------------------------------------------------===//

/// A limit: an attribute before opset 11, an input since. Nothing if the node
/// has none.
static FailureOr<std::optional<ImportedTensor>>
getLimit(NodeContext &context, size_t index, StringRef name) {
  using Limit = std::optional<ImportedTensor>;
  ElementKind kind = context.getInput(0).kind;
  if (context.opset < 11) {
    if (!context.hasAttribute(name))
      return Limit();
    FailureOr<float> number = context.getFloat(name, 0);
    if (failed(number))
      return failure();
    return Limit(makeScalar(kind, *number));
  }
  if (!context.hasInput(index))
    return Limit();
  const ImportedTensor &limit = context.getInput(index);
  if (failed(context.checkKind(index, kind)))
    return failure();
  if (!product(limit.shape).isOne())
    return context.error() << "expected input #" << index
                           << " to have one element but got "
                           << stringify(limit.shape);
  return Limit(context.build.reshape(limit, {}));
}

FailureOr<ImportedTensor> mixp::importer::importClip(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  auto low = getLimit(context, 1, "min");
  if (failed(low))
    return failure();
  auto high = getLimit(context, 2, "max");
  if (failed(high) || failed(context.checkSize(input.shape, input.kind)))
    return failure();
  SmallVector<ImportedTensor, 2> inputs{input};
  for (auto &limit : {*low, *high})
    if (limit)
      inputs.push_back(*limit);
  return compute(context.build, input.shape, input.kind, input.kind, inputs,
                 [&](const ElementBuilder &e, ValueRange in) {
                   Value x = in[0];
                   if (*low)
                     x = e.max(x, in[1]);
                   return *high ? e.min(x, in.back()) : x;
                 });
}
