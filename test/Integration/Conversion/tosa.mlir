// TOSA executed: what upstream's lowering computes where it has one is what
// mixp computes, in the evaluator and compiled.
//
// REQUIRES: avx2
// RUN: rm -rf %t && mkdir %t
// RUN: mixp-opt %s --convert-tosa-to-mixp --canonicalize -o %t/mixp.mlir
// RUN: FileCheck %s --check-prefix=IR < %t/mixp.mlir
// IR-NOT: tosa.
// RUN: mixp-opt %s --pass-pipeline='builtin.module(func.func(tosa-to-linalg-named,tosa-to-linalg,tosa-to-arith{include-apply-rescale=true},tosa-to-tensor,canonicalize))' -o %t/upstream.mlir
// RUN: mixp run %t/upstream.mlir --random=11 --pipeline=reference --output %t/0.npy --output %t/1.npy --output %t/2.npy --output %t/3.npy
// RUN: mixp run %t/mixp.mlir --random=11 --check --output %t/a.npy --output %t/b.npy --output %t/c.npy --output %t/d.npy | FileCheck %s
// CHECK: bit-exact
// RUN: cmp %t/0.npy %t/a.npy
// RUN: cmp %t/1.npy %t/b.npy
// RUN: cmp %t/2.npy %t/c.npy
// RUN: cmp %t/3.npy %t/d.npy

func.func @main(%a: tensor<2x5x37xi8>, %b: tensor<2x37x3xi8>, %x: tensor<7x3xi8>) -> (tensor<2x5x3xi32>, tensor<2x5x3xi8>, tensor<2x5x3xi8>, tensor<7x3xi16>) {
  %za = "tosa.const"() {values = dense<5> : tensor<1xi8>} : () -> tensor<1xi8>
  %zb = "tosa.const"() {values = dense<-9> : tensor<1xi8>} : () -> tensor<1xi8>
  %acc = tosa.matmul %a, %b, %za, %zb : (tensor<2x5x37xi8>, tensor<2x37x3xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<2x5x3xi32>
  %m = "tosa.const"() {values = dense<[1342177280, 1073741825, 2147483647]> : tensor<3xi32>} : () -> tensor<3xi32>
  %s = "tosa.const"() {values = dense<[40, 39, 41]> : tensor<3xi8>} : () -> tensor<3xi8>
  %z32 = "tosa.const"() {values = dense<0> : tensor<1xi32>} : () -> tensor<1xi32>
  %zo = "tosa.const"() {values = dense<-7> : tensor<1xi8>} : () -> tensor<1xi8>
  %single = tosa.rescale %acc, %m, %s, %z32, %zo {scale32 = true, rounding_mode = SINGLE_ROUND, per_channel = true, input_unsigned = false, output_unsigned = false} : (tensor<2x5x3xi32>, tensor<3xi32>, tensor<3xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<2x5x3xi8>
  %double = tosa.rescale %acc, %m, %s, %z32, %zo {scale32 = true, rounding_mode = DOUBLE_ROUND, per_channel = true, input_unsigned = false, output_unsigned = true} : (tensor<2x5x3xi32>, tensor<3xi32>, tensor<3xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<2x5x3xi8>
  %m16 = "tosa.const"() {values = dense<19689> : tensor<1xi16>} : () -> tensor<1xi16>
  %s16 = "tosa.const"() {values = dense<9> : tensor<1xi8>} : () -> tensor<1xi8>
  %zi = "tosa.const"() {values = dense<-100> : tensor<1xi8>} : () -> tensor<1xi8>
  %z16 = "tosa.const"() {values = dense<0> : tensor<1xi16>} : () -> tensor<1xi16>
  %wide = tosa.rescale %x, %m16, %s16, %zi, %z16 {scale32 = false, rounding_mode = SINGLE_ROUND, per_channel = false, input_unsigned = true, output_unsigned = false} : (tensor<7x3xi8>, tensor<1xi16>, tensor<1xi8>, tensor<1xi8>, tensor<1xi16>) -> tensor<7x3xi16>
  return %acc, %single, %double, %wide : tensor<2x5x3xi32>, tensor<2x5x3xi8>, tensor<2x5x3xi8>, tensor<7x3xi16>
}
