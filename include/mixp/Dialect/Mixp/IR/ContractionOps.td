//===- ContractionOps.td - Matrix products -----------------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_CONTRACTIONOPS_TD
#define MIXP_DIALECT_MIXP_IR_CONTRACTIONOPS_TD

include "mixp/Dialect/Mixp/IR/MixpTypes.td"
include "mixp/Target/TargetAttrs.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Mixp_MatmulOp : Mixp_Op<"matmul", [
    Pure, AttrSizedOperandSegments,
    DestinationStyleOpInterface,
    DeclareOpInterfaceMethods<InferTypeOpInterface>,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface,
                                  ["reifyResultShapes"]>]> {
  let summary = "matrix product of any operand types, added into outs";
  let description = [{
    `outs[b, m, n] + sum over k of (lhs[b, m, k] - zl) * sl * (rhs[b, k, n] - zr) * sr`

    lhs is `[B x] M x K` (`K x M` with `transpose_lhs`), rhs `[B x] K x N`
    (`N x K` with `transpose_rhs`), outs `[B x] M x N`, as in
    linalg.batch_matmul. Scales and zero points obey the block rule on the
    operands as stored.

    ```
    integer operands, no scale (result i32):
      outs + sum (a - za)(b - zb), exact modulo 2^32
    integer operands, scales constant along K, integer zero points (result f32,
    or a narrower float rounded once more):
      fl(outs + fl(fl(acc) * fl(sl * sr))), acc the exact sum modulo 2^32: bit-exact
    otherwise (result f32, or a narrower float rounded once more):
      the real value within the bound of docs/Numerics.md
    ```

    `fl` rounds to f32, or to f64 where an operand or the result is f64. A
    missing scale is 1. Where K is 0, the result is outs. Only the scales decide
    which rule holds: integer zero points may vary along K in all of them, and
    are not clamped.

    `precision` says how much of two f32 operands a product has to look at: all
    of them, as tf32 (11 bits), or their first two or three bf16 terms. It widens
    the bound and changes nothing else; `mixp-split-precision` makes the terms.

    `fast_accumulate` lets a GPU sum in the narrowest accumulator that it has for
    the operands: of f16 for operands and a result of f16, or of the few bits that
    it has for 8-bit floats, without adding such sums to one of f32. It widens the
    bound to that of the accumulator, and changes nothing else.

    `lhs_metadata` or `rhs_metadata` makes that operand 2:4 sparse: it is stored at
    half of K along its reduced dim, and element j there stands for position
    4 * (j / 2) + metadata[j]. Metadata are read as unsigned, whatever their type.
    The sum runs over what is stored: the other elements are not there, so that
    they make no NaN of an infinity. Positions of one group may be equal or in any
    order at run time; each stored element is a term of its own.

    C1: lhs, rhs and outs have the same rank, 2 or 3; batch, M, N and K agree.
    C2: scales and zero points obey the block rule.
    C3: the result is i32 exactly if both operands are integers without scales.
    C4: zero points need an integer operand; f32 zero points also need a scale
        on the same operand.
    C5: `lhs_unsigned`, `rhs_unsigned` are only on signless integer operands.
    C6: the result has the type of outs.
    C7: a constant scale is positive and finite; a constant f32 zero point is
        finite.
    C8: a `precision` other than full is only on f32 operands.
    C9: at most one side is sparse; its metadata has the operand's shape, its size
        along K is half of the other's, and that is a multiple of 4.
    C10: a sparse operand has no zero point: what is not stored is a real 0.

    Example:

    ```mlir
    %0 = mixp.matmul ins(%a, %b : tensor<3x7xui8>, tensor<7x5xi8>)
           outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
    %1 = mixp.matmul ins(%a, %w : tensor<3x7xi8>, tensor<5x7xi4>)
           lhs_scale(%sa : tensor<3x1xf32>) rhs_scale(%sw : tensor<5x2xf32>)
           rhs_block [1, 4] outs(%d : tensor<3x5xf32>) {transpose_rhs} -> tensor<3x5xf32>
    %2 = mixp.matmul ins(%x, %y : tensor<3x7xf32>, tensor<7x5xf32>)
           precision(bf16x3) outs(%d : tensor<3x5xf32>) -> tensor<3x5xf32>
    %3 = mixp.matmul ins(%e, %v : tensor<3x8xi8>, tensor<4x5xi8>)
           rhs_metadata(%meta : tensor<4x5xui2>)
           outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
    ```
  }];
  let arguments = (ins
    Mixp_OperandTensor:$lhs, Mixp_OperandTensor:$rhs,
    Optional<Mixp_ScaleTensor>:$lhs_scale,
    Optional<Mixp_AnyZeroPointTensor>:$lhs_zero_point,
    Optional<Mixp_ScaleTensor>:$rhs_scale,
    Optional<Mixp_AnyZeroPointTensor>:$rhs_zero_point,
    Optional<Mixp_MetadataTensor>:$lhs_metadata,
    Optional<Mixp_MetadataTensor>:$rhs_metadata,
    Mixp_AccumulatorTensor:$outs,
    OptionalAttr<DenseI64ArrayAttr>:$lhs_block,
    OptionalAttr<DenseI64ArrayAttr>:$rhs_block,
    UnitAttr:$transpose_lhs, UnitAttr:$transpose_rhs,
    UnitAttr:$lhs_unsigned, UnitAttr:$rhs_unsigned,
    DefaultValuedAttr<Mixp_OperandPrecisionAttr,
                      "::mixp::OperandPrecision::Full">:$precision,
    UnitAttr:$fast_accumulate,
    OptionalAttr<Mixp_ScheduleAttr>:$schedule);
  let results = (outs Mixp_AccumulatorTensor:$result);
  let builders = [
    /// Plain product without scales, zero points or transposes.
    OpBuilder<(ins "::mlir::Value":$lhs, "::mlir::Value":$rhs,
                   "::mlir::Value":$outs)>
  ];
  let assemblyFormat = [{
    `ins` `(` $lhs `,` $rhs `:` type($lhs) `,` type($rhs) `)`
    (`lhs_scale` `(` $lhs_scale^ `:` type($lhs_scale) `)`)?
    (`lhs_zero_point` `(` $lhs_zero_point^ `:` type($lhs_zero_point) `)`)?
    (`lhs_block` $lhs_block^)?
    (`rhs_scale` `(` $rhs_scale^ `:` type($rhs_scale) `)`)?
    (`rhs_zero_point` `(` $rhs_zero_point^ `:` type($rhs_zero_point) `)`)?
    (`rhs_block` $rhs_block^)?
    (`lhs_metadata` `(` $lhs_metadata^ `:` type($lhs_metadata) `)`)?
    (`rhs_metadata` `(` $rhs_metadata^ `:` type($rhs_metadata) `)`)?
    (`precision` `(` custom<Keyword>($precision)^ `)`)?
    `outs` `(` $outs `:` type($outs) `)` attr-dict `->` type($result)
  }];
  let extraClassDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() {
      return ::mlir::MutableOperandRange(getOutsMutable());
    }
    /// Dimension of lhs (rhs) that is reduced, as stored.
    int64_t getLhsReductionDim();
    int64_t getRhsReductionDim();
    /// The other, non-batch dimension of lhs (M) and rhs (N), as stored.
    int64_t getLhsParallelDim();
    int64_t getRhsParallelDim();
    bool isBatched() { return getLhs().getType().getRank() == 3; }
    /// Whether the operand's elements are unsigned integers, by type or flag.
    bool isLhsUnsigned();
    bool isRhsUnsigned();
    /// Block sizes with every 0 and every omission resolved: a block that
    /// covers a whole dynamic dim is ShapedType::kDynamic. Empty if the operand
    /// has neither scale nor zero point.
    ::llvm::SmallVector<int64_t> getResolvedLhsBlock();
    ::llvm::SmallVector<int64_t> getResolvedRhsBlock();
    /// True if the operand's scales and zero points do not vary along K.
    bool isLhsConstantAlongK();
    bool isRhsConstantAlongK();
    /// True if one operand is 2:4 sparse.
    bool isSparse() { return getLhsMetadata() || getRhsMetadata(); }
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

#endif // MIXP_DIALECT_MIXP_IR_CONTRACTIONOPS_TD
