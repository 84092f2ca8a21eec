// TOSA's convolutions executed: what upstream's lowering computes is what mixp
// computes, in the evaluator and compiled.
//
// REQUIRES: avx2
// RUN: rm -rf %t && mkdir %t
// RUN: mixp-opt %s --convert-tosa-to-mixp --canonicalize -o %t/mixp.mlir
// RUN: FileCheck %s --check-prefix=IR < %t/mixp.mlir
// IR-NOT: tosa.
// RUN: mixp-opt %s --pass-pipeline='builtin.module(func.func(tosa-to-linalg-named,tosa-to-linalg,tosa-to-arith,tosa-to-tensor,canonicalize))' -o %t/upstream.mlir
// RUN: mixp run %t/upstream.mlir --random=7 --pipeline=reference --output %t/0.npy --output %t/1.npy
// RUN: mixp run %t/mixp.mlir --random=7 --check --output %t/a.npy --output %t/b.npy | FileCheck %s
// CHECK: bit-exact
// RUN: cmp %t/0.npy %t/a.npy
// RUN: cmp %t/1.npy %t/b.npy

func.func @main(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x2x3xi8>, %b: tensor<4xi32>, %v: tensor<2x3x3x2xi8>, %c: tensor<6xi32>) -> (tensor<2x3x6x4xi32>, tensor<2x5x4x6xi32>) {
  %z = "tosa.const"() {values = dense<-3> : tensor<1xi8>} : () -> tensor<1xi8>
  %n = "tosa.const"() {values = dense<5> : tensor<1xi8>} : () -> tensor<1xi8>
  %0 = tosa.conv2d %x, %w, %b, %z, %n {acc_type = i32, pad = array<i64: 1, 1, 0, 1>, stride = array<i64: 2, 1>, dilation = array<i64: 1, 2>}
    : (tensor<2x5x7x3xi8>, tensor<4x3x2x3xi8>, tensor<4xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<2x3x6x4xi32>
  %1 = tosa.depthwise_conv2d %x, %v, %c, %z, %n {acc_type = i32, pad = array<i64: 0, 1, 1, 1>, stride = array<i64: 1, 2>, dilation = array<i64: 1, 1>}
    : (tensor<2x5x7x3xi8>, tensor<2x3x3x2xi8>, tensor<6xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<2x5x4x6xi32>
  return %0, %1 : tensor<2x3x6x4xi32>, tensor<2x5x4x6xi32>
}
