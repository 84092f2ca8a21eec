//===- WeightPasses.td - Passes on weights -----------------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_WEIGHTPASSES_TD
#define MIXP_DIALECT_MIXP_TRANSFORMS_WEIGHTPASSES_TD

include "mlir/Pass/PassBase.td"

def MigrateScalesPass : Pass<"mixp-migrate-scales", "::mlir::ModuleOp"> {
  let summary = "move outliers of activations' channels into the weights";
  let description = [{
    A few channels of an activation are often many times as large as the others
    and take all levels of a scale that they share. SmoothQuant (Xiao et al.,
    ICML 2023) divides each channel k of the lhs by

        s_k = max|x_k|^alpha / max|W_k|^(1 - alpha)

    and multiplies row k of the constant rhs by it: the product is the same, and
    both sides have ranges that 8 bits hold. max|x_k| is measured: the attribute
    `mixp.lhs_channel_max` (a tensor of K f32). For a convolution K is window
    elements x channels; a channel's s is that of its largest. Contractions that
    share an lhs share s. A channel whose lhs or weights are 0 keeps its scale.

    The division is folded into constants where the lhs is an elementwise
    linalg.generic that ends in a product with a constant of the channels, or a
    sum of such products and constants (the gain and bias of a LayerNorm), and
    has no other users. Else it becomes a product with a constant 1 / s.

    ```mlir
    %0 = mixp.matmul ins(%x, %w : tensor<?x3xf32>, tensor<3x5xf32>)
           outs(%c : tensor<?x5xf32>)
           {mixp.lhs_channel_max = dense<[100.0, 1.0, 1.0]> : tensor<3xf32>} -> tensor<?x5xf32>
    // becomes
    %d = arith.constant dense<[0.1, 1.0, 1.0]> : tensor<3xf32>
    %y = linalg.generic ... ins(%x, %d) ... arith.mulf
    %0 = mixp.matmul ins(%y, %w1 : tensor<?x3xf32>, tensor<3x5xf32>)
           outs(%c : tensor<?x5xf32>)
           {mixp.lhs_channel_max = dense<[10.0, 1.0, 1.0]> : tensor<3xf32>} -> tensor<?x5xf32>
    ```

    `mixp.lhs_range`, `mixp.lhs_gram` and `mixp.lhs_mean` are changed with the
    lhs: the range to one that holds what the channels' maxima allow.
  }];
  let options = [
    Option<"alpha", "alpha", "double", /*default=*/"0.5",
           "how much of the activations' range is moved, 0 to 1">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"];
}

def SearchWeightScalesPass
    : Pass<"mixp-search-weight-scales", "::mlir::ModuleOp"> {
  let summary = "scales of weights with the smallest squared error";
  let description = [{
    Works on weights that mixp-quantize left with `keep-weights`. A scale that
    holds a block's largest weight wastes levels if that weight is far from the
    others. For each block this pass tries fractions of the scale from 1 down to
    0.3, and then improves the best: given the numbers q that the weights w round
    to, the scale of the least squared error is (w . q) / (q . q). It never takes
    a scale with a larger error. f8E8M0FNU scales may be halved or doubled.

    ```mlir
    %s = arith.constant dense<1.0> : tensor<1x1xf32>
    %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 1] : tensor<9x1xf32> -> tensor<9x1xi4>
    // becomes, for weights of which one is 7.0 and eight are 0.6, which are 7
    // and 1: the squared error falls from 1.28 to 1.10
    %s = arith.constant dense<0.944> : tensor<1x1xf32>
    %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 1] : tensor<9x1xf32> -> tensor<9x1xi4>
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

def CompensateWeightsPass
    : Pass<"mixp-compensate-weights", "::mlir::ModuleOp"> {
  let summary = "round weights so that errors cancel for the model's inputs";
  let description = [{
    GPTQ (Frantar et al., ICLR 2023) on weights that mixp-quantize left with
    `keep-weights`. Rounding each weight to the nearest level minimizes the error
    of the weights, not that of the product. Given the Gram matrix H = X^T X of
    the lhs over sample data (`mixp.lhs_gram`, a K x K tensor of f32, any factor),
    the weights of a column are rounded one after another, and the error of each
    is spread over those that are still to come, as far as their inputs go with
    it: with U the upper Cholesky factor of H^-1,

        q_k = round(w_k);  w_j -= (w_k - q_k) U_kj / U_kk   for j > k

    in f64. The scales stay what they are: run mixp-search-weight-scales before.
    H gets `damping` times the mean of its diagonal on its diagonal. For a
    convolution K is window elements x channels, whatever the layout. Where
    several contractions share a weight, their matrices add up.

    The constant becomes one whose elements are exactly the numbers that were
    chosen, so that quantize gives them; what it was stays with the op:

    ```mlir
    %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 1] : tensor<2x1xf32> -> tensor<2x1xi4>
    %0 = mixp.matmul ins(%x, %q : ...) ... {mixp.lhs_gram = dense<[[1.0, 0.9], [0.9, 1.0]]> : tensor<2x2xf32>}
    // becomes, for weights [0.4, 0.4] and a scale of 1
    %v = arith.constant dense<[[0.0], [1.0]]> : tensor<2x1xf32>
    %q = mixp.quantize %v scale(%s : tensor<1x1xf32>) block [0, 1]
           {mixp.original_weights = dense<0.4> : tensor<2x1xf32>} : tensor<2x1xf32> -> tensor<2x1xi4>
    %0 = mixp.matmul ins(%x, %q : ...) ...
    ```

    Other operands than a rhs of rank 2 and a filter of one group are left alone,
    with a remark (`mixp-compensate-001`).
  }];
  let options = [
    Option<"damping", "damping", "double", /*default=*/"0.01",
           "part of the mean of H's diagonal that is added to the diagonal">
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

def CorrectBiasPass : Pass<"mixp-correct-bias", "::mlir::ModuleOp"> {
  let summary = "add back the mean error that rounded weights make";
  let description = [{
    Rounding weights changes the mean of each output channel, by as much as the
    mean of the inputs (`mixp.lhs_mean`, a tensor of K f32) sees of the rounding
    errors. This pass adds sum over k of E[x_k] (W_kn - Wq_kn) to column n of the
    result (output channel, for a convolution). It works on weights that
    mixp-quantize left with `keep-weights`, and takes mixp.original_weights for W
    where mixp-compensate-weights has left them.

    ```mlir
    %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 1] : tensor<2x1xf32> -> tensor<2x1xi4>
    %0 = mixp.matmul ins(%x, %q : ...) outs(%c : tensor<?x1xf32>)
           {mixp.lhs_mean = dense<[2.0, 1.0]> : tensor<2xf32>} -> tensor<?x1xf32>
    // becomes, for weights [1.25, 3.0] and a scale of 1
    %0 = mixp.matmul ins(%x, %q : ...) outs(%c : tensor<?x1xf32>) -> tensor<?x1xf32>
    %b = arith.constant dense<0.5> : tensor<1xf32>
    %1 = linalg.generic ... ins(%0, %b) ... arith.addf
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"];
}

def FoldWeightsPass : Pass<"mixp-fold-weights", "::mlir::ModuleOp"> {
  let summary = "make constants of quantized constants";
  let description = [{
    Ends the form that mixp-quantize leaves with `keep-weights`: each
    `mixp.quantize` of a constant with constant scales becomes a constant of any
    size (the folder leaves large ones alone), and f32 constants that have no
    users are erased.

    ```mlir
    %w = arith.constant dense<[[1.0, -3.0]]> : tensor<1x2xf32>
    %s = arith.constant dense<0.5> : tensor<1x1xf32>
    %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<1x2xf32> -> tensor<1x2xi8>
    // becomes
    %q = arith.constant dense<[[2, -6]]> : tensor<1x2xi8>
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_WEIGHTPASSES_TD
