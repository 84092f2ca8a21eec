//===- EpilogueBuilder.h - The tile's last step -----------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_EPILOGUEBUILDER_H
#define MIXP_LIB_CODEGEN_CPU_EPILOGUEBUILDER_H

#include "KernelConfig.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// Builds the epilogues of the rows of one vector of columns, and their stores:
/// the scalar regions of the packed_matmul, each op on vectors. A null `mask`
/// takes all lanes; otherwise lanes that are off are neither read nor written.
class EpilogueBuilder {
public:
  EpilogueBuilder(mlir::ImplicitLocOpBuilder &b, PackedMatmulOp op,
                  mlir::Value mask)
      : b(b), op(op), mask(mask) {}

  /// A row's sums; `indices` are those of the product's first element in the
  /// vector.
  void add(mlir::Value accumulator, mlir::ValueRange indices);

  /// Stores what is left to store; call once, after the last row.
  void finish();

private:
  mlir::Value load(mlir::Value memref, mlir::ValueRange indices, int64_t lanes);
  mlir::Value loadOperand(mlir::Value operand, mlir::AffineMap map,
                          mlir::ValueRange indices, int64_t lanes);
  void store(mlir::Value vector, mlir::ValueRange indices);
  mlir::Value loadSoFar(mlir::ValueRange indices, int64_t lanes);

  mlir::ImplicitLocOpBuilder &b;
  PackedMatmulOp op;
  mlir::Value mask;
  /// Where rows are reduced: what all so far are, and their place in outs.
  mlir::Value combined;
  llvm::SmallVector<mlir::Value> place;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_EPILOGUEBUILDER_H
