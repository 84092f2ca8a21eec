// Convolutions from linalg keep their values: what the evaluator says of the
// linalg ops is what compiled code gives for the mixp ops.
//
// REQUIRES: avx2
// RUN: rm -rf %t && mkdir %t
// RUN: mixp-opt %s --convert-linalg-to-mixp -o %t/mixp.mlir
// RUN: FileCheck %s < %t/mixp.mlir
// CHECK-COUNT-4: mixp.conv
// CHECK-NOT: linalg.{{.*}}conv

// RUN: mixp run %s --random=5 --pipeline=reference --output %t/0.npy --output %t/1.npy --output %t/2.npy --output %t/3.npy
// RUN: mixp run %t/mixp.mlir --random=5 --check --output %t/a.npy --output %t/b.npy --output %t/c.npy --output %t/d.npy | FileCheck %s --check-prefix=EXACT
// RUN: cmp %t/0.npy %t/a.npy
// RUN: cmp %t/1.npy %t/b.npy
// RUN: cmp %t/2.npy %t/c.npy
// RUN: cmp %t/3.npy %t/d.npy
// EXACT: bit-exact
func.func @main(%x: tensor<2x7x9x5xi8>, %w: tensor<2x3x5x4xi8>, %c: tensor<2x3x3x4xi32>,
                %v: tensor<2x3x5x3xi8>, %d: tensor<2x6x7x5x3xi32>,
                %y: tensor<1x2x3x7x9xi8>, %u: tensor<2x4x3x2x3xi8>, %e: tensor<1x2x4x6x7xi32>,
                %a: tensor<9x5xi8>, %b: tensor<4x3x5xi8>, %f: tensor<7x4xi32>)
    -> (tensor<2x3x3x4xi32>, tensor<2x6x7x5x3xi32>, tensor<1x2x4x6x7xi32>, tensor<7x4xi32>) {
  %zx = arith.constant 3 : i32
  %zw = arith.constant -7 : i32
  %0 = linalg.conv_2d_nhwc_hwcf_q {strides = dense<[2, 1]> : vector<2xi64>, dilations = dense<[1, 3]> : vector<2xi64>}
         ins(%x, %w, %zx, %zw : tensor<2x7x9x5xi8>, tensor<2x3x5x4xi8>, i32, i32) outs(%c : tensor<2x3x3x4xi32>) -> tensor<2x3x3x4xi32>
  %1 = linalg.depthwise_conv_2d_nhwc_hwcm_q ins(%x, %v, %zx, %zw : tensor<2x7x9x5xi8>, tensor<2x3x5x3xi8>, i32, i32)
         outs(%d : tensor<2x6x7x5x3xi32>) -> tensor<2x6x7x5x3xi32>
  %2 = linalg.conv_2d_ngchw_gfchw_q ins(%y, %u, %zx, %zw : tensor<1x2x3x7x9xi8>, tensor<2x4x3x2x3xi8>, i32, i32)
         outs(%e : tensor<1x2x4x6x7xi32>) -> tensor<1x2x4x6x7xi32>
  %3 = linalg.generic {
    indexing_maps = [affine_map<(y, o, t, c) -> (o, t, c)>, affine_map<(y, o, t, c) -> (y + t, c)>, affine_map<(y, o, t, c) -> (y, o)>],
    iterator_types = ["parallel", "parallel", "reduction", "reduction"]
  } ins(%b, %a : tensor<4x3x5xi8>, tensor<9x5xi8>) outs(%f : tensor<7x4xi32>) {
  ^bb0(%in: i8, %filter: i8, %acc: i32):
    %4 = arith.extui %in : i8 to i32
    %5 = arith.extsi %filter : i8 to i32
    %6 = arith.muli %4, %5 : i32
    %7 = arith.addi %acc, %6 : i32
    linalg.yield %7 : i32
  } -> tensor<7x4xi32>
  return %0, %1, %2, %3 : tensor<2x3x3x4xi32>, tensor<2x6x7x5x3xi32>, tensor<1x2x4x6x7xi32>, tensor<7x4xi32>
}
