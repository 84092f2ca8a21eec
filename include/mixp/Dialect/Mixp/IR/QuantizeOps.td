//===- QuantizeOps.td - Conversions between formats --------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_QUANTIZEOPS_TD
#define MIXP_DIALECT_MIXP_IR_QUANTIZEOPS_TD

include "mixp/Dialect/Mixp/IR/MixpTypes.td"
include "mixp/Dialect/Mixp/IR/MixpEnums.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Mixp_ConversionOp<string mnemonic, list<Trait> traits = []>
    : Mixp_Op<mnemonic, !listconcat([Pure,
        DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface,
                                  ["reifyResultShapes"]>],
        traits)> {
  let hasVerifier = 1;
}

def Mixp_CastOp
    : Mixp_ConversionOp<"cast", [AttrSizedOperandSegments]> {
  let summary = "element-wise conversion with stated rounding and saturation";
  let description = [{
    The only op that defines rounding; every other op refers to it.

    ```
    x = the real value of input[i]          (unsigned if input_unsigned)
    result[i] = the value of the result's format that `rounding` picks for x,
                clamped to its finite range first if `saturate`
    ```

    * float or integer -> float: without `saturate`, overflow follows IEEE 754
      for the rounding mode, with NaN in the place of an infinity that the
      format lacks; NaN stays NaN, an infinity stays one unless `saturate`.
    * float -> f6, f4 or integer: always saturating; NaN becomes 0.
    * integer -> integer: without `saturate`, modulo 2^width.
    * to f8E8M0FNU: zero and what is below 2^-127 becomes 2^-127, a negative
      number NaN; a tie goes up.

    A result of 0 keeps the sign of a float input where the format has -0.
    Subnormal results are rounded like all others, never flushed.
    docs/Numerics.md, section 2, has a table per format.

    `stochastic` takes the neighbour away from zero with a probability of x's
    distance from the other one. It is a function of `seed` and the element's
    row-major index in the whole tensor (Philox4x32-10), so that tiles, which
    say by `origin` and `within` where they lie in a tensor of which sizes,
    round as the whole.

    C1: input and result have the same shape.
    C2: a cast to a format without NaN and infinity (integers, f6, f4) has
        `saturate` where the input is a float or has numbers beyond the largest
        of f6 or f4.
    C3: `input_unsigned` and `result_unsigned` are only on signless integers.
    C4: there is a `seed` exactly with the rounding `stochastic`.
    C5: `origin` and `within` come both, with a value per dim, or not at all,
        and only with the rounding `stochastic`.

    Example:

    ```mlir
    %0 = mixp.cast %x : tensor<4xf32> -> tensor<4xbf16>
    %1 = mixp.cast %x rounding(toward_zero) saturate : tensor<4xf32> -> tensor<4xi8>
    %2 = mixp.cast %x rounding(stochastic) seed(%seed) saturate
           : tensor<4xf32> -> tensor<4xf8E4M3FN>
    ```
  }];
  let hasFolder = 1;
  let hasCanonicalizer = 1;
  let arguments = (ins
    Mixp_AnyTensor:$input,
    DefaultValuedAttr<Mixp_RoundingModeAttr,
                      "::mixp::RoundingMode::NearestEven">:$rounding,
    Optional<I64>:$seed, Variadic<Index>:$origin, Variadic<Index>:$within,
    UnitAttr:$saturate, UnitAttr:$input_unsigned, UnitAttr:$result_unsigned);
  let results = (outs Mixp_AnyTensor:$result);
  let builders = [
    /// A cast that needs no seed.
    OpBuilder<(ins "::mlir::Type":$result, "::mlir::Value":$input,
                   "::mixp::RoundingMode":$rounding, "bool":$saturate,
                   CArg<"bool", "false">:$inputUnsigned,
                   CArg<"bool", "false">:$resultUnsigned)>
  ];
  let assemblyFormat = [{
    $input (`rounding` `(` custom<Keyword>($rounding)^ `)`)?
    (`seed` `(` $seed^ `)`)? (`origin` `[` $origin^ `]`)?
    (`within` `[` $within^ `]`)? (`saturate` $saturate^)?
    attr-dict `:` type($input) `->` type($result)
  }];
  let extraClassDeclaration = [{
    /// Whether the input's elements are unsigned integers, by type or flag.
    bool isInputUnsigned();
    /// Whether the result's elements are unsigned integers, by type or flag.
    bool isResultUnsigned();
  }];
}

