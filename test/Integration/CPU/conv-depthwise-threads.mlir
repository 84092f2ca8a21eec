// A depthwise convolution of one image, whose rows threads take in turn: each chunk
// reads the rows around it, too.
//
// REQUIRES: avx2
// RUN: mixp run %s --random=1 --check --threads=2 | FileCheck %s
// RUN: mixp run %s --random=2 --check --threads=1 | FileCheck %s
// CHECK: within their bounds
func.func @main(%x: tensor<1x113x95x37xf32>, %w: tensor<37x3x3x1xf32>, %c: tensor<1x56x93x37xf32>) -> tensor<1x56x93x37xf32> {
  %0 = mixp.conv ins(%x, %w : tensor<1x113x95x37xf32>, tensor<37x3x3x1xf32>) layout(nhwc_fhwc) strides [2, 1] groups(37)
         outs(%c : tensor<1x56x93x37xf32>) -> tensor<1x56x93x37xf32>
  return %0 : tensor<1x56x93x37xf32>
}
