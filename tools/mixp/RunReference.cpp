//===- RunReference.cpp - Running and checking by the evaluator -----------===//
#include "RunReference.h"
#include "mixp/Execution/ReferenceBridge.h"
#include "mixp/Reference/Compare.h"

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

llvm::Error Checker::check(ArrayRef<const HostTensor *> inputs,
                           ArrayRef<HostTensor> results) {
  auto expected = evaluateReference(function, inputs);
  if (!expected)
    return expected.takeError();
  for (auto [port, result, want] :
       llvm::zip_equal(signature.results, results, *expected)) {
    elements += result.getNumElements();
    exact &= want.isExact();
    auto mismatch = reference::compare(
        toReference(result, port.type.getElementType()), want);
    if (mismatch && failure.empty())
      failure = "output '" + port.name + "': " + mismatch->text;
  }
  return llvm::Error::success();
}

std::string Checker::summarize() const {
  return "checked " + std::to_string(elements) + " elements of " +
         std::to_string(signature.results.size()) +
         " outputs: " + (exact ? "bit-exact" : "within their bounds");
}
