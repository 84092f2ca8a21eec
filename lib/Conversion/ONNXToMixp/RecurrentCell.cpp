//===- RecurrentCell.cpp - One step of an RNN, GRU or LSTM ----------------===//
#include "RecurrentCell.h"
#include "ElementBuilder.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mixp::importer;

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

/// Defaults of each activation's alpha and beta, as ONNX lists them.
static std::optional<std::pair<float, float>> getDefaults(StringRef name) {
  if (name == "LeakyRelu")
    return std::pair(0.01f, 0.0f);
  if (name == "HardSigmoid")
    return std::pair(0.2f, 0.5f);
  if (name == "Elu" || name == "ThresholdedRelu")
    return std::pair(1.0f, 0.0f);
  if (name == "Relu" || name == "Tanh" || name == "Sigmoid" ||
      name == "Softsign" || name == "Softplus")
    return std::pair(0.0f, 0.0f);
  return std::nullopt;
}

static SmallVector<std::string> getDefaultNames(RecurrentKind kind) {
  if (kind == RecurrentKind::RNN)
    return {"Tanh"};
  if (kind == RecurrentKind::GRU)
    return {"Sigmoid", "Tanh"};
  return {"Sigmoid", "Tanh", "Tanh"};
}

/// The activations of one direction; those of all are listed one after another.
LogicalResult RecurrentCell::readActivations(NodeContext &context,
                                             size_t direction) {
  SmallVector<std::string> names = getDefaultNames(kind);
  size_t count = names.size();
  if (context.hasAttribute("activations")) {
    FailureOr<SmallVector<std::string>> given =
        context.getStrings("activations");
    if (failed(given))
      return failure();
    if (given->size() < (direction + 1) * count)
      return context.error() << "expected " << (direction + 1) * count
                             << " activations but got " << given->size();
    for (size_t i = 0; i < count; ++i)
      names[i] = (*given)[direction * count + i];
  }
  if (context.hasAttribute("activation_alpha") ||
      context.hasAttribute("activation_beta"))
    return context.error() << "activation_alpha and activation_beta are not "
                              "supported; use activations without parameters";
  for (const std::string &name : names) {
    auto defaults = getDefaults(name);
    if (!defaults)
      return context.error()
             << "activation " << quote(name) << " is not supported";
    activations.push_back({name, defaults->first, defaults->second});
  }
  return success();
}

/// Both biases are added to the inputs' part, but for GRU's gate h where the
/// state's one is reset with the product.
void RecurrentCell::splitBias(const ImportedTensor &bias) {
  int64_t all = countGates(kind) * size;
  ImportedTensor first = build.slice(bias, SliceDim{0, all, 1});
  ImportedTensor second = build.slice(bias, SliceDim{all, all, 1});
  if (resetsAfter) {
    resetBias = build.slice(second, SliceDim{2 * size, size, 1});
    ImportedTensor zeros{
        ElementKind::F32,
        {Dim(size)},
        build.getFilled({Dim(size)}, build.getNumber(ElementKind::F32, 0)),
        nullptr};
    second =
        build.concat({build.slice(second, SliceDim{0, 2 * size, 1}), zeros}, 0);
  }
  inputBias =
      build.elementwise(first.shape, first.kind, {first, second},
                        [](OpBuilder &b, Location loc, ValueRange in) -> Value {
                          return arith::AddFOp::create(b, loc, in[0], in[1]);
                        });
}

FailureOr<RecurrentCell>
RecurrentCell::read(NodeContext &context, RecurrentKind kind, size_t direction,
                    int64_t hidden, const ImportedTensor &weights,
                    const std::optional<ImportedTensor> &bias,
                    const std::optional<ImportedTensor> &peepholes) {
  RecurrentCell cell(context);
  cell.kind = kind;
  cell.size = hidden;
  cell.weights = context.build.transpose(weights, {1, 0});
  cell.peepholes = peepholes;
  FailureOr<int64_t> couples = context.getInt("input_forget", 0);
  FailureOr<int64_t> resets = context.getInt("linear_before_reset", 0);
  FailureOr<float> clip = context.getFloat("clip", 0);
  if (failed(couples) || failed(resets) || failed(clip) ||
      failed(cell.readActivations(context, direction)))
    return failure();
  cell.couplesForget = *couples != 0;
  cell.resetsAfter = *resets != 0;
  if (context.hasAttribute("clip"))
    cell.clip = *clip;
  if (bias)
    cell.splitBias(*bias);
  return cell;
}

