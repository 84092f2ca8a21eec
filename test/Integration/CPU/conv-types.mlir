// Operand types, with what padding is for each of them: zeros of floats, zero
// points of integers (of the whole input, of each element of the batch, beyond
// the input's range, constant), scales of any type, constant filters.
//
// REQUIRES: avx2
// RUN: mixp run %s --random=1 --dim=2 --check | FileCheck %s
// RUN: mixp run %s --random=2 --dim=3 --check --target=x86-64-v3 | FileCheck %s
// RUN: mixp run %s --random=3 --dim=2 --check-outputs --random-special | FileCheck %s
// CHECK: within their bounds
func.func @main(%a: tensor<?x4x5x3xui8>, %za: tensor<1x1x1x1xi32>, %ca: tensor<?x5x6x5xi32>,
                %b: tensor<2x3x6xi4>, %zb: tensor<2x1x1xi32>, %wb: tensor<3x3x2xui4>, %sb: tensor<3x1x1xf8E8M0FNU>, %cb: tensor<2x3x7xf32>,
                %d: tensor<2x3x4x5xf16>, %wd: tensor<7x2x2x5xi8>, %sd: tensor<1x1x1x1xf16>, %cd: tensor<2x3x4x7xf16>,
                %e: tensor<1x5x4x3xf8E4M3FN>, %we: tensor<4x2x3x3xf8E5M2>, %se: tensor<1x1x1x1xf32>, %ce: tensor<1x6x2x4xf32>,
                %f: tensor<1x6x5x2xf32>, %wf: tensor<3x3x3x2xf32>, %cf: tensor<1x6x5x3xf32>,
                %g: tensor<2x7x2xf64>, %wg: tensor<3x3x2xbf16>, %cg: tensor<2x7x3xf64>,
                %h: tensor<1x9x5xui1>, %wh: tensor<2x3x5xui1>, %ch: tensor<1x9x2xi32>,
                %i: tensor<1x4x4x2xf4E2M1FN>, %wi: tensor<3x2x2x2xf6E3M2FN>, %ci: tensor<1x4x4x3xf32>)
    -> (tensor<?x5x6x5xi32>, tensor<2x3x7xf32>, tensor<2x3x4x7xf16>, tensor<1x6x2x4xf32>, tensor<1x6x5x3xf32>,
        tensor<2x7x3xf64>, tensor<1x9x2xi32>, tensor<1x4x4x3xf32>) {
  %wa = arith.constant dense<[[[[1, -2, 3], [4, -5, 127]]], [[[-128, 7, 9], [11, -13, 17]]], [[[0, 19, -23], [2, 29, 31]]],
                              [[[37, 41, -43], [47, -53, 59]]], [[[61, -67, 71], [-73, 79, -83]]]]> : tensor<5x1x2x3xi8>
  %zf = arith.constant dense<[[[[3]]], [[[-4]]], [[[5]]], [[[0]]], [[[-128]]]]> : tensor<5x1x1x1xi32>
  %0 = mixp.conv ins(%a, %wa : tensor<?x4x5x3xui8>, tensor<5x1x2x3xi8>)
         input_zero_point(%za : tensor<1x1x1x1xi32>) input_block [0, 0, 0, 0]
         filter_zero_point(%zf : tensor<5x1x1x1xi32>)
         layout(nhwc_fhwc) pad_low [1, 0] pad_high [0, 2] outs(%ca : tensor<?x5x6x5xi32>) -> tensor<?x5x6x5xi32>
  %1 = mixp.conv ins(%b, %wb : tensor<2x3x6xi4>, tensor<3x3x2xui4>)
         input_zero_point(%zb : tensor<2x1x1xi32>)
         filter_scale(%sb : tensor<3x1x1xf8E8M0FNU>)
         layout(nchw_fchw) pad_low [1] pad_high [1] outs(%cb : tensor<2x3x7xf32>) -> tensor<2x3x7xf32>
  %2 = mixp.conv ins(%d, %wd : tensor<2x3x4x5xf16>, tensor<7x2x2x5xi8>)
         filter_scale(%sd : tensor<1x1x1x1xf16>)
         layout(nhwc_fhwc) pad_low [1, 1] outs(%cd : tensor<2x3x4x7xf16>) -> tensor<2x3x4x7xf16>
  %3 = mixp.conv ins(%e, %we : tensor<1x5x4x3xf8E4M3FN>, tensor<4x2x3x3xf8E5M2>)
         input_scale(%se : tensor<1x1x1x1xf32>)
         layout(nhwc_fhwc) pad_low [2, 0] outs(%ce : tensor<1x6x2x4xf32>) -> tensor<1x6x2x4xf32>
  %4 = mixp.conv ins(%f, %wf : tensor<1x6x5x2xf32>, tensor<3x3x3x2xf32>)
         layout(nhwc_fhwc) pad_low [1, 1] pad_high [1, 1] precision(bf16x3)
         outs(%cf : tensor<1x6x5x3xf32>) -> tensor<1x6x5x3xf32>
  %5 = mixp.conv ins(%g, %wg : tensor<2x7x2xf64>, tensor<3x3x2xbf16>)
         layout(nhwc_fhwc) pad_low [1] pad_high [1] outs(%cg : tensor<2x7x3xf64>) -> tensor<2x7x3xf64>
  %one = arith.constant dense<1> : tensor<1x1x1xi32>
  %6 = mixp.conv ins(%h, %wh : tensor<1x9x5xui1>, tensor<2x3x5xui1>)
         input_zero_point(%one : tensor<1x1x1xi32>)
         layout(nhwc_fhwc) pad_low [1] pad_high [1] outs(%ch : tensor<1x9x2xi32>) -> tensor<1x9x2xi32>
  %7 = mixp.conv ins(%i, %wi : tensor<1x4x4x2xf4E2M1FN>, tensor<3x2x2x2xf6E3M2FN>)
         layout(nhwc_fhwc) pad_low [1, 0] pad_high [0, 1] outs(%ci : tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32>
  return %0, %1, %2, %3, %4, %5, %6, %7 : tensor<?x5x6x5xi32>, tensor<2x3x7xf32>, tensor<2x3x4x7xf16>, tensor<1x6x2x4xf32>,
    tensor<1x6x5x3xf32>, tensor<2x7x3xf64>, tensor<1x9x2xi32>, tensor<1x4x4x3xf32>
}
