//===- Passes.td - Loops around products -------------------*- tablegen -*-===//
#ifndef MIXP_CODEGEN_FUSION_PASSES_TD
#define MIXP_CODEGEN_FUSION_PASSES_TD

include "mlir/Pass/PassBase.td"

def FuseElementwisePass : Pass<"mixp-fuse-elementwise"> {
  let summary = "elementwise ops into what reads their result";
  let description = [{
    Upstream's `linalg-fuse-elementwise-ops` with another choice of what to fuse:

    * An op whose result is read in one place fuses with the reader, but for one
      with a division or a function whose result is broadcast: each element of a
      deviation would be computed for a whole row again.
    * A cheap op, such as `x - mean`, fuses with each of its readers, if all can
      take it: its result is never written.
    * What follows a product does not fuse into a reduction, but is left for the
      product's kernel (mixp-fuse-epilogue).

    ```mlir
    %d = linalg.generic ... ins(%x, %mean : tensor<5x7xf32>, tensor<5xf32>) // x - mean
    %v = linalg.generic ... ins(%d : tensor<5x7xf32>) outs(%zeros : tensor<5xf32>) // v + d * d
    %y = linalg.generic ... ins(%d, %s : tensor<5x7xf32>, tensor<5xf32>) // d * s
    // becomes
    %v = linalg.generic ... ins(%x, %mean : ...) // v + (x - mean) * (x - mean)
    %y = linalg.generic ... ins(%x, %mean, %s : ...) // (x - mean) * s
    ```
  }];
  let dependentDialects = ["::mlir::affine::AffineDialect",
                           "::mlir::linalg::LinalgDialect",
                           "::mlir::memref::MemRefDialect",
                           "::mlir::tensor::TensorDialect"];
}

def ComputeBeforeGatherPass : Pass<"mixp-compute-before-gather"> {
  let summary = "elementwise ops on rows of a table to ops on the table";
  let description = [{
    Where more rows are read than a table has, what is computed with each of
    their elements is computed for the table instead: the bias and the activation
    behind an embedding of bytes once for 256 rows, and not for each byte of a
    file. Runs after mixp-fuse-elementwise, which has made the gather and what
    follows it one op.

    ```mlir
    %y = linalg.generic ... ins(%rows, %bias : tensor<99xi32>, tensor<7xf32>) {
      ^bb0(%row: i32, %b: f32, %out: f32):
        %r = arith.index_castui %row : i32 to index
        %j = linalg.index 1 : index
        %e = tensor.extract %table[%r, %j] : tensor<5x7xf32>
        %0 = arith.addf %e, %b : f32
        %1 = math.tanh %0 : f32
        linalg.yield %1 : f32
    } -> tensor<99x7xf32>
    // becomes
    %computed = linalg.generic ... ins(%table, %bias : tensor<5x7xf32>, tensor<7xf32>)
                  // tanh(e + b)
    %y = linalg.generic ... ins(%rows : tensor<99xi32>) // %computed[row, j]
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def FuseSiblingsPass : Pass<"mixp-fuse-siblings"> {
  let summary = "reductions of one tensor in one loop";
  let description = [{
    The mean and the mean of squares of a normalization read the same tensor.
    Reductions that have the same loops and read a tensor in the same way become
    one op with several results, unless one needs the other's result.

    ```mlir
    %s = linalg.generic ... ins(%x : tensor<5x7xf32>) outs(%zeros : tensor<5xf32>) // s + x
    %q = linalg.generic ... ins(%x : tensor<5x7xf32>) outs(%zeros : tensor<5xf32>) // q + x * x
    // becomes
    %0:2 = linalg.generic ... ins(%x : tensor<5x7xf32>)
             outs(%zeros, %zeros : tensor<5xf32>, tensor<5xf32>) // s + x, q + x * x
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
}

def FuseIntoReductionsPass : Pass<"mixp-fuse-into-reductions"> {
  let summary = "reduce a tensor in the loop that computes it";
  let description = [{
    A softmax reads its exponentials twice: to sum them and to divide them. They
    are too dear to be computed twice, but the loop that computes and writes them
    can sum them as well. The op must be read by the reduction first, and by
    other ops in any way. Ops that follow a product are left for its kernel.

    ```mlir
    %e = linalg.generic ... ins(%x : tensor<5x7xf32>) // exp(x)
    %s = linalg.generic ... ins(%e : tensor<5x7xf32>) outs(%zeros : tensor<5xf32>) // s + e
    // becomes
    %e, %s = linalg.generic ... ins(%x : tensor<5x7xf32>)
               outs(%empty, %zeros : tensor<5x7xf32>, tensor<5xf32>) // exp(x), s + exp(x)
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
}

def ReassociateSumsPass : Pass<"mixp-reassociate-sums"> {
  let summary = "let sums of floats be added in any order";
  let description = [{
    LLVM keeps the order of a loop's additions, and so the loop scalar, unless it
    is told otherwise. The bound of docs/Numerics.md holds for every order. Only
    the addition to the sum gets the flag, and only in reductions.

    ```mlir
    %s = linalg.generic {iterator_types = ["parallel", "reduction"], ...}
      ^bb0(%x: f32, %sum: f32):
        %0 = arith.addf %sum, %x : f32
    // becomes
        %0 = arith.addf %sum, %x fastmath<reassoc> : f32
    ```
  }];
}

def HoistLoadsPass : Pass<"mixp-hoist-loads"> {
  let summary = "read an element once that a loop reads in every iteration";
  let description = [{
    LLVM sees pointers, of which any two may be the same: a loop that writes one
    buffer reads the element of another again in each iteration, and where an
    address depends on it, as in a gather, is no loop of vectors. Here it is known
    that what a function allocates has nothing in common with its arguments,
    constants, or other buffers. Only elements that a loop's index or a constant
    names are read before the loop, in loops that do nothing but load, compute
    and store.

    ```mlir
    scf.for %j = %c0 to %c64 step %c1 {
      %n = memref.load %rows[%i] : memref<99xi32>
      %r = arith.index_cast %n : i32 to index
      %e = memref.load %table[%r, %j] : memref<5x64xf32>
      memref.store %e, %alloc[%i, %j] : memref<99x64xf32>
    }
    // becomes
    %n = memref.load %rows[%i] : memref<99xi32>
    scf.for %j = %c0 to %c64 step %c1 {
      %r = arith.index_cast %n : i32 to index
      %e = memref.load %table[%r, %j] : memref<5x64xf32>
      memref.store %e, %alloc[%i, %j] : memref<99x64xf32>
    }
    ```
  }];
}

#endif // MIXP_CODEGEN_FUSION_PASSES_TD
