//===- RunReference.cpp - Running and checking by the evaluator -----------===//
#include "RunReference.h"
#include "mixp/Execution/ReferenceBridge.h"
#include "mixp/Reference/Compare.h"
#include "llvm/Support/FormatVariadic.h"
#include <cmath>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

Runner mixp::tool::createReferenceRunner(func::FuncOp function) {
  return [function](ArrayRef<const HostTensor *> inputs)
             -> llvm::Expected<llvm::SmallVector<HostTensor>> {
    auto results = evaluateReference(function, inputs);
    if (!results)
      return results.takeError();
    llvm::SmallVector<HostTensor> arrays;
    for (const reference::Tensor &result : *results) {
      auto array = fromReference(result);
      if (!array)
        return array.takeError();
      arrays.push_back(std::move(*array));
    }
    return arrays;
  };
}

llvm::Error Checker::checkOps(ModuleOp module, JitOptions options) {
  options.function = function.getName();
  auto copy = exposeOps(module, function.getName());
  if (!copy)
    return copy.takeError();
  auto entry = findEntry(**copy, function.getName());
  if (!entry)
    return entry.takeError();
  auto checker = OpChecker::create(*entry);
  if (!checker)
    return checker.takeError();
  ops.emplace(std::move(*checker));
  auto jit = JitFunction::compile(**copy, options);
  if (!jit)
    return jit.takeError();
  exposed = std::move(*jit);
  return llvm::Error::success();
}

llvm::Error Checker::check(ArrayRef<const HostTensor *> inputs,
                           ArrayRef<HostTensor> results) {
  if (ops) {
    auto values = exposed->call(inputs);
    if (!values)
      return values.takeError();
    if (llvm::Error error = ops->check(*values))
      return error;
  }
  auto expected = evaluateReference(function, inputs);
  if (!expected)
    return expected.takeError();
  for (auto [port, result, want] :
       llvm::zip_equal(signature.results, results, *expected)) {
    elements += result.getNumElements();
    exact &= want.isExact();
    reference::Tensor got = toReference(result, port.type.getElementType());
    for (auto [gotten, wanted] : llvm::zip(got.values, want.values))
      if (double error = std::abs(gotten - wanted); error > largestError)
        largestError = error;
    for (double bound : want.bounds)
      largestBound = std::max(largestBound, bound);
    auto mismatch = reference::compare(got, want);
    if (mismatch && failure.empty())
      failure = "output '" + port.name + "': " + mismatch->text;
  }
  return llvm::Error::success();
}

std::string Checker::getFailure() const {
  if (ops && ops->getMismatch())
    return ops->getMismatch()->op + " at " + ops->getMismatch()->place + ": " +
           ops->getMismatch()->text;
  if (ops && ops->getNumChecked() > 0 && !failure.empty())
    return failure + "; each op by itself is within its bound, so the fault is "
                     "in how they are compiled together";
  return failure;
}

std::string Checker::summarize() const {
  std::string summary = "checked " + std::to_string(elements) +
                        " elements of " +
                        std::to_string(signature.results.size()) + " outputs: ";
  if (exact)
    summary += "bit-exact";
  else
    summary += llvm::formatv("within their bounds, at most {0:e2} off where "
                             "{1:e2} is allowed",
                             largestError, largestBound)
                   .str();
  if (!ops)
    return summary;
  summary += llvm::formatv("\nchecked {0} ops, each on the operands it saw",
                           ops->getNumChecked())
                 .str();
  if (unsigned unchecked = ops->getNumUnchecked())
    summary += llvm::formatv("; {0} ops below control flow only as part of "
                             "the whole",
                             unchecked)
                   .str();
  return summary;
}
