// RUN: mixp-opt %s --mixp-decompose-concat | FileCheck %s

// CHECK-LABEL: func.func @rows
// CHECK-NOT: tensor.concat
// CHECK: %[[E:.*]] = tensor.empty() : tensor<5xf32>
// CHECK: %[[A:.*]] = tensor.insert_slice %{{.*}} into %[[E]][0] [2] [1]
// CHECK: tensor.insert_slice %{{.*}} into %[[A]][2] [3] [1]
func.func @rows(%a: tensor<2xf32>, %b: tensor<3xf32>) -> tensor<5xf32> {
  %0 = tensor.concat dim(0) %a, %b : (tensor<2xf32>, tensor<3xf32>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}
