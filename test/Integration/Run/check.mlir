// --check compares compiled code with the reference evaluator.

// RUN: mixp run %s --random=3 --random-special --dim=5 --check | FileCheck %s --check-prefix=GOOD
// GOOD: checked 55 elements of 2 outputs: within their bounds
// GOOD-NEXT: checked 2 ops, each on the operands it saw{{$}}
// RUN: mixp run %s --random=3 --random-special --dim=5 --check-outputs | FileCheck %s --check-prefix=OUTPUTS
// OUTPUTS: checked 55 elements of 2 outputs: within their bounds
// OUTPUTS-NOT: checked

// Calls are looked into, loops are not. Sub-byte values and what regions read
// are returned as well.
// RUN: mixp run %s --function=loop --random=3 --dim=5 --check | FileCheck %s --check-prefix=LOOP
// LOOP: checked 20 elements of 1 outputs:
// LOOP-NEXT: checked 4 ops, each on the operands it saw; 1 ops below control flow only as part of the whole

// RUN: mixp run %s --random=3 --dim=2 --pipeline=reference --print | FileCheck %s --check-prefix=REFERENCE
// REFERENCE: sum: int32[2, 7]
// REFERENCE: scaled: float32[2, 4]

func.func @main(%a: tensor<?x3xui8>, %b: tensor<3x7xi8>, %x: tensor<?x5xf32>, %w: tensor<5x4xf32>)
    -> (tensor<?x7xi32> {mixp.name = "sum"}, tensor<?x4xf32> {mixp.name = "scaled"}) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0 : i32
  %zero_f = arith.constant 0.0 : f32
  %m = tensor.dim %a, %c0 : tensor<?x3xui8>
  %e0 = tensor.empty(%m) : tensor<?x7xi32>
  %f0 = linalg.fill ins(%zero : i32) outs(%e0 : tensor<?x7xi32>) -> tensor<?x7xi32>
  %sum = mixp.matmul ins(%a, %b : tensor<?x3xui8>, tensor<3x7xi8>)
      outs(%f0 : tensor<?x7xi32>) -> tensor<?x7xi32>
  %r = tensor.dim %x, %c0 : tensor<?x5xf32>
  %e1 = tensor.empty(%r) : tensor<?x4xf32>
  %f1 = linalg.fill ins(%zero_f : f32) outs(%e1 : tensor<?x4xf32>) -> tensor<?x4xf32>
  %scaled = mixp.matmul ins(%x, %w : tensor<?x5xf32>, tensor<5x4xf32>)
      outs(%f1 : tensor<?x4xf32>) -> tensor<?x4xf32>
  return %sum, %scaled : tensor<?x7xi32>, tensor<?x4xf32>
}

func.func private @helper(%x: tensor<?x4xf32>) -> tensor<?x4xi4> {
  %0 = mixp.quantize %x : tensor<?x4xf32> -> tensor<?x4xi4>
  return %0 : tensor<?x4xi4>
}

#id = affine_map<(i, j) -> (i, j)>

func.func @loop(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %rows = tensor.dim %x, %c0 : tensor<?x4xf32>
  %q = call @helper(%x) : (tensor<?x4xf32>) -> tensor<?x4xi4>
  %0 = mixp.dequantize %q : tensor<?x4xi4> -> tensor<?x4xf32>
  %empty = tensor.empty(%rows) : tensor<?x4xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0 : tensor<?x4xf32>) outs(%empty : tensor<?x4xf32>) {
    ^bb0(%in: f32, %out: f32):
      %i = arith.index_cast %rows : index to i32
      %f = arith.sitofp %i : i32 to f32
      %s = arith.mulf %in, %f : f32
      linalg.yield %s : f32
  } -> tensor<?x4xf32>
  %2 = scf.for %i = %c0 to %c3 step %c1 iter_args(%sum = %1) -> tensor<?x4xf32> {
    %3 = linalg.add ins(%sum, %x : tensor<?x4xf32>, tensor<?x4xf32>) outs(%sum : tensor<?x4xf32>) -> tensor<?x4xf32>
    scf.yield %3 : tensor<?x4xf32>
  }
  %4 = arith.negf %2 : tensor<?x4xf32>
  return %4 : tensor<?x4xf32>
}
