//===- ConvertActivations.cpp - Relu and its relatives --------------------===//
//
// Formulas are those of ONNX's operator pages.
//
//===----------------------------------------------------------------------===//
#include "Activations.h"
#include "OpTable.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mixp::importer;

using UnaryBody = llvm::function_ref<Value(const ElementBuilder &, Value)>;

static LogicalResult checkFloats(NodeContext &context, size_t index) {
  return context.checkKind(index, {ElementKind::F32, ElementKind::F64,
                                   ElementKind::F16, ElementKind::BF16});
}

static FailureOr<ImportedTensor> importActivation(NodeContext &context,
                                                  UnaryBody body) {
  const ImportedTensor &input = context.getInput(0);
  if (failed(checkFloats(context, 0)) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  return compute(
      context.build, input.shape, input.kind, input.kind, input,
      [&](const ElementBuilder &e, ValueRange in) { return body(e, in[0]); });
}

/// The same with up to two float attributes.
static FailureOr<ImportedTensor> importParameterized(
    NodeContext &context, std::pair<StringRef, float> first,
    std::pair<StringRef, float> second,
    llvm::function_ref<Value(const ElementBuilder &, Value, float, float)>
        body) {
  FailureOr<float> a = context.getFloat(first.first, first.second);
  FailureOr<float> b = context.getFloat(second.first, second.second);
  if (failed(a) || failed(b))
    return failure();
  return importActivation(context, [&](const ElementBuilder &e, Value x) {
    return body(e, x, *a, *b);
  });
}

static Value selectNegative(const ElementBuilder &e, Value x, Value negative,
                            Value other) {
  return e.select(e.compare(Comparison::Less, x, e.constant(0)), negative,
                  other);
}

FailureOr<ImportedTensor> mixp::importer::importRelu(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  if (isInteger(input.kind) &&
      succeeded(context.checkSize(input.shape, input.kind)))
    return compute(context.build, input.shape, input.kind, input.kind, input,
                   [](const ElementBuilder &e, ValueRange in) {
                     return e.max(in[0], e.constant(0));
                   });
  return importActivation(context, [](const ElementBuilder &e, Value x) {
    return e.max(x, e.constant(0));
  });
}

Value mixp::importer::emitLeakyRelu(const ElementBuilder &e, Value x,
                                    float alpha) {
  return selectNegative(e, x, e.mul(x, e.constant(alpha)), x);
}

FailureOr<ImportedTensor>
mixp::importer::importLeakyRelu(NodeContext &context) {
  return importParameterized(context, {"alpha", 0.01f}, {"", 0},
                             [](const ElementBuilder &e, Value x, float alpha,
                                float) { return emitLeakyRelu(e, x, alpha); });
}

FailureOr<ImportedTensor> mixp::importer::importPRelu(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  const ImportedTensor &slope = context.getInput(1);
  if (failed(checkFloats(context, 0)) ||
      failed(context.checkKind(1, input.kind)) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  // The slope is broadcast to the input, never the input to the slope.
  if (broadcast(input.shape, slope.shape) != input.shape)
    return context.error() << "expected a slope that broadcasts to "
                           << stringify(input.shape) << " but got "
                           << stringify(slope.shape);
  return compute(context.build, input.shape, input.kind, input.kind,
                 {input, slope}, [](const ElementBuilder &e, ValueRange in) {
                   return selectNegative(e, in[0], e.mul(in[0], in[1]), in[0]);
                 });
}

/// exp overflows to infinity where the result is 0.
Value mixp::importer::emitSigmoid(const ElementBuilder &e, Value x) {
  Value one = e.constant(1);
  return e.div(one, e.add(e.call<math::ExpOp>(e.neg(x)), one));
}

FailureOr<ImportedTensor> mixp::importer::importSigmoid(NodeContext &context) {
  return importActivation(context, emitSigmoid);
}

/// factor * (exp(x) - 1) below 0.
static Value emitElu(const ElementBuilder &e, Value x, float factor) {
  Value below = e.mul(e.call<math::ExpM1Op>(x), e.constant(factor));
  return selectNegative(e, x, below, x);
}

FailureOr<ImportedTensor> mixp::importer::importElu(NodeContext &context) {
  return importParameterized(context, {"alpha", 1.0f}, {"", 0},
                             [](const ElementBuilder &e, Value x, float alpha,
                                float) { return emitElu(e, x, alpha); });
}

FailureOr<ImportedTensor> mixp::importer::importSelu(NodeContext &context) {
  return importParameterized(
      context, {"alpha", 1.67326319217681884765625f},
      {"gamma", 1.05070102214813232421875f},
      [](const ElementBuilder &e, Value x, float alpha, float gamma) {
        return e.mul(emitElu(e, x, alpha), e.constant(gamma));
      });
}

/// max(0, x) + min(0, alpha * (exp(x / alpha) - 1)).
FailureOr<ImportedTensor> mixp::importer::importCelu(NodeContext &context) {
  return importParameterized(
      context, {"alpha", 1.0f}, {"", 0},
      [](const ElementBuilder &e, Value x, float alpha, float) {
        Value factor = e.constant(alpha), zero = e.constant(0);
        Value below = e.mul(e.call<math::ExpM1Op>(e.div(x, factor)), factor);
        return e.add(e.max(x, zero), e.min(below, zero));
      });
}

/// max(0, min(1, alpha * x + beta)).
static Value emitHardSigmoid(const ElementBuilder &e, Value x, float alpha,
                             float beta) {
  Value line = e.add(e.mul(x, e.constant(alpha)), e.constant(beta));
  return e.max(e.min(line, e.constant(1)), e.constant(0));
}

FailureOr<ImportedTensor>
mixp::importer::importHardSigmoid(NodeContext &context) {
  return importParameterized(context, {"alpha", 0.2f}, {"beta", 0.5f},
                             emitHardSigmoid);
}

FailureOr<ImportedTensor>
mixp::importer::importHardSwish(NodeContext &context) {
  return importActivation(context, [](const ElementBuilder &e, Value x) {
    return e.mul(x, emitHardSigmoid(e, x, 1.0f / 6.0f, 0.5f));
  });
}

/// log(1 + exp(x)) as max(x, 0) + log1p(exp(-|x|)), which does not overflow.
static Value emitSoftplus(const ElementBuilder &e, Value x) {
  Value small = e.call<math::ExpOp>(e.neg(e.abs(x)));
  return e.add(e.max(x, e.constant(0)), e.call<math::Log1pOp>(small));
}

FailureOr<ImportedTensor> mixp::importer::importSoftplus(NodeContext &context) {
  return importActivation(context, emitSoftplus);
}

FailureOr<ImportedTensor> mixp::importer::importMish(NodeContext &context) {
  return importActivation(context, [](const ElementBuilder &e, Value x) {
    return e.mul(x, e.call<math::TanhOp>(emitSoftplus(e, x)));
  });
}

FailureOr<ImportedTensor> mixp::importer::importSoftsign(NodeContext &context) {
  return importActivation(context, [](const ElementBuilder &e, Value x) {
    return e.div(x, e.add(e.constant(1), e.abs(x)));
  });
}

FailureOr<ImportedTensor>
mixp::importer::importThresholdedRelu(NodeContext &context) {
  return importParameterized(
      context, {"alpha", 1.0f}, {"", 0},
      [](const ElementBuilder &e, Value x, float alpha, float) {
        Value isAbove = e.compare(Comparison::Greater, x, e.constant(alpha));
        return e.select(isAbove, x, e.constant(0));
      });
}

FailureOr<ImportedTensor> mixp::importer::importShrink(NodeContext &context) {
  return importParameterized(
      context, {"bias", 0.0f}, {"lambd", 0.5f},
      [](const ElementBuilder &e, Value x, float bias, float lambda) {
        Value low = e.compare(Comparison::Less, x, e.constant(-lambda));
        Value high = e.compare(Comparison::Greater, x, e.constant(lambda));
        Value above = e.select(high, e.sub(x, e.constant(bias)), e.constant(0));
        return e.select(low, e.add(x, e.constant(bias)), above);
      });
}

/// x / 2 * (1 + erf(x / sqrt(2))), or with approximate = tanh
/// x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))).
FailureOr<ImportedTensor> mixp::importer::importGelu(NodeContext &context) {
  FailureOr<std::string> form = context.getString("approximate", "none");
  if (failed(form))
    return failure();
  if (*form != "none" && *form != "tanh")
    return context.error() << "expected approximate to be none or tanh but got "
                           << quote(*form);
  return importActivation(context, [&](const ElementBuilder &e, Value x) {
    Value inner;
    if (*form == "none") {
      inner = e.call<math::ErfOp>(e.mul(x, e.constant(0.70710678118654752440)));
    } else {
      Value cube = e.mul(e.mul(x, x), x);
      Value line = e.add(x, e.mul(cube, e.constant(0.044715)));
      inner =
          e.call<math::TanhOp>(e.mul(line, e.constant(0.79788456080286535588)));
    }
    Value half = e.mul(x, e.constant(0.5));
    return e.mul(half, e.add(inner, e.constant(1)));
  });
}
