// Groups: a few, as many as channels (depthwise), more outputs than inputs of
// each, in both layouts, with scales and zero points per output channel.
//
// REQUIRES: avx2
// RUN: mixp run %s --random=1 --dim=2 --check | FileCheck %s
// RUN: mixp run %s --random=2 --dim=3 --check --target=portable | FileCheck %s
// CHECK: within their bounds
func.func @main(%a: tensor<2x5x6x6xi8>, %wa: tensor<4x2x3x3xi8>, %ca: tensor<2x4x4x4xi32>,
                %b: tensor<?x6x5x4xui8>, %wb: tensor<9x2x2x2xi4>, %zb: tensor<1x1x1x1xi32>, %sb: tensor<9x1x1x1xf32>, %cb: tensor<?x9x4x3xf32>,
                %d: tensor<2x7x5x10xui8>, %wd: tensor<10x3x3x1xi8>, %zd: tensor<2x1x1x1xi32>, %sd: tensor<2x1x1x1xf32>, %cd: tensor<2x4x5x10xf32>,
                %e: tensor<?x5x8x7xf32>, %we: tensor<10x1x2x3xf32>, %ce: tensor<?x10x7x3xf32>,
                %f: tensor<2x9x3xi16>, %wf: tensor<3x2x1xi8>, %zf: tensor<3x1x1xi32>, %cf: tensor<2x10x3xi32>,
                %g: tensor<1x5x4x6xbf16>, %wg: tensor<6x1x1x2xf16>, %sg: tensor<6x1x1x1xf32>, %cg: tensor<1x3x2x6xbf16>)
    -> (tensor<2x4x4x4xi32>, tensor<?x9x4x3xf32>, tensor<2x4x5x10xf32>, tensor<?x10x7x3xf32>, tensor<2x10x3xi32>, tensor<1x3x2x6xbf16>) {
  %0 = mixp.conv ins(%a, %wa : tensor<2x5x6x6xi8>, tensor<4x2x3x3xi8>)
         layout(nhwc_fhwc) groups(2) outs(%ca : tensor<2x4x4x4xi32>) -> tensor<2x4x4x4xi32>
  %1 = mixp.conv ins(%b, %wb : tensor<?x6x5x4xui8>, tensor<9x2x2x2xi4>)
         input_zero_point(%zb : tensor<1x1x1x1xi32>) input_block [0, 0, 0, 0]
         filter_scale(%sb : tensor<9x1x1x1xf32>) filter_block [1, 0, 0, 0]
         layout(nchw_fchw) groups(3) outs(%cb : tensor<?x9x4x3xf32>) -> tensor<?x9x4x3xf32>
  %2 = mixp.conv ins(%d, %wd : tensor<2x7x5x10xui8>, tensor<10x3x3x1xi8>)
         input_scale(%sd : tensor<2x1x1x1xf32>) input_zero_point(%zd : tensor<2x1x1x1xi32>) input_block [1, 0, 0, 0]
         layout(nhwc_fhwc) strides [2, 1] pad_low [1, 1] pad_high [1, 1] groups(10)
         outs(%cd : tensor<2x4x5x10xf32>) -> tensor<2x4x5x10xf32>
  %3 = mixp.conv ins(%e, %we : tensor<?x5x8x7xf32>, tensor<10x1x2x3xf32>)
         layout(nchw_fchw) dilations [1, 2] groups(5) outs(%ce : tensor<?x10x7x3xf32>) -> tensor<?x10x7x3xf32>
  %4 = mixp.conv ins(%f, %wf : tensor<2x9x3xi16>, tensor<3x2x1xi8>)
         filter_zero_point(%zf : tensor<3x1x1xi32>) filter_block [1, 0, 0]
         layout(nhwc_fhwc) pad_low [2] groups(3) outs(%cf : tensor<2x10x3xi32>) -> tensor<2x10x3xi32>
  %5 = mixp.conv ins(%g, %wg : tensor<1x5x4x6xbf16>, tensor<6x1x1x2xf16>)
         filter_scale(%sg : tensor<6x1x1x1xf32>) layout(nhwc_fhwc) strides [2, 2] groups(3)
         outs(%cg : tensor<1x3x2x6xbf16>) -> tensor<1x3x2x6xbf16>
  return %0, %1, %2, %3, %4, %5 : tensor<2x4x4x4xi32>, tensor<?x9x4x3xf32>, tensor<2x4x5x10xf32>, tensor<?x10x7x3xf32>, tensor<2x10x3xi32>, tensor<1x3x2x6xbf16>
}
