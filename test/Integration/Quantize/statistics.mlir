// --statistics measures what the activations of products with constant weights
// are like, and leaves it on them. Three samples: (0.5, -1), (2, 0), (4, 3).

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/../Run/Inputs/npy.py write %t/x.npy f4 3,2 0.5 -1 2 0 4 3
// RUN: mixp quantize %s --scheme=f32 --calibration %t/x.npy --statistics=channel-max,mean,gram -o - 2>%t/log | FileCheck %s

// A model of one sample gives the same, sums being kept on the host; and one
// without its samples is told so.
// RUN: sed -e 's/tensor<?x/tensor<1x/g' -e 's/%%n, 1\]/1, 1]/' %s > %t/one.mlir
// RUN: mixp quantize %t/one.mlir --scheme=f32 --calibration %t/x.npy --statistics=gram,mean,channel-max -o - 2>%t/log | FileCheck %s
// RUN: not mixp quantize %s --scheme=f32 --statistics=mean -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not mixp quantize %s --scheme=f32 --calibration %t/x.npy --statistics=median -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=NAME
// NONE: mixp: error: --statistics: expected samples to measure on; give --calibration
// NAME: error: cannot measure 'median': expected range, range-along-k, channel-max, mean or gram

// CHECK-LABEL: func.func @main
// CHECK: mixp.matmul
// CHECK-SAME: mixp.lhs_channel_max = dense<[4.000000e+00, 3.000000e+00]> : tensor<2xf32>
// CHECK-SAME: mixp.lhs_gram = dense<{{\[\[}}6.750000e+00, 3.83333325], [3.83333325, 3.33333325]]> : tensor<2x2xf32>
// CHECK-SAME: mixp.lhs_mean = dense<[2.16666675, 0.666666686]> : tensor<2xf32>
// CHECK-SAME: mixp.lhs_range = array<f32: -1.000000e+00, 4.000000e+00>

// Of a product whose rhs is no constant only the ranges are measured.
// CHECK: mixp.matmul
// CHECK-NOT: mixp.lhs_mean
// CHECK-SAME: mixp.rhs_range
// CHECK-NOT: mixp.lhs_mean
// CHECK: return
func.func @main(%x: tensor<?x2xf32>) -> tensor<2x1xf32> {
  %w = arith.constant dense<[[2.0, -1.0]]> : tensor<1x2xf32>
  %c = arith.constant dense<0.0> : tensor<2x1xf32>
  %zero = arith.constant 0 : index
  %n = tensor.dim %x, %zero : tensor<?x2xf32>
  %d = tensor.extract_slice %x[0, 0] [%n, 1] [1, 1] : tensor<?x2xf32> to tensor<?x1xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x2xf32>, tensor<1x2xf32>)
         outs(%d : tensor<?x1xf32>) {transpose_rhs} -> tensor<?x1xf32>
  %1 = mixp.matmul ins(%x, %0 : tensor<?x2xf32>, tensor<?x1xf32>)
         outs(%c : tensor<2x1xf32>) {transpose_lhs} -> tensor<2x1xf32>
  return %1 : tensor<2x1xf32>
}
