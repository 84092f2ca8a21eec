//===- BlockRule.cpp - Shapes of scale and zero-point tensors ------------===//
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

/// The block of one dim of size `dim` with `scaleDim` scales where none is
/// written: the quotient, if both are static and divide. Never 0, so that it
/// can be divided by.
static std::optional<int64_t> inferBlock(int64_t dim, int64_t scaleDim) {
  if (ShapedType::isDynamic(dim) || ShapedType::isDynamic(scaleDim))
    return std::nullopt;
  if (dim == 0 && scaleDim <= 1)
    return 1;
  if (scaleDim == 0 || scaleDim > dim || dim % scaleDim != 0)
    return std::nullopt;
  return dim / scaleDim;
}

/// Whether `scaleDim` scales may stand for a dim of size `dim` in blocks of
/// `size`. What is only known at run time agrees, but for a whole dim (0).
static bool agrees(int64_t dim, int64_t scaleDim, int64_t size) {
  if (size == 0)
    return scaleDim == 1;
  if (ShapedType::isDynamic(dim) || ShapedType::isDynamic(scaleDim))
    return true;
  return scaleDim == llvm::divideCeilSigned(dim, size);
}

/// Says what dim `i` of `what` should have been.
static void emitDisagreement(InFlightDiagnostic diag, StringRef what, int64_t i,
                             int64_t dim, int64_t scaleDim, int64_t size) {
  diag << "expected dim #" << i << " of " << what << " to be "
       << (size == 0 ? 1 : llvm::divideCeilSigned(dim, size))
       << " for a block of " << size << " but got ";
  if (ShapedType::isDynamic(scaleDim))
    diag << "a dynamic size";
  else
    diag << scaleDim;
}

std::optional<SmallVector<int64_t>>
mixp::resolveBlock(ShapedType operand, ShapedType scale,
                   std::optional<ArrayRef<int64_t>> block, StringRef what,
                   function_ref<InFlightDiagnostic()> emitError) {
  int64_t rank = operand.getRank();
  if (scale.getRank() != rank) {
    emitError() << "expected " << what << " of rank " << rank
                << " like its operand but got rank " << scale.getRank();
    return std::nullopt;
  }
  if (block && static_cast<int64_t>(block->size()) != rank) {
    emitError() << "expected a block of " << rank << " sizes for " << what
                << " but got " << block->size();
    return std::nullopt;
  }
  SmallVector<int64_t> resolved;
  for (int64_t i = 0; i < rank; ++i) {
    int64_t dim = operand.getDimSize(i), scaleDim = scale.getDimSize(i);
    if (!block) {
      std::optional<int64_t> inferred = inferBlock(dim, scaleDim);
      if (!inferred) {
        emitError() << "cannot infer the block of " << what << " in dim #" << i
                    << ": sizes are not static or do not divide; write the "
                       "block sizes";
        return std::nullopt;
      }
      resolved.push_back(*inferred);
      continue;
    }
    int64_t size = (*block)[i];
    if (size < 0) {
      emitError() << "expected a block size of at least 0 in dim #" << i
                  << " of " << what << " but got " << size;
      return std::nullopt;
    }
    if (!agrees(dim, scaleDim, size)) {
      emitDisagreement(emitError(), what, i, dim, scaleDim, size);
      return std::nullopt;
    }
    // A whole dim of size 0 counts as one of 1: blocks are divided by.
    bool whole = size == 0;
    resolved.push_back(!whole ? size : dim == 0 ? 1 : dim);
  }
  return resolved;
}

SmallVector<int64_t> mixp::scaleShape(ArrayRef<int64_t> shape,
                                      ArrayRef<int64_t> block) {
  SmallVector<int64_t> result;
  for (auto [dim, size] : llvm::zip_equal(shape, block)) {
    if (size == 0)
      result.push_back(1);
    else if (ShapedType::isDynamic(dim))
      result.push_back(ShapedType::kDynamic);
    else
      result.push_back(llvm::divideCeilSigned(dim, size));
  }
  return result;
}