def Mixp_QuantizeOp : Mixp_ConversionOp<"quantize", [AttrSizedOperandSegments]> {
  let summary = "real values to a narrow format, with block scales";
  let description = [{
    ```
    s, z = scale and zero point of the block of i    (1 and 0 where left out)
    integer results:  z' = clamp(z, qmin, qmax)
                      result[i] = clamp(round(fl(x[i] / s)) + z', qmin, qmax)
    float results:    result[i] = cast<saturate>(fl(x[i] / s))
    ```

    The sum with z' is a real number: it does not wrap and is not rounded.

    `round` is to nearest, ties to even; `fl` rounds to f32, to f64 for an f64
    input. It is a division, not a product with a reciprocal. For integers NaN
    becomes z'; a float format keeps it, or takes 0 if it has no NaN. An infinity
    saturates.

    C1: input and result have the same shape.
    C2: scale and zero point obey the block rule (see the dialect's description).
    C3: a zero point has an integer element type, and the result is an integer.
    C4: `result_unsigned` is only on a signless integer result.
    C5: a constant scale is positive and finite; a constant zero point lies in
        the result's range.

    Example:

    ```mlir
    %0 = mixp.quantize %x scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>)
           : tensor<3x5xf32> -> tensor<3x5xui8>
    %1 = mixp.quantize %x scale(%s : tensor<3x2xf32>) block [1, 4]
           : tensor<3x5xf32> -> tensor<3x5xi4>
    %2 = mixp.quantize %x scale(%s : tensor<3x2xf8E8M0FNU>) block [1, 32]
           : tensor<3x40xf32> -> tensor<3x40xf4E2M1FN>
    ```
  }];
  let hasFolder = 1;
  let hasCanonicalizer = 1;
  let arguments = (ins
    Mixp_RealTensor:$input, Optional<Mixp_ScaleTensor>:$scale,
    Optional<Mixp_ZeroPointTensor>:$zero_point,
    OptionalAttr<DenseI64ArrayAttr>:$block, UnitAttr:$result_unsigned);
  let results = (outs Mixp_NarrowTensor:$result);
  let assemblyFormat = [{
    $input (`scale` `(` $scale^ `:` type($scale) `)`)?
    (`zero_point` `(` $zero_point^ `:` type($zero_point) `)`)?
    (`block` $block^)? attr-dict `:` type($input) `->` type($result)
  }];
  let extraClassDeclaration = [{
    /// Whether the result's elements are unsigned integers, by type or flag.
    bool isResultUnsigned();
    /// The block with every 0 and every omission resolved: a block that covers a
    /// whole dynamic dim is ShapedType::kDynamic. Empty if the op has neither
    /// scale nor zero point.
    ::llvm::SmallVector<int64_t> getResolvedBlock();
  }];
}

def Mixp_DequantizeOp
    : Mixp_ConversionOp<"dequantize", [AttrSizedOperandSegments]> {
  let summary = "narrow values back to real ones, with block scales";
  let description = [{
    ```
    s, z = scale and zero point of the block of i    (1 and 0 where left out)
    result[i] = cast(fl(fl(q[i] - z) * s))
    ```

    `fl` rounds to f32, to f64 for an f64 result, ties to even. The difference
    of two integers does not wrap: it is rounded only where 24 bits do not hold
    it. The product is rounded to f32 and once more, to nearest even, where the
    result is narrower.

    C1: input and result have the same shape.
    C2: scale and zero point obey the block rule.
    C3: `input_unsigned` is only on a signless integer input.
    C4: a zero point needs an integer input.
    C5: a constant scale is positive and finite; a constant f32 zero point is
        finite.

    Example:

    ```mlir
    %0 = mixp.dequantize %q scale(%s : tensor<1x5xf32>) : tensor<3x5xi8> -> tensor<3x5xf32>
    %1 = mixp.dequantize %q scale(%s : tensor<3x2xf32>) zero_point(%z : tensor<3x2xf32>)
           block [1, 4] : tensor<3x5xi4> -> tensor<3x5xf16>
    ```
  }];
  let hasFolder = 1;
  let hasCanonicalizer = 1;
  let arguments = (ins
    Mixp_NarrowTensor:$input, Optional<Mixp_ScaleTensor>:$scale,
    Optional<Mixp_AnyZeroPointTensor>:$zero_point,
    OptionalAttr<DenseI64ArrayAttr>:$block, UnitAttr:$input_unsigned);
  let results = (outs Mixp_RealTensor:$result);
  let assemblyFormat = [{
    $input (`scale` `(` $scale^ `:` type($scale) `)`)?
    (`zero_point` `(` $zero_point^ `:` type($zero_point) `)`)?
    (`block` $block^)? attr-dict `:` type($input) `->` type($result)
  }];
  let extraClassDeclaration = [{
    /// Whether the input's elements are unsigned integers, by type or flag.
    bool isInputUnsigned();
    /// The block with every 0 and every omission resolved: a block that covers a
    /// whole dynamic dim is ShapedType::kDynamic. Empty if the op has neither
    /// scale nor zero point.
    ::llvm::SmallVector<int64_t> getResolvedBlock();
  }];
}

def Mixp_RequantizeOp
    : Mixp_ConversionOp<"requantize", [AttrSizedOperandSegments]> {
  let summary = "i32 accumulators to a narrow integer under a named profile";
  let description = [{
    ```
    result[i] = clamp(scaled(acc[i]) + z', qmin, qmax),  z' = clamp(z, qmin, qmax)
    ```

    with the multiplier, shift and zero point of i's block. The sum is a real
    number: it does not wrap. The profile names the published rule that
    `scaled` follows (`>>` is floor(x / 2^n), products are exact):

    ```
    onnx          rint(fl(fl(acc) * scale)), in f32, ties to even; NaN gives z'
    tflite        n = max(-shift, 0), r = max(shift, 0)
                  x = acc << n, modulo 2^32
                  h = min((x * m + 2^30) >> 31, 2^31 - 1)
                  h / 2^r to the nearest integer, ties away from zero
    tosa_single   (acc * m + 2^(shift - 1)) >> shift
    tosa_double   the same, where shift > 31 with 2^30 more (acc >= 0) or less
                  (acc < 0) before `>>`
    truncate      (acc * m) >> shift
    ```

    `tflite` is gemmlowp's doubling high multiply and rounding shift, with two
    roundings; a positive shift is to the right (TFLite's own sign is the other
    way round). `tosa_*` are apply_scale_32 of TOSA 1.0, without its demand on
    the accumulator's size. A multiplier or shift that comes at run time is
    clamped to the profile's range: shift -30 to 31 for `tflite`, 2 to 62 for
    `tosa_*` with a multiplier of at least 0, 0 to 63 for `truncate`.

    C1: input and result have the same shape.
    C2: `onnx` has a scale; the other profiles have a multiplier and a shift.
    C3: scale or multiplier, shift and zero point obey the block rule and share
        one block.
    C4: a zero point has an integer element type.
    C5: `result_unsigned` is only on a signless result.
    C6: a constant scale is positive and finite; a constant zero point lies in
        the result's range.
    C7: a constant multiplier or shift lies in the profile's range.

    Example:

    ```mlir
    %0 = mixp.requantize onnx %acc scale(%m : tensor<1x5xf32>)
           : tensor<3x5xi32> -> tensor<3x5xi8>
    %1 = mixp.requantize onnx %acc scale(%m : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>)
           : tensor<3x5xi32> -> tensor<3x5xui8>
    %2 = mixp.requantize tosa_double %acc multiplier(%m : tensor<1x5xi32>) shift(%r : tensor<1x5xi8>)
           : tensor<3x5xi32> -> tensor<3x5xi8>
    ```
  }];
  let hasFolder = 1;
  let hasCanonicalizer = 1;
  let arguments = (ins
    Mixp_RequantizeProfileAttr:$profile,
    Mixp_AccumulatorIntTensor:$input, Optional<Mixp_F32ScaleTensor>:$scale,
    Optional<Mixp_MultiplierTensor>:$multiplier,
    Optional<Mixp_ShiftTensor>:$shift,
    Optional<Mixp_ZeroPointTensor>:$zero_point,
    OptionalAttr<DenseI64ArrayAttr>:$block, UnitAttr:$result_unsigned);
  let results = (outs Mixp_RequantizedTensor:$result);
  let assemblyFormat = [{
    custom<Keyword>($profile) $input
    (`scale` `(` $scale^ `:` type($scale) `)`)?
    (`multiplier` `(` $multiplier^ `:` type($multiplier) `)`)?
    (`shift` `(` $shift^ `:` type($shift) `)`)?
    (`zero_point` `(` $zero_point^ `:` type($zero_point) `)`)?
    (`block` $block^)? attr-dict `:` type($input) `->` type($result)
  }];
  let extraClassDeclaration = [{
    /// Whether the result's elements are unsigned integers, by type or flag.
    bool isResultUnsigned();
    /// The block with every 0 and every omission resolved: a block that covers a
    /// whole dynamic dim is ShapedType::kDynamic.
    ::llvm::SmallVector<int64_t> getResolvedBlock();
  }];
}

def Mixp_ChooseScalesOp : Mixp_ConversionOp<"choose_scales", [
    DeclareOpInterfaceMethods<InferTypeOpInterface>]> {
  let summary = "scales and zero points from the data, at run time";
  let description = [{
    One scale (and, where `asymmetric`, one zero point) for each block, by the
    type of the scale:

    ```
    hi = max |x| over the block        max = qmax, or the largest finite `storage`

    f32, symmetric:    s = cast<f32>(fl(hi / max))
    f32, asymmetric:   lo = min(0, min x), hi = max(0, max x)
                       s = cast<f32>(fl(fl(hi - lo) / (qmax - qmin)))
                       z = clamp(round(fl(qmin - fl(lo / s))), qmin, qmax)
    f8E8M0FNU:         s = 2^(floor(log2 hi) - emax), at least 2^-127 and at
                       most 2^127; 2^emax is the largest power of two up to max
    f8E4M3FN:          s = cast<saturate>(fl(hi / max)), at least 2^-9
    ```

    qmin and qmax are those of the type `storage`; a signed symmetric range
    leaves -2^(w-1) unused. `fl` rounds to f32, to f64 for an f64 input. NaN
    elements are ignored.

    A range of 0 (and an empty block) gives a scale of 1 and a zero point of 0;
    so does an f32 scale below the smallest normal number. An infinite f32 scale
    (from an infinite element or an overflowing `hi - lo`) becomes the largest
    finite f32, before z is computed.

    An f8E8M0FNU scale in blocks of 32 is the rule of OCP's MX formats; one of
    f8E4M3FN in blocks of 16 with f4E2M1FN storage is NVFP4, whose scale of the
    whole tensor is a division before this op.

    C1: `block` has one entry of at least 0 per dim of the input; the results
        have the shape that the block rule gives.
    C2: the zero point is there exactly if the range is asymmetric.
    C3: `storage` is an integer of 2 to 8 bits, or a float of 8, 6 or 4 bits; an
        integer is signed if symmetric; a float is symmetric.
    C4: the scale of an asymmetric range is an f32.

    Example:

    ```mlir
    %s = mixp.choose_scales symmetric %x storage(i8) block [1, 0]
           : tensor<3x5xf32> -> tensor<3x1xf32>
    %t, %z = mixp.choose_scales asymmetric %x storage(ui8) block [0, 0]
           : tensor<3x5xf32> -> tensor<1x1xf32>, tensor<1x1xi32>
    %m = mixp.choose_scales symmetric %x storage(f4E2M1FN) block [1, 32]
           : tensor<3x40xf32> -> tensor<3x2xf8E8M0FNU>
    ```
  }];
  let arguments = (ins
    Mixp_RangeKindAttr:$range, Mixp_RealTensor:$input, TypeAttr:$storage,
    DenseI64ArrayAttr:$block);
  let results = (outs Mixp_ChosenScaleTensor:$scale,
                      Optional<Mixp_ZeroPointTensor>:$zero_point);
  let assemblyFormat = [{
    custom<Keyword>($range) $input `storage` `(` $storage `)` `block` $block
    attr-dict `:` type($input) `->` type($scale) (`,` type($zero_point)^)?
  }];
  let extraClassDeclaration = [{
    /// Left to the verifier, whose messages name what differs.
    static bool isCompatibleReturnTypes(::mlir::TypeRange inferred,
                                        ::mlir::TypeRange actual) {
      return true;
    }
  }];
}

#endif // MIXP_DIALECT_MIXP_IR_QUANTIZEOPS_TD
