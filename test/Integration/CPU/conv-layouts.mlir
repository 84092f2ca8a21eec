// Where elements of a window are: layouts, ranks, strides, dilations, paddings
// on one side only, windows of one element, a batch known at run time only. The
// numbers are integers, so that one wrong element shows.
//
// REQUIRES: avx2
// RUN: mixp run %s --random=1 --dim=3 --check | FileCheck %s
// RUN: mixp run %s --random=2 --dim=1 --check --target=x86-64-v3 | FileCheck %s
// RUN: mixp run %s --random=3 --dim=2 --check --threads=2 | FileCheck %s
// CHECK: checked {{.*}} elements of 8 outputs: bit-exact
func.func @main(%a: tensor<2x7x6x5xi8>, %wa: tensor<9x3x2x5xi8>, %ca: tensor<2x5x3x9xi32>,
                %b: tensor<?x5x7x6xi8>, %wb: tensor<9x5x3x2xi8>, %cb: tensor<?x9x4x6xi32>,
                %r: tensor<3x11x2xi8>, %wr: tensor<4x3x2xi8>, %cr: tensor<3x4x4xi32>,
                %q: tensor<3x2x11xi8>, %wq: tensor<4x2x3xi8>, %cq: tensor<3x4x7xi32>,
                %v: tensor<1x4x5x6x3xi8>, %wv: tensor<2x2x3x2x3xi8>, %cv: tensor<1x4x2x4x2xi32>,
                %p: tensor<2x5x7x3xi8>, %wp: tensor<6x1x1x3xi8>, %cp: tensor<2x5x7x6xi32>, %cs: tensor<2x3x3x6xi32>,
                %wn: tensor<6x5x1x1xi8>, %cn: tensor<?x6x7x6xi32>)
    -> (tensor<2x5x3x9xi32>, tensor<?x9x4x6xi32>, tensor<3x4x4xi32>, tensor<3x4x7xi32>, tensor<1x4x2x4x2xi32>,
        tensor<2x5x7x6xi32>, tensor<2x3x3x6xi32>, tensor<?x6x7x6xi32>) {
  %0 = mixp.conv ins(%a, %wa : tensor<2x7x6x5xi8>, tensor<9x3x2x5xi8>)
         layout(nhwc_fhwc) strides [1, 2] outs(%ca : tensor<2x5x3x9xi32>) -> tensor<2x5x3x9xi32>
  %1 = mixp.conv ins(%b, %wb : tensor<?x5x7x6xi8>, tensor<9x5x3x2xi8>)
         layout(nchw_fchw) strides [2, 1] pad_low [0, 1] pad_high [2, 0]
         outs(%cb : tensor<?x9x4x6xi32>) -> tensor<?x9x4x6xi32>
  %2 = mixp.conv ins(%r, %wr : tensor<3x11x2xi8>, tensor<4x3x2xi8>)
         layout(nhwc_fhwc) strides [3] dilations [2] pad_high [3] outs(%cr : tensor<3x4x4xi32>) -> tensor<3x4x4xi32>
  %3 = mixp.conv ins(%q, %wq : tensor<3x2x11xi8>, tensor<4x2x3xi8>)
         layout(nchw_fchw) dilations [2] outs(%cq : tensor<3x4x7xi32>) -> tensor<3x4x7xi32>
  %4 = mixp.conv ins(%v, %wv : tensor<1x4x5x6x3xi8>, tensor<2x2x3x2x3xi8>)
         layout(nhwc_fhwc) strides [1, 2, 1] dilations [1, 1, 2] pad_low [1, 0, 0]
         outs(%cv : tensor<1x4x2x4x2xi32>) -> tensor<1x4x2x4x2xi32>
  %5 = mixp.conv ins(%p, %wp : tensor<2x5x7x3xi8>, tensor<6x1x1x3xi8>)
         layout(nhwc_fhwc) outs(%cp : tensor<2x5x7x6xi32>) -> tensor<2x5x7x6xi32>
  %6 = mixp.conv ins(%p, %wp : tensor<2x5x7x3xi8>, tensor<6x1x1x3xi8>)
         layout(nhwc_fhwc) strides [2, 3] outs(%cs : tensor<2x3x3x6xi32>) -> tensor<2x3x3x6xi32>
  %7 = mixp.conv ins(%b, %wn : tensor<?x5x7x6xi8>, tensor<6x5x1x1xi8>)
         layout(nchw_fchw) outs(%cn : tensor<?x6x7x6xi32>) -> tensor<?x6x7x6xi32>
  return %0, %1, %2, %3, %4, %5, %6, %7 : tensor<2x5x3x9xi32>, tensor<?x9x4x6xi32>, tensor<3x4x4xi32>, tensor<3x4x7xi32>,
    tensor<1x4x2x4x2xi32>, tensor<2x5x7x6xi32>, tensor<2x3x3x6xi32>, tensor<?x6x7x6xi32>
}
