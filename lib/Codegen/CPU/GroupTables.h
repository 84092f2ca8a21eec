//===- GroupTables.h - Numbers of groups in the kernel's order --*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_GROUPTABLES_H
#define MIXP_LIB_CODEGEN_CPU_GROUPTABLES_H

#include "NativeForm.h"
#include "PackedLayout.h"
#include "mlir/IR/Builders.h"

namespace mixp {

/// Constants of a product whose rhs is scaled in groups along K, with one
/// number for each group and column: panels x groups x nr, so that a kernel
/// reads them from front to back.
class GroupTables {
public:
  GroupTables(mlir::OpBuilder &b, MatmulOp op, const NativeForm &form,
              const PackedLayout &layout)
      : b(b), loc(op.getLoc()), op(op), form(form), layout(layout) {}

  /// The scales; 1 for each group, where there are zero points only.
  mlir::Value packScales();
  /// Zero points as the kernel takes them from what is stored: f32, or the
  /// instruction's words of integers.
  mlir::Value packZeroPoints();
  /// What each group's column sums make of `factor`, 128 or -128 against what
  /// the flip of lhs adds, less the zero points of lhs.
  mlir::Value packInits(int32_t factor);

private:
  mlir::Value pack(llvm::ArrayRef<char> bytes, mlir::Type element);
  mlir::Value pack(llvm::ArrayRef<int32_t> numbers);
  llvm::SmallVector<int32_t> readZeroPoints();

  mlir::OpBuilder &b;
  mlir::Location loc;
  MatmulOp op;
  const NativeForm &form;
  const PackedLayout &layout;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_GROUPTABLES_H
