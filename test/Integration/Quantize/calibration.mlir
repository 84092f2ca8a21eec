// Ranges of run-time operands over all samples become the scales of w8a8. Here
// x is in [-1, 4], so 5 / 255 with zero point 51, x * w + y in [4, 5.5], widened
// to include 0, and y in [0.5, 2], which as a rhs is symmetric: 2 / 127.

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/../Run/Inputs/npy.py write %t/x.npy f4 3,2 0.5 -1 2 0 4 3
// RUN: %python %S/../Run/Inputs/npy.py write %t/y.npy f4 3,1,1 2 1 0.5
// RUN: mixp quantize %s --scheme=w8a8 --calibration y=%t/y.npy --calibration %t/x.npy \
// RUN:   -o %t/q.mlir --json %t/q.json | FileCheck %s --check-prefix=SUMMARY
// RUN: FileCheck %s --input-file %t/q.mlir
// RUN: FileCheck %s --input-file %t/q.json --check-prefix=JSON
// SUMMARY: w8a8: 2 matmuls rewritten, 8 -> 22 bytes of weights (2.750)
// JSON: {"matmuls":2,"scheme":"w8a8","weight_bytes":22,"weight_bytes_f32":8}

// The same samples one by one, into a model of batch 1 on standard output.
// RUN: sed -e 's/tensor<?x/tensor<1x/g' -e 's/%%n, 1, 1/1, 1, 1/' %s > %t/one.mlir
// RUN: mixp quantize %t/one.mlir --scheme=w8a8 --calibration %t/x.npy --calibration %t/y.npy \
// RUN:   -o - 2>%t/summary | FileCheck %s
// RUN: FileCheck %s --input-file %t/summary --check-prefix=SUMMARY

// CHECK-LABEL: func.func @main
// CHECK-DAG: arith.constant dense<0.0196078438> : tensor<1x1xf32>
// CHECK-DAG: arith.constant dense<51> : tensor<1x1xi32>
// CHECK-DAG: arith.constant dense<0.021568628> : tensor<1x1x1xf32>
// CHECK-DAG: arith.constant dense<0.0157480314> : tensor<1x1x1xf32>
// CHECK-NOT: mixp.lhs_range
// CHECK-NOT: mixp.calibration_id
func.func @main(%x: tensor<?x2xf32> {mixp.name = "x"}, %y: tensor<?x1x1xf32> {mixp.name = "y"}) -> tensor<?x1x1xf32> {
  %w = arith.constant dense<[[2.0, -1.0]]> : tensor<1x2xf32>
  %zero = arith.constant 0 : index
  %n = tensor.dim %x, %zero : tensor<?x2xf32>
  %c = tensor.collapse_shape %y [[0], [1, 2]] : tensor<?x1x1xf32> into tensor<?x1xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x2xf32>, tensor<1x2xf32>)
         outs(%c : tensor<?x1xf32>) {transpose_rhs} -> tensor<?x1xf32>
  %1 = tensor.expand_shape %0 [[0], [1, 2]] output_shape [%n, 1, 1] : tensor<?x1xf32> into tensor<?x1x1xf32>
  %2 = mixp.matmul ins(%1, %y : tensor<?x1x1xf32>, tensor<?x1x1xf32>)
         outs(%y : tensor<?x1x1xf32>) -> tensor<?x1x1xf32>
  return %2 : tensor<?x1x1xf32>
}
