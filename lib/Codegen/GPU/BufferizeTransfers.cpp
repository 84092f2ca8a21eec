//===- BufferizeTransfers.cpp - Copies of buffers to and from a GPU -------===//
#include "mixp/Codegen/GPU/BufferizeTransfers.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/IR/DstBufferizableOpInterfaceImpl.h"

using namespace mlir;
using namespace mixp;
using namespace mlir::bufferization;

namespace {
/// Reads a buffer. What it makes has none.
struct ToDeviceModel
    : BufferizableOpInterface::ExternalModel<ToDeviceModel, ToDeviceOp> {
  bool bufferizesToMemoryRead(Operation *, OpOperand &,
                              const AnalysisState &) const {
    return true;
  }
  bool bufferizesToMemoryWrite(Operation *, OpOperand &,
                               const AnalysisState &) const {
    return false;
  }
  AliasingValueList getAliasingValues(Operation *, OpOperand &,
                                      const AnalysisState &) const {
    return {};
  }

  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const {
    auto copy = cast<ToDeviceOp>(op);
    FailureOr<Value> buffer =
        getBuffer(rewriter, copy.getSource(), options, state);
    if (failed(buffer))
      return failure();
    rewriter.modifyOpInPlace(op,
                             [&] { copy.getSourceMutable().assign(*buffer); });
    return success();
  }
};

/// Overwrites all of a buffer.
struct ToHostModel
    : DstBufferizableOpInterfaceExternalModel<ToHostModel, ToHostOp> {
  bool bufferizesToMemoryRead(Operation *, OpOperand &,
                              const AnalysisState &) const {
    return false;
  }

  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const {
    auto copy = cast<ToHostOp>(op);
    FailureOr<Value> buffer =
        getBuffer(rewriter, copy.getOuts(), options, state);
    if (failed(buffer))
      return failure();
    ToHostOp::create(rewriter, op->getLoc(), Type(), copy.getSource(), *buffer);
    replaceOpWithBufferizedValues(rewriter, op, *buffer);
    return success();
  }
};
} // namespace

void mixp::registerTransfersBufferization(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, MixpDialect *) {
    ToDeviceOp::attachInterface<ToDeviceModel>(*context);
    ToHostOp::attachInterface<ToHostModel>(*context);
  });
}
