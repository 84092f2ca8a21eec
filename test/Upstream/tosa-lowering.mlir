// TOSA ops that parse but have no lowering. convert-tosa-to-mixp takes them.
//
// RUN: split-file %s %t
// RUN: not mlir-opt %t/rescale.mlir --pass-pipeline='builtin.module(func.func(tosa-to-linalg))' 2>&1 | FileCheck %t/rescale.mlir
// RUN: not mlir-opt %t/matmul.mlir --pass-pipeline='builtin.module(func.func(tosa-to-linalg-named,tosa-to-linalg))' 2>&1 | FileCheck %t/matmul.mlir

//--- rescale.mlir
// CHECK: failed to legalize operation 'tosa.rescale'
func.func @inexact(%x: tensor<3xi32>) -> tensor<3xi8> {
  %m = "tosa.const"() {values = dense<1073741824> : tensor<1xi32>} : () -> tensor<1xi32>
  %s = "tosa.const"() {values = dense<30> : tensor<1xi8>} : () -> tensor<1xi8>
  %zi = "tosa.const"() {values = dense<0> : tensor<1xi32>} : () -> tensor<1xi32>
  %zo = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %0 = tosa.rescale %x, %m, %s, %zi, %zo {scale32 = true, rounding_mode = INEXACT_ROUND, per_channel = false, input_unsigned = false, output_unsigned = false} : (tensor<3xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<3xi8>
  return %0 : tensor<3xi8>
}

//--- matmul.mlir
// CHECK: failed to legalize operation 'tosa.matmul_t_block_scaled'
func.func @block_scaled(%a: tensor<1x3x32xf8E4M3FN>, %sa: tensor<1x3x1xf8E8M0FNU>, %b: tensor<1x5x32xf8E4M3FN>, %sb: tensor<1x5x1xf8E8M0FNU>) -> tensor<1x3x5xf32> {
  %0 = tosa.matmul_t_block_scaled %a, %sa, %b, %sb {block_size = BLOCK_SIZE_32} : (tensor<1x3x32xf8E4M3FN>, tensor<1x3x1xf8E8M0FNU>, tensor<1x5x32xf8E4M3FN>, tensor<1x5x1xf8E8M0FNU>) -> tensor<1x3x5xf32>
  return %0 : tensor<1x3x5xf32>
}
