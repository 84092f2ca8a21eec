//===- Passes.td - Passes on the dialect itself ------------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_PASSES_TD
#define MIXP_DIALECT_MIXP_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def GenerateShapeChecksPass : Pass<"mixp-generate-shape-checks"> {
  let summary = "assert at run time what the types leave open";
  let description = [{
    Sizes that are only known at run time (docs/Numerics.md, section 3) may not
    fit: K of one operand and of the other, a scale and its blocks. This pass puts
    a `cf.assert` in front of each mixp op for every such pair, and nothing where
    the verifier has seen both sizes. Those checks come from
    RuntimeVerifiableOpInterface, so that upstream's
    `generate-runtime-verification` makes them as well. Linalg and tensor ops on
    tensors are checked too: operands of one loop, slices, expansions, and that
    the size of a new tensor is not negative and does not overflow. Checks of
    what holds by construction fold away: resolve-ranked-shaped-type-result-dims
    and canonicalize do that.

    ```mlir
    %0 = mixp.matmul ins(%a, %b : tensor<3x?xi8>, tensor<?x5xi8>)
           outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
    // becomes
    %k = tensor.dim %a, %c1 : tensor<3x?xi8>
    %l = tensor.dim %b, %c0 : tensor<?x5xi8>
    %equal = arith.cmpi eq, %k, %l : index
    cf.assert %equal, "mixp.matmul: expected lhs and rhs of the same K"
    %0 = mixp.matmul ...
    ```
  }];
  let dependentDialects = ["::mlir::affine::AffineDialect",
                           "::mlir::arith::ArithDialect",
                           "::mlir::cf::ControlFlowDialect",
                           "::mlir::tensor::TensorDialect"];
}

def ExposeOpsPass : Pass<"mixp-expose-ops", "::mlir::ModuleOp"> {
  let summary = "append what each op takes and gives to the results";
  let description = [{
    A result that is wrong does not say which op made it so, and the error bound
    of a long chain of float ops says little. This pass makes a module that
    returns, after a public function's own results, the operands and results of
    each op at its top that computes (mixp ops, linalg ops but for fills,
    elementwise ops on tensors), each value once and constants not at all. Run
    by any backend, it allows every op to be compared with the reference
    evaluator on the operands that it really saw: `mixp run --check` does so.

    ```mlir
    func.func @main(%x: tensor<3x5xf32>, %c: tensor<3x2xf32>) -> tensor<3x2xf32> {
      %w = arith.constant ...
      %0 = mixp.matmul ins(%x, %w : ...) outs(%c : ...) -> tensor<3x2xf32>
      return %0 : tensor<3x2xf32>
    }
    // becomes
    func.func @main(%x: tensor<3x5xf32>, %c: tensor<3x2xf32>) -> (tensor<3x2xf32>,
        tensor<3x5xf32> {mixp.exposed}, tensor<3x2xf32> {mixp.exposed},
        tensor<3x2xf32> {mixp.exposed}) {
      %w = arith.constant ...
      %0 = mixp.matmul ins(%x, %w : ...) outs(%c : ...) -> tensor<3x2xf32>
      return %0, %x, %c, %0 : ...
    }
    ```

    A scalar is returned as a tensor of rank 0, and a sub-byte tensor of dynamic
    shape as i8 or f32. Ops below control flow and in private functions are left
    alone; a function that is called is refused: inline first. A value that is
    returned cannot be fused away, so the module is compiled to other code than
    without the pass.
  }];
  let dependentDialects = ["::mixp::MixpDialect", "::mlir::arith::ArithDialect",
                           "::mlir::tensor::TensorDialect"];
}

include "mixp/Dialect/Mixp/Transforms/CalibrationPasses.td"

