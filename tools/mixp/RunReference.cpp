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

llvm::Error Checker::check(ArrayRef<const HostTensor *> inputs,
                           ArrayRef<HostTensor> results) {
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

std::string Checker::summarize() const {
  std::string summary = "checked " + std::to_string(elements) +
                        " elements of " +
                        std::to_string(signature.results.size()) + " outputs: ";
  if (exact)
    return summary + "bit-exact";
  return summary + llvm::formatv("within their bounds, at most {0:e2} off "
                                 "where {1:e2} is allowed",
                                 largestError, largestBound)
                       .str();
}
