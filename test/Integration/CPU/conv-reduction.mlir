// Bias, activation and a maximum or mean over all pixels of a convolution's
// result, which never stands in memory: channels first and last, one image and
// several, columns that fill no vector, two threads.
//
// REQUIRES: avx2
// RUN: mixp-opt %s --mixp-cpu-prepare-pipeline=target=avx512-vnni --mixp-cpu-pack-pipeline | FileCheck %s --check-prefix=IR
// RUN: mixp run %s --random=1 --dim=3 --check | FileCheck %s
// RUN: mixp run %s --random=2 --dim=1 --check --target=x86-64-v3 | FileCheck %s
// RUN: mixp run %s --random=3 --dim=2 --check --threads=2 | FileCheck %s
// RUN: mixp run %s --random=4 --dim=2 --check-outputs --random-special | FileCheck %s --check-prefix=SPECIAL
// IR: mixp.packed_matmul {{.*}} outs(%{{.*}} : tensor<?x21xf32>)
// IR-SAME: combine_rows
// IR: arith.maximumf
// IR: mixp.packed_matmul {{.*}} outs(%{{.*}} : tensor<2x70xf32>)
// IR-SAME: combine_rows
// IR: arith.addf
// IR: mixp.packed_matmul {{.*}} outs(%{{.*}} : tensor<1x9xi32>)
// IR-SAME: combine_rows
// IR: arith.minsi
// IR-NOT: linalg.generic
// CHECK: within their bounds
// SPECIAL: checked 191 elements of 3 outputs
#ncp = affine_map<(n, c, p) -> (n, c, p)>
#npc = affine_map<(n, p, c) -> (n, p, c)>
#nyxc = affine_map<(n, y, x, c) -> (n, y, x, c)>

func.func @main(%x: tensor<?x23x12xf32>, %w: tensor<21x12x5xf32>, %bias: tensor<21xf32>, %low: tensor<?x21xf32>,
                %y: tensor<2x9x11x16xf32>, %wy: tensor<70x3x3x16xf32>, %zero: tensor<2x70xf32>,
                %z: tensor<1x13x8xi8>, %wz: tensor<9x3x8xi8>, %high: tensor<1x9xi32>)
    -> (tensor<?x21xf32>, tensor<2x70xf32>, tensor<1x9xi32>) {
  %c0 = arith.constant 0 : index
  %f0 = arith.constant 0.0 : f32
  %n = tensor.dim %x, %c0 : tensor<?x23x12xf32>
  %et = tensor.empty(%n) : tensor<?x12x23xf32>
  %t = linalg.transpose ins(%x : tensor<?x23x12xf32>) outs(%et : tensor<?x12x23xf32>) permutation = [0, 2, 1]
  %ec = tensor.empty(%n) : tensor<?x21x19xf32>
  %zeros = linalg.fill ins(%f0 : f32) outs(%ec : tensor<?x21x19xf32>) -> tensor<?x21x19xf32>
  %0 = mixp.conv ins(%t, %w : tensor<?x12x23xf32>, tensor<21x12x5xf32>)
         layout(nchw_fchw) outs(%zeros : tensor<?x21x19xf32>) -> tensor<?x21x19xf32>
  %1 = linalg.generic {indexing_maps = [#ncp, affine_map<(n, c, p) -> (c)>, #ncp], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%0, %bias : tensor<?x21x19xf32>, tensor<21xf32>) outs(%ec : tensor<?x21x19xf32>) {
  ^bb0(%v: f32, %b: f32, %o: f32):
    %s = arith.addf %v, %b : f32
    %a = math.tanh %s : f32
    linalg.yield %a : f32
  } -> tensor<?x21x19xf32>
  %2 = linalg.generic {indexing_maps = [#ncp, affine_map<(n, c, p) -> (n, c)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%1 : tensor<?x21x19xf32>) outs(%low : tensor<?x21xf32>) {
  ^bb0(%v: f32, %o: f32):
    %m = arith.maximumf %v, %o : f32
    linalg.yield %m : f32
  } -> tensor<?x21xf32>

  %ey = tensor.empty() : tensor<2x7x9x70xf32>
  %zy = linalg.fill ins(%f0 : f32) outs(%ey : tensor<2x7x9x70xf32>) -> tensor<2x7x9x70xf32>
  %3 = mixp.conv ins(%y, %wy : tensor<2x9x11x16xf32>, tensor<70x3x3x16xf32>)
         layout(nhwc_fhwc) outs(%zy : tensor<2x7x9x70xf32>) -> tensor<2x7x9x70xf32>
  %4 = linalg.generic {indexing_maps = [#nyxc, affine_map<(n, y, x, c) -> (n, c)>], iterator_types = ["parallel", "reduction", "reduction", "parallel"]}
      ins(%3 : tensor<2x7x9x70xf32>) outs(%zero : tensor<2x70xf32>) {
  ^bb0(%v: f32, %o: f32):
    %a = math.absf %v : f32
    %m = arith.addf %o, %a : f32
    linalg.yield %m : f32
  } -> tensor<2x70xf32>

  %i0 = arith.constant 0 : i32
  %ez = tensor.empty() : tensor<1x11x9xi32>
  %zz = linalg.fill ins(%i0 : i32) outs(%ez : tensor<1x11x9xi32>) -> tensor<1x11x9xi32>
  %5 = mixp.conv ins(%z, %wz : tensor<1x13x8xi8>, tensor<9x3x8xi8>)
         layout(nhwc_fhwc) outs(%zz : tensor<1x11x9xi32>) -> tensor<1x11x9xi32>
  %6 = linalg.generic {indexing_maps = [#npc, affine_map<(n, p, c) -> (n, c)>], iterator_types = ["parallel", "reduction", "parallel"]}
      ins(%5 : tensor<1x11x9xi32>) outs(%high : tensor<1x9xi32>) {
  ^bb0(%v: i32, %o: i32):
    %m = arith.minsi %o, %v : i32
    linalg.yield %m : i32
  } -> tensor<1x9xi32>
  return %2, %4, %6 : tensor<?x21xf32>, tensor<2x70xf32>, tensor<1x9xi32>
}
