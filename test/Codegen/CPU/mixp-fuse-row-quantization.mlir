// RUN: mixp-opt %s --mixp-fuse-row-quantization | FileCheck %s

// CHECK-LABEL: func.func @rows_of_f32
// CHECK: %[[Q:.*]]:2 = mixp.quantize_rows %{{.*}} into({{.*}} : tensor<?x8xi8>, tensor<?x1xf32>) : tensor<?x8xf32> -> tensor<?x8xi8>, tensor<?x1xf32>
// CHECK: return %[[Q]]#0, %[[Q]]#1
func.func @rows_of_f32(%x: tensor<?x8xf32>) -> (tensor<?x8xi8>, tensor<?x1xf32>) {
  %s = mixp.choose_scales symmetric %x storage(i8) block [1, 0] : tensor<?x8xf32> -> tensor<?x1xf32>
  %q = mixp.quantize %x scale(%s : tensor<?x1xf32>) block [1, 0] : tensor<?x8xf32> -> tensor<?x8xi8>
  return %q, %s : tensor<?x8xi8>, tensor<?x1xf32>
}

// CHECK-LABEL: func.func @negative_asymmetric
// CHECK-NOT: mixp.quantize_rows
func.func @negative_asymmetric(%x: tensor<5x8xf32>) -> tensor<5x8xi8> {
  %s, %z = mixp.choose_scales asymmetric %x storage(i8) block [1, 0] : tensor<5x8xf32> -> tensor<5x1xf32>, tensor<5x1xi32>
  %q = mixp.quantize %x scale(%s : tensor<5x1xf32>) zero_point(%z : tensor<5x1xi32>) block [1, 0] : tensor<5x8xf32> -> tensor<5x8xi8>
  return %q : tensor<5x8xi8>
}

// CHECK-LABEL: func.func @negative_columns
// CHECK-NOT: mixp.quantize_rows
func.func @negative_columns(%x: tensor<5x8xf32>) -> tensor<5x8xi8> {
  %s = mixp.choose_scales symmetric %x storage(i8) block [0, 1] : tensor<5x8xf32> -> tensor<1x8xf32>
  %q = mixp.quantize %x scale(%s : tensor<1x8xf32>) block [0, 1] : tensor<5x8xf32> -> tensor<5x8xi8>
  return %q : tensor<5x8xi8>
}
