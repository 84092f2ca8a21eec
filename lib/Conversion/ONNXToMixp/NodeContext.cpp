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

LogicalResult NodeContext::checkKind(size_t index,
                                     ArrayRef<ElementKind> kinds) const {
  ElementKind got = getInput(index).kind;
  if (llvm::is_contained(kinds, got))
    return success();
  InFlightDiagnostic diagnostic = error()
                                  << "expected input #" << index << " to be ";
  for (auto [i, kind] : llvm::enumerate(kinds))
    diagnostic << (i == 0                  ? ""
                   : i + 1 == kinds.size() ? " or "
                                           : ", ")
               << stringify(kind);
  return diagnostic << " but got " << stringify(got);
}

FailureOr<SmallVector<int64_t>>
NodeContext::getConstantInts(size_t index, StringRef role) const {
  FailureOr<SmallVector<Dim>> sizes = getSizes(index, role);
  if (failed(sizes))
    return failure();
  if (!isStatic(*sizes))
    return error() << "expected " << role << " (input #" << index
                   << ") to be known at import but got "
                   << stringify(ArrayRef<Dim>(*sizes))
                   << "; give the model's symbolic dims fixed sizes";
  return getStaticSizes(*sizes);
}

FailureOr<SmallVector<Dim>> NodeContext::getSizes(size_t index,
                                                  StringRef role) const {
  const ImportedTensor &input = getInput(index);
  if (!input.isConstant() && !input.isSizes())
    return error() << "expected " << role << " (input #" << index
                   << ") to be a constant; simplify the model so that shapes "
                      "are computed ahead of time";
  if (input.rank() > 1)
    return error() << "expected " << role << " (input #" << index
                   << ") to be a list but got rank " << input.rank();
  if (auto sizes = input.getSizes())
    return *sizes;
  return error() << "expected " << role << " (input #" << index
                 << ") to be int64 but got " << stringify(input.kind);
}

FailureOr<double> NodeContext::getConstantNumber(size_t index,
                                                 StringRef role) const {
  const ImportedTensor &input = getInput(index);
  if (!input.isConstant() || !product(input.shape).isOne())
    return error() << "expected " << role << " (input #" << index
                   << ") to be a constant with one element";
  return foldCast(input, ElementKind::F64).elements<double>().front();
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

FailureOr<SmallVector<int64_t>>
NodeContext::getInts(StringRef name, ArrayRef<int64_t> defaultValue) const {
  if (!find(name))
    return SmallVector<int64_t>(defaultValue);
  return getInts(name);
}

FailureOr<SmallVector<float>> NodeContext::getFloats(StringRef name) const {
  const OnnxAttribute *attribute = find(name);
  if (!attribute)
    return error() << "expected attribute '" << name << "'";
  if (auto *value = std::get_if<std::vector<float>>(&attribute->value))
    return SmallVector<float>(value->begin(), value->end());
  return error() << "expected attribute '" << name
                 << "' to be a list of floats";
}

FailureOr<std::string> NodeContext::getString(StringRef name,
                                              StringRef defaultValue) const {
  const OnnxAttribute *attribute = find(name);
  if (!attribute)
    return defaultValue.str();
  if (auto *value = std::get_if<std::string>(&attribute->value))
    return *value;
  return error() << "expected attribute '" << name << "' to be a string";
}

FailureOr<SmallVector<std::string>>
NodeContext::getStrings(StringRef name) const {
  const OnnxAttribute *attribute = find(name);
  if (!attribute)
    return error() << "expected attribute '" << name << "'";
  if (auto *value = std::get_if<std::vector<std::string>>(&attribute->value))
    return SmallVector<std::string>(value->begin(), value->end());
  return error() << "expected attribute '" << name
                 << "' to be a list of strings";
}

FailureOr<const OnnxGraph *> NodeContext::getGraph(StringRef name) const {
  if (const OnnxAttribute *attribute = find(name))
    if (auto *graph =
            std::get_if<std::shared_ptr<const OnnxGraph>>(&attribute->value))
      return graph->get();
  return error() << "expected attribute '" << name << "' to be a graph";
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

FailureOr<SmallVector<size_t>>
NodeContext::normalizeAxes(ArrayRef<int64_t> axes, size_t rank) const {
  SmallVector<size_t> dims;
  for (int64_t axis : axes) {
    FailureOr<size_t> dim = normalizeAxis(axis, rank);
    if (failed(dim))
      return failure();
    if (llvm::is_contained(dims, *dim))
      return error() << "axis " << axis << " is given twice";
    dims.push_back(*dim);
  }
  llvm::sort(dims);
  return dims;
}

FailureOr<Shape> NodeContext::getBroadcast(const ImportedTensor &lhs,
                                           const ImportedTensor &rhs) const {
  if (std::optional<Shape> shape = broadcast(lhs.shape, rhs.shape))
    return *shape;
  InFlightDiagnostic diagnostic =
      error() << "expected shapes that broadcast but got "
              << stringify(lhs.shape) << " and " << stringify(rhs.shape);
  if (!isStatic(lhs.shape) || !isStatic(rhs.shape))
    diagnostic << "; give symbolic dims that are meant to agree one name or "
                  "fixed sizes";
  return diagnostic;
}

/// The size if every symbol is 1.
static int64_t getLeast(const Dim &dim) {
  int64_t sum = 0;
  for (const Dim::Term &term : dim.getTerms())
    sum += term.factor;
  return std::max<int64_t>(sum, dim.isStatic() ? 0 : 1);
}

LogicalResult NodeContext::checkElementLimit(ArrayRef<Dim> shape,
                                             ElementKind kind) const {
  if (shape.size() > kMaxRank)
    return error() << "expected a rank of at most " << kMaxRank << " but got "
                   << shape.size();
  int64_t bytes = getByteWidth(kind);
  for (const Dim &dim : shape)
    if (llvm::MulOverflow(bytes, getLeast(dim), bytes) ||
        bytes > kMaxTensorBytes)
      return error() << "a tensor of shape " << stringify(shape)
                     << " is larger than 16 GiB; make the model smaller";
  return success();
}

LogicalResult NodeContext::checkSize(ArrayRef<Dim> shape,
                                     ElementKind kind) const {
  for (const Dim &dim : shape)
    if (dim.isZero())
      return error() << "a tensor of shape " << stringify(shape)
                     << " has no elements; remove the node";
  return checkElementLimit(shape, kind);
}
