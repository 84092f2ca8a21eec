// Convolutions have the rows of their windows: taps, and within each channels.
// Here (1, 10, 2, 20) and (2, 20, 3, 30). With padding a row is
// (0, 0, 1, 10). The input's range, as stored, is [1, 30].

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/../Run/Inputs/npy.py write %t/x.npy f4 1,2,3 1 2 3 10 20 30
// RUN: mixp quantize %s --scheme=f32 --calibration %t/x.npy --statistics=channel-max,mean -o - 2>%t/log | FileCheck %s

// CHECK-LABEL: func.func @main
// CHECK: mixp.conv {{.*}} layout(nchw_fchw) outs
// CHECK-SAME: mixp.lhs_channel_max = dense<[2.000000e+00, 2.000000e+01, 3.000000e+00, 3.000000e+01]> : tensor<4xf32>
// CHECK-SAME: mixp.lhs_mean = dense<[1.500000e+00, 1.500000e+01, 2.500000e+00, 2.500000e+01]> : tensor<4xf32>
// CHECK-SAME: mixp.lhs_range = array<f32: 1.000000e+00, 3.000000e+01>
// CHECK: mixp.conv {{.*}} pad_low [1]
// CHECK-SAME: mixp.lhs_mean = dense<[1.000000e+00, 1.000000e+01, 2.000000e+00, 2.000000e+01]> : tensor<4xf32>

// One group per channel is no product: only its range is measured.
// CHECK: mixp.conv {{.*}} groups(2)
// CHECK-NOT: mixp.lhs_mean
// CHECK-SAME: mixp.lhs_range
func.func @main(%x: tensor<?x2x3xf32>) -> (tensor<?x1x2xf32>, tensor<?x1x3xf32>, tensor<?x2x2xf32>) {
  %f = arith.constant dense<[[[1.0, -1.0], [0.5, 2.0]]]> : tensor<1x2x2xf32>
  %g = arith.constant dense<[[[1.0, -1.0]], [[0.5, 2.0]]]> : tensor<2x1x2xf32>
  %zero = arith.constant 0 : index
  %n = tensor.dim %x, %zero : tensor<?x2x3xf32>
  %c = tensor.extract_slice %x[0, 0, 0] [%n, 1, 2] [1, 1, 1] : tensor<?x2x3xf32> to tensor<?x1x2xf32>
  %d = tensor.extract_slice %x[0, 0, 0] [%n, 1, 3] [1, 1, 1] : tensor<?x2x3xf32> to tensor<?x1x3xf32>
  %e = tensor.extract_slice %x[0, 0, 0] [%n, 2, 2] [1, 1, 1] : tensor<?x2x3xf32> to tensor<?x2x2xf32>
  %0 = mixp.conv ins(%x, %f : tensor<?x2x3xf32>, tensor<1x2x2xf32>) layout(nchw_fchw) outs(%c : tensor<?x1x2xf32>) -> tensor<?x1x2xf32>
  %1 = mixp.conv ins(%x, %f : tensor<?x2x3xf32>, tensor<1x2x2xf32>) layout(nchw_fchw) pad_low [1] outs(%d : tensor<?x1x3xf32>) -> tensor<?x1x3xf32>
  %2 = mixp.conv ins(%x, %g : tensor<?x2x3xf32>, tensor<2x1x2xf32>) layout(nchw_fchw) groups(2) outs(%e : tensor<?x2x2xf32>) -> tensor<?x2x2xf32>
  return %0, %1, %2 : tensor<?x1x2xf32>, tensor<?x1x3xf32>, tensor<?x2x2xf32>
}
