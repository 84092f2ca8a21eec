// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_89 --mixp-decompose-for-gpu | FileCheck %s --check-prefixes=CHECK,SM89
// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_80 --mixp-decompose-for-gpu | FileCheck %s --check-prefixes=CHECK,SM80

// CHECK-DAG: #[[MN:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[COLUMN:.*]] = affine_map<(d0, d1) -> (0, d1)>
// CHECK-DAG: #[[ONE:.*]] = affine_map<(d0, d1) -> (0, 0)>
// CHECK-DAG: #[[N:.*]] = affine_map<(d0, d1) -> (d1)>

// The product of integers is exact; it is scaled once, and outs comes last.
// CHECK-LABEL: func.func @scales_column
// CHECK: %[[P:.*]] = mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<3x7xi8>, tensor<7x5xi8>) outs(%{{.*}} : tensor<3x5xi32>) -> tensor<3x5xi32>
// CHECK: linalg.generic {indexing_maps = [#[[MN]], #[[COLUMN]], #[[MN]], #[[MN]]], {{.*}} ins(%[[P]], %arg2, %arg3 : tensor<3x5xi32>, tensor<1x5xf32>, tensor<3x5xf32>)
// CHECK: ^bb0(%[[ACC:.*]]: i32, %[[SCALE:.*]]: f32, %[[OUTS:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[F:.*]] = arith.sitofp %[[ACC]] : i32 to f32
// CHECK-NEXT: %[[M:.*]] = arith.mulf %[[F]], %[[SCALE]]
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[OUTS]], %[[M]]
// CHECK-NEXT: linalg.yield %[[S]]
func.func @scales_column(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %t: tensor<1x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>)
         rhs_scale(%t : tensor<1x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// A zero point is taken off times the sums along K of the other side.
// CHECK-LABEL: func.func @zero_point_lhs
// CHECK: linalg.generic {{.*}} iterator_types = ["reduction", "parallel"]} ins(%arg1 : tensor<7x5xi8>)
// CHECK: arith.extsi
// CHECK: %[[P:.*]] = mixp.matmul {{.*}} {lhs_unsigned} -> tensor<3x5xi32>
// CHECK: linalg.generic {indexing_maps = [#[[MN]], #[[ONE]], #[[N]], #[[MN]], #[[MN]]], {{.*}} ins(%[[P]],
// CHECK: arith.muli
// CHECK: arith.subi
func.func @zero_point_lhs(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %z: tensor<1x1xi32>, %c: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>) lhs_zero_point(%z : tensor<1x1xi32>)
         outs(%c : tensor<3x5xi32>) {lhs_unsigned} -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// Less than a byte is widened, with its sign.
// CHECK-LABEL: func.func @narrow_ui4
// CHECK: %[[B:.*]] = mixp.cast %arg1 {input_unsigned, result_unsigned} : tensor<7x5xi4> -> tensor<7x5xi8>
// CHECK: mixp.matmul ins(%arg0, %[[B]] : tensor<3x7xi8>, tensor<7x5xi8>) {{.*}} {rhs_unsigned}
func.func @narrow_ui4(%a: tensor<3x7xi8>, %b: tensor<7x5xi4>, %c: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi4>)
         outs(%c : tensor<3x5xi32>) {rhs_unsigned} -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// A constant is widened now.
// CHECK-LABEL: func.func @narrow_constant
// CHECK-NOT: mixp.cast
// CHECK: mixp.matmul ins(%arg0, %{{.*}} : tensor<3x2xi8>, tensor<2x2xi8>)
func.func @narrow_constant(%a: tensor<3x2xi8>, %c: tensor<3x2xi32>) -> tensor<3x2xi32> {
  %b = arith.constant dense<[[1, -8], [7, 3]]> : tensor<2x2xi4>
  %0 = mixp.matmul ins(%a, %b : tensor<3x2xi8>, tensor<2x2xi4>)
         outs(%c : tensor<3x2xi32>) -> tensor<3x2xi32>
  return %0 : tensor<3x2xi32>
}

// Floats are scaled after the sum as well, in f32; where there is no instruction
// for them nothing is gained.
// CHECK-LABEL: func.func @scales_f8
// SM89: mixp.matmul ins(%arg0, %arg1 : tensor<3x7xf8E4M3FN>, tensor<5x7xf8E4M3FN>) outs(%{{.*}} : tensor<3x5xf32>) {transpose_rhs} -> tensor<3x5xf32>
// SM89: arith.mulf
// SM89: arith.truncf {{.*}} : f32 to f16
// SM80: mixp.matmul {{.*}} lhs_scale(
// SM80-NOT: linalg.generic
func.func @scales_f8(%a: tensor<3x7xf8E4M3FN>, %b: tensor<5x7xf8E4M3FN>, %s: tensor<3x1xbf16>, %c: tensor<3x5xf16>) -> tensor<3x5xf16> {
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf8E4M3FN>, tensor<5x7xf8E4M3FN>)
         lhs_scale(%s : tensor<3x1xbf16>) lhs_block [1, 0] outs(%c : tensor<3x5xf16>) {transpose_rhs} -> tensor<3x5xf16>
  return %0 : tensor<3x5xf16>
}

// A schedule that somebody wrote stays with the product.
// CHECK-LABEL: func.func @written
// CHECK: mixp.matmul {{.*}} outs(%{{.*}} : tensor<3x5xi32>) {mixp.gpu_schedule = "any"}
func.func @written(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %t: tensor<1x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>)
         rhs_scale(%t : tensor<1x5xf32>) outs(%c : tensor<3x5xf32>) {mixp.gpu_schedule = "any"} -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// CHECK-LABEL: func.func @negative_plain
// CHECK-NEXT: mixp.matmul
// CHECK-NEXT: return
func.func @negative_plain(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %c: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>)
         outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// f32 without tf32 has no instruction.
// CHECK-LABEL: func.func @negative_f32
// CHECK: mixp.matmul {{.*}} rhs_scale(
func.func @negative_f32(%a: tensor<3x7xf32>, %b: tensor<7x5xf32>, %t: tensor<1x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>)
         rhs_scale(%t : tensor<1x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
