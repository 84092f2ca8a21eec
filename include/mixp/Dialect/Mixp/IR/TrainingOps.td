//===- TrainingOps.td - Calibration and training -----------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_TRAININGOPS_TD
#define MIXP_DIALECT_MIXP_IR_TRAININGOPS_TD

include "mixp/Dialect/Mixp/IR/MixpTypes.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

// `input` is an operand in front of all optional ones, so that the types that
// AllTypesMatch infers are right.
class Mixp_FakeQuantizationOp<string mnemonic, list<Trait> traits>
    : Mixp_Op<mnemonic, !listconcat([Pure, AttrSizedOperandSegments,
        DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface,
                                  ["reifyResultShapes"]>],
        traits)> {
  let hasVerifier = 1;
  let results = (outs Mixp_RealTensor:$result);
  let extraClassDeclaration = [{
    /// The block with every 0 and every omission resolved, as in mixp.quantize.
    ::llvm::SmallVector<int64_t> getResolvedBlock();
  }];
}

def Mixp_FakeQuantizeOp : Mixp_FakeQuantizationOp<"fake_quantize", [
    AllTypesMatch<["input", "result"]>]> {
  let summary = "what is left of real values after a narrow format";
  let description = [{
    ```
    result = dequantize(quantize(x))
    ```

    with `mixp.quantize` to tensors of `storage` and `mixp.dequantize` back to
    the input's type, both with this op's scale, zero point and block: the same
    to the bit as the two ops. In a forward pass it makes a network feel the
    rounding that it will meet when it is quantized; `mixp.fake_quantize_grad`
    is its backward pass.

    C1: scale and zero point obey the block rule.
    C2: `storage` is a type that `mixp.quantize` has results of.
    C3: a zero point has an integer `storage`.
    C4: a constant scale is positive and finite; a constant zero point lies in
        the range of `storage`.

    Example:

    ```mlir
    %0 = mixp.fake_quantize %x storage(i8) scale(%s : tensor<1x5xf32>) : tensor<3x5xf32>
    %1 = mixp.fake_quantize %x storage(ui4) scale(%s : tensor<3x2xf32>) zero_point(%z : tensor<3x2xi32>)
           block [1, 4] : tensor<3x5xf32>
    ```
  }];
  let arguments = (ins
    Mixp_RealTensor:$input, Optional<Mixp_ScaleTensor>:$scale,
    Optional<Mixp_ZeroPointTensor>:$zero_point, TypeAttr:$storage,
    OptionalAttr<DenseI64ArrayAttr>:$block);
  let assemblyFormat = [{
    $input `storage` `(` $storage `)`
    (`scale` `(` $scale^ `:` type($scale) `)`)?
    (`zero_point` `(` $zero_point^ `:` type($zero_point) `)`)?
    (`block` $block^)? attr-dict `:` type($input)
  }];
}

def Mixp_FakeQuantizeGradOp : Mixp_FakeQuantizationOp<"fake_quantize_grad", [
    AllTypesMatch<["gradient", "input", "result"]>]> {
  let summary = "the straight-through gradient of mixp.fake_quantize";
  let description = [{
    The derivative of the loss by the input of `mixp.fake_quantize`, from that by
    its result. Rounding counts as the identity; what was clamped has no
    influence:

    ```
    result[i] = gradient[i]   if qmin <= round(fl(x[i] / s)) + z' <= qmax
                              (float storage: |fl(x[i] / s)| <= its largest)
                0             else, and where x[i] / s is NaN
    ```

    `z'` is the zero point clamped to the range, as in `mixp.quantize`; the
    gradient is passed on as it is, NaN included.

    C1: scale and zero point obey the block rule.
    C2: `storage` is a type that `mixp.quantize` has results of.
    C3: a zero point has an integer `storage`.
    C4: a constant scale is positive and finite; a constant zero point lies in
        the range of `storage`.

    Example:

    ```mlir
    %dx = mixp.fake_quantize_grad %dy at %x storage(i8) scale(%s : tensor<1x5xf32>) : tensor<3x5xf32>
    ```
  }];
  let arguments = (ins
    Mixp_RealTensor:$gradient, Mixp_RealTensor:$input,
    Optional<Mixp_ScaleTensor>:$scale,
    Optional<Mixp_ZeroPointTensor>:$zero_point, TypeAttr:$storage,
    OptionalAttr<DenseI64ArrayAttr>:$block);
  let assemblyFormat = [{
    $gradient `at` $input `storage` `(` $storage `)`
    (`scale` `(` $scale^ `:` type($scale) `)`)?
    (`zero_point` `(` $zero_point^ `:` type($zero_point) `)`)?
    (`block` $block^)? attr-dict `:` type($input)
  }];
}

def Mixp_ObservationResource : Resource<"::mixp::ObservationResource">;

def Mixp_ObserveOp : Mixp_Op<"observe", [
    MemoryEffects<[MemWrite<Mixp_ObservationResource>]>,
    AllTypesMatch<["input", "result"]>,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface,
                                  ["reifyResultShapes"]>]> {
  let summary = "the identity, which records what values it sees";
  let description = [{
    The result is the input. Under the name `label` the op records, over all
    times that it runs, the least and the greatest element (a NaN makes both of
    them NaN), and with `histogram` how many elements lie in each of so many
    equal parts of the range `over`:

    ```
    part(x) = clamp(floor(fl(fl(x - lo) * fl(bins / fl(hi - lo)))), 0, bins - 1)
    ```

    NaN is in no part. All of this is done in f32, to which f64 elements are
    rounded first. Recording is a side effect: the op is not removed where
    its result has no use, and not merged with another. Where the records go is
    decided by a pass: `mixp-export-observations` returns them from the function,
    `mixp-strip-observations` drops them.

    C1: `histogram` and `over` are both there, or neither is.
    C2: there are 1 to 4096 bins.
    C3: `over` is [lo, hi] with finite f32 numbers lo < hi whose difference is
        finite.

    Example:

    ```mlir
    %0 = mixp.observe %x "fc1.input" : tensor<?x5xf32>
    %1 = mixp.observe %x "fc1.input" histogram(64) over [-1.0, 3.0] : tensor<?x5xf32>
    ```
  }];
  let arguments = (ins Mixp_RealTensor:$input, StrAttr:$label,
                       OptionalAttr<I64Attr>:$bins,
                       OptionalAttr<DenseF64ArrayAttr>:$range);
  let results = (outs Mixp_RealTensor:$result);
  let assemblyFormat = [{
    $input $label (`histogram` `(` $bins^ `)`)? (`over` $range^)?
    attr-dict `:` type($input)
  }];
  let hasVerifier = 1;
}

#endif // MIXP_DIALECT_MIXP_IR_TRAININGOPS_TD
