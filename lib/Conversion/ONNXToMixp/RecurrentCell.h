//===- RecurrentCell.h - One step of an RNN, GRU or LSTM --------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_RECURRENTCELL_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_RECURRENTCELL_H

#include "NodeContext.h"

namespace mixp::importer {

enum class RecurrentKind { RNN, GRU, LSTM };

/// What one direction of an op computes at each step; formulas are those of
/// ONNX's operator pages.
class RecurrentCell {
public:
  static int64_t countGates(RecurrentKind kind) {
    return kind == RecurrentKind::RNN ? 1 : kind == RecurrentKind::GRU ? 3 : 4;
  }

  /// Reads activations, clip and the like of a node. `weights` is R of gates *
  /// hidden x hidden, `bias` has both biases of all gates, `peepholes` those of
  /// the gates i, o and f.
  static mlir::FailureOr<RecurrentCell>
  read(NodeContext &context, RecurrentKind kind, size_t direction,
       int64_t hidden, const ImportedTensor &weights,
       const std::optional<ImportedTensor> &bias,
       const std::optional<ImportedTensor> &peepholes);

  /// The states after a step: hidden and, of an LSTM, cell. `gates` are the
  /// inputs' part of all gates, batch x gates * hidden.
  llvm::SmallVector<ImportedTensor, 2>
  emitStep(const ImportedTensor &gates,
           llvm::ArrayRef<ImportedTensor> states) const;

  /// What is added to the inputs' part.
  std::optional<ImportedTensor> inputBias;

private:
  RecurrentCell(NodeContext &context) : build(context.build) {}

  struct Activation {
    std::string name;
    float alpha, beta;
  };

  mlir::LogicalResult readActivations(NodeContext &context, size_t direction);
  void splitBias(const ImportedTensor &bias);
  mlir::Value activate(mlir::OpBuilder &b, mlir::Location loc, size_t which,
                       mlir::Value value) const;
  ImportedTensor takeGate(const ImportedTensor &gates, int64_t gate,
                          int64_t count = 1) const;
  ImportedTensor multiply(const ImportedTensor &state, int64_t gate,
                          int64_t count) const;
  llvm::SmallVector<ImportedTensor, 2>
  emitRnn(const ImportedTensor &gates, const ImportedTensor &hidden) const;
  llvm::SmallVector<ImportedTensor, 2>
  emitGru(const ImportedTensor &gates, const ImportedTensor &hidden) const;
  llvm::SmallVector<ImportedTensor, 2>
  emitLstm(const ImportedTensor &gates, const ImportedTensor &hidden,
           const ImportedTensor &cell) const;

  TensorBuilder &build;
  RecurrentKind kind = RecurrentKind::RNN;
  int64_t size = 0;
  /// hidden x gates * hidden.
  ImportedTensor weights;
  /// Added to the state's part of GRU's gate h where it is reset after the
  /// product.
  std::optional<ImportedTensor> resetBias;
  std::optional<ImportedTensor> peepholes;
  llvm::SmallVector<Activation> activations;
  std::optional<float> clip;
  bool couplesForget = false, resetsAfter = false;
};

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_RECURRENTCELL_H
