//===- BufferizePackedOps.cpp - Packed ops on memrefs ---------------------===//
#include "mixp/Codegen/CPU/BufferizePackedOps.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/IR/DstBufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace mixp;
using namespace mlir::bufferization;

/// The buffer of `value`, contiguous along its last dim: kernels load vectors.
static FailureOr<Value> getContiguousBuffer(RewriterBase &rewriter, Value value,
                                            const BufferizationOptions &options,
                                            const BufferizationState &state) {
  FailureOr<Value> buffer = getBuffer(rewriter, value, options, state);
  if (failed(buffer))
    return failure();
  auto type = cast<MemRefType>(buffer->getType());
  if (type.getRank() == 0 || type.isLastDimUnitStride())
    return buffer;
  Location loc = value.getLoc();
  auto plain = MemRefType::get(type.getShape(), type.getElementType());
  SmallVector<Value> sizes;
  for (int64_t i = 0, e = type.getRank(); i < e; ++i)
    if (type.isDynamicDim(i))
      sizes.push_back(memref::DimOp::create(rewriter, loc, *buffer, i));
  FailureOr<Value> copy = options.createAlloc(rewriter, loc, plain, sizes);
  if (failed(copy) ||
      failed(options.createMemCpy(rewriter, loc, *buffer, *copy)))
    return failure();
  return *copy;
}

namespace {
/// Same op on the operands' buffers; the destination is written in place.
template <typename OpTy>
struct PackedOpInterface
    : DstBufferizableOpInterfaceExternalModel<PackedOpInterface<OpTy>, OpTy> {
  bool bufferizesToMemoryRead(Operation *op, OpOperand &operand,
                              const AnalysisState &state) const {
    // The destination is overwritten as a whole, but for what rows are reduced
    // into.
    auto product = dyn_cast<PackedMatmulOp>(op);
    return (product && product.getCombineRows()) ||
           !cast<DestinationStyleOpInterface>(op).isDpsInit(&operand);
  }

  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const {
    auto destinationOp = cast<DestinationStyleOpInterface>(op);
    OpBuilder::InsertionGuard guard(rewriter);
    rewriter.setInsertionPoint(op);
    SmallVector<Value> buffers, outs;
    for (OpOperand &operand : op->getOpOperands()) {
      bool isInit = destinationOp.isDpsInit(&operand);
      FailureOr<Value> buffer =
          isInit ? getBuffer(rewriter, operand.get(), options, state)
                 : getContiguousBuffer(rewriter, operand.get(), options, state);
      if (failed(buffer))
        return failure();
      if (isInit)
        outs.push_back(*buffer);
      buffers.push_back(*buffer);
    }
    for (Value buffer : outs)
      if (!cast<MemRefType>(buffer.getType()).isLastDimUnitStride())
        return op->emitOpError()
               << "cannot store vectors into a buffer of type "
               << buffer.getType();
    OperationState newState(op->getLoc(), op->getName(), buffers, TypeRange(),
                            op->getAttrs());
    newState.propertiesAttr = op->getPropertiesAsAttribute();
    for (Region &region : op->getRegions())
      newState.addRegion()->takeBody(region);
    rewriter.create(newState);
    replaceOpWithBufferizedValues(rewriter, op, outs);
    return success();
  }
};

/// A view of the input, in which windows overlap.
struct WindowsOpInterface
    : BufferizableOpInterface::ExternalModel<WindowsOpInterface, WindowsOp> {
  bool bufferizesToMemoryRead(Operation *, OpOperand &,
                              const AnalysisState &) const {
    return false; // whoever reads the result does
  }
  bool bufferizesToMemoryWrite(Operation *, OpOperand &,
                               const AnalysisState &) const {
    return false;
  }
  AliasingValueList getAliasingValues(Operation *op, OpOperand &,
                                      const AnalysisState &) const {
    return {{op->getResult(0), BufferRelation::Unknown}};
  }
  bool isWritable(Operation *, Value, const AnalysisState &) const {
    return false; // one element stands in several windows
  }

  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const {
    auto windows = cast<WindowsOp>(op);
    FailureOr<Value> input =
        getContiguousBuffer(rewriter, windows.getInput(), options, state);
    if (failed(input))
      return failure();
    replaceOpWithBufferizedValues(rewriter, op,
                                  viewWindows(rewriter, windows, *input));
    return success();
  }

private:
  static Value viewWindows(RewriterBase &rewriter, WindowsOp op, Value input);
};
} // namespace

Value WindowsOpInterface::viewWindows(RewriterBase &rewriter, WindowsOp op,
                                      Value input) {
  Location loc = op.getLoc();
  auto parts = memref::ExtractStridedMetadataOp::create(rewriter, loc, input);
  SmallVector<OpFoldResult> distances = parts.getConstifiedMixedStrides();
  auto times = [&](OpFoldResult distance, int64_t factor) {
    return affine::makeComposedFoldedAffineApply(
        rewriter, loc, rewriter.getAffineDimExpr(0) * factor, {distance});
  };
  SmallVector<OpFoldResult> sizes =
      op.sizesFor(rewriter, parts.getConstifiedMixedSizes());
  SmallVector<OpFoldResult> strides;
  if (op.getGroups() != 1)
    strides.push_back(rewriter.getIndexAttr(op.getType().getShape().back()));
  strides.push_back(distances.front());
  for (int64_t i = 0; i < op.getSpatialRank(); ++i)
    strides.push_back(times(distances[1 + i], op.getStrides()[i]));
  for (int64_t i = 0; i < op.getSpatialRank(); ++i)
    strides.push_back(times(distances[1 + i], op.getDilations()[i]));
  strides.push_back(distances.back());
  return memref::ReinterpretCastOp::create(
      rewriter, loc, input, parts.getConstifiedMixedOffset(), sizes, strides);
}

void mixp::registerPackedOpsBufferization(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, MixpDialect *dialect) {
    PackRhsOp::attachInterface<PackedOpInterface<PackRhsOp>>(*context);
    PackedMatmulOp::attachInterface<PackedOpInterface<PackedMatmulOp>>(
        *context);
    WindowsOp::attachInterface<WindowsOpInterface>(*context);
    QuantizeRowsOp::attachInterface<PackedOpInterface<QuantizeRowsOp>>(
        *context);
  });
}
