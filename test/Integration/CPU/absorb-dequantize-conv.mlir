// Convolutions of dequantized values, with padding, scales for each channel and
// groups, in both layouts.
//
// REQUIRES: avx2
// RUN: mixp run %s --random=1 --check | FileCheck %s
// RUN: mixp run %s --random=2 --check --target=x86-64-v3 | FileCheck %s
// CHECK: within their bounds
func.func @main(%qx: tensor<2x3x5x7xui8>, %qw: tensor<4x3x3x2xi8>, %c: tensor<2x4x5x6xf32>,
                %y: tensor<1x9x8xf32>, %qv: tensor<5x3x8xi4>, %d: tensor<1x7x5xf32>) -> (tensor<2x4x5x6xf32>, tensor<1x7x5xf32>) {
  %sx = arith.constant dense<0.3> : tensor<1x1x1x1xf32>
  %zx = arith.constant dense<77> : tensor<1x1x1x1xi32>
  %sw = arith.constant dense<[[[[0.1]]], [[[0.2]]], [[[0.3]]], [[[0.4]]]]> : tensor<4x1x1x1xf32>
  %x = mixp.dequantize %qx scale(%sx : tensor<1x1x1x1xf32>) zero_point(%zx : tensor<1x1x1x1xi32>) : tensor<2x3x5x7xui8> -> tensor<2x3x5x7xf32>
  %w = mixp.dequantize %qw scale(%sw : tensor<4x1x1x1xf32>) : tensor<4x3x3x2xi8> -> tensor<4x3x3x2xf32>
  %0 = mixp.conv ins(%x, %w : tensor<2x3x5x7xf32>, tensor<4x3x3x2xf32>) layout(nchw_fchw) pad_low [1, 0] pad_high [1, 0]
         outs(%c : tensor<2x4x5x6xf32>) -> tensor<2x4x5x6xf32>
  %s = arith.constant dense<[[[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], [[0.7, 0.8], [0.9, 1.0], [1.1, 1.2]], [[0.1, 0.3], [0.5, 0.7], [0.9, 1.1]], [[0.2, 0.4], [0.6, 0.8], [1.0, 1.2]], [[1.0, 0.5], [0.25, 0.125], [2.0, 4.0]]]> : tensor<5x3x2xf32>
  %v = mixp.dequantize %qv scale(%s : tensor<5x3x2xf32>) : tensor<5x3x8xi4> -> tensor<5x3x8xf32>
  %1 = mixp.conv ins(%y, %v : tensor<1x9x8xf32>, tensor<5x3x8xf32>) layout(nhwc_fhwc) outs(%d : tensor<1x7x5xf32>) -> tensor<1x7x5xf32>
  return %0, %1 : tensor<2x4x5x6xf32>, tensor<1x7x5xf32>
}
