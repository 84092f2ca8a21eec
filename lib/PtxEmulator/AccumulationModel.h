//===- AccumulationModel.h - How tensor cores add ---------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_ACCUMULATIONMODEL_H
#define MIXP_LIB_PTXEMULATOR_ACCUMULATIONMODEL_H

#include "Types.h"

namespace mixp::ptx {

/// The products of a block of terms are exact. They and the accumulator are
/// aligned to the largest exponent among them, truncated to `fractionBits` bits
/// below its leading one, added exactly, and the sum is truncated to
/// `resultBits` bits below its own.
struct AccumulationModel {
  llvm::StringRef name;
  unsigned block;
  unsigned fractionBits;
  unsigned resultBits = 23;
};

/// The model of an instruction with float operands of a type on a target such
/// as "sm_90a".
const AccumulationModel &getAccumulationModel(Type operand,
                                              llvm::StringRef target);

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_ACCUMULATIONMODEL_H
