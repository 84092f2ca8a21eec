// --check compares compiled code with the reference evaluator.

// RUN: mixp run %s --random=3 --random-special --dim=5 --check | FileCheck %s --check-prefix=GOOD
// GOOD: checked 55 elements of 2 outputs: within their bounds

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
