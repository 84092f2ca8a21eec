//===- ChannelScaling.h - Tensors with channels divided ---------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CHANNELSCALING_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CHANNELSCALING_H

#include "mlir/IR/Value.h"
#include "llvm/ADT/ArrayRef.h"

namespace mixp {

/// `value`, an f32 tensor, with index c of dim `dim` divided by `factors[c]`: a
/// linalg.generic behind its definition.
mlir::Value divideChannels(mlir::Value value, int64_t dim,
                           llvm::ArrayRef<float> factors);

/// Makes the op that defines `value` give it divided, by other constants; all
/// users see that. False, with nothing changed, where the op is not an
/// elementwise linalg.generic whose result is, up to sums, differences and
/// quotients, made of products with constants of one value for each channel.
bool divideConstants(mlir::Value value, int64_t dim,
                     llvm::ArrayRef<float> factors);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CHANNELSCALING_H
