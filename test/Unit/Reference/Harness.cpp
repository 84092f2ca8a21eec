//===- Harness.cpp - Evaluates functions given as text --------------------===//
#include "Harness.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Reference/Evaluator.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

Harness::Harness() {
  context.loadDialect<affine::AffineDialect, arith::ArithDialect,
                      cf::ControlFlowDialect, func::FuncDialect,
                      linalg::LinalgDialect, math::MathDialect, MixpDialect,
                      scf::SCFDialect, tensor::TensorDialect>();
}

Outcome Harness::run(StringRef text, ArrayRef<Tensor> arguments) {
  Outcome outcome;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    if (outcome.error.empty())
      outcome.error = diagnostic.str();
    return success();
  });
  OwningOpRef<ModuleOp> module =
      parseSourceString<ModuleOp>(text, ParserConfig(&context));
  if (!module)
    return outcome;
  auto results =
      evaluate(module->lookupSymbol<func::FuncOp>("main"), arguments);
  if (succeeded(results))
    outcome.results = std::move(*results);
  return outcome;
}

Tensor Harness::tensor(ArrayRef<int64_t> shape, StringRef type,
                       std::vector<double> values) {
  Tensor tensor = makeTensor(shape, parseType(type, &context));
  tensor.values = std::move(values);
  return tensor;
}
