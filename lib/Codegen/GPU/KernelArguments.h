//===- KernelArguments.h - What a kernel is given ---------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_KERNELARGUMENTS_H
#define MIXP_LIB_CODEGEN_GPU_KERNELARGUMENTS_H

#include "KernelBuilder.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "llvm/ADT/DenseMap.h"

namespace mixp {

/// The arguments of the kernel of one product, in the order in which they are
/// asked for, and how its launcher finds them. Operands are numbered lhs, rhs,
/// epilogue operands, outs.
class KernelArguments {
public:
  explicit KernelArguments(TensorCoreMatmulOp op);

  static constexpr int64_t kLhs = 0, kRhs = 1;
  /// Of weight-only products; there only where the op has them.
  int64_t rhsScale() const { return 2; }
  int64_t rhsZeroPoint() const { return hasScale ? 3 : 2; }
  int64_t firstEpilogue() const { return first; }
  /// Workspaces of a sum that several blocks share, see SplitSum.
  static constexpr int64_t kParts = 0, kCounters = 1;
  int64_t outs() const { return first + numEpilogueOperands; }

  /// Appends every argument that the skeletons and the epilogue read: pointers
  /// of all operands (tensor maps of those that have a box), pitches of
  /// matrices, batch strides, and M, N, K. Packed weights have no pitch; the
  /// size G is the number of groups along K, where there are some.
  struct Box {
    int64_t inner, outer, swizzle;
  };
  /// By operand; nothing for those behind its end.
  using Boxes = llvm::SmallVector<std::optional<Box>>;
  void declare(const Boxes &boxes);

  /// Types and attributes of the declared arguments.
  llvm::ArrayRef<KernelArgumentAttr> list() const { return arguments; }
  llvm::SmallVector<mlir::Type> types(KernelBuilder &b) const;
  /// Where sizes are read: of what is there before the launch.
  llvm::SmallVector<LaunchSizeAttr> sizes() const;
  /// For each operand a letter for each dim, as in LaunchPlanAttr.
  llvm::SmallVector<mlir::StringAttr> dims() const;
  /// The operand on the device, as the kernel reads or writes it.
  DeviceType layout(int64_t operand) const;

  /// After `bind`: the value of an argument in the kernel.
  void bind(mlir::Block &entry) { block = &entry; }
  mlir::Value pointer(int64_t operand) const;
  mlir::Value tensorMap(int64_t operand) const;
  mlir::Value workspace(int64_t number) const;
  mlir::Value pitch(int64_t operand) const;
  mlir::Value batchStride(int64_t operand) const;
  mlir::Value size(llvm::StringRef name) const;

  /// Address of the matrix of `operand` for a batch index; the pointer itself
  /// where the operand has no batch.
  mlir::Value matrix(KernelBuilder &b, int64_t operand,
                     mlir::Value batch) const;

private:
  void append(ArgumentKind kind, int64_t operand);
  void appendWorkspace(int64_t number, int64_t bytesPerTile, bool zero);
  mlir::Value find(ArgumentKind kind, int64_t operand) const;
  mlir::ShapedType typeOf(int64_t operand) const;
  /// Does the launcher exchange the last two dims of the operand?
  bool isExchanged(int64_t operand) const;

  TensorCoreMatmulOp op;
  bool hasScale;
  int64_t first, numEpilogueOperands;
  llvm::SmallVector<KernelArgumentAttr> arguments;
  mlir::Block *block = nullptr;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_KERNELARGUMENTS_H
