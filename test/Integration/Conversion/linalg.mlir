// Products from linalg keep their values: what the evaluator says of the linalg
// ops is what compiled code gives for the mixp ops.
//
// REQUIRES: avx2
// RUN: rm -rf %t && mkdir %t
// RUN: mixp-opt %s --convert-linalg-to-mixp -o %t/mixp.mlir
// RUN: FileCheck %s < %t/mixp.mlir
// CHECK-COUNT-7: mixp.matmul
// CHECK-NOT: linalg

// RUN: mixp run %s --random=5 --pipeline=reference --output %t/0.npy --output %t/1.npy --output %t/2.npy
// RUN: mixp run %t/mixp.mlir --random=5 --check --output %t/a.npy --output %t/b.npy --output %t/c.npy | FileCheck %s --check-prefix=EXACT
// RUN: cmp %t/0.npy %t/a.npy
// RUN: cmp %t/1.npy %t/b.npy
// RUN: cmp %t/2.npy %t/c.npy
// RUN: mixp run %s --function=contract --random=7 --pipeline=reference --output %t/3.npy --output %t/4.npy
// RUN: mixp run %t/mixp.mlir --function=contract --random=7 --check --output %t/d.npy --output %t/e.npy | FileCheck %s --check-prefix=EXACT
// RUN: cmp %t/3.npy %t/d.npy
// RUN: cmp %t/4.npy %t/e.npy
// Integers sum exactly in f32, too, while they are small.
// RUN: mixp run %s --function=integers_to_float --random=8 --pipeline=reference --output %t/5.npy
// RUN: mixp run %t/mixp.mlir --function=integers_to_float --random=8 --check --output %t/f.npy | FileCheck %s --check-prefix=EXACT
// RUN: cmp %t/5.npy %t/f.npy
// RUN: mixp run %t/mixp.mlir --function=floats --random=6 --check
// EXACT: bit-exact
func.func @main(%lhs: tensor<13x37xi8>, %rhs: tensor<37x19xi8>, %init: tensor<13x19xi32>) -> (tensor<13x19xi32>, tensor<19x13xi32>, tensor<13x19xi32>) {
  %a = arith.extsi %lhs : tensor<13x37xi8> to tensor<13x37xi32>
  %b = arith.extui %rhs : tensor<37x19xi8> to tensor<37x19xi32>
  %0 = linalg.matmul ins(%a, %b : tensor<13x37xi32>, tensor<37x19xi32>) outs(%init : tensor<13x19xi32>) -> tensor<13x19xi32>
  %zero = arith.constant dense<0> : tensor<19x13xi32>
  %1 = linalg.contract indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (n, m)>]
    ins(%lhs, %rhs : tensor<13x37xi8>, tensor<37x19xi8>) outs(%zero : tensor<19x13xi32>) -> tensor<19x13xi32>
  %zl = arith.constant -7 : i32
  %zr = arith.constant 100 : i32
  %2 = linalg.quantized_matmul ins(%lhs, %rhs, %zl, %zr : tensor<13x37xi8>, tensor<37x19xi8>, i32, i32) outs(%init : tensor<13x19xi32>) -> tensor<13x19xi32>
  return %0, %1, %2 : tensor<13x19xi32>, tensor<19x13xi32>, tensor<13x19xi32>
}

func.func @integers_to_float(%lhs: tensor<13x37xi8>, %rhs: tensor<37x19xi8>) -> tensor<13x19xf32> {
  %zero = arith.constant dense<0.0> : tensor<13x19xf32>
  %0 = linalg.matmul ins(%lhs, %rhs : tensor<13x37xi8>, tensor<37x19xi8>) outs(%zero : tensor<13x19xf32>) -> tensor<13x19xf32>
  return %0 : tensor<13x19xf32>
}

func.func @floats(%lhs: tensor<3x13x37xf16>, %rhs: tensor<3x19x37xf16>, %init: tensor<3x13x19xf32>) -> tensor<3x13x19xf32> {
  %0 = linalg.batch_matmul indexing_maps = [affine_map<(b, m, n, k) -> (b, m, k)>, affine_map<(b, m, n, k) -> (b, n, k)>, affine_map<(b, m, n, k) -> (b, m, n)>]
    ins(%lhs, %rhs : tensor<3x13x37xf16>, tensor<3x19x37xf16>) outs(%init : tensor<3x13x19xf32>) -> tensor<3x13x19xf32>
  return %0 : tensor<3x13x19xf32>
}

func.func @contract(%lhs: tensor<2x3x5x7xi8>, %rhs: tensor<5x7x11xi8>, %init: tensor<11x2x3xi32>, %v: tensor<11xi8>, %sums: tensor<5x7xi32>) -> (tensor<11x2x3xi32>, tensor<5x7xi32>) {
  %0 = linalg.contract indexing_maps = [affine_map<(i, j, n, k, l) -> (i, j, k, l)>, affine_map<(i, j, n, k, l) -> (k, l, n)>, affine_map<(i, j, n, k, l) -> (n, i, j)>]
    ins(%lhs, %rhs : tensor<2x3x5x7xi8>, tensor<5x7x11xi8>) outs(%init : tensor<11x2x3xi32>) -> tensor<11x2x3xi32>
  %1 = linalg.contract indexing_maps = [affine_map<(i, j, k) -> (k)>, affine_map<(i, j, k) -> (i, j, k)>, affine_map<(i, j, k) -> (i, j)>]
    ins(%v, %rhs : tensor<11xi8>, tensor<5x7x11xi8>) outs(%sums : tensor<5x7xi32>) -> tensor<5x7xi32>
  return %0, %1 : tensor<11x2x3xi32>, tensor<5x7xi32>
}