def QuantizePass : Pass<"mixp-quantize", "::mlir::ModuleOp"> {
  let summary = "rewrite f32 contractions into a quantization scheme's form";
  let description = [{
    Every `mixp.matmul` and `mixp.conv` of two f32 operands without scales takes
    the form that `scheme` names, or its own attribute `mixp.scheme`; its result
    stays f32, so that nothing around it changes. Constant operands are converted
    at compile time, symmetric about zero, with scales of 1 (groups of `g` along
    K, one per other index); run-time operands are converted by ops in front of
    the contraction, the same ops for contractions that share an operand, so that
    CSE leaves one. A convolution's input is its lhs, the filter its rhs.

    | scheme | constant operands | run-time operands |
    |---|---|---|
    | `f32` | as they are | as they are |
    | `bf16`, `f16` | rounded | `mixp.cast` |
    | `w8a8` | i8, a scale per channel | lhs ui8 with a zero point, rhs i8 symmetric; one scale from `mixp.lhs_range`, `mixp.rhs_range` |
    | `w8a8-dynamic` | i8, a scale per channel | i8, `mixp.choose_scales` per row of lhs, column of rhs, element of a convolution's batch |
    | `w8a16` | i8, a scale per channel | `mixp.cast` to f16, or to bf16 with `a16=bf16` |
    | `wBa8-gN` | iB, groups of N along K | as w8a8-dynamic |
    | `wBa8-static-gN` | iB, groups of N along K | as w8a8, but a scale and a zero point of lhs for each group |
    | `wBa16-gN` | iB, groups of N along K | as w8a16 |
    | `f8e4m3`, `f8e5m2` | f8E4M3FN, f8E5M2, a scale per channel | the same type, one scale from the range |
    | `f8e4m3-dynamic`, `f8e5m2-dynamic` | the same | scales as w8a8-dynamic |
    | `mxint8`, `mxfp8`, `mxfp8-e5m2`, `mxfp6`, `mxfp6-e3m2`, `mxfp4` | i8, f8E4M3FN, f8E5M2, f6E2M3FN, f6E3M2FN, f4E2M1FN with f8E8M0FNU scales for 32 along K | the same |

    B is 2, 3, 4 or 8, N a multiple of 16 from 32 to 256. A scale of less than 8
    bits is the one of ten fractions (1 to 0.64) of absmax / qmax that gives the
    group the smallest sum of squared errors: clipping its few largest weights
    makes the others more exact. Others are absmax / qmax, or the rule of
    `mixp.choose_scales`.

    Under `wBa8-static-gN`, `mixp.lhs_range` has a range for each group of
    `mixp.lhs_range_group` = N elements along K. Only the lhs of a mixp.matmul
    without batch, of a static K and a constant rhs, has such ranges; what has one
    range gets one scale (`mixp-quantize-003`).

    Groups of a filter lie in the channels of one element of the window. Where N
    does not divide them, a group is all of them if they are N / 2 to 2N, else
    the whole output channel (`mixp-quantize-001`). A convolution's input has no
    scales along K: it stays in f32 under MX (`mixp-quantize-002`).

    ```mlir
    %0 = mixp.matmul ins(%x, %w : tensor<?x300xf32>, tensor<300x5xf32>)
           outs(%c : tensor<?x5xf32>) -> tensor<?x5xf32>
    // becomes, with scheme=w4a8-g128
    %s = mixp.choose_scales symmetric %x storage(i8) block [1, 0]
           : tensor<?x300xf32> -> tensor<?x1xf32>
    %q = mixp.quantize %x scale(%s : tensor<?x1xf32>) block [1, 0]
           : tensor<?x300xf32> -> tensor<?x300xi8>
    %0 = mixp.matmul ins(%q, %w4 : tensor<?x300xi8>, tensor<300x5xi4>)
           lhs_scale(%s : tensor<?x1xf32>) lhs_block [1, 0]
           rhs_scale(%sw : tensor<3x5xf32>) rhs_block [128, 1]
           outs(%c : tensor<?x5xf32>) -> tensor<?x5xf32>
    ```

    With `keep-weights`, weights that have scales stay a `mixp.quantize` of the
    f32 constant with constant scales: the form that mixp-search-weight-scales,
    mixp-compensate-weights and mixp-correct-bias work on, and mixp-fold-weights
    ends.

    Refused, with the remedy: a run-time operand without a range under a static
    scheme (`mixp quantize --calibration`) or with those of other groups, weights
    that are not finite or too large for f16, and a K too long for 32 bits.
  }];
  let options = [
    Option<"scheme", "scheme", "std::string", /*default=*/"\"w8a8-dynamic\"",
           "the scheme's name, as in the table">,
    Option<"a16", "a16", "std::string", /*default=*/"\"f16\"",
           "type of the activations of w*a16 schemes: f16 or bf16">,
    Option<"keepWeights", "keep-weights", "bool", /*default=*/"false",
           "leave weights as mixp.quantize of f32 constants">
  ];
  let dependentDialects = [
    "::mixp::MixpDialect", "::mlir::arith::ArithDialect"];
  let statistics = [
    Statistic<"numRewritten", "contractions-rewritten",
              "contractions rewritten">
  ];
}

