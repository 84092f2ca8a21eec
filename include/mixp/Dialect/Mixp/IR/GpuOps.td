//===- GpuOps.td - Products on GPUs ------------------------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_GPUOPS_TD
#define MIXP_DIALECT_MIXP_IR_GPUOPS_TD

include "mixp/Dialect/Mixp/IR/PackedOps.td"
include "mixp/Target/GpuTargetAttrs.td"
include "mlir/IR/SymbolInterfaces.td"

def Mixp_TensorCoreMatmulOp : Mixp_PackedOp<"tensor_core_matmul",
    [SingleBlock]> {
  let summary = "product for tensor cores with an epilogue on its last step";
  let description = [{
    Made by code generation, on tensors. Both operands are as in mixp.matmul,
    of the types of the schedule's instruction:

    ```
    acc = sum over k of lhs[b, m, k] * rhs[b, k, n]   (the instruction's type)
    outs[b, m, n] = epilogue(acc, operands[map(b, m, n)]...)
    ```

    outs is written, never read. Values of f32 under an instruction of tf32 are
    rounded to it, nearest and ties away from zero. With `repack_lhs` or
    `repack_rhs` the operand's last two dims are exchanged on its way to the
    device, because an instruction needs it contiguous along K.

    Example, `#schedule` being a `#mixp.gpu_schedule`:

    ```mlir
    %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>)
           epilogue(%bias : tensor<9xf32>) maps [affine_map<(m, n) -> (n)>]
           outs(%e : tensor<7x9xf32>) schedule #schedule {
    ^bb0(%acc: f32, %b: f32):
      %s = arith.addf %acc, %b : f32
      mixp.yield %s : f32
    } -> tensor<7x9xf32>
    ```
  }];
  let arguments = (ins
    Mixp_TensorOrMemRef:$lhs, Mixp_TensorOrMemRef:$rhs,
    Variadic<Mixp_TensorOrMemRef>:$epilogue_operands,
    Mixp_TensorOrMemRef:$outs,
    AffineMapArrayAttr:$epilogue_maps, Mixp_GpuScheduleAttr:$schedule,
    UnitAttr:$transpose_lhs, UnitAttr:$transpose_rhs,
    UnitAttr:$repack_lhs, UnitAttr:$repack_rhs);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let regions = (region SizedRegion<1>:$epilogue);
  let assemblyFormat = [{
    `ins` `(` $lhs `,` $rhs `:` type($lhs) `,` type($rhs) `)`
    (`epilogue` `(` $epilogue_operands^ `:` type($epilogue_operands) `)`)?
    `maps` $epilogue_maps `outs` `(` $outs `:` type($outs) `)`
    `schedule` $schedule attr-dict-with-keyword $epilogue
    (`->` type($result)^)?
  }];
  let extraClassDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() {
      return ::mlir::MutableOperandRange(getOutsMutable());
    }
    ::mlir::ShapedType getLhsType() {
      return ::llvm::cast<::mlir::ShapedType>(getLhs().getType());
    }
    ::mlir::ShapedType getRhsType() {
      return ::llvm::cast<::mlir::ShapedType>(getRhs().getType());
    }
    ::mlir::ShapedType getOutsType() {
      return ::llvm::cast<::mlir::ShapedType>(getOuts().getType());
    }
    bool isBatched() { return getOutsType().getRank() == 3; }
    /// Whether rows of the operand on the device run along K.
    bool isLhsContiguousAlongK() { return getTransposeLhs() == getRepackLhs(); }
    bool isRhsContiguousAlongK() { return getTransposeRhs() != getRepackRhs(); }
    /// Type of the accumulator that the epilogue receives: f32 or i32.
    ::mlir::Type getAccumulatorType();
  }];
}

def Mixp_LaunchOp : Mixp_PackedOp<"launch", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "run a GPU kernel on values of the host";
  let description = [{
    Made by code generation. The launcher copies the inputs to the device, runs
    the kernel as `plan` says, and copies outs back. Operands are numbered
    inputs first, outs last.

    Example, `#plan` being a `#mixp.launch_plan`:

    ```mlir
    %0 = mixp.launch @kernels::@matmul_0 ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>)
           outs(%e : tensor<7x9xf32>) plan #plan -> tensor<7x9xf32>
    ```
  }];
  let arguments = (ins SymbolRefAttr:$kernel,
                       Variadic<Mixp_TensorOrMemRef>:$inputs,
                       Mixp_TensorOrMemRef:$outs, Mixp_LaunchPlanAttr:$plan);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    $kernel `ins` `(` $inputs `:` type($inputs) `)`
    `outs` `(` $outs `:` type($outs) `)` `plan` $plan attr-dict
    (`->` type($result)^)?
  }];
}

#endif // MIXP_DIALECT_MIXP_IR_GPUOPS_TD
