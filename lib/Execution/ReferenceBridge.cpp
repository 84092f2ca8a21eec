//===- ReferenceBridge.cpp - Host arrays and the evaluator ----------------===//
#include "mixp/Execution/ReferenceBridge.h"
#include "mixp/Reference/Evaluator.h"

using namespace mlir;
using namespace mixp;

reference::Tensor mixp::toReference(const HostTensor &tensor,
                                    Type elementType) {
  reference::Tensor result;
  result.shape.assign(tensor.getShape().begin(), tensor.getShape().end());
  result.elementType = elementType;
  result.values.resize(tensor.getNumElements());
  bool isI64 = elementType.isSignlessInteger(64);
  for (int64_t i = 0, e = tensor.getNumElements(); i < e; ++i) {
    if (isI64) // of which a double does not hold all
      result.setInteger(i, tensor.getInteger(i));
    else
      result.values[i] = tensor.getValue(i);
  }
  return result;
}

llvm::Expected<HostTensor>
mixp::fromReference(const reference::Tensor &tensor) {
  std::optional<ElementKind> kind = getHostKind(tensor.elementType);
  if (!kind)
    return llvm::createStringError("a result has an element type that no "
                                   "array on the host can hold");
  llvm::Expected<HostTensor> result = HostTensor::create(tensor.shape, *kind);
  if (!result)
    return result;
  bool isI64 = tensor.elementType.isSignlessInteger(64);
  for (int64_t i = 0, e = result->getNumElements(); i < e; ++i) {
    if (isI64)
      result->setInteger(i, tensor.integer(i));
    else
      result->setValue(i, tensor.values[i]);
  }
  return result;
}

llvm::Expected<llvm::SmallVector<reference::Tensor>>
mixp::evaluateReference(func::FuncOp function,
                        ArrayRef<const HostTensor *> arguments) {
  SmallVector<reference::Tensor> inputs;
  for (auto [type, argument] :
       llvm::zip_equal(function.getArgumentTypes(), arguments))
    inputs.push_back(
        toReference(*argument, cast<ShapedType>(type).getElementType()));
  FailureOr<SmallVector<reference::Tensor>> results =
      reference::evaluate(function, inputs);
  if (failed(results))
    return llvm::createStringError("evaluating '" + function.getName() +
                                   "' failed");
  return std::move(*results);
}
