//===- ConvertElementwise.cpp - Arithmetic, comparisons, logic ------------===//
#include "ElementBuilder.h"
#include "Numbers.h"
#include "OpTable.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mixp::importer;

using BinaryBody =
    llvm::function_ref<Value(const ElementBuilder &, Value, Value)>;

/// Two inputs of one kind, broadcast.
static FailureOr<ImportedTensor> importBinary(NodeContext &context,
                                              std::optional<ElementKind> result,
                                              BinaryBody body) {
  const ImportedTensor &lhs = context.getInput(0), &rhs = context.getInput(1);
  FailureOr<Shape> shape = context.getBroadcast(lhs, rhs);
  if (failed(context.checkKind(1, lhs.kind)) || failed(shape) ||
      failed(context.checkSize(*shape, lhs.kind)))
    return failure();
  return compute(context.build, *shape, lhs.kind, result.value_or(lhs.kind),
                 {lhs, rhs}, [&](const ElementBuilder &e, ValueRange in) {
                   return body(e, in[0], in[1]);
                 });
}

/// Fails unless the input is of floats or of integers of whole bytes.
static LogicalResult checkNumeric(NodeContext &context, size_t index) {
  ElementKind kind = context.getInput(index).kind;
  if ((isFloat(kind) && getBitWidth(kind) >= 16) ||
      (isInteger(kind) && getBitWidth(kind) >= 8))
    return success();
  return context.error() << "expected input #" << index
                         << " to be floats of at least 16 bits or integers of "
                            "at least 8 but got "
                         << stringify(kind) << "; insert Casts";
}

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

static FailureOr<ImportedTensor>
importArithmetic(NodeContext &context, Arithmetic op, BinaryBody body) {
  const ImportedTensor &lhs = context.getInput(0), &rhs = context.getInput(1);
  FailureOr<Shape> shape = context.getBroadcast(lhs, rhs);
  if (failed(context.checkKind(1, lhs.kind)) || failed(shape) ||
      failed(checkNumeric(context, 0)))
    return failure();
  if (!lhs.value && !rhs.value)
    if (auto folded = foldArithmetic(op, lhs, rhs, *shape))
      return *folded;
  return importBinary(context, std::nullopt, body);
}

FailureOr<ImportedTensor> mixp::importer::importAdd(NodeContext &context) {
  return importArithmetic(
      context, Arithmetic::Add,
      [](const ElementBuilder &e, Value l, Value r) { return e.add(l, r); });
}
FailureOr<ImportedTensor> mixp::importer::importSub(NodeContext &context) {
  return importArithmetic(
      context, Arithmetic::Sub,
      [](const ElementBuilder &e, Value l, Value r) { return e.sub(l, r); });
}
FailureOr<ImportedTensor> mixp::importer::importMul(NodeContext &context) {
  return importArithmetic(
      context, Arithmetic::Mul,
      [](const ElementBuilder &e, Value l, Value r) { return e.mul(l, r); });
}
FailureOr<ImportedTensor> mixp::importer::importDiv(NodeContext &context) {
  return importArithmetic(
      context, Arithmetic::Div,
      [](const ElementBuilder &e, Value l, Value r) { return e.div(l, r); });
}

FailureOr<ImportedTensor> mixp::importer::importMod(NodeContext &context) {
  FailureOr<int64_t> fmod = context.getInt("fmod", 0);
  if (failed(fmod) || failed(checkNumeric(context, 0)))
    return failure();
  // With fmod = 1 the rest has the sign of the dividend, which floats ask for.
  return importBinary(context, std::nullopt,
                      [&](const ElementBuilder &e, Value l, Value r) {
                        return *fmod ? e.rem(l, r) : e.modulo(l, r);
                      });
}

