//===- QuantParameters.h - Quantized types as operands ----------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_QUANTTOMIXP_QUANTPARAMETERS_H
#define MIXP_LIB_CONVERSION_QUANTTOMIXP_QUANTPARAMETERS_H

#include "mixp/Dialect/Mixp/IR/StorageRange.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "mlir/IR/BuiltinAttributes.h"

namespace mixp {

/// What a quantized element type says, for tensors of one rank.
struct QuantParameters {
  /// Signless integer in which values are stored.
  mlir::IntegerType storage;
  bool isUnsigned = false;
  /// What stored values are clamped to: the type's own range or a part of it.
  StorageRange range;
  /// f32 and i32, of the tensor's rank, by the block rule. The zero points are
  /// null where all are 0.
  mlir::DenseElementsAttr scale, zeroPoint;
  llvm::SmallVector<int64_t> block;

  /// The type's own range.
  StorageRange fullRange() const { return storageRange(storage, isUnsigned); }
};

/// Reads a quantized type for tensors of `rank`. Fails, with the reason and the
/// remedy in `reason`, where mixp's ops cannot hold it exactly.
mlir::FailureOr<QuantParameters>
readQuantParameters(mlir::quant::QuantizedType type, int64_t rank,
                    std::string &reason);

/// The quantized type with these parameters for a tensor of `shape`: per layer,
/// per axis or sub-channel, whichever is simplest. Fails, with the reason,
/// where no quantized type says it.
mlir::FailureOr<mlir::quant::QuantizedType>
buildQuantizedType(const QuantParameters &parameters,
                   llvm::ArrayRef<int64_t> shape, mlir::FloatType expressed,
                   std::string &reason);

/// `type` with a part of its storage's range; null where `range` is none.
mlir::quant::QuantizedType narrowRange(mlir::quant::QuantizedType type,
                                       StorageRange range);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_QUANTTOMIXP_QUANTPARAMETERS_H
