//===- Evaluation.h - The values of a running function ----------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_EVALUATION_H
#define MIXP_LIB_REFERENCE_EVALUATION_H

#include "mixp/Reference/Tensor.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/Operation.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace mixp::reference {

/// The values of one function while it runs. A value is freed after the last
/// op that uses it.
class Evaluation {
public:
  /// `depth` counts nested calls.
  explicit Evaluation(unsigned depth) : depth(depth) {}

  /// Runs a block whose arguments are set, up to its terminator, whose operands
  /// become `results`.
  mlir::LogicalResult runBlock(mlir::Block &block,
                               mlir::SmallVectorImpl<Tensor> &results);

  const Tensor &get(mlir::Value value) const { return *values.at(value); }
  void set(mlir::Value value, Tensor tensor) {
    values[value] = std::make_shared<Tensor>(std::move(tensor));
  }
  /// The value's tensor for the op that runs to change: moved if no op uses it
  /// later, else copied.
  Tensor take(mlir::Value value);

  /// A scalar of integer or index type.
  int64_t getIndex(mlir::Value value) const { return get(value).integer(0); }
  int64_t getIndex(mlir::OpFoldResult value) const;
  llvm::SmallVector<int64_t>
  getIndices(llvm::ArrayRef<mlir::OpFoldResult> values) const;

  unsigned callDepth() const { return depth; }

private:
  using LastUses =
      llvm::DenseMap<mlir::Operation *, llvm::SmallVector<mlir::Value, 2>>;

  const LastUses &lastUsesIn(mlir::Block &block);
  void release(mlir::Operation *op);

  unsigned depth;
  llvm::DenseMap<mlir::Value, std::shared_ptr<Tensor>> values;
  llvm::DenseMap<mlir::Block *, std::unique_ptr<LastUses>> lastUses;
  mlir::Operation *current = nullptr;
};

/// Evaluates one op: its operands are in `evaluation`, its results go there.
mlir::LogicalResult evaluateOp(mlir::Operation *op, Evaluation &evaluation);

/// `tensor` of `shape`, or an error on `op` if it is too large to evaluate.
llvm::FailureOr<Tensor> allocate(mlir::Operation *op,
                                 llvm::ArrayRef<int64_t> shape,
                                 mlir::Type elementType);

// The parts of evaluateOp, by theme. Each returns nothing if the op is not of
// its theme.
using Outcome = std::optional<mlir::LogicalResult>;
Outcome evaluateCall(mlir::Operation *op, Evaluation &evaluation);
Outcome evaluateControl(mlir::Operation *op, Evaluation &evaluation);
Outcome evaluateElementwise(mlir::Operation *op, Evaluation &evaluation);
Outcome evaluateLinalg(mlir::Operation *op, Evaluation &evaluation);
Outcome evaluateTensorOp(mlir::Operation *op, Evaluation &evaluation);
Outcome evaluateSlice(mlir::Operation *op, Evaluation &evaluation);
Outcome evaluateQuantization(mlir::Operation *op, Evaluation &evaluation);
Outcome evaluateTraining(mlir::Operation *op, Evaluation &evaluation);
Outcome evaluateConv(mlir::Operation *op, Evaluation &evaluation);
Outcome evaluateMatmul(mlir::Operation *op, Evaluation &evaluation);
Outcome evaluateSparseEncode(mlir::Operation *op, Evaluation &evaluation);

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_EVALUATION_H
