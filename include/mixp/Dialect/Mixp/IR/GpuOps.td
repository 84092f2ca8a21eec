//===- GpuOps.td - Products on GPUs ------------------------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_GPUOPS_TD
#define MIXP_DIALECT_MIXP_IR_GPUOPS_TD

include "mixp/Dialect/Mixp/IR/DeviceType.td"
include "mixp/Dialect/Mixp/IR/PackedOps.td"
include "mixp/Target/GpuTargetAttrs.td"
include "mlir/IR/SymbolInterfaces.td"

def Mixp_TensorCoreMatmulOp : Mixp_PackedOp<"tensor_core_matmul",
    [SingleBlock, AttrSizedOperandSegments]> {
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

    With `rhs_code`, rhs are weights in fewer bits than lhs has: integers of 4 or
    8 bits or floats of 8, whose codes are made numbers of lhs's type in registers,
    without rounding. rhs then holds those codes, as such elements or in the low
    bits of i8, and the schedule has `weights_first`.

    ```
    code = i4, ui4, i8, ui8: w = rhs - rhs_zero_point      f8E4M3FN, f8E5M2: w = rhs
    acc  = sum over groups of K: rhs_scale * (sum over k in the group of lhs * w)
    ```

    `rhs_scale` and `rhs_zero_point` are `[B x] ceil(K / group) x N` with `group`,
    one row without it, their last two dims exchanged with `transpose_rhs`. Scales
    are f32, f16 or bf16 and multiply sums of f32; zero points have lhs's type. Of
    a scale that does not vary along K the epilogue takes care.

    C1: lhs, rhs and outs have the same rank, 2 or 3; batch, M, N and K agree.
    C2: operands have the types of the instruction, or lhs has and rhs holds
        `rhs_code`.
    C3: `rhs_scale`, `rhs_zero_point` and `group` need `rhs_code`; `rhs_scale` needs
        `group`, `group` needs one of them and is a multiple of 16; a float has no
        zero point.
    C4: there is `rhs_code` exactly if the schedule has `weights_first`; the operand
        is not repacked then.
    C5: tables have a row for each group, or one, and N columns.

    Examples, `#schedule` and `#weights` being a `#mixp.gpu_schedule`:

    ```mlir
    %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>)
           epilogue(%bias : tensor<9xf32>) maps [affine_map<(m, n) -> (n)>]
           outs(%e : tensor<7x9xf32>) schedule #schedule {
    ^bb0(%acc: f32, %b: f32):
      %s = arith.addf %acc, %b : f32
      mixp.yield %s : f32
    } -> tensor<7x9xf32>
    %1 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>)
           rhs_scale(%t : tensor<2x9xf16>) maps [] outs(%e : tensor<7x9xf32>)
           schedule #weights attributes {rhs_code = i4, group = 32} {
    ^bb0(%acc: f32):
      mixp.yield %acc : f32
    } -> tensor<7x9xf32>
    ```
  }];
  let arguments = (ins
    Mixp_TensorOrMemRef:$lhs, Mixp_TensorOrMemRef:$rhs,
    Optional<Mixp_TensorOrMemRef>:$rhs_scale,
    Optional<Mixp_TensorOrMemRef>:$rhs_zero_point,
    Variadic<Mixp_TensorOrMemRef>:$epilogue_operands,
    Mixp_TensorOrMemRef:$outs,
    AffineMapArrayAttr:$epilogue_maps, Mixp_GpuScheduleAttr:$schedule,
    OptionalAttr<TypeAttr>:$rhs_code, OptionalAttr<I64Attr>:$group,
    UnitAttr:$transpose_lhs, UnitAttr:$transpose_rhs,
    UnitAttr:$repack_lhs, UnitAttr:$repack_rhs);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let regions = (region SizedRegion<1>:$epilogue);
  let assemblyFormat = [{
    `ins` `(` $lhs `,` $rhs `:` type($lhs) `,` type($rhs) `)`
    (`rhs_scale` `(` $rhs_scale^ `:` type($rhs_scale) `)`)?
    (`rhs_zero_point` `(` $rhs_zero_point^ `:` type($rhs_zero_point) `)`)?
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
    /// Whether rhs are codes that become numbers of lhs's type in registers.
    bool isWeightOnly() { return getRhsCode().has_value(); }
    /// Index of the first epilogue operand among all operands.
    int64_t getFirstEpilogueOperand() {
      return 2 + (getRhsScale() ? 1 : 0) + (getRhsZeroPoint() ? 1 : 0);
    }
    /// Whether rows of the operand on the device run along K.
    bool isLhsContiguousAlongK() { return getTransposeLhs() == getRepackLhs(); }
    bool isRhsContiguousAlongK() { return getTransposeRhs() != getRepackRhs(); }
    /// Type of the accumulator that the epilogue receives: f32 or i32.
    ::mlir::Type getAccumulatorType();
  }];
}

def Mixp_ToDeviceOp : Mixp_Op<"to_device",
    [DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "copy a tensor of the host to the device";
  let description = [{
    Made by code generation, on tensors and, after bufferization, on memrefs. The
    elements arrive in the layout that the result's type names; a constant is
    copied at its first use and stays.

    Example:

    ```mlir
    %0 = mixp.to_device %a : tensor<7x64xf16> to !mixp.device<tensor<7x64xf16>>
    ```
  }];
  let arguments = (ins Mixp_TensorOrMemRef:$source);
  let results = (outs Mixp_DeviceType:$result);
  let assemblyFormat = "$source attr-dict `:` type($source) `to` qualified(type($result))";
  let extraClassDefinition = "";
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

def Mixp_LaunchOp : Mixp_Op<"launch", [
    Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "run a GPU kernel on values of the device";
  let description = [{
    Made by code generation. The launcher makes room for the result, whose sizes
    follow from those of the inputs as `plan` says, and runs the kernel. Operands
    are numbered inputs first; the result is the last one.

    Example, `#plan` being a `#mixp.launch_plan`:

    ```mlir
    %1 = mixp.launch @kernels::@matmul_0 ins(%0, %w : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>>)
           plan #plan -> !mixp.device<tensor<7x9xf32>>
    ```
  }];
  let arguments = (ins SymbolRefAttr:$kernel,
                       Variadic<Mixp_DeviceType>:$inputs,
                       Mixp_LaunchPlanAttr:$plan);
  let results = (outs Mixp_DeviceType:$result);
  let assemblyFormat = [{
    $kernel `ins` `(` $inputs `:` qualified(type($inputs)) `)` `plan` $plan
    attr-dict `->` qualified(type($result))
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    int64_t getNumKernelOperands() { return getInputs().size() + 1; }
    /// The type of an input, or of the result, by its number.
    ::mixp::DeviceType getKernelOperandType(int64_t index);
  }];
}

def Mixp_ToHostOp : Mixp_PackedOp<"to_host"> {
  let summary = "copy a value of the device to the host";
  let description = [{
    Made by code generation, on tensors and, after bufferization, on memrefs.
    Waits for the launch that writes the value.

    Example:

    ```mlir
    %2 = mixp.to_host %1 into %e : !mixp.device<tensor<7x9xf32>> into tensor<7x9xf32> -> tensor<7x9xf32>
    ```
  }];
  let arguments = (ins Mixp_DeviceType:$source, Mixp_TensorOrMemRef:$outs);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    $source `into` $outs attr-dict `:` qualified(type($source)) `into` type($outs)
    (`->` type($result)^)?
  }];
  let extraClassDefinition = "";
  let hasCanonicalizer = 1;
}

#endif // MIXP_DIALECT_MIXP_IR_GPUOPS_TD
