//===- PackedOps.td - What code generation packs -----------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_PACKEDOPS_TD
#define MIXP_DIALECT_MIXP_IR_PACKEDOPS_TD

include "mixp/Dialect/Mixp/IR/MixpDialect.td"
include "mixp/Target/TargetAttrs.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Mixp_TensorOrMemRef : AnyTypeOf<[AnyRankedTensor, AnyStridedMemRef]>;

class Mixp_PackedOp<string mnemonic, list<Trait> traits = []>
    : Mixp_Op<mnemonic, !listconcat([DestinationStyleOpInterface,
        DeclareOpInterfaceMethods<MemoryEffectsOpInterface>], traits)> {
  let extraClassDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() {
      return ::mlir::MutableOperandRange(getOutsMutable());
    }
  }];
  let hasVerifier = 1;
}

def Mixp_PackRhsOp : Mixp_PackedOp<"pack_rhs"> {
  let summary = "the right operand of a product in the order the kernel reads";
  let description = [{
    Made by code generation, on tensors and, after bufferization, on memrefs.
    The rhs `[B x] K x N` becomes blocks of KC words along K; in a block, panels
    of `nr` columns; in a panel, words of `word` consecutive elements along K:

    ```
    outs[b, c, p, w, j * word + i] = rhs[b, (c * KC + w) * word + i, p * nr + j]
    ```

    KC is a dim of outs, whose words past the end of K are undefined but for the
    one in which K ends. Elements outside of rhs are 0. With `flip_sign` (8-bit elements only) the
    top bit of every element in rhs is inverted, which maps an unsigned x to the
    signed x - 128.

    Example:

    ```mlir
    %0 = mixp.pack_rhs %b into %e {nr = 16, word = 4}
           : tensor<7x5xi8> into tensor<1x1x2x64xi8> -> tensor<1x1x2x64xi8>
    ```
  }];
  let arguments = (ins Mixp_TensorOrMemRef:$rhs, Mixp_TensorOrMemRef:$outs,
                       I64Attr:$nr, I64Attr:$word, UnitAttr:$flip_sign);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    $rhs `into` $outs attr-dict `:` type($rhs) `into` type($outs)
    (`->` type($result)^)?
  }];
}