include "mixp/Dialect/Mixp/Transforms/WeightPasses.td"

def AutoCastPass : Pass<"mixp-auto-cast", "::mlir::ModuleOp"> {
  let summary = "compute f32 ops in a narrower float";
  let description = [{
    The policies of AWS Neuron's compiler for models in f32. What is in another
    type already was cast by hand and is kept, and so is an operand that was
    dequantized or cast from a narrower type, and a product of a precision of its
    own.

    * `none` changes nothing.
    * `matmult` casts the f32 operands of mixp.matmul and mixp.conv, which sum in
      f32 as before. With `tf32`, which is no type of tensors, they get
      `precision(tf32)`. A cast to f8E4M3 saturates.
    * `all` also stores the results of elementwise ops on f32 tensors (linalg ops
      without reduction, arith and math ops) in the type: each element is rounded
      where an op ends, and ops read what was rounded. Within one op f32 is
      computed. Reductions keep their f32 sums and read rounded elements.

    Arguments and results of functions keep their type.

    ```mlir
    %0 = mixp.matmul ins(%x, %y : tensor<3x7xf32>, tensor<7x5xf32>)
           outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
    // becomes, with policy=matmult type=bf16
    %a = mixp.cast %x : tensor<3x7xf32> -> tensor<3x7xbf16>
    %b = mixp.cast %y : tensor<7x5xf32> -> tensor<7x5xbf16>
    %0 = mixp.matmul ins(%a, %b : tensor<3x7xbf16>, tensor<7x5xbf16>)
           outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
    ```
  }];
  let options = [
    Option<"policy", "policy", "std::string", /*default=*/"\"matmult\"",
           "none, matmult or all">,
    Option<"type", "type", "std::string", /*default=*/"\"bf16\"",
           "bf16, f16, tf32 or f8E4M3">
  ];
  let dependentDialects = ["::mixp::MixpDialect"];
}

