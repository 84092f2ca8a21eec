// RUN: mixp-opt %s -mixp-strip-signedness | FileCheck %s

// CHECK-LABEL: func.func @every_op
// CHECK-SAME: (%{{.*}}: tensor<3x5xf32>, %{{.*}}: tensor<5x7xi8>, %{{.*}}: tensor<3x7xi32>) -> (tensor<3x7xi4> {mixp.unsigned}, tensor<3x7xf32>)
func.func @every_op(%x: tensor<3x5xf32>, %w: tensor<5x7xui8>, %c: tensor<3x7xi32>) -> (tensor<3x7xui4>, tensor<3x7xf32>) {
  // CHECK: mixp.choose_scales asymmetric {{.*}} storage(ui8)
  %s, %z = mixp.choose_scales asymmetric %x storage(ui8) block [0, 0]
    : tensor<3x5xf32> -> tensor<1x1xf32>, tensor<1x1xi32>
  // CHECK: mixp.quantize {{.*}} {result_unsigned} : tensor<3x5xf32> -> tensor<3x5xi8>
  %q = mixp.quantize %x scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>)
    : tensor<3x5xf32> -> tensor<3x5xui8>
  // CHECK: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<3x5xi8>, tensor<5x7xi8>)
  // CHECK-SAME: {lhs_unsigned, rhs_unsigned}
  %acc = mixp.matmul ins(%q, %w : tensor<3x5xui8>, tensor<5x7xui8>) outs(%c : tensor<3x7xi32>)
    -> tensor<3x7xi32>
  // CHECK: mixp.requantize onnx {{.*}} {result_unsigned} : tensor<3x7xi32> -> tensor<3x7xi8>
  %r = mixp.requantize onnx %acc scale(%s : tensor<1x1xf32>) : tensor<3x7xi32> -> tensor<3x7xui8>
  // CHECK: mixp.cast {{.*}} saturate {input_unsigned, result_unsigned} : tensor<3x7xi8> -> tensor<3x7xi4>
  %n = mixp.cast %r saturate : tensor<3x7xui8> -> tensor<3x7xui4>
  // CHECK: mixp.dequantize {{.*}} {input_unsigned} : tensor<3x7xi8> -> tensor<3x7xf32>
  %d = mixp.dequantize %r scale(%s : tensor<1x1xf32>) : tensor<3x7xui8> -> tensor<3x7xf32>
  return %n, %d : tensor<3x7xui4>, tensor<3x7xf32>
}

// CHECK-LABEL: func.func private @constants_and_calls
// CHECK: arith.constant dense<[1, -56, -1]> : tensor<3xi8>
// CHECK: arith.constant dense<7> : tensor<3xi4>
// CHECK: arith.constant dense_resource<weights> : tensor<3xi8>
// CHECK: tensor.concat dim(0) {{.*}} -> tensor<6xi8>
// CHECK: call @callee(%{{.*}}) : (tensor<6xi8>) -> tensor<?xi8>
func.func private @constants_and_calls() -> (tensor<?xui8>, tensor<3xui4>) {
  %0 = arith.constant dense<[1, 200, 255]> : tensor<3xui8>
  %1 = arith.constant dense<7> : tensor<3xui4>
  %2 = arith.constant dense_resource<weights> : tensor<3xui8>
  %3 = tensor.concat dim(0) %0, %2 : (tensor<3xui8>, tensor<3xui8>) -> tensor<6xui8>
  %4 = func.call @callee(%3) : (tensor<6xui8>) -> tensor<?xui8>
  return %4, %1 : tensor<?xui8>, tensor<3xui4>
}
func.func private @callee(%x: tensor<6xui8>) -> tensor<?xui8> {
  %0 = tensor.cast %x : tensor<6xui8> to tensor<?xui8>
  return %0 : tensor<?xui8>
}

// The bitcast between types that become one goes away.
// CHECK-LABEL: func.func @bitcast
// CHECK-SAME: %[[X:.*]]: tensor<3xi8>
// CHECK-NEXT: return %[[X]]
func.func @bitcast(%x: tensor<3xui8>) -> tensor<3xi8> {
  %0 = tensor.bitcast %x : tensor<3xui8> to tensor<3xi8>
  return %0 : tensor<3xi8>
}

// A body that only moves elements.
// CHECK-LABEL: func.func @transpose_in_loop
// CHECK: scf.for {{.*}} -> (tensor<3x3xi8>)
// CHECK: linalg.transpose ins(%{{.*}} : tensor<3x3xi8>) outs(%{{.*}} : tensor<3x3xi8>)
func.func @transpose_in_loop(%x: tensor<3x3xui8>, %n: index) -> tensor<3x3xui8> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %0 = scf.for %i = %c0 to %n step %c1 iter_args(%y = %x) -> tensor<3x3xui8> {
    %e = tensor.empty() : tensor<3x3xui8>
    %t = linalg.transpose ins(%y : tensor<3x3xui8>) outs(%e : tensor<3x3xui8>) permutation = [1, 0]
    scf.yield %t : tensor<3x3xui8>
  }
  return %0 : tensor<3x3xui8>
}

{-#
  dialect_resources: { builtin: { weights: "0x0400000001C8FF" } }
#-}

// CHECK-LABEL: func.func @conv
func.func @conv(%x: tensor<2x5x3xui8>, %w: tensor<4x2x3xui4>, %c: tensor<2x4x4xi32>) -> tensor<2x4x4xi32> {
  // CHECK: mixp.conv ins(%{{.*}} : tensor<2x5x3xi8>, tensor<4x2x3xi4>) {{.*}} {filter_unsigned, input_unsigned}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x3xui8>, tensor<4x2x3xui4>) layout(nhwc_fhwc)
         outs(%c : tensor<2x4x4xi32>) -> tensor<2x4x4xi32>
  return %0 : tensor<2x4x4xi32>
}
