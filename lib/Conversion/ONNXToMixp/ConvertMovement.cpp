//===- ConvertMovement.cpp - Transpose Concat Slice -----------------------===//
#include "OpTable.h"

using namespace mlir;
using namespace mixp::importer;

FailureOr<ImportedTensor>
mixp::importer::importTranspose(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  // Without a permutation all dims are reversed.
  SmallVector<int64_t> permutation =
      llvm::to_vector(llvm::reverse(llvm::seq<int64_t>(0, input.rank())));
  if (context.hasAttribute("perm")) {
    FailureOr<SmallVector<int64_t>> given = context.getInts("perm");
    if (failed(given))
      return failure();
    SmallVector<int64_t> sorted = *given;
    llvm::sort(sorted);
    if (sorted != llvm::to_vector(llvm::seq<int64_t>(0, input.rank())))
      return context.error()
             << "expected perm to be a permutation of " << input.rank()
             << " dims but got [" << ArrayRef<int64_t>(*given) << "]";
    permutation = *given;
  }
  return context.build.transpose(input, permutation);
}

FailureOr<ImportedTensor> mixp::importer::importConcat(NodeContext &context) {
  FailureOr<int64_t> axis = context.getInt("axis", 0);
  if (failed(axis))
    return failure();
  if (!context.hasAttribute("axis"))
    return context.error() << "expected attribute 'axis'";
  const ImportedTensor &first = context.getInput(0);
  FailureOr<size_t> dim = context.normalizeAxis(*axis, first.rank());
  if (failed(dim))
    return failure();
  SmallVector<ImportedTensor, 2> inputs; // Without those that have no elements.
  Shape shape = first.shape;
  shape[*dim] = Dim(0);
  for (size_t i = 0; i < context.getNumInputs(); ++i) {
    const ImportedTensor &input = context.getInput(i);
    if (failed(context.checkKind(i, first.kind)))
      return failure();
    Shape expected = first.shape;
    if (input.rank() == first.rank())
      expected[*dim] = input.shape[*dim];
    if (input.shape != expected)
      return context.error() << "expected input #" << i << " to agree with "
                             << stringify(first.shape) << " but for dim #"
                             << *dim << " but got " << stringify(input.shape);
    // Sums stay far below an overflow: each input is at most 16 GiB.
    shape[*dim] = shape[*dim] + input.shape[*dim];
    if (failed(context.checkElementLimit(shape, first.kind)))
      return failure();
    if (!input.shape[*dim].isZero() || inputs.empty())
      inputs.push_back(input);
  }
  bool isConstant = llvm::all_of(
      inputs, [](const ImportedTensor &input) { return !input.value; });
  if (!isConstant && failed(context.checkSize(shape, first.kind)))
    return failure();
  return context.build.concat(inputs, *dim);
}