FailureOr<ImportedTensor> mixp::importer::importBitShift(NodeContext &context) {
  FailureOr<std::string> direction = context.getString("direction", "");
  if (failed(direction))
    return failure();
  if (*direction != "LEFT" && *direction != "RIGHT")
    return context.error() << "expected direction LEFT or RIGHT but got "
                           << quote(*direction);
  if (!isUnsigned(context.getInput(0).kind) || failed(checkNumeric(context, 0)))
    return context.error() << "expected unsigned integers but got "
                           << stringify(context.getInput(0).kind);
  return importBinary(
      context, std::nullopt, [&](const ElementBuilder &e, Value l, Value r) {
        Value shifted = *direction == "LEFT" ? e.call<arith::ShLIOp>(l, r)
                                             : e.call<arith::ShRUIOp>(l, r);
        // Shifts by the width and more are undefined in LLVM.
        Value isSmall =
            e.compare(Comparison::Less, r, e.constant(getBitWidth(e.kind)));
        return e.select(isSmall, shifted, e.constant(0));
      });
}

//===----------------------------------------------------------------------===//
// Pow
//===----------------------------------------------------------------------===//

/// The exponents that need no pow.
static Value emitKnownPower(const ElementBuilder &e, Value base,
                            double exponent) {
  if (exponent == 1)
    return base;
  if (exponent == 2)
    return e.mul(base, base);
  if (exponent == 3)
    return e.mul(e.mul(base, base), base);
  if (exponent == 0.5 && e.isFloat())
    return e.call<math::SqrtOp>(base);
  return {};
}

/// The result has the base's kind; integers are powers of floats, rounded
/// towards zero, as numpy does for exponents that are not negative.
FailureOr<ImportedTensor> mixp::importer::importPow(NodeContext &context) {
  ImportedTensor base = context.getInput(0), exponent = context.getInput(1);
  FailureOr<Shape> shape = context.getBroadcast(base, exponent);
  if (failed(shape) || failed(checkNumeric(context, 0)) ||
      failed(checkNumeric(context, 1)) ||
      failed(context.checkSize(*shape, base.kind)))
    return failure();
  if (exponent.isConstant() && product(exponent.shape).isOne()) {
    double number = readNumber(exponent, 0);
    bool isKnown = number == 1 || number == 2 || number == 3 ||
                   (number == 0.5 && isFloat(base.kind));
    if (isKnown)
      return compute(context.build, *shape, base.kind, base.kind, base,
                     [&](const ElementBuilder &e, ValueRange in) {
                       return emitKnownPower(e, in[0], number);
                     });
  }
  // Integers beyond 2^24 are no f32.
  ElementKind kind = isFloat(base.kind) ? base.kind : ElementKind::F64;
  TensorBuilder &build = context.build;
  ImportedTensor result =
      compute(build, *shape, kind, kind,
              {build.cast(base, kind), build.cast(exponent, kind)},
              [](const ElementBuilder &e, ValueRange in) {
                return e.call<math::PowFOp>(in[0], in[1]);
              });
  return build.cast(result, base.kind);
}

//===----------------------------------------------------------------------===//
// Any number of operands
//===----------------------------------------------------------------------===//

/// Combines all inputs from left to right.
static FailureOr<ImportedTensor> importMany(NodeContext &context,
                                            BinaryBody body) {
  if (failed(checkNumeric(context, 0)))
    return failure();
  ImportedTensor result = context.getInput(0);
  for (size_t i = 1; i < context.getNumInputs(); ++i) {
    const ImportedTensor &input = context.getInput(i);
    FailureOr<Shape> shape = context.getBroadcast(result, input);
    if (failed(context.checkKind(i, result.kind)) || failed(shape) ||
        failed(context.checkSize(*shape, result.kind)))
      return failure();
    result =
        compute(context.build, *shape, result.kind, result.kind,
                {result, input}, [&](const ElementBuilder &e, ValueRange in) {
                  return body(e, in[0], in[1]);
                });
  }
  return result;
}

