// A product in a loop has the range of all iterations: (1, -2), (2, -4) and
// (4, -8) for the first sample, so 12 / 255 and zero point 170. The same from a
// histogram, whose 100 % end where the values do.

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/../Run/Inputs/npy.py write %t/x.npy f4 2,2 1 -2 0.5 0.25
// RUN: mixp quantize %s --scheme=w8a8 --calibration %t/x.npy -o - 2>%t/log | FileCheck %s
// RUN: mixp quantize %s --scheme=w8a8 --calibration %t/x.npy --calibrator=percentile=100 -o - 2>%t/log | FileCheck %s

// CHECK-DAG: arith.constant dense<0.0470588244> : tensor<1x1xf32>
// CHECK-DAG: arith.constant dense<170> : tensor<1x1xi32>
// CHECK: scf.for
// CHECK: mixp.matmul {{.*}} : tensor<1x2xui8>, tensor<2x2xi8>

// The mean of the rows of all iterations and samples: (7 + 3.5) / 6 and
// (-14 + 1.75) / 6; the largest magnitudes 4 and 8.
// RUN: mixp quantize %s --scheme=f32 --calibration %t/x.npy --statistics=mean,channel-max -o - 2>%t/log | FileCheck %s --check-prefix=ROWS
// ROWS: mixp.lhs_channel_max = dense<[4.000000e+00, 8.000000e+00]>
// ROWS-SAME: mixp.lhs_mean = dense<[1.750000e+00, -2.04166675]>
func.func @main(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = arith.constant dense<[[2.0, 0.0], [0.0, 2.0]]> : tensor<2x2xf32>
  %c = arith.constant dense<0.0> : tensor<1x2xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %0 = scf.for %i = %c0 to %c3 step %c1 iter_args(%s = %x) -> tensor<1x2xf32> {
    %1 = mixp.matmul ins(%s, %w : tensor<1x2xf32>, tensor<2x2xf32>) outs(%c : tensor<1x2xf32>) -> tensor<1x2xf32>
    scf.yield %1 : tensor<1x2xf32>
  }
  return %0 : tensor<1x2xf32>
}
