// RUN: mixp-opt %s | mixp-opt | FileCheck %s

// CHECK-LABEL: func.func @pack_rhs
// CHECK: mixp.pack_rhs %{{.*}} into %{{.*}} {nr = 16 : i64, word = 4 : i64} : tensor<7x5xi8> into tensor<1x1x2x64xi8> -> tensor<1x1x2x64xi8>
func.func @pack_rhs(%b: tensor<7x5xi8>, %e: tensor<1x1x2x64xi8>) -> tensor<1x1x2x64xi8> {
  %0 = mixp.pack_rhs %b into %e {nr = 16, word = 4} : tensor<7x5xi8> into tensor<1x1x2x64xi8> -> tensor<1x1x2x64xi8>
  return %0 : tensor<1x1x2x64xi8>
}

// CHECK-LABEL: func.func @packed_matmul
// CHECK: mixp.packed_matmul ins(%{{.*}}, %{{.*}} : tensor<3x8xi8>, tensor<1x1x2x64xi8>) epilogue(%{{.*}} : tensor<5xi32>)
// CHECK: mixp.yield %{{.*}} : i32
func.func @packed_matmul(%a: tensor<3x8xi8>, %p: tensor<1x1x2x64xi8>, %bias: tensor<5xi32>, %e: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x8xi8>, tensor<1x1x2x64xi8>)
         epilogue(%bias : tensor<5xi32>) maps [affine_map<(m, n) -> (n)>]
         outs(%e : tensor<3x5xi32>)
         schedule #mixp.schedule<mma = vpdpbusd, mr = 6, nr = 16, unroll = 4, mc = 96, nc = 1024> {
  ^bb0(%acc: i32, %b: i32):
    %s = arith.addi %acc, %b : i32
    mixp.yield %s : i32
  } -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// CHECK-LABEL: func.func @packed_matmul_codes
// CHECK: group_zero_points(%{{.*}} : tensor<1x1x16xf32>)
// CHECK: rhs_code = ui3
func.func @packed_matmul_codes(%a: tensor<3x32xf32>, %p: tensor<1x1x1x192xi8>, %s: tensor<1x1x16xf32>, %z: tensor<1x1x16xf32>, %e: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x32xf32>, tensor<1x1x1x192xi8>)
         group_scales(%s : tensor<1x1x16xf32>) group_zero_points(%z : tensor<1x1x16xf32>) maps [] outs(%e : tensor<3x5xf32>)
         schedule #mixp.schedule<mma = fma, mr = 4, nr = 16, unroll = 1, mc = 96, nc = 1024> attributes {group_steps = 1 : i64, rhs_code = ui3} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// A batch of windows of 3 x 8 elements on one rhs; the rows are reduced.
// CHECK-LABEL: func.func @packed_matmul_combine
// CHECK: mixp.packed_matmul ins(%{{.*}}, %{{.*}} : tensor<2x6x3x8xf32>, tensor<1x1x24x16xf32>) maps [] outs(%{{.*}} : tensor<2x5xf32>)
// CHECK-SAME: attributes {combine_rows, lhs_row_dims = 1 : i64}
// CHECK: arith.maximumf
func.func @packed_matmul_combine(%w: tensor<2x6x3x8xf32>, %q: tensor<1x1x24x16xf32>, %m: tensor<2x5xf32>) -> tensor<2x5xf32> {
  %1 = mixp.packed_matmul ins(%w, %q : tensor<2x6x3x8xf32>, tensor<1x1x24x16xf32>)
         maps [] outs(%m : tensor<2x5xf32>)
         schedule #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16> attributes {combine_rows, lhs_row_dims = 1 : i64} {
  ^bb0(%acc: f32, %so_far: f32):
    %s = arith.maximumf %so_far, %acc : f32
    mixp.yield %s : f32
  } -> tensor<2x5xf32>
  return %1 : tensor<2x5xf32>
}

// CHECK-LABEL: func.func @quantize_rows
// CHECK: mixp.quantize_rows %{{.*}} into(%{{.*}}, %{{.*}} : tensor<3x8xi8>, tensor<3x1xf32>) : tensor<3x8xf32> -> tensor<3x8xi8>, tensor<3x1xf32>
// CHECK: mixp.quantize_rows %{{.*}} into(%{{.*}}, %{{.*}}, %{{.*}} : memref<3x8xi8>, memref<3x1xf32>, memref<3x1xi32>) {factor = -8 : i32, group = 16 : i64} : memref<3x8xf16>
func.func @quantize_rows(%x: tensor<3x8xf32>, %e: tensor<3x8xi8>, %s: tensor<3x1xf32>, %m: memref<3x8xf16>, %f: memref<3x8xi8>, %t: memref<3x1xf32>, %u: memref<3x1xi32>) -> (tensor<3x8xi8>, tensor<3x1xf32>) {
  %q:2 = mixp.quantize_rows %x into (%e, %s : tensor<3x8xi8>, tensor<3x1xf32>)
           : tensor<3x8xf32> -> tensor<3x8xi8>, tensor<3x1xf32>
  mixp.quantize_rows %m into (%f, %t, %u : memref<3x8xi8>, memref<3x1xf32>, memref<3x1xi32>) {group = 16, factor = -8 : i32} : memref<3x8xf16>
  return %q#0, %q#1 : tensor<3x8xi8>, tensor<3x1xf32>
}
