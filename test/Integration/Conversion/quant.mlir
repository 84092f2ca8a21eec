// Quantized types executed: by mixp's rule, and, for the same function, what
// upstream's own lowering makes of it.
//
// REQUIRES: avx2
// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/../Run/Inputs/npy.py write %t/x.npy f4 7 2.75 -2.75 2.5 1000 -1000 nan 63
// RUN: mixp-opt %s --convert-quant-to-mixp --canonicalize -o %t/mixp.mlir
// RUN: mixp run %t/mixp.mlir --input %t/x.npy --pipeline=reference --print | FileCheck %s
// RUN: mixp run %t/mixp.mlir --input %t/x.npy --check --print | FileCheck %s
// CHECK: result0
// CHECK-NEXT: 3 -3 2 127 -128 0 63
// CHECK-NEXT: result1
// CHECK-NEXT: 3 -3 2 100 -99 0 63
// CHECK-NEXT: result2
// CHECK-NEXT: 16 4 15 255 0 10 136

// Truncated instead of rounded: 2.75 becomes 2.
// RUN: mlir-opt %s --load-dialect-plugin=%mixp_plugin --lower-quant-ops --canonicalize -o %t/upstream.mlir
// RUN: mixp run %t/upstream.mlir --function=inside --input %t/x.npy --print | FileCheck %s --check-prefix=UPSTREAM
// RUN: mixp run %t/mixp.mlir --function=inside --input %t/x.npy --check
// UPSTREAM: 2 -2 2

// Every granularity.
// RUN: mixp run %t/mixp.mlir --function=granularities --random=3 --random-special --check | FileCheck %s --check-prefix=EXACT
// EXACT: bit-exact

!layer = !quant.uniform<i8:f32, 1.0>
!narrow = !quant.uniform<i8<-99:100>:f32, 1.0>
!unsigned = !quant.uniform<u8:f32, 0.5:10>
func.func @main(%x: tensor<7xf32>) -> (tensor<7xi8>, tensor<7xi8>, tensor<7xui8>) {
  %0 = quant.qcast %x : tensor<7xf32> to tensor<7x!layer>
  %1 = quant.scast %0 : tensor<7x!layer> to tensor<7xi8>
  %2 = quant.qcast %x : tensor<7xf32> to tensor<7x!narrow>
  %3 = quant.scast %2 : tensor<7x!narrow> to tensor<7xi8>
  %4 = quant.qcast %x : tensor<7xf32> to tensor<7x!unsigned>
  %5 = quant.scast %4 : tensor<7x!unsigned> to tensor<7xi8>
  %6 = mixp.cast %5 : tensor<7xi8> -> tensor<7xui8>
  return %1, %3, %6 : tensor<7xi8>, tensor<7xi8>, tensor<7xui8>
}

func.func @inside(%x: tensor<7xf32>) -> tensor<7xi8> {
  %0 = quant.qcast %x : tensor<7xf32> to tensor<7x!layer>
  %1 = quant.scast %0 : tensor<7x!layer> to tensor<7xi8>
  return %1 : tensor<7xi8>
}

!axis = !quant.uniform<i4:f32:1, {0.5:-2, 0.75, 1.25:3}>
!group = !quant.uniform<i8:f32:{0:1, 1:2}, {{0.5:1, 1.5}, {0.25, 0.125:-1}, {2.0:3, 0.3:4}, {0.1, 0.2}, {1.0, 3.0:-128}}>
func.func @granularities(%x: tensor<5x3xf32>, %y: tensor<5x4xf32>) -> (tensor<5x3xi4>, tensor<5x3xf32>, tensor<5x4xi8>, tensor<5x4xf32>) {
  %0 = quant.qcast %x : tensor<5x3xf32> to tensor<5x3x!axis>
  %1 = quant.scast %0 : tensor<5x3x!axis> to tensor<5x3xi4>
  %2 = quant.dcast %0 : tensor<5x3x!axis> to tensor<5x3xf32>
  %3 = quant.qcast %y : tensor<5x4xf32> to tensor<5x4x!group>
  %4 = quant.scast %3 : tensor<5x4x!group> to tensor<5x4xi8>
  %5 = quant.dcast %3 : tensor<5x4x!group> to tensor<5x4xf32>
  return %1, %2, %4, %5 : tensor<5x3xi4>, tensor<5x3xf32>, tensor<5x4xi8>, tensor<5x4xf32>
}
