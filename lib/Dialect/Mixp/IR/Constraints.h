//===- Constraints.h - One function per constraint --------------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_CONSTRAINTS_H
#define MIXP_LIB_DIALECT_MIXP_IR_CONSTRAINTS_H

#include "mixp/Dialect/Mixp/IR/StorageRange.h"
#include "mlir/IR/Operation.h"
#include <optional>

namespace mixp {

/// An operand with its scale and zero point (either may be null) and block, as
/// the block rule sees them. The names are for messages: "scale", "lhs_scale".
struct Blocked {
  mlir::RankedTensorType operand;
  mlir::Value scale;
  mlir::Value zeroPoint;
  std::optional<llvm::ArrayRef<int64_t>> block;
  llvm::StringRef scaleName = "scale";
  llvm::StringRef zeroPointName = "zero_point";
  llvm::StringRef blockName = "block";
};

/// Each of these verifies one constraint of `op` and says on failure which.

/// "input and result have the same shape", dynamic dims included.
llvm::LogicalResult verifySameShape(mlir::Operation *op,
                                    mlir::RankedTensorType input,
                                    mlir::RankedTensorType result);

/// "the flag is only on signless integers".
llvm::LogicalResult verifyUnsignedFlag(mlir::Operation *op, bool flag,
                                       mlir::RankedTensorType type,
                                       llvm::StringRef name);

/// "scale and zero point obey the block rule and share one block".
llvm::LogicalResult verifyBlocked(mlir::Operation *op, const Blocked &blocked);

/// "a constant scale is positive and finite". Null and non-constant values
/// pass.
llvm::LogicalResult verifyScaleConstant(mlir::Operation *op, mlir::Value scale,
                                        llvm::StringRef name);

/// "a constant zero point is finite, and in `range` if there is one": that of
/// the type of `what`.
llvm::LogicalResult
verifyZeroPointConstant(mlir::Operation *op, mlir::Value zeroPoint,
                        llvm::StringRef name,
                        std::optional<StorageRange> range = std::nullopt,
                        llvm::StringRef what = "result");

/// "`storage` is a type that mixp.quantize has results of", as an element type.
llvm::LogicalResult verifyStorage(mlir::Operation *op, mlir::Type storage);

/// "a constant multiplier or shift is in the profile's range".
llvm::LogicalResult verifyFixedPointConstant(mlir::Operation *op,
                                             mlir::Value value,
                                             llvm::StringRef name,
                                             llvm::StringRef profile,
                                             StorageRange range);

/// The resolved block of a verified operand; empty without scale and zero
/// point.
llvm::SmallVector<int64_t> resolvedBlock(const Blocked &blocked);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_CONSTRAINTS_H