//===----------------------------------------------------------------------===//
// Steps
//===----------------------------------------------------------------------===//

Value RecurrentCell::activate(OpBuilder &b, Location loc, size_t which,
                              Value x) const {
  ElementBuilder e(b, loc, ElementKind::F32);
  const Activation &activation = activations[which];
  StringRef name = activation.name;
  Value zero = e.constant(0), one = e.constant(1);
  Value alpha = e.constant(activation.alpha);
  if (clip)
    x = e.min(e.max(x, e.constant(-*clip)), e.constant(*clip));
  auto selectNegative = [&](Value negative) {
    return e.select(e.compare(Comparison::Less, x, zero), negative, x);
  };
  if (name == "Tanh")
    return e.call<math::TanhOp>(x);
  if (name == "Sigmoid")
    return e.div(one, e.add(one, e.call<math::ExpOp>(e.neg(x))));
  if (name == "Relu")
    return e.max(x, zero);
  if (name == "LeakyRelu")
    return selectNegative(e.mul(x, alpha));
  if (name == "Elu")
    return selectNegative(e.mul(alpha, e.call<math::ExpM1Op>(x)));
  if (name == "HardSigmoid") {
    Value line = e.add(e.mul(x, alpha), e.constant(activation.beta));
    return e.max(e.min(line, one), zero);
  }
  if (name == "ThresholdedRelu")
    return e.select(e.compare(Comparison::Greater, x, alpha), x, zero);
  if (name == "Softsign")
    return e.div(x, e.add(one, e.abs(x)));
  // Softplus, without overflow.
  Value small = e.call<math::ExpOp>(e.neg(e.abs(x)));
  return e.add(e.max(x, zero), e.call<math::Log1pOp>(small));
}

/// Columns of `count` gates from `gate` on.
ImportedTensor RecurrentCell::takeGate(const ImportedTensor &gates,
                                       int64_t gate, int64_t count) const {
  return build.slice(gates, {SliceDim{0, gates.shape[0].toStatic(), 1},
                             SliceDim{gate * size, count * size, 1}});
}

/// state R^T, of `count` gates from `gate` on.
ImportedTensor RecurrentCell::multiply(const ImportedTensor &state,
                                       int64_t gate, int64_t count) const {
  return build.matmul(state, takeGate(weights, gate, count));
}

/// H = f(x W^T + h R^T + b).
SmallVector<ImportedTensor, 2>
RecurrentCell::emitRnn(const ImportedTensor &gates,
                       const ImportedTensor &hidden) const {
  return {build.elementwise(
      hidden.shape, hidden.kind, {gates, multiply(hidden, 0, 1)},
      [&](OpBuilder &b, Location loc, ValueRange in) {
        Value sum = arith::AddFOp::create(b, loc, in[0], in[1]);
        return activate(b, loc, 0, sum);
      })};
}

