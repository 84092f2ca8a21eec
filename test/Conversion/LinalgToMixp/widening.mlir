// RUN: mixp-opt %s -convert-linalg-to-mixp | FileCheck %s

// Each side keeps its own sign.
// CHECK-LABEL: func.func @elementwise
// CHECK-NOT: arith.ext
// CHECK: mixp.matmul ins(%arg0, %arg1 : tensor<3x7xi8>, tensor<7x5xi8>) outs(%arg2 : tensor<3x5xi32>) {rhs_unsigned}
func.func @elementwise(%lhs: tensor<3x7xi8>, %rhs: tensor<7x5xi8>, %init: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %a = arith.extsi %lhs : tensor<3x7xi8> to tensor<3x7xi32>
  %b = arith.extui %rhs : tensor<7x5xi8> to tensor<7x5xi32>
  %0 = linalg.matmul ins(%a, %b : tensor<3x7xi32>, tensor<7x5xi32>) outs(%init : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// CHECK-LABEL: func.func @generic
// CHECK-NOT: linalg
// CHECK: mixp.matmul ins(%arg0, %arg1 : tensor<3x7xf16>, tensor<7x5xi4>) outs(%arg2 : tensor<3x5xf32>) {rhs_unsigned}
func.func @generic(%lhs: tensor<3x7xf16>, %rhs: tensor<7x5xi4>, %init: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %a = arith.extf %lhs : tensor<3x7xf16> to tensor<3x7xf32>
  %empty = tensor.empty() : tensor<7x5xf32>
  %b = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>],
    iterator_types = ["parallel", "parallel"]
  } ins(%rhs : tensor<7x5xi4>) outs(%empty : tensor<7x5xf32>) {
  ^bb0(%in: i4, %out: f32):
    %wide = arith.extui %in : i4 to i8
    %real = arith.sitofp %wide : i8 to f32
    linalg.yield %real : f32
  } -> tensor<7x5xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%init : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// extui of a signed extension, and a sum of i8s that f16 does not hold, are
// not the numbers before them.
// CHECK-LABEL: func.func @negative
// CHECK: %[[WIDE:.*]] = arith.sitofp %arg0 : tensor<3x7xi16> to tensor<3x7xf16>
// CHECK: mixp.matmul ins(%[[WIDE]], %arg1 : tensor<3x7xf16>, tensor<7x5xf16>)
func.func @negative(%lhs: tensor<3x7xi16>, %rhs: tensor<7x5xf16>, %init: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %a = arith.sitofp %lhs : tensor<3x7xi16> to tensor<3x7xf16>
  %0 = linalg.matmul ins(%a, %rhs : tensor<3x7xf16>, tensor<7x5xf16>) outs(%init : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// CHECK-LABEL: func.func @negative_sign_lost
// CHECK: %[[WIDE:.*]] = arith.extsi %arg0 : tensor<3x7xi4> to tensor<3x7xi8>
// CHECK: mixp.matmul ins(%[[WIDE]], %arg1 : tensor<3x7xi8>, tensor<7x5xi8>) outs(%arg2 : tensor<3x5xi32>) {lhs_unsigned}
func.func @negative_sign_lost(%lhs: tensor<3x7xi4>, %rhs: tensor<7x5xi8>, %init: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %a = arith.extsi %lhs : tensor<3x7xi4> to tensor<3x7xi8>
  %b = arith.extui %a : tensor<3x7xi8> to tensor<3x7xi32>
  %c = arith.extsi %rhs : tensor<7x5xi8> to tensor<7x5xi32>
  %0 = linalg.matmul ins(%b, %c : tensor<3x7xi32>, tensor<7x5xi32>) outs(%init : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// A scale of 1 makes a float of an integer sum, where 32 bits hold every sum.
// CHECK-LABEL: func.func @integers_to_float
// CHECK: %[[ONE:.*]] = arith.constant dense<1.000000e+00> : tensor<1x1xf32>
// CHECK: mixp.matmul ins(%arg0, %arg1 : tensor<3x7xi8>, tensor<7x5xi8>) lhs_scale(%[[ONE]] : tensor<1x1xf32>) lhs_block [0, 0] outs(%arg2 : tensor<3x5xf32>) {rhs_unsigned} -> tensor<3x5xf32>
func.func @integers_to_float(%lhs: tensor<3x7xi8>, %rhs: tensor<7x5xi8>, %init: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %a = arith.sitofp %lhs : tensor<3x7xi8> to tensor<3x7xf32>
  %b = arith.uitofp %rhs : tensor<7x5xi8> to tensor<7x5xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%init : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// Where they might not, one side stays a float.
// CHECK-LABEL: func.func @long_sum
// CHECK: %[[A:.*]] = arith.sitofp %arg0
// CHECK: mixp.matmul ins(%[[A]], %arg1 : tensor<3x?xf32>, tensor<?x5xi8>) outs(%arg2 : tensor<3x5xf32>) {rhs_unsigned} -> tensor<3x5xf32>
func.func @long_sum(%lhs: tensor<3x?xi8>, %rhs: tensor<?x5xi8>, %init: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %a = arith.sitofp %lhs : tensor<3x?xi8> to tensor<3x?xf32>
  %b = arith.uitofp %rhs : tensor<?x5xi8> to tensor<?x5xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<3x?xf32>, tensor<?x5xf32>) outs(%init : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
