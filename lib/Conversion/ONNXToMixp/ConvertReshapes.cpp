//===- ConvertReshapes.cpp - Reshape Flatten Squeeze Unsqueeze ------------===//
#include "OpTable.h"

using namespace mlir;
using namespace mixp::importer;

//===----------------------------------------------------------------------===//
// Reshape and Flatten
//===----------------------------------------------------------------------===//

/// The new dims as the node writes them; `inferred` is the index of the -1.
static FailureOr<Shape> readTarget(NodeContext &context, ArrayRef<Dim> target,
                                   bool allowZero,
                                   std::optional<size_t> &inferred) {
  const ImportedTensor &input = context.getInput(0);
  Shape shape;
  for (auto [index, size] : llvm::enumerate(target)) {
    bool isInferred = size == Dim(-1), isCopied = size.isZero() && !allowZero;
    if (size.isStatic() && size.getStatic() < -1)
      return context.error() << "expected dim #" << index
                             << " of the new shape to be -1 or more but got "
                             << size.getStatic();
    if (isInferred && inferred)
      return context.error() << "expected at most one -1 in the new shape";
    if (isInferred)
      inferred = index;
    if (isCopied && index >= input.rank())
      return context.error()
             << "dim #" << index << " of the new shape is 0 (copied) but the "
             << "input has shape " << stringify(input.shape);
    shape.push_back(isInferred ? Dim() : isCopied ? input.shape[index] : size);
  }
  return shape;
}

FailureOr<ImportedTensor> mixp::importer::importReshape(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> allowZero = context.getInt("allowzero", 0);
  if (failed(allowZero))
    return failure();
  FailureOr<SmallVector<Dim>> target = context.getSizes(1, "the new shape");
  if (failed(target))
    return failure();
  std::optional<size_t> inferred;
  FailureOr<Shape> shape = readTarget(context, *target, *allowZero, inferred);
  if (failed(shape))
    return failure();
  Dim total = product(input.shape);
  if (hasNoElements(*shape) && total.isZero() && !inferred)
    return ImportedTensor::withoutElements(input.kind, *shape);
  if (failed(context.checkSize(*shape, input.kind)))
    return failure();
  std::optional<Dim> rest = total.dividedBy(product(*shape));
  if (!rest || (!inferred && !rest->isOne())) {
    InFlightDiagnostic diagnostic =
        context.error() << "cannot reshape " << stringify(input.shape) << " to "
                        << stringify(ArrayRef<Dim>(*target));
    if (!total.isStatic())
      diagnostic << "; the new shape must keep the symbolic dims: write one "
                    "as -1 or 0, or give them fixed sizes";
    return diagnostic;
  }
  if (inferred)
    (*shape)[*inferred] = *rest;
  return context.build.reshape(input, *shape);
}

FailureOr<ImportedTensor> mixp::importer::importFlatten(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> axis = context.getInt("axis", 1);
  if (failed(axis))
    return failure();
  FailureOr<size_t> split =
      context.normalizeAxis(*axis, input.rank(), /*allowEnd=*/true);
  if (failed(split))
    return failure();
  ArrayRef<Dim> shape = input.shape;
  return context.build.reshape(input, {product(shape.take_front(*split)),
                                       product(shape.drop_front(*split))});
}

//===----------------------------------------------------------------------===//
// Squeeze and Unsqueeze
//===----------------------------------------------------------------------===//

/// The axes as a set of dims below `rank`: an attribute before opset 13, an
/// input since. Nothing if the node has none.
static FailureOr<std::optional<SmallVector<bool>>> getAxes(NodeContext &context,
                                                           size_t extraRank) {
  bool isInput = context.opset >= 13;
  if (isInput ? context.hasAttribute("axes") : context.getNumInputs() > 1)
    return context.error() << "expected the axes as an "
                           << (isInput ? "input" : "attribute")
                           << "; the file is of another opset than it says";
  if (isInput ? !context.hasInput(1) : !context.hasAttribute("axes"))
    return std::optional<SmallVector<bool>>();
  FailureOr<SmallVector<int64_t>> axes =
      isInput ? context.getConstantInts(1, "the axes")
              : context.getInts("axes");
  if (failed(axes))
    return failure();
  // Each of Unsqueeze's axes is a dim of the result.
  size_t rank = context.getInput(0).rank() + extraRank * axes->size();
  if (rank > kMaxRank)
    return context.error() << "expected a rank of at most " << kMaxRank
                           << " but got " << rank;
  SmallVector<bool> isAxis(rank, false);
  for (int64_t axis : *axes) {
    FailureOr<size_t> dim = context.normalizeAxis(axis, rank);
    if (failed(dim))
      return failure();
    if (isAxis[*dim])
      return context.error() << "axis " << axis << " is given twice";
    isAxis[*dim] = true;
  }
  return std::optional(std::move(isAxis));
}

FailureOr<ImportedTensor> mixp::importer::importSqueeze(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<std::optional<SmallVector<bool>>> axes =
      getAxes(context, /*extraRank=*/0);
  if (failed(axes))
    return failure();
  if (!*axes && !isStatic(input.shape))
    return context.error() << "which dims of " << stringify(input.shape)
                           << " are 1 is known at run time only; give the axes";
  Shape shape;
  for (auto [index, dim] : llvm::enumerate(input.shape)) {
    if (*axes && (**axes)[index] && !dim.isOne())
      return context.error() << "expected dim #" << index << " of "
                             << stringify(input.shape) << " to be 1";
    if (*axes ? !(**axes)[index] : !dim.isOne())
      shape.push_back(dim);
  }
  return context.build.reshape(input, shape);
}

FailureOr<ImportedTensor>
mixp::importer::importUnsqueeze(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<std::optional<SmallVector<bool>>> axes =
      getAxes(context, /*extraRank=*/1);
  if (failed(axes))
    return failure();
  if (!*axes)
    return context.error() << "expected axes";
  Shape shape;
  size_t next = 0;
  for (bool isNew : **axes)
    shape.push_back(isNew ? Dim{} : input.shape[next++]);
  return context.build.reshape(input, shape);
}