/// z, r = f(...), h' = g(x W_h^T + (r * h) R_h^T) or, with linear_before_reset,
/// g(x W_h^T + r * (h R_h^T + b)); H = (1 - z) * h' + z * h.
SmallVector<ImportedTensor, 2>
RecurrentCell::emitGru(const ImportedTensor &gates,
                       const ImportedTensor &hidden) const {
  ImportedTensor both = multiply(hidden, 0, 2);
  auto gate = [&](int64_t which) {
    return build.elementwise(hidden.shape, hidden.kind,
                             {takeGate(gates, which), takeGate(both, which)},
                             [&](OpBuilder &b, Location loc, ValueRange in) {
                               Value sum =
                                   arith::AddFOp::create(b, loc, in[0], in[1]);
                               return activate(b, loc, 0, sum);
                             });
  };
  ImportedTensor z = gate(0), r = gate(1), product;
  auto multiplyBy = [&](const ImportedTensor &other) {
    return build.elementwise(
        hidden.shape, hidden.kind, {r, other},
        [](OpBuilder &b, Location loc, ValueRange in) -> Value {
          return arith::MulFOp::create(b, loc, in[0], in[1]);
        });
  };
  if (resetsAfter) {
    product = multiply(hidden, 2, 1);
    if (resetBias)
      product = build.elementwise(
          product.shape, product.kind, {product, *resetBias},
          [](OpBuilder &b, Location loc, ValueRange in) -> Value {
            return arith::AddFOp::create(b, loc, in[0], in[1]);
          });
    product = multiplyBy(product);
  } else {
    product = multiply(multiplyBy(hidden), 2, 1);
  }
  return {build.elementwise(
      hidden.shape, hidden.kind, {z, takeGate(gates, 2), product, hidden},
      [&](OpBuilder &b, Location loc, ValueRange in) {
        ElementBuilder e(b, loc, ElementKind::F32);
        Value next = activate(b, loc, 1, e.add(in[1], in[2]));
        Value rest = e.mul(e.sub(e.constant(1), in[0]), next);
        return e.add(rest, e.mul(in[0], in[3]));
      })};
}

/// i, o, f = f(x W^T + h R^T + p * c), C = f * c + i * g(...), H = o * h(C).
SmallVector<ImportedTensor, 2>
RecurrentCell::emitLstm(const ImportedTensor &gates,
                        const ImportedTensor &hidden,
                        const ImportedTensor &cell) const {
  ImportedTensor product = multiply(hidden, 0, 4);
  auto peephole = [&](int64_t which) {
    return build.slice(*peepholes, SliceDim{which * size, size, 1});
  };
  // Gates are stored as i, o, f, c; peepholes as i, o, f.
  SmallVector<ImportedTensor, 2> inputs{cell};
  for (int64_t which : {0, 2, 3}) {
    inputs.push_back(takeGate(gates, which));
    inputs.push_back(takeGate(product, which));
  }
  if (peepholes) {
    inputs.push_back(peephole(0));
    inputs.push_back(peephole(2));
  }
  ImportedTensor next = build.elementwise(
      cell.shape, cell.kind, inputs,
      [&](OpBuilder &b, Location loc, ValueRange in) {
        ElementBuilder e(b, loc, ElementKind::F32);
        Value i = e.add(in[1], in[2]), f = e.add(in[3], in[4]);
        if (peepholes) {
          i = e.add(i, e.mul(in[7], in[0]));
          f = e.add(f, e.mul(in[8], in[0]));
        }
        i = activate(b, loc, 0, i);
        f = couplesForget ? e.sub(e.constant(1), i) : activate(b, loc, 0, f);
        Value c = activate(b, loc, 1, e.add(in[5], in[6]));
        return e.add(e.mul(f, in[0]), e.mul(i, c));
      });
  SmallVector<ImportedTensor, 2> outputs{next, takeGate(gates, 1),
                                         takeGate(product, 1)};
  if (peepholes)
    outputs.push_back(peephole(1));
  ImportedTensor state = build.elementwise(
      hidden.shape, hidden.kind, outputs,
      [&](OpBuilder &b, Location loc, ValueRange in) {
        ElementBuilder e(b, loc, ElementKind::F32);
        Value o = e.add(in[1], in[2]);
        if (peepholes)
          o = e.add(o, e.mul(in[3], in[0]));
        return e.mul(activate(b, loc, 0, o), activate(b, loc, 2, in[0]));
      });
  return {state, next};
}

SmallVector<ImportedTensor, 2>
RecurrentCell::emitStep(const ImportedTensor &gates,
                        ArrayRef<ImportedTensor> states) const {
  switch (kind) {
  case RecurrentKind::RNN:
    return emitRnn(gates, states[0]);
  case RecurrentKind::GRU:
    return emitGru(gates, states[0]);
  case RecurrentKind::LSTM:
    return emitLstm(gates, states[0], states[1]);
  }
  return {};
}
