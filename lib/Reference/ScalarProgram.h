//===- ScalarProgram.h - Regions as straight-line code ----------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_SCALARPROGRAM_H
#define MIXP_LIB_REFERENCE_SCALARPROGRAM_H

#include "mixp/Reference/Tensor.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"

namespace mixp::reference {

/// What an instruction does; as the arith or math op of that name.
enum class Opcode {
  // Floats, exact.
  AddF,
  SubF,
  MulF,
  DivF,
  RemF,
  NegF,
  AbsF,
  Sqrt,
  Fma,
  CopySign,
  MaximumF,
  MinimumF,
  MaxNumF,
  MinNumF,
  Floor,
  Ceil,
  TruncateF,
  Round,
  RoundEven,
  CmpF,
  // Floats, to within a few ulp.
  Exp,
  Exp2,
  ExpM1,
  Log,
  Log2,
  Log10,
  Log1p,
  Tanh,
  Erf,
  Rsqrt,
  Sin,
  Cos,
  Tan,
  Sinh,
  Cosh,
  Atan,
  Cbrt,
  PowF,
  // Conversions.
  ConvertF,
  SIToFP,
  UIToFP,
  FPToSI,
  FPToUI,
  ExtSI,
  ExtUI,
  TruncI,
  IndexCast,
  IndexCastUI,
  Bitcast,
  // Integers.
  AddI,
  SubI,
  MulI,
  DivSI,
  DivUI,
  RemSI,
  RemUI,
  CeilDivSI,
  CeilDivUI,
  FloorDivSI,
  AndI,
  OrI,
  XOrI,
  ShLI,
  ShRSI,
  ShRUI,
  MaxSI,
  MinSI,
  MaxUI,
  MinUI,
  AbsI,
  CmpI,
  // Others.
  Select,
  Extract
};

/// `dst = op(a, b, c)` on registers.
struct Instruction {
  Opcode op;
  unsigned dst = 0;
  unsigned a = 0, b = 0, c = 0;
  NumberType type = {};                              // of the result
  NumberType inputType = {};                         // of operand a
  int predicate = 0;                                 // CmpF, CmpI: arith's enum
  RoundingMode rounding = RoundingMode::NearestEven; // ConvertF
  unsigned tensor = 0; // Extract: index into ScalarProgram::tensors
  llvm::SmallVector<unsigned, 4> indices = {}; // Extract: registers
};

/// A region of scalar ops as straight-line code, so that evaluating it for
/// millions of elements does not walk IR. Register i < numArguments holds the
/// block's argument i.
struct ScalarProgram {
  /// Compiles a block of arith, math, linalg.index, tensor.extract and
  /// affine.apply ops. Emits an error on an op that the evaluator lacks.
  static llvm::FailureOr<ScalarProgram> compile(mlir::Block &block);

  /// Compiles a single op on scalars or, element by element, on tensors; its
  /// operands are the arguments.
  static llvm::FailureOr<ScalarProgram> compile(mlir::Operation *op);

  /// Whether `op` can be part of a program.
  static bool handles(mlir::Operation *op);

  struct Constant {
    unsigned reg;
    NumberType type;
    double value;
  };
  struct Capture {
    unsigned reg;
    mlir::Value value;
  };
  /// A register that linalg.index reads.
  struct Index {
    unsigned reg;
    unsigned dim;
  };

  unsigned numArguments = 0;
  std::vector<NumberType> types; // of every register
  std::vector<Instruction> code;
  std::vector<Constant> constants;
  std::vector<Capture> captures;    // scalars from outside the region
  std::vector<mlir::Value> tensors; // tensors from outside: tensor.extract
  std::vector<Index> indices;
  std::vector<unsigned> yields;
  /// Whether some instruction is inexact even on exact operands.
  bool approximates = false;

  unsigned addRegister(const NumberType &type) {
    types.push_back(type);
    return types.size() - 1;
  }
};

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_SCALARPROGRAM_H
