//===- KernelStackBuffers.cpp - Kernels that do not call malloc -----------===//
#include "KernelFunctions.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace mixp {
#define GEN_PASS_DEF_KERNELSTACKBUFFERSPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Bytes of a buffer of static size.
static int64_t countBytes(MemRefType type) {
  return type.getNumElements() *
         llvm::divideCeil(type.getElementTypeBitWidth(), 8);
}

/// The only deallocation of a buffer, in the block that allocates it.
static memref::DeallocOp findDealloc(memref::AllocOp alloc) {
  memref::DeallocOp found;
  for (Operation *user : alloc->getUsers()) {
    auto dealloc = dyn_cast<memref::DeallocOp>(user);
    if (dealloc && (found || dealloc->getBlock() != alloc->getBlock()))
      return {};
    if (dealloc)
      found = dealloc;
  }
  return found;
}

namespace {
struct KernelStackBuffers
    : mixp::impl::KernelStackBuffersPassBase<KernelStackBuffers> {
  using KernelStackBuffersPassBase::KernelStackBuffersPassBase;

  void runOnOperation() override {
    auto function = getOperation();
    if (!function->hasAttr(kKernelAttrName) || function.isDeclaration())
      return;
    for (auto alloc : llvm::make_early_inc_range(
             function.getBody().front().getOps<memref::AllocOp>())) {
      MemRefType type = alloc.getType();
      memref::DeallocOp dealloc = findDealloc(alloc);
      if (!dealloc || !type.hasStaticShape() || countBytes(type) > maxBytes)
        continue;
      OpBuilder b(alloc);
      auto buffer = memref::AllocaOp::create(b, alloc.getLoc(), type,
                                             alloc.getAlignmentAttr());
      dealloc.erase();
      alloc.replaceAllUsesWith(buffer.getResult());
      alloc.erase();
    }
  }
};
} // namespace
