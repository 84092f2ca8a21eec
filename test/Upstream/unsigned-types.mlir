// Unsigned integer types are refused wherever code could be made of them.
// mixp-strip-signedness exists because of this; once all of these fail, the
// pipelines could keep ui8.
//
// RUN: split-file %s %t
// RUN: not mlir-opt %t/matmul.mlir 2>&1 | FileCheck %t/matmul.mlir
// RUN: not mlir-opt %t/constant.mlir 2>&1 | FileCheck %t/constant.mlir
// RUN: not mlir-opt %t/bitcast.mlir --one-shot-bufferize=bufferize-function-boundaries 2>&1 | FileCheck %t/bitcast.mlir

//--- matmul.mlir
// CHECK: 'arith.extsi' op operand #0 must be signless-fixed-width-integer-like, but got 'ui8'
func.func @matmul(%lhs: tensor<3x7xui8>, %rhs: tensor<7x5xi8>, %init: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %0 = linalg.matmul ins(%lhs, %rhs : tensor<3x7xui8>, tensor<7x5xi8>) outs(%init : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

//--- constant.mlir
// CHECK: 'arith.constant' op integer return type must be signless
func.func @constant() -> ui8 {
  %0 = arith.constant 0 : ui8
  return %0 : ui8
}

//--- bitcast.mlir
// CHECK: op was not bufferized
func.func @bitcast(%x: tensor<3xui8>) -> tensor<3xi8> {
  %0 = tensor.bitcast %x : tensor<3xui8> to tensor<3xi8>
  return %0 : tensor<3xi8>
}
