// TOSA ops that parse but have no lowering, and one that is lowered wrongly: a
// zero point of an unsigned input that comes at run time is read as signed.
// convert-tosa-to-mixp takes them all.
//
// RUN: split-file %s %t
// RUN: not mlir-opt %t/rescale.mlir --pass-pipeline='builtin.module(func.func(tosa-to-linalg))' 2>&1 | FileCheck %t/rescale.mlir
// RUN: not mlir-opt %t/matmul.mlir --pass-pipeline='builtin.module(func.func(tosa-to-linalg-named,tosa-to-linalg))' 2>&1 | FileCheck %t/matmul.mlir
// RUN: mlir-opt %t/unsigned.mlir --pass-pipeline='builtin.module(func.func(tosa-to-linalg))' | FileCheck %t/unsigned.mlir

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

//--- unsigned.mlir
// CHECK-LABEL: func.func @unsigned_zero_point
// CHECK: %[[ZERO:.*]] = arith.extsi %{{.*}} : i8 to i32
// CHECK: %[[X:.*]] = arith.extui %{{.*}} : i8 to i32
// CHECK: arith.subi %[[X]], %[[ZERO]]
func.func @unsigned_zero_point(%x: tensor<3xi8>, %zi: tensor<1xi8>) -> tensor<3xi8> {
  %m = "tosa.const"() {values = dense<1073741824> : tensor<1xi32>} : () -> tensor<1xi32>
  %s = "tosa.const"() {values = dense<30> : tensor<1xi8>} : () -> tensor<1xi8>
  %zo = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %0 = tosa.rescale %x, %m, %s, %zi, %zo {scale32 = true, rounding_mode = SINGLE_ROUND, per_channel = false, input_unsigned = true, output_unsigned = false} : (tensor<3xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<3xi8>
  return %0 : tensor<3xi8>
}
