// RUN: mixp-opt %s -convert-mixp-to-linalg | FileCheck %s

// Each encoded element looks at its group of four.
// CHECK-LABEL: func.func @f8_dim0
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<?x5xf8E5M2>
// CHECK: linalg.generic {{.*}} outs(%{{.*}}, %{{.*}} : tensor<?x5xf8E5M2>, tensor<?x5xi2>)
// CHECK-COUNT-4: tensor.extract %[[X]]
// CHECK: arith.cmpf uno
// CHECK: arith.cmpf oge
// CHECK: %[[VALUE:.*]] = tensor.extract %[[X]]
// CHECK: linalg.yield %[[VALUE]], %{{.*}} : f8E5M2, i2
func.func @f8_dim0(%x: tensor<?x5xf8E5M2>) -> (tensor<?x5xf8E5M2>, tensor<?x5xi2>) {
  %v, %m = mixp.sparse_encode %x dim(0) : tensor<?x5xf8E5M2> -> tensor<?x5xf8E5M2>, tensor<?x5xi2>
  return %v, %m : tensor<?x5xf8E5M2>, tensor<?x5xi2>
}

// CHECK-LABEL: func.func @unsigned
// CHECK: arith.extui %{{.*}} : i8 to i32
// CHECK: arith.cmpi sge
func.func @unsigned(%x: tensor<3x8xi8>) -> tensor<3x4xi8> {
  %v, %m = mixp.sparse_encode %x dim(1) {input_unsigned} : tensor<3x8xi8> -> tensor<3x4xi8>, tensor<3x4xi2>
  return %v : tensor<3x4xi8>
}
