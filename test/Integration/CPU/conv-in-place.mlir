// Windows that kernels read in place: several images, or a number known at run
// time only, strides, dilations, paddings, groups, K in several blocks, taps
// that are one run and taps that are not, integers and floats, a maximum over
// all pixels. conv-layouts.mlir has windows that no kernel reads in place.
//
// REQUIRES: avx2
// RUN: mixp-opt %s --mixp-cpu-prepare-pipeline=target=avx512-vnni --mixp-cpu-pack-pipeline | FileCheck %s --check-prefix=IR
// RUN: mixp run %s --random=1 --dim=3 --check | FileCheck %s
// RUN: mixp run %s --random=2 --dim=1 --check --target=x86-64-v3 | FileCheck %s
// RUN: mixp run %s --random=3 --dim=2 --check --threads=2 | FileCheck %s
// RUN: mixp run %s --random=4 --dim=2 --check --random-special | FileCheck %s
// IR-COUNT-7: mixp.windows {{.*}} {in_place}
// CHECK: within their bounds
func.func @main(%a: tensor<1x23x12xf32>, %wa: tensor<21x5x12xf32>, %ca: tensor<1x19x21xf32>,
                %b: tensor<?x19x8xf32>, %wb: tensor<37x3x8xf32>, %cb: tensor<?x7x37xf32>,
                %d: tensor<2x9x11x16xf32>, %wd: tensor<70x3x3x16xf32>, %cd: tensor<2x9x6x70xf32>,
                %e: tensor<?x8x7x32xi8>, %we: tensor<33x3x3x32xi8>, %ze: tensor<1x1x1x1xi32>, %ce: tensor<?x8x6x33xi32>,
                %f: tensor<1x5x6x7x12xf32>, %wf: tensor<9x2x2x3x12xf32>, %cf: tensor<1x4x5x5x9xf32>,
                %g: tensor<2x13x24xf32>, %wg: tensor<20x3x12xf32>, %cg: tensor<2x9x20xf32>,
                %h: tensor<?x12x9x192xf32>, %wh: tensor<70x3x3x192xf32>, %ch: tensor<?x10x7x70xf32>)
    -> (tensor<1x19x21xf32>, tensor<?x7x37xf32>, tensor<2x9x6x70xf32>, tensor<?x8x6x33xi32>,
        tensor<1x4x5x5x9xf32>, tensor<2x9x20xf32>, tensor<?x10x7x70xf32>) {
  %0 = mixp.conv ins(%a, %wa : tensor<1x23x12xf32>, tensor<21x5x12xf32>)
         layout(nhwc_fhwc) outs(%ca : tensor<1x19x21xf32>) -> tensor<1x19x21xf32>
  %1 = mixp.conv ins(%b, %wb : tensor<?x19x8xf32>, tensor<37x3x8xf32>)
         layout(nhwc_fhwc) strides [3] pad_low [2] outs(%cb : tensor<?x7x37xf32>) -> tensor<?x7x37xf32>
  %2 = mixp.conv ins(%d, %wd : tensor<2x9x11x16xf32>, tensor<70x3x3x16xf32>)
         layout(nhwc_fhwc) strides [1, 2] pad_low [1, 1] pad_high [1, 1] outs(%cd : tensor<2x9x6x70xf32>) -> tensor<2x9x6x70xf32>
  %3 = mixp.conv ins(%e, %we : tensor<?x8x7x32xi8>, tensor<33x3x3x32xi8>)
         input_zero_point(%ze : tensor<1x1x1x1xi32>) input_block [0, 0, 0, 0]
         layout(nhwc_fhwc) dilations [1, 2] pad_low [0, 1] pad_high [2, 2] outs(%ce : tensor<?x8x6x33xi32>) -> tensor<?x8x6x33xi32>
  %4 = mixp.conv ins(%f, %wf : tensor<1x5x6x7x12xf32>, tensor<9x2x2x3x12xf32>)
         layout(nhwc_fhwc) outs(%cf : tensor<1x4x5x5x9xf32>) -> tensor<1x4x5x5x9xf32>
  %5 = mixp.conv ins(%g, %wg : tensor<2x13x24xf32>, tensor<20x3x12xf32>)
         layout(nhwc_fhwc) dilations [2] groups(2) outs(%cg : tensor<2x9x20xf32>) -> tensor<2x9x20xf32>
  %6 = mixp.conv ins(%h, %wh : tensor<?x12x9x192xf32>, tensor<70x3x3x192xf32>)
         layout(nhwc_fhwc) outs(%ch : tensor<?x10x7x70xf32>) -> tensor<?x10x7x70xf32>
  return %0, %1, %2, %3, %4, %5, %6 : tensor<1x19x21xf32>, tensor<?x7x37xf32>, tensor<2x9x6x70xf32>, tensor<?x8x6x33xi32>,
    tensor<1x4x5x5x9xf32>, tensor<2x9x20xf32>, tensor<?x10x7x70xf32>
}