def AbsorbDequantizePass : Pass<"mixp-absorb-dequantize"> {
  let summary = "contractions of dequantized values to ones of stored values";
  let description = [{
    A model in QDQ form multiplies f32 values that were just dequantized. This
    pass makes each such mixp.matmul or mixp.conv read the stored values, with the
    scales and zero points as its own: bias, activation and quantize after it stay as they
    are, and code generation fuses them.

    Between dequantize and product, data may be reshaped (tensor.collapse_shape,
    tensor.expand_shape), transposed, cast to another shape, sliced and
    concatenated; the same is done to the stored values, and to the scales with
    their blocks. Other users of the dequantized values keep them.

    ```mlir
    %a = mixp.dequantize %qa scale(%sa : tensor<1x1xf32>) zero_point(%za : tensor<1x1xi32>)
           : tensor<3x7xui8> -> tensor<3x7xf32>
    %b = mixp.dequantize %qb scale(%sb : tensor<5x1xf32>) : tensor<5x7xi8> -> tensor<5x7xf32>
    %t = linalg.transpose ins(%b : tensor<5x7xf32>) outs(%e : tensor<7x5xf32>) permutation = [1, 0]
    %0 = mixp.matmul ins(%a, %t : tensor<3x7xf32>, tensor<7x5xf32>)
           outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
    // becomes
    %t = linalg.transpose ins(%qb : tensor<5x7xi8>) ...
    %s = linalg.transpose ins(%sb : tensor<5x1xf32>) ...
    %0 = mixp.matmul ins(%qa, %t : tensor<3x7xui8>, tensor<7x5xi8>)
           lhs_scale(%sa : tensor<1x1xf32>) lhs_zero_point(%za : tensor<1x1xi32>) lhs_block [0, 0]
           rhs_scale(%s : tensor<1x5xf32>) rhs_block [0, 1]
           outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
    ```

    The value of the new product lies within the bound of the old one
    (docs/Numerics.md, section 8). That takes proofs: that 32 bits hold the sums
    of integer products (else K is cut into blocks by repeating rhs' scales, or
    the product stays), and that scales neither overflow nor vanish. Constant
    scales are looked at; run-time ones block the pass unless `trust-scales`.
    Each product gets a remark with a reason code (docs/Remarks.md).
  }];
  let options = [
    Option<"trustScales", "trust-scales", "bool", /*default=*/"false",
           "take run-time scales to lie between 2^-63 and 2^63, and run-time "
           "f32 zero points to be at most 2^16">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect", "::mixp::MixpDialect"];
}

def SplitPrecisionPass : Pass<"mixp-split-precision"> {
  let summary = "make f32 products of precision bf16x3 or bf16x6 from bf16 ones";
  let description = [{
    An f32 is nearly the sum of two bf16 numbers, and exactly that of three, each
    rounding what those before it leave. `bf16x3` multiplies two terms of each
    operand and leaves out the product of both second ones, `bf16x6` three terms
    and leaves out the three smallest products. Units that multiply bf16 into f32
    many times as fast as f32 still win with three or six products. The smallest
    products come first, chained through `outs`.

    ```mlir
    %0 = mixp.matmul ins(%x, %y : tensor<3x7xf32>, tensor<7x5xf32>)
           precision(bf16x3) outs(%d : tensor<3x5xf32>) -> tensor<3x5xf32>
    // becomes
    %x1 = mixp.cast %x : tensor<3x7xf32> -> tensor<3x7xbf16>
    %x2 = ... // bf16 of %x - %x1
    %y1 = mixp.cast %y : tensor<7x5xf32> -> tensor<7x5xbf16>
    %y2 = ...
    %0 = mixp.matmul ins(%x2, %y1f : tensor<3x7xbf16>, tensor<7x5xbf16>)
           outs(%d : tensor<3x5xf32>) -> tensor<3x5xf32>
    %1 = mixp.matmul ins(%x1f, %y2 : tensor<3x7xbf16>, tensor<7x5xbf16>)
           outs(%0 : tensor<3x5xf32>) -> tensor<3x5xf32>
    %2 = mixp.matmul ins(%x1, %y1 : tensor<3x7xbf16>, tensor<7x5xbf16>)
           outs(%1 : tensor<3x5xf32>) -> tensor<3x5xf32>
    ```

    Infinities and NaN stay in the first terms of the last product; `%x1f` and
    `%y1f` have 0 in their place and second terms are 0 there, so that inf - inf
    and inf * 0 make no NaN. An operand of more than 2^127 in magnitude may become
    infinite. The error is that of docs/Numerics.md, section 6.3.

    Precision tf32 is left alone: it is an instruction's own, and units without
    one compute in f32.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect"];
}

def StripSignednessPass : Pass<"mixp-strip-signedness", "::mlir::ModuleOp"> {
  let summary = "make a whole module signless, signs becoming flags of ops";
  let description = [{
    Upstream's linalg and arith only work on signless integers (`ui8` is
    refused in linalg.matmul and arith.constant). This pass drops the sign from
    every type, functions and constants included, and keeps what it meant in the
    `*_unsigned` attributes of the mixp ops; in `mixp.choose_scales` the type
    `storage` says it and stays. Arguments and results of less than a byte get
    the attribute `mixp.unsigned`: their external form depends on it. Other ops that only move elements are retyped;
    an op that may compute with the sign is refused by name.

    ```mlir
    func.func @f(%x: tensor<3x5xf32>) -> tensor<3x5xui8> {
      %0 = mixp.quantize %x : tensor<3x5xf32> -> tensor<3x5xui8>
      return %0 : tensor<3x5xui8>
    }
    // becomes
    func.func @f(%x: tensor<3x5xf32>) -> tensor<3x5xi8> {
      %0 = mixp.quantize %x {result_unsigned} : tensor<3x5xf32> -> tensor<3x5xi8>
      return %0 : tensor<3x5xi8>
    }
    ```
  }];
}

def DecomposeConvPass : Pass<"mixp-decompose-conv"> {
  let summary = "convolutions to matrix products";
  let description = [{
    A `mixp.conv` becomes a `mixp.matmul` whose rows are the windows of the
    output's pixels: types, flags, scales and zero points stay, so that what
    holds for the one holds for the other (docs/Numerics.md, section 6.6), and
    everything that is known of products applies.

    ```mlir
    %0 = mixp.conv ins(%x, %w : tensor<1x5x5x3xi8>, tensor<4x2x2x3xi8>)
           layout(nhwc_fhwc) pad_low [1, 1]
           outs(%c : tensor<1x5x5x4xi32>) -> tensor<1x5x5x4xi32>
    // becomes
    %zeros = linalg.fill ...
    %padded = tensor.insert_slice %x into %zeros[0, 1, 1, 0] ...
    %windows = mixp.windows %padded strides [1, 1] dilations [1, 1] : tensor<1x6x6x3xi8> -> tensor<1x5x5x2x2x3xi8>
    %rows = tensor.collapse_shape %windows ... : ... into tensor<25x12xi8>
    %v = tensor.collapse_shape %w [[0], [1, 2, 3]] : ... into tensor<4x12xi8>
    %d = tensor.collapse_shape %c [[0, 1, 2], [3]] : ... into tensor<25x4xi32>
    %1 = mixp.matmul ins(%rows, %v : tensor<25x12xi8>, tensor<4x12xi8>)
           outs(%d : tensor<25x4xi32>) {transpose_rhs} -> tensor<25x4xi32>
    %0 = tensor.expand_shape %1 [[0, 1, 2], [3]] ...
    ```

    Whether windows are written out is decided later: a kernel may read them in
    place (mixp-select-schedule), and convert-mixp-to-linalg writes out all
    others. A window of one element makes no copy, or with strides a slice.
    Channels are moved last before windows are taken, so that a window is a few
    runs of elements, and the result's back afterwards; of a constant filter that
    is done here, and a transpose in front of the convolution, or of what
    quantizes its input, may cancel. Groups become the batch of a product; where each group has one
    channel only (depthwise), there is nothing that a matrix product could
    share, and sums over the window are written as a linalg.generic.

    Expects signless types: run mixp-strip-signedness first.
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect",
    "::mixp::MixpDialect"];
}

def GatherOneHotPass : Pass<"mixp-gather-one-hot"> {
  let summary = "products of one-hot rows and a table to rows of the table";
  let description = [{
    Models look up embeddings by a product where their exporter had no gather:
    `x == [first, first + 1, ...]` as 1 and 0, times a table. That reads the
    whole table for every row. Here the integer itself says which row to read;
    one that is none of the places reads a row of zeros that is put behind the
    table's last. The result is the same to the bit: a sum of one element and
    zeros is the element, but for a negative zero, which becomes a positive one
    in the table. An infinity or NaN times 0 would be NaN, so that only
    constants without are taken.

    ```mlir
    #rows = affine_map<(d0, d1) -> (d0)>
    #places = affine_map<(d0, d1) -> (d1)>
    %i = arith.constant dense<[0, 1, 2]> : tensor<3xi32>
    %h = linalg.generic ... ins(%x, %i : tensor<5xi32>, tensor<3xi32>)
           outs(%e : tensor<5x3xf32>) // #rows, #places: uitofp(x == i)
    %0 = mixp.matmul ins(%h, %table : tensor<5x3xf32>, tensor<3x7xf32>)
           outs(%zeros : tensor<5x7xf32>) -> tensor<5x7xf32>
    // becomes
    %p = linalg.generic ... ins(%x : tensor<5xi32>) outs(%f : tensor<5xi32>)
           // minui(x, 3)
    %0 = linalg.generic ... ins(%p : tensor<5xi32>) outs(%g : tensor<5x7xf32>)
           // %rows[p, j], where %rows is %table and a row of zeros
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def SmallFloatsToIntegersPass
    : Pass<"mixp-small-floats-to-integers", "::mlir::ModuleOp"> {
  let summary = "hold floats of at most 8 bits as integers of the same width";
  let description = [{
    convert-mixp-to-linalg reads and makes the codes of f8, f6 and f4 elements
    by arith.bitcast; what is between only moves them. This pass gives tensors,
    scalars, functions and constants the integer type of the same width, so that
    upstream's passes, which lower no arithmetic on these floats and miscompile
    buffers of less than a byte, never see them. An op that would compute with
    such a float is refused by name.

    ```mlir
    func.func @f(%x: tensor<5xf8E4M3FN>, %e: tensor<5xi32>) -> tensor<5xi32> {
      %0 = linalg.generic {...} ins(%x : tensor<5xf8E4M3FN>) outs(%e : tensor<5xi32>) {
        ^bb0(%in: f8E4M3FN, %out: i32):
          %code = arith.bitcast %in : f8E4M3FN to i8
          %1 = arith.extui %code : i8 to i32
          linalg.yield %1 : i32
      }
      return %0 : tensor<5xi32>
    }
    // becomes
    func.func @f(%x: tensor<5xi8>, %e: tensor<5xi32>) -> tensor<5xi32> {
      %0 = linalg.generic {...} ins(%x : tensor<5xi8>) outs(%e : tensor<5xi32>) {
        ^bb0(%in: i8, %out: i32):
          %1 = arith.extui %in : i8 to i32
          linalg.yield %1 : i32
      }
      return %0 : tensor<5xi32>
    }
    ```

    Arguments and results of f6 and f4 get the attribute `mixp.unsigned`, which
    mixp-pack-subbyte reads.
  }];
}

def PackSubbytePass : Pass<"mixp-pack-subbyte", "::mlir::ModuleOp"> {
  let summary = "replace sub-byte tensors by i8 tensors, packed where callers see them";
  let description = [{
    Upstream miscompiles buffers of sub-byte elements: scalar and vector accesses
    disagree about their layout. After this pass no tensor of i2 to i7 is left.
    i1 is upstream's bool, which takes a byte in its buffers.

    * Arguments and results of public functions take the external form. For i2
      and i4, and i1 marked `mixp.unsigned`, that is 1-D bytes, flattened
      row-major, lowest bits first. Code at the boundary packs and unpacks. i3,
      i5, i6 and i7 take a byte each and keep their shape; in results, the upper
      bits repeat the sign, or are 0 where marked `mixp.unsigned`.
    * Inside, and in private functions, every element takes a byte, of which
      only the low bits are defined. Bodies read it by arith.trunci, so that
      each user decides how it extends them. Data of constants stay as they are.

    Run it on signless IR (mixp-strip-signedness) without mixp ops
    (convert-mixp-to-linalg).

    ```mlir
    func.func @f(%x: tensor<3x5xi4>) -> tensor<3x5xi32> {
      %0 = linalg.generic {...} ins(%x : tensor<3x5xi4>) outs(%e : tensor<3x5xi32>) {
        ^bb0(%in: i4, %out: i32):
          %1 = arith.extsi %in : i4 to i32
          linalg.yield %1 : i32
      }
      return %0 : tensor<3x5xi32>
    }
    // becomes
    func.func @f(%x: tensor<8xi8>) -> tensor<3x5xi32> {
      ... // 8 bytes to 8x2, collapsed, sliced and expanded to %u : tensor<3x5xi8>
      %0 = linalg.generic {...} ins(%u : tensor<3x5xi8>) outs(%e : tensor<3x5xi32>) {
        ^bb0(%in: i8, %out: i32):
          %low = arith.trunci %in : i8 to i4
          %1 = arith.extsi %low : i4 to i32
          linalg.yield %1 : i32
      }
      return %0 : tensor<3x5xi32>
    }
    ```

    A dynamic shape must follow from the number of bytes: at most one dynamic
    dim, beside static ones that fill a byte.
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
}

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_PASSES_TD