FailureOr<ImportedTensor> mixp::importer::importMax(NodeContext &context) {
  return importMany(context, [](const ElementBuilder &e, Value l, Value r) {
    return e.max(l, r);
  });
}
FailureOr<ImportedTensor> mixp::importer::importMin(NodeContext &context) {
  return importMany(context, [](const ElementBuilder &e, Value l, Value r) {
    return e.min(l, r);
  });
}
FailureOr<ImportedTensor> mixp::importer::importSum(NodeContext &context) {
  return importMany(context, [](const ElementBuilder &e, Value l, Value r) {
    return e.add(l, r);
  });
}
FailureOr<ImportedTensor> mixp::importer::importMean(NodeContext &context) {
  FailureOr<ImportedTensor> sum = importSum(context);
  if (failed(sum))
    return failure();
  double count = context.getNumInputs();
  return compute(context.build, sum->shape, sum->kind, sum->kind, *sum,
                 [&](const ElementBuilder &e, ValueRange in) {
                   return e.div(in[0], e.constant(count));
                 });
}

//===----------------------------------------------------------------------===//
// Comparisons and logic
//===----------------------------------------------------------------------===//

static FailureOr<ImportedTensor> importComparison(NodeContext &context,
                                                  Comparison comparison) {
  return importBinary(context, ElementKind::Bool,
                      [&](const ElementBuilder &e, Value l, Value r) {
                        return e.compare(comparison, l, r);
                      });
}

FailureOr<ImportedTensor> mixp::importer::importEqual(NodeContext &context) {
  return importComparison(context, Comparison::Equal);
}
FailureOr<ImportedTensor> mixp::importer::importLess(NodeContext &context) {
  return importComparison(context, Comparison::Less);
}
FailureOr<ImportedTensor>
mixp::importer::importLessOrEqual(NodeContext &context) {
  return importComparison(context, Comparison::LessOrEqual);
}
FailureOr<ImportedTensor> mixp::importer::importGreater(NodeContext &context) {
  return importComparison(context, Comparison::Greater);
}
FailureOr<ImportedTensor>
mixp::importer::importGreaterOrEqual(NodeContext &context) {
  return importComparison(context, Comparison::GreaterOrEqual);
}

template <typename Op>
static FailureOr<ImportedTensor> importLogic(NodeContext &context) {
  if (failed(context.checkKind(0, ElementKind::Bool)))
    return failure();
  return importBinary(context, std::nullopt,
                      [](const ElementBuilder &e, Value l, Value r) {
                        return e.call<Op>(l, r);
                      });
}

FailureOr<ImportedTensor> mixp::importer::importAnd(NodeContext &context) {
  return importLogic<arith::AndIOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importOr(NodeContext &context) {
  return importLogic<arith::OrIOp>(context);
}
FailureOr<ImportedTensor> mixp::importer::importXor(NodeContext &context) {
  return importLogic<arith::XOrIOp>(context);
}

FailureOr<ImportedTensor> mixp::importer::importNot(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  if (failed(context.checkKind(0, ElementKind::Bool)) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  return compute(context.build, input.shape, input.kind, input.kind, input,
                 [](const ElementBuilder &e, ValueRange in) {
                   return e.call<arith::XOrIOp>(in[0], e.constant(1));
                 });
}

FailureOr<ImportedTensor> mixp::importer::importWhere(NodeContext &context) {
  const ImportedTensor &condition = context.getInput(0);
  const ImportedTensor &yes = context.getInput(1), &no = context.getInput(2);
  FailureOr<Shape> values = context.getBroadcast(yes, no);
  if (failed(context.checkKind(0, ElementKind::Bool)) ||
      failed(context.checkKind(2, yes.kind)) || failed(values))
    return failure();
  ImportedTensor whole = yes;
  whole.shape = *values;
  FailureOr<Shape> shape = context.getBroadcast(condition, whole);
  if (failed(shape) || failed(context.checkSize(*shape, yes.kind)))
    return failure();
  return context.build.elementwise(
      *shape, yes.kind, {condition, yes, no},
      [](OpBuilder &b, Location loc, ValueRange in) -> Value {
        return arith::SelectOp::create(b, loc, in[0], in[1], in[2]);
      });
}
