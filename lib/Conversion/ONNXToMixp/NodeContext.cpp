//===- NodeContext.cpp - One node while it is imported --------------------===//
#include "NodeContext.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp::importer;

InFlightDiagnostic NodeContext::error() const {
  std::string where = describe(node);
  where.pop_back(); // Before the op's closing parenthesis.
  return errors.error() << where << ", opset " << opset << "): ";
}

LogicalResult NodeContext::checkKind(size_t index, ElementKind kind) const {
  ElementKind got = getInput(index).kind;
  if (got == kind)
    return success();
  return error() << "expected input #" << index << " to be " << stringify(kind)
                 << " but got " << stringify(got)
                 << "; insert a Cast or convert the model";
}

FailureOr<SmallVector<int64_t>>
NodeContext::getConstantInts(size_t index, StringRef role) const {
  const ImportedTensor &input = getInput(index);
  if (!input.isConstant())
    return error() << "expected " << role << " (input #" << index
                   << ") to be a constant; simplify the model so that shapes "
                      "are computed ahead of time";
  if (input.rank() > 1)
    return error() << "expected " << role << " (input #" << index
                   << ") to be a list but got rank " << input.rank();
  if (input.kind == ElementKind::I64)
    return llvm::to_vector(input.elements<int64_t>());
  if (input.kind == ElementKind::I32)
    return llvm::map_to_vector(input.elements<int32_t>(),
                               [](int32_t x) { return int64_t(x); });
  return error() << "expected " << role << " (input #" << index
                 << ") to be int64 but got " << stringify(input.kind);
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

const OnnxAttribute *NodeContext::find(StringRef name) const {
  for (const OnnxAttribute &attribute : node.attributes)
    if (attribute.name == name)
      return &attribute;
  return nullptr;
}

FailureOr<int64_t> NodeContext::getInt(StringRef name,
                                       int64_t defaultValue) const {
  const OnnxAttribute *attribute = find(name);
  if (!attribute)
    return defaultValue;
  if (const int64_t *value = std::get_if<int64_t>(&attribute->value))
    return *value;
  return error() << "expected attribute '" << name << "' to be an integer";
}

FailureOr<float> NodeContext::getFloat(StringRef name,
                                       float defaultValue) const {
  const OnnxAttribute *attribute = find(name);
  if (!attribute)
    return defaultValue;
  if (const float *value = std::get_if<float>(&attribute->value))
    return *value;
  return error() << "expected attribute '" << name << "' to be a float";
}

FailureOr<SmallVector<int64_t>> NodeContext::getInts(StringRef name) const {
  const OnnxAttribute *attribute = find(name);
  if (!attribute)
    return error() << "expected attribute '" << name << "'";
  if (auto *value = std::get_if<std::vector<int64_t>>(&attribute->value))
    return SmallVector<int64_t>(value->begin(), value->end());
  return error() << "expected attribute '" << name
                 << "' to be a list of integers";
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

FailureOr<size_t> NodeContext::normalizeAxis(int64_t axis, size_t rank,
                                             bool allowEnd) const {
  int64_t limit = static_cast<int64_t>(rank);
  int64_t last = allowEnd ? limit : limit - 1;
  if (axis < -limit || axis > last)
    return error() << "expected an axis from " << -limit << " to " << last
                   << " but got " << axis;
  return static_cast<size_t>(axis < 0 ? axis + limit : axis);
}

FailureOr<Shape> NodeContext::getBroadcast(const ImportedTensor &lhs,
                                           const ImportedTensor &rhs) const {
  if (std::optional<Shape> shape = broadcast(lhs.shape, rhs.shape))
    return *shape;
  InFlightDiagnostic diagnostic =
      error() << "expected shapes that broadcast but got "
              << stringify(lhs.shape) << " and " << stringify(rhs.shape);
  if (!product(lhs.shape).isStatic() || !product(rhs.shape).isStatic())
    diagnostic << " (N is the symbolic dim; fix it to a size if these are "
                  "meant to agree)";
  return diagnostic;
}

LogicalResult NodeContext::checkElementLimit(ArrayRef<Dim> shape,
                                             ElementKind kind) const {
  if (shape.size() > kMaxRank)
    return error() << "expected a rank of at most " << kMaxRank << " but got "
                   << shape.size();
  int64_t bytes = getByteWidth(kind);
  for (Dim dim : shape)
    if (llvm::MulOverflow(bytes, dim.size, bytes) || bytes > kMaxTensorBytes)
      return error() << "a tensor of shape " << stringify(shape)
                     << " is larger than 16 GiB; make the model smaller";
  return success();
}

LogicalResult NodeContext::checkSize(ArrayRef<Dim> shape,
                                     ElementKind kind) const {
  for (Dim dim : shape)
    if (dim.size == 0)
      return error() << "a tensor of shape " << stringify(shape)
                     << " has no elements; remove the node";
  return checkElementLimit(shape, kind);
}
