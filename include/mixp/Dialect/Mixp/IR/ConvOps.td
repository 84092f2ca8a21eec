//===- ConvOps.td - Convolutions ---------------------------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_CONVOPS_TD
#define MIXP_DIALECT_MIXP_IR_CONVOPS_TD

include "mixp/Dialect/Mixp/IR/MixpEnums.td"
include "mixp/Dialect/Mixp/IR/MixpTypes.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Mixp_ConvOp : Mixp_Op<"conv", [
    Pure, AttrSizedOperandSegments,
    DestinationStyleOpInterface,
    DeclareOpInterfaceMethods<InferTypeOpInterface>,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface,
                                  ["reifyResultShapes"]>]> {
  let summary = "convolution of any operand types, added into outs";
  let description = [{
    ```
    result[n, o, y] = outs[n, o, y] + sum over c, t of
      (input[n, g * C' + c, y * stride + t * dilation - pad_low] - zi) * si *
      (filter[o, c, t] - zf) * sf                 g = o / (O / groups)
    ```

    y and t stand for one to three spatial indices, t over the window and c over
    the C' = C / groups channels of one group. `layout` says how the tensors are
    stored, with one to three spatial dims in the place of HW:

    ```
    nchw_fchw:  input N x C x HW    filter O x C' x HW    outs N x O x HW
    nhwc_fhwc:  input N x HW x C    filter O x HW x C'    outs N x HW x O
    ```

    A dim of `outs` is floor((H + pad_low + pad_high - dilation * (T - 1) - 1) /
    stride) + 1 for a window of T, or 0 where the window does not fit. Strides
    and dilations that are left out are 1, paddings 0. With as many groups as
    channels it is a depthwise convolution.

    **Padding is a real zero**: where the input has a zero point, that. Its terms
    are terms: with an infinite filter element they are NaN. A padding element is
    a stored value, so that beside padding the input's zero point is clamped to
    the range of the input's type, as in mixp.quantize.

    It is the contraction that mixp.matmul is, of K = C' * taps terms: the same
    rules decide what is exact and what is within a bound (docs/Numerics.md,
    section 6), and `precision` and `fast_accumulate` mean the same. A bias is an
    elementwise op after it. `mixp-decompose-conv` makes a mixp.matmul of it.

    C1: input, filter and outs have the same rank, 3 to 5; the batch, O and the
        channels agree, and groups divide both numbers of channels.
    C2: strides, dilations and paddings have a value per spatial dim: strides and
        dilations at least 1, paddings at least 0.
    C3: the window is static and not empty; with groups, so are all channels.
    C4: the spatial dims of outs are those that the formula gives.
    C5: scales and zero points obey the block rule: the input's are one for the
        whole tensor or one for each n. The filter's are one for the whole tensor
        or one for each o, in which case they may also be in groups: one for each
        t and each block of channels that divides C'.
    C6: the result is i32 exactly if both operands are integers without scales.
    C7: zero points need an integer operand; f32 zero points also need a scale
        on the same operand, and the input's a convolution without padding.
    C8: `input_unsigned`, `filter_unsigned` are only on signless integer operands.
    C9: the result has the type of outs.
    C10: a constant scale is positive and finite; a constant f32 zero point is
         finite, and beside padding a constant zero point of the input in the
         range of its type.
    C11: a `precision` other than full is only on f32 operands.

    Example:

    ```mlir
    %0 = mixp.conv ins(%x, %w : tensor<1x5x7x3xui8>, tensor<4x3x3x3xi8>)
           input_zero_point(%zx : tensor<1x1x1x1xi32>) input_block [0, 0, 0, 0]
           layout(nhwc_fhwc) strides [2, 1] pad_low [1, 1] pad_high [1, 1]
           outs(%c : tensor<1x3x7x4xi32>) -> tensor<1x3x7x4xi32>
    %1 = mixp.conv ins(%y, %v : tensor<?x6x9xf32>, tensor<6x1x3xi4>)
           filter_scale(%s : tensor<6x1x1xf32>) filter_block [1, 0, 0]
           layout(nchw_fchw) dilations [2] groups(6)
           outs(%d : tensor<?x6x5xf32>) -> tensor<?x6x5xf32>
    %2 = mixp.conv ins(%z, %u : tensor<1x9x8xf32>, tensor<5x3x8xi4>)
           filter_scale(%g : tensor<5x3x2xf32>) filter_block [1, 1, 4]
           layout(nhwc_fhwc) outs(%e : tensor<1x7x5xf32>) -> tensor<1x7x5xf32>
    ```
  }];
  let arguments = (ins
    Mixp_OperandTensor:$input, Mixp_OperandTensor:$filter,
    Optional<Mixp_ScaleTensor>:$input_scale,
    Optional<Mixp_AnyZeroPointTensor>:$input_zero_point,
    Optional<Mixp_ScaleTensor>:$filter_scale,
    Optional<Mixp_AnyZeroPointTensor>:$filter_zero_point,
    Mixp_AccumulatorTensor:$outs,
    Mixp_ConvLayoutAttr:$layout,
    OptionalAttr<DenseI64ArrayAttr>:$strides,
    OptionalAttr<DenseI64ArrayAttr>:$dilations,
    OptionalAttr<DenseI64ArrayAttr>:$pad_low,
    OptionalAttr<DenseI64ArrayAttr>:$pad_high,
    DefaultValuedAttr<I64Attr, "1">:$groups,
    OptionalAttr<DenseI64ArrayAttr>:$input_block,
    OptionalAttr<DenseI64ArrayAttr>:$filter_block,
    UnitAttr:$input_unsigned, UnitAttr:$filter_unsigned,
    DefaultValuedAttr<Mixp_OperandPrecisionAttr,
                      "::mixp::OperandPrecision::Full">:$precision,
    UnitAttr:$fast_accumulate);
  let results = (outs Mixp_AccumulatorTensor:$result);
  let builders = [
    /// Convolution without scales and zero points. An empty list stands for
    /// strides and dilations of 1 and paddings of 0.
    OpBuilder<(ins "::mlir::Value":$input, "::mlir::Value":$filter,
                   "::mlir::Value":$outs, "::mixp::ConvLayout":$layout,
                   CArg<"::llvm::ArrayRef<int64_t>", "{}">:$strides,
                   CArg<"::llvm::ArrayRef<int64_t>", "{}">:$dilations,
                   CArg<"::llvm::ArrayRef<int64_t>", "{}">:$padLow,
                   CArg<"::llvm::ArrayRef<int64_t>", "{}">:$padHigh,
                   CArg<"int64_t", "1">:$groups)>
  ];
  let assemblyFormat = [{
    `ins` `(` $input `,` $filter `:` type($input) `,` type($filter) `)`
    (`input_scale` `(` $input_scale^ `:` type($input_scale) `)`)?
    (`input_zero_point` `(` $input_zero_point^ `:` type($input_zero_point) `)`)?
    (`input_block` $input_block^)?
    (`filter_scale` `(` $filter_scale^ `:` type($filter_scale) `)`)?
    (`filter_zero_point` `(` $filter_zero_point^ `:`
                             type($filter_zero_point) `)`)?
    (`filter_block` $filter_block^)?
    `layout` `(` custom<Keyword>($layout) `)`
    (`strides` $strides^)? (`dilations` $dilations^)?
    (`pad_low` $pad_low^)? (`pad_high` $pad_high^)?
    (`groups` `(` $groups^ `)`)?
    (`precision` `(` custom<Keyword>($precision)^ `)`)?
    `outs` `(` $outs `:` type($outs) `)` attr-dict `->` type($result)
  }];
  let extraClassDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() {
      return ::mlir::MutableOperandRange(getOutsMutable());
    }
    int64_t getSpatialRank() { return getOuts().getType().getRank() - 2; }
    /// The dim of channels of input, filter and outs; dim 0 is N or O.
    int64_t getChannelDim() {
      return getLayout() == ConvLayout::NchwFchw ? 1 : getSpatialRank() + 1;
    }
    /// The spatial dim `i` of input, filter and outs.
    int64_t getSpatialDim(int64_t i) {
      return getLayout() == ConvLayout::NchwFchw ? i + 2 : i + 1;
    }
    /// One value for each spatial dim.
    ::llvm::SmallVector<int64_t> getResolvedStrides();
    ::llvm::SmallVector<int64_t> getResolvedDilations();
    ::llvm::SmallVector<int64_t> getResolvedPadLow();
    ::llvm::SmallVector<int64_t> getResolvedPadHigh();
    bool isPadded();
    /// What the spatial size `i` of outs is less than the input's, before it is
    /// divided by the stride: pad_low + pad_high - dilation * (T - 1) - 1.
    int64_t getWindowMargin(int64_t i);
    /// Whether the operand's elements are unsigned integers, by type or flag.
    bool isInputUnsigned();
    bool isFilterUnsigned();
    /// Block sizes with every 0 and every omission resolved, as mixp.matmul's.
    ::llvm::SmallVector<int64_t> getResolvedInputBlock();
    ::llvm::SmallVector<int64_t> getResolvedFilterBlock();
    /// True if an operand or the result is f64: the type that `fl` rounds to.
    bool hasF64();
    /// True if both operands are integers: every product is exact.
    bool hasIntegerOperands();
    /// True if docs/Numerics.md gives this op a bound of 0.
    bool isExact();
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
  let hasCanonicalizer = 1;
}

#endif // MIXP_DIALECT_MIXP_IR_CONVOPS_TD
