// RUN: mixp-opt %s -convert-mixp-to-linalg | FileCheck %s

// CHECK-DAG: #[[LHS:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-DAG: #[[RHS:.*]] = affine_map<(d0, d1, d2) -> (d1, d2)>
// CHECK-DAG: #[[OUTS:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>
// CHECK-DAG: #[[LHS_T:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d3, d1)>
// CHECK-DAG: #[[RHS_T:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>

// CHECK-LABEL: func.func @ui8_i8_zero_point
// CHECK: linalg.generic {indexing_maps = [#[[LHS]], #[[RHS]], #{{[a-z0-9]+}}, #[[OUTS]]]
// CHECK-SAME: iterator_types = ["parallel", "reduction", "parallel"]
// CHECK: %[[A:.*]] = arith.extui %{{.*}} : i8 to i32
// CHECK: %[[SHIFTED:.*]] = arith.subi %[[A]], %{{.*}}
// CHECK: %[[B:.*]] = arith.extsi %{{.*}} : i8 to i32
// CHECK: %[[PRODUCT:.*]] = arith.muli %[[SHIFTED]], %[[B]]
// CHECK: arith.addi %{{.*}}, %[[PRODUCT]]
func.func @ui8_i8_zero_point(%lhs: tensor<3x7xi8>, %rhs: tensor<7x5xi8>, %zero: tensor<1x1xi32>, %outs: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %0 = mixp.matmul ins(%lhs, %rhs : tensor<3x7xi8>, tensor<7x5xi8>) lhs_zero_point(%zero : tensor<1x1xi32>)
    outs(%outs : tensor<3x5xi32>) {lhs_unsigned} -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// fl(outs + fl(fl(acc) * fl(sl * sr)))
// CHECK-LABEL: func.func @i8_scaled_per_row_per_channel
// CHECK: linalg.generic
// CHECK: linalg.generic
// CHECK: ^bb0(%[[ACC:.*]]: i32, %[[SL:.*]]: f32, %[[SR:.*]]: f32, %[[OUT:.*]]: f32):
// CHECK: %[[SCALE:.*]] = arith.mulf %[[SL]], %[[SR]] : f32
// CHECK: %[[REAL:.*]] = arith.sitofp %[[ACC]] : i32 to f32
// CHECK: %[[SCALED:.*]] = arith.mulf %[[REAL]], %[[SCALE]] : f32
// CHECK: arith.addf %[[OUT]], %[[SCALED]] : f32
func.func @i8_scaled_per_row_per_channel(%lhs: tensor<3x7xi8>, %rhs: tensor<7x5xi8>, %sl: tensor<3x1xf32>, %sr: tensor<1x5xf32>, %outs: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = mixp.matmul ins(%lhs, %rhs : tensor<3x7xi8>, tensor<7x5xi8>) lhs_scale(%sl : tensor<3x1xf32>)
    rhs_scale(%sr : tensor<1x5xf32>) outs(%outs : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// Scales that vary along K: dequantized, then a product in f32, rounded once.
// CHECK-LABEL: func.func @f16_i4_groups_to_f16
// CHECK: linalg.generic {{.*}} ins(%{{.*}} : tensor<7x5xi4>)
// CHECK: tensor.extract
// CHECK: linalg.generic {{.*}} ins(%{{.*}} : tensor<3x5xf16>) outs(%{{.*}} : tensor<3x5xf32>)
// CHECK: linalg.generic {{.*}} ins(%{{.*}}, %{{.*}} : tensor<3x7xf16>, tensor<7x5xf32>)
// CHECK: arith.extf %{{.*}} : f16 to f32
// CHECK: arith.mulf
// CHECK: arith.addf
// CHECK: arith.truncf %{{.*}} : f32 to f16
func.func @f16_i4_groups_to_f16(%lhs: tensor<3x7xf16>, %rhs: tensor<7x5xi4>, %sr: tensor<2x5xf32>, %outs: tensor<3x5xf16>) -> tensor<3x5xf16> {
  %0 = mixp.matmul ins(%lhs, %rhs : tensor<3x7xf16>, tensor<7x5xi4>) rhs_scale(%sr : tensor<2x5xf32>)
    rhs_block [4, 1] outs(%outs : tensor<3x5xf16>) -> tensor<3x5xf16>
  return %0 : tensor<3x5xf16>
}

// CHECK-LABEL: func.func @f32_batch_transposed_dynamic
// CHECK: linalg.generic {indexing_maps = [#[[LHS_T]], #[[RHS_T]], #{{[a-z0-9]+}}]
// CHECK-SAME: iterator_types = ["parallel", "parallel", "parallel", "reduction"]
func.func @f32_batch_transposed_dynamic(%lhs: tensor<2x7x?xf32>, %rhs: tensor<2x5x7xf32>, %outs: tensor<2x?x5xf32>) -> tensor<2x?x5xf32> {
  %0 = mixp.matmul ins(%lhs, %rhs : tensor<2x7x?xf32>, tensor<2x5x7xf32>) outs(%outs : tensor<2x?x5xf32>)
    {transpose_lhs, transpose_rhs} -> tensor<2x?x5xf32>
  return %0 : tensor<2x?x5xf32>
}

// The loop runs over what is stored; the dense side is read where metadata say.
// CHECK-LABEL: func.func @sparse_rhs
// CHECK-SAME: %[[A:[a-z0-9]+]]: tensor<3x8xi8>
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel", "reduction"]} ins(%{{.*}}, %{{.*}} : tensor<4x5xi8>, tensor<4x5xi2>)
// CHECK: ^bb0(%[[V:.*]]: i8, %[[P:.*]]: i2, %[[OUT:.*]]: i32):
// CHECK: %[[J:.*]] = linalg.index 2
// CHECK: %[[GROUP:.*]] = arith.divui %[[J]]
// CHECK: %[[FIRST:.*]] = arith.muli %[[GROUP]]
// CHECK: %[[IN:.*]] = arith.index_castui %[[P]] : i2 to index
// CHECK: %[[K:.*]] = arith.addi %[[FIRST]], %[[IN]]
// CHECK: tensor.extract %[[A]][%{{.*}}, %[[K]]]
func.func @sparse_rhs(%lhs: tensor<3x8xi8>, %rhs: tensor<4x5xi8>, %m: tensor<4x5xi2>, %outs: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %0 = mixp.matmul ins(%lhs, %rhs : tensor<3x8xi8>, tensor<4x5xi8>) rhs_metadata(%m : tensor<4x5xi2>)
    outs(%outs : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// fl rounds to f64.
// CHECK-LABEL: func.func @f64
// CHECK: linalg.generic
// CHECK: arith.extf %{{.*}} : f32 to f64
// CHECK: arith.mulf %{{.*}} : f64
// CHECK: arith.addf %{{.*}} : f64
func.func @f64(%lhs: tensor<3x7xf32>, %rhs: tensor<7x5xf64>, %outs: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %0 = mixp.matmul ins(%lhs, %rhs : tensor<3x7xf32>, tensor<7x5xf64>)
    outs(%outs : tensor<3x5xf64>) -> tensor<3x5xf64>
  return %0 : tensor<3x5xf64>
}
