//===- BlockLookup.cpp - The block rule at run time -----------------------===//
#include "BlockLookup.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

FailureOr<BlockLookup>
BlockLookup::build(Operation *op, ArrayRef<int64_t> shape, const Tensor &scales,
                   std::optional<ArrayRef<int64_t>> block, StringRef what) {
  if (scales.shape.size() != shape.size() ||
      (block && block->size() != shape.size()))
    return op->emitOpError() << "expected " << what
                             << " and its block to have rank " << shape.size();
  BlockLookup lookup;
  lookup.strides = rowMajorStrides(scales.shape);
  for (auto [dim, size] : llvm::enumerate(shape)) {
    int64_t got = scales.shape[dim], resolved, expected;
    if (block) {
      int64_t written = (*block)[dim];
      resolved = std::max<int64_t>(written == 0 ? size : written, 1);
      expected = written == 0 ? 1 : llvm::divideCeilSigned(size, resolved);
    } else {
      resolved = got > 0 ? std::max<int64_t>(size / got, 1) : 1;
      expected = got > 0 && size % got == 0 ? got : -1;
    }
    if (got != expected) {
      InFlightDiagnostic diagnostic = op->emitOpError();
      if (expected < 0)
        return diagnostic << "expected dim #" << dim << " of " << what
                          << " to divide " << size << " but got " << got;
      return diagnostic << "expected dim #" << dim << " of " << what
                        << " to be " << expected << " for a size of " << size
                        << " in blocks of " << resolved << " but got " << got;
    }
    lookup.block.push_back(resolved);
  }
  return lookup;
}