def Mixp_PackedMatmulOp : Mixp_PackedOp<"packed_matmul",
    [AttrSizedOperandSegments, SingleBlock]> {
  let summary = "product with a packed rhs and an epilogue on its last step";
  let description = [{
    Made by code generation, on tensors and, after bufferization, on memrefs.
    lhs is `[B x] M x K'`, K' a whole number of steps; rhs is packed in panels
    `[B x] C x P x KC x E` (C blocks of KC steps along K, of which those are used
    that lhs has), one for all of the batch where it has no B. For each element
    of outs

    ```
    acc = sum over k of lhs[b, m, k] * rhs[k, n]             (i32 or f32)
    outs[b, m, n] = epilogue(acc, operands[map(b, m, n)]...)
    ```

    so that bias, activation, scales and requantization happen while the
    accumulator is in a register. outs is written, never read.

    With `lhs_row_dims` lhs has more dims: so many of them after the batch are
    the rows, merged, and all others K. A block of K then is a whole number of
    runs along the last dim, and a run a whole number of steps. That is how a
    kernel reads the windows of a convolution (mixp.windows) in place, which as
    a memref is a view whose strides let windows overlap.

    With `combine_rows` the rows are reduced, in any order. outs is `[B x] N`,
    and the epilogue takes what it holds as one more value:

    ```
    outs[b, n] = epilogue(acc, operands[map(b, m, n)]..., outs[b, n])  for each m
    ```

    A step of a panel holds one word of each of the nr columns, of elements of
    the instruction's own type or of a narrower one that the kernel widens. With
    `nibble_offset` it holds two words in the low and the high halves of its
    bytes, each element stored plus the offset. A kernel of floats takes the
    offset off; one of integers multiplies what is stored, and the epilogue or
    the groups' start values put that right. With `rhs_code` rhs is bytes of
    codes of that type, of which a step holds as many as fill whole words of a
    column:

    | type | elements of a step |
    |---|---|
    | 1, 2, 4 bits | 32, 16, 8 in one 32-bit word of each column |
    | 3 bits | 32 in three words |
    | floats of 5 to 8 bits | 4 in one word for vdpbf16ps, 1 in a byte for fma |

    Codes of integers are stored less their type's least number; vpdpbusd
    multiplies what is stored, as with a nibble offset.
    `group_zero_points[n, group]` is subtracted from each element of the group,
    an exact difference in the instruction's type or, for fma, one rounded to
    f32. It is kept as the instruction's 32-bit words, integers less their
    type's least number.

    `flip_lhs` inverts the top bit of 8-bit lhs elements (signed x to the
    unsigned x + 128). `rhs_unsigned` says that rhs is the unsigned side.
    With `group_steps` the sum over each group of so many steps is converted to
    f32, multiplied by `group_scales[n, group]` and added to an f32 accumulator;
    integer groups start at `group_inits[n, group]`, at `group_row_inits[m,
    group]` where the start depends on the rows, or at the sum of both. K is one
    block then. Tables of groups and columns are kept as panels x groups x nr.

    Example:

    ```mlir
    %0 = mixp.packed_matmul ins(%a, %p : tensor<3x8xi8>, tensor<1x1x2x64xi8>)
           epilogue(%bias : tensor<5xi32>) maps [affine_map<(m, n) -> (n)>]
           outs(%e : tensor<3x5xi32>)
           schedule #mixp.schedule<mma = vpdpbusd, mr = 6, nr = 16, unroll = 4, mc = 96, nc = 1024> {
    ^bb0(%acc: i32, %b: i32):
      %s = arith.addi %acc, %b : i32
      mixp.yield %s : i32
    } -> tensor<3x5xi32>
    %1 = mixp.packed_matmul ins(%w, %q : tensor<2x6x3x8xf32>, tensor<1x1x24x16xf32>)
           maps [] outs(%m : tensor<2x5xf32>)
           schedule #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16> attributes {combine_rows, lhs_row_dims = 1 : i64} {
    ^bb0(%acc: f32, %so_far: f32):
      %s = arith.maximumf %so_far, %acc : f32
      mixp.yield %s : f32
    } -> tensor<2x5xf32>
    ```
  }];
  let arguments = (ins
    Mixp_TensorOrMemRef:$lhs, Mixp_TensorOrMemRef:$rhs,
    Optional<Mixp_TensorOrMemRef>:$group_scales,
    Optional<Mixp_TensorOrMemRef>:$group_inits,
    Optional<Mixp_TensorOrMemRef>:$group_row_inits,
    Optional<Mixp_TensorOrMemRef>:$group_zero_points,
    Variadic<Mixp_TensorOrMemRef>:$epilogue_operands,
    Mixp_TensorOrMemRef:$outs,
    AffineMapArrayAttr:$epilogue_maps, Mixp_ScheduleAttr:$schedule,
    OptionalAttr<I64Attr>:$group_steps, OptionalAttr<I64Attr>:$nibble_offset,
    OptionalAttr<TypeAttr>:$rhs_code,
    UnitAttr:$flip_lhs, UnitAttr:$rhs_unsigned,
    OptionalAttr<I64Attr>:$lhs_row_dims, UnitAttr:$combine_rows);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let regions = (region SizedRegion<1>:$epilogue);
  let assemblyFormat = [{
    `ins` `(` $lhs `,` $rhs `:` type($lhs) `,` type($rhs) `)`
    (`group_scales` `(` $group_scales^ `:` type($group_scales) `)`)?
    (`group_inits` `(` $group_inits^ `:` type($group_inits) `)`)?
    (`group_row_inits` `(` $group_row_inits^ `:` type($group_row_inits) `)`)?
    (`group_zero_points` `(` $group_zero_points^ `:`
      type($group_zero_points) `)`)?
    (`epilogue` `(` $epilogue_operands^ `:` type($epilogue_operands) `)`)?
    `maps` $epilogue_maps `outs` `(` $outs `:` type($outs) `)`
    `schedule` $schedule attr-dict-with-keyword $epilogue
    (`->` type($result)^)?
  }];
  let builders = [
    /// Another product on the same operands, schedule and flags: with other
    /// epilogue operands, maps and outs, its region empty and `combine_rows` as
    /// given.
    OpBuilder<(ins "PackedMatmulOp":$product,
                   "::mlir::ValueRange":$epilogueOperands,
                   "::mlir::ArrayAttr":$epilogueMaps, "::mlir::Value":$outs,
                   "bool":$combineRows)>
  ];
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
    /// The dims [b,] m, n of the product, whether outs has M or not.
    int64_t getProductRank() {
      return getOutsType().getRank() + (getCombineRows() ? 1 : 0);
    }
    bool isBatched() { return getProductRank() == 3; }
    bool isRhsBatched() { return getRhsType().getRank() == 5; }
    /// Dims of lhs that are rows, and those that are K.
    int64_t getNumRowDims() { return getLhsRowDims().value_or(1); }
    int64_t getNumKDims() {
      return getLhsType().getRank() - (isBatched() ? 1 : 0) - getNumRowDims();
    }
    /// Type of the accumulator that the epilogue receives.
    ::mlir::Type getAccumulatorType();
  }];
}

