//===- ConvertConstants.cpp - Constant Identity Cast ----------------------===//
#include "OpTable.h"

using namespace mlir;
using namespace mixp::importer;

FailureOr<ImportedTensor> mixp::importer::importIdentity(NodeContext &context) {
  return context.getInput(0);
}

/// A constant of rank 0 or 1 from an attribute's numbers.
template <typename T>
static ImportedTensor makeConstant(ElementKind kind, ArrayRef<T> values,
                                   bool isScalar) {
  Shape shape;
  if (!isScalar)
    shape.push_back(Dim(values.size()));
  return ImportedTensor::constant(
      kind, std::move(shape),
      std::string(reinterpret_cast<const char *>(values.data()),
                  values.size() * sizeof(T)));
}

ImportedTensor mixp::importer::toConstant(const OnnxTensor &tensor) {
  Shape shape = llvm::map_to_vector<4>(tensor.dims,
                                       [](int64_t size) { return Dim(size); });
  return {tensor.kind, std::move(shape), nullptr, tensor.bytes};
}

FailureOr<ImportedTensor> mixp::importer::importConstant(NodeContext &context) {
  const OnnxAttribute *value = nullptr;
  for (StringRef name :
       {"value", "value_float", "value_floats", "value_int", "value_ints",
        "value_string", "value_strings", "sparse_value"})
    if (const OnnxAttribute *found = context.find(name)) {
      if (value)
        return context.error() << "expected one value but got '" << value->name
                               << "' and '" << found->name << "'";
      value = found;
    }
  if (!value)
    return context.error() << "expected a value";
  if (auto *tensor = std::get_if<OnnxTensor>(&value->value))
    return toConstant(*tensor);
  if (auto *number = std::get_if<float>(&value->value))
    return makeConstant(ElementKind::F32, ArrayRef<float>(*number), true);
  if (auto *number = std::get_if<int64_t>(&value->value))
    return makeConstant(ElementKind::I64, ArrayRef<int64_t>(*number), true);
  if (auto *list = std::get_if<std::vector<float>>(&value->value))
    return makeConstant(ElementKind::F32, ArrayRef<float>(*list), false);
  if (auto *list = std::get_if<std::vector<int64_t>>(&value->value))
    return makeConstant(ElementKind::I64, ArrayRef<int64_t>(*list), false);
  return context.error() << "expected attribute '" << value->name
                         << "' to be a dense tensor of numbers, a number or a "
                            "list of numbers; strings and sparse tensors have "
                            "no counterpart";
}

FailureOr<ImportedTensor> mixp::importer::importCast(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> to = context.getInt("to", 0);
  FailureOr<int64_t> saturate = context.getInt("saturate", 1);
  if (failed(to) || failed(saturate))
    return failure();
  std::optional<ElementKind> kind = getElementKind(*to);
  if (!kind)
    return context.error() << "expected attribute 'to' to be the number of "
                           << listElementKinds() << " but got " << *to;
  return context.build.cast(input, *kind, *saturate);
}

FailureOr<ImportedTensor> mixp::importer::importCastLike(NodeContext &context) {
  FailureOr<int64_t> saturate = context.getInt("saturate", 1);
  if (failed(saturate))
    return failure();
  return context.build.cast(context.getInput(0), context.getInput(1).kind,
                            *saturate);
}

/// The identity where it is not training. What it would mask is not asked for.
FailureOr<ImportedTensor> mixp::importer::importDropout(NodeContext &context) {
  if (context.hasInput(2)) {
    FailureOr<double> training =
        context.getConstantNumber(2, "the training mode");
    if (failed(training))
      return failure();
    if (*training != 0)
      return context.error() << "expected training_mode to be false; export "
                                "the model for inference";
  }
  if (context.hasOutput(1))
    return context.error() << "the mask is not supported; remove output #1";
  return context.getInput(0);
}
