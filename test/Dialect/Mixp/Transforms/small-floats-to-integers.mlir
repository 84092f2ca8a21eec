// RUN: mixp-opt %s -mixp-small-floats-to-integers | FileCheck %s

#id = affine_map<(d0) -> (d0)>

// CHECK-LABEL: func.func @f
// CHECK-SAME: (%{{.*}}: tensor<5xi8>, %{{.*}}: tensor<5xi32>) -> tensor<5xi32>
// CHECK: ^bb0(%[[IN:.*]]: i8, %{{.*}}: i32):
// CHECK-NEXT: arith.extui %[[IN]] : i8 to i32
func.func @f(%x: tensor<5xf8E4M3FN>, %e: tensor<5xi32>) -> tensor<5xi32> {
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
    ins(%x : tensor<5xf8E4M3FN>) outs(%e : tensor<5xi32>) {
  ^bb0(%in: f8E4M3FN, %out: i32):
    %code = arith.bitcast %in : f8E4M3FN to i8
    %1 = arith.extui %code : i8 to i32
    linalg.yield %1 : i32
  } -> tensor<5xi32>
  return %0 : tensor<5xi32>
}

// Data of constants stay; scalars become their codes.
// CHECK-LABEL: func.func @moves
// CHECK-SAME: (%{{.*}}: tensor<3xi6> {mixp.unsigned}) -> (tensor<2x3xi6> {mixp.unsigned}, tensor<2xi4> {mixp.unsigned}, tensor<3xi8>)
// CHECK: arith.constant dense<[12, -20, 1]> : tensor<3xi6>
// CHECK: arith.constant -1 : i4
// CHECK: arith.constant dense_resource<scales> : tensor<3xi8>
// CHECK: tensor.concat dim(0) {{.*}} -> tensor<6xi6>
// CHECK: tensor.expand_shape {{.*}} into tensor<2x3xi6>
// CHECK: tensor.splat %{{.*}} : tensor<2xi4>
func.func @moves(%x: tensor<3xf6E3M2FN>) -> (tensor<2x3xf6E3M2FN>, tensor<2xf4E2M1FN>, tensor<3xf8E8M0FNU>) {
  %0 = arith.constant dense<[1.0, -1.0, 0.0625]> : tensor<3xf6E3M2FN>
  %1 = arith.constant -6.0 : f4E2M1FN
  %2 = arith.constant dense_resource<scales> : tensor<3xf8E8M0FNU>
  %3 = tensor.concat dim(0) %0, %x : (tensor<3xf6E3M2FN>, tensor<3xf6E3M2FN>) -> tensor<6xf6E3M2FN>
  %4 = tensor.expand_shape %3 [[0, 1]] output_shape [2, 3] : tensor<6xf6E3M2FN> into tensor<2x3xf6E3M2FN>
  %5 = tensor.splat %1 : tensor<2xf4E2M1FN>
  return %4, %5, %2 : tensor<2x3xf6E3M2FN>, tensor<2xf4E2M1FN>, tensor<3xf8E8M0FNU>
}

{-#
  dialect_resources: { builtin: { scales: "0x010000007F80FF" } }
#-}