def Mixp_QuantizeRowsOp : Mixp_Op<"quantize_rows",
    [DestinationStyleOpInterface,
     DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "scales of rows, and the rows quantized by them";
  let description = [{
    Made by code generation from `mixp.choose_scales` and `mixp.quantize` of the
    same f32, bf16 or f16 rows, on tensors and, after bufferization, on memrefs.
    For each row m of the `M x K` input, as docs/Numerics.md defines them:

    ```
    scale[m, 0] = choose_scales symmetric of the row, storage(i8)
    values[m, k] = quantize(input[m, k], scale[m, 0])
    sums[m, g] = factor * sum of values[m, g * group ... (g + 1) * group)
    ```

    A row is read once from memory, and the sums, which a product with offset
    weights needs for each group of `group` elements along K, cost one addition
    for each vector. They are there if `group` is; they wrap modulo 2^32.

    Example:

    ```mlir
    %q:2 = mixp.quantize_rows %x into (%e, %s : tensor<3x8xi8>, tensor<3x1xf32>)
             : tensor<3x8xf32> -> tensor<3x8xi8>, tensor<3x1xf32>
    ```
  }];
  let arguments = (ins Mixp_TensorOrMemRef:$input, Mixp_TensorOrMemRef:$values,
                       Mixp_TensorOrMemRef:$scale,
                       Optional<Mixp_TensorOrMemRef>:$sums,
                       OptionalAttr<I64Attr>:$group,
                       DefaultValuedAttr<I32Attr, "1">:$factor);
  let results = (outs Variadic<AnyRankedTensor>:$results);
  let assemblyFormat = [{
    $input `into` `(` $values `,` $scale (`,` $sums^)? `:` type($values) `,`
    type($scale) (`,` type($sums)^)? `)` attr-dict `:` type($input)
    (`->` type($results)^)?
  }];
  let extraClassDeclaration = [{
    /// Values, scale and, where there are groups, sums.
    ::mlir::MutableOperandRange getDpsInitsMutable() {
      return ::mlir::MutableOperandRange(*this, 1, (*this)->getNumOperands() - 1);
    }
  }];
  let hasVerifier = 1;
}

def Mixp_YieldOp : Mixp_Op<"yield", [Pure, Terminator,
                                     ParentOneOf<["PackedMatmulOp", "TensorCoreMatmulOp"]>]> {
  let summary = "the value an epilogue stores";
  let description = [{
    Example:

    ```mlir
    mixp.yield %s : i32
    ```
  }];
  let arguments = (ins AnyType:$value);
  let extraClassDefinition = ""; // it has no properties
  let assemblyFormat = "$value attr-dict `:` type($value)";
}

#endif // MIXP_DIALECT_MIXP_IR_PACKEDOPS_TD
