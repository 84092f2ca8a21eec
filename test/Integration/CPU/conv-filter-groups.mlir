// Scales and zero points of the filter in groups within an output channel: both
// layouts, groups of the convolution, depthwise, padding, zero points alone.
//
// REQUIRES: avx2
// RUN: mixp run %s --random=1 --check | FileCheck %s
// RUN: mixp run %s --random=2 --check --target=x86-64-v3 | FileCheck %s
// RUN: mixp run %s --random=3 --check-outputs --random-special | FileCheck %s
// CHECK: within their bounds
func.func @main(%a: tensor<2x5x6x8xi8>, %wa: tensor<3x2x3x8xi4>, %sa: tensor<3x2x3x2xf32>, %ca: tensor<2x6x6x3xf32>,
                %b: tensor<1x6x9xf16>, %wb: tensor<5x6x3xi8>, %sb: tensor<5x2x3xf32>, %zb: tensor<5x2x3xi32>, %cb: tensor<1x5x7xf32>,
                %d: tensor<1x5x8xui8>, %wd: tensor<6x2x4xi8>, %zd: tensor<1x2x2xi32>, %cd: tensor<1x4x6xi32>,
                %e: tensor<1x7x4xi8>, %we: tensor<8x3x1xi8>, %se: tensor<8x3x1xf32>, %ze: tensor<8x3x1xi32>, %ce: tensor<1x7x8xf32>,
                %f: tensor<1x7x4xi8>, %zf: tensor<8x3x1xi32>, %cf: tensor<1x5x8xi32>)
    -> (tensor<2x6x6x3xf32>, tensor<1x5x7xf32>, tensor<1x4x6xi32>, tensor<1x7x8xf32>, tensor<1x5x8xi32>) {
  %0 = mixp.conv ins(%a, %wa : tensor<2x5x6x8xi8>, tensor<3x2x3x8xi4>) filter_scale(%sa : tensor<3x2x3x2xf32>) filter_block [1, 1, 1, 4]
         layout(nhwc_fhwc) pad_low [1, 1] pad_high [1, 1] outs(%ca : tensor<2x6x6x3xf32>) -> tensor<2x6x6x3xf32>
  %1 = mixp.conv ins(%b, %wb : tensor<1x6x9xf16>, tensor<5x6x3xi8>) filter_scale(%sb : tensor<5x2x3xf32>) filter_zero_point(%zb : tensor<5x2x3xi32>)
         layout(nchw_fchw) outs(%cb : tensor<1x5x7xf32>) -> tensor<1x5x7xf32>
  %2 = mixp.conv ins(%d, %wd : tensor<1x5x8xui8>, tensor<6x2x4xi8>) filter_zero_point(%zd : tensor<1x2x2xi32>)
         layout(nhwc_fhwc) groups(2) outs(%cd : tensor<1x4x6xi32>) -> tensor<1x4x6xi32>
  %3 = mixp.conv ins(%e, %we : tensor<1x7x4xi8>, tensor<8x3x1xi8>) filter_scale(%se : tensor<8x3x1xf32>) filter_zero_point(%ze : tensor<8x3x1xi32>)
         layout(nhwc_fhwc) pad_low [1] pad_high [1] groups(4) outs(%ce : tensor<1x7x8xf32>) -> tensor<1x7x8xf32>
  %4 = mixp.conv ins(%f, %we : tensor<1x7x4xi8>, tensor<8x3x1xi8>) filter_zero_point(%zf : tensor<8x3x1xi32>)
         layout(nhwc_fhwc) groups(4) outs(%cf : tensor<1x5x8xi32>) -> tensor<1x5x8xi32>
  return %0, %1, %2, %3, %4 : tensor<2x6x6x3xf32>, tensor<1x5x7xf32>, tensor<1x4x6xi32>, tensor<1x7x8xf32>, tensor<1x5x8xi32>
}
