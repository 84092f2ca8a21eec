// A product in a loop has the range of all iterations, one in a branch that of
// the samples that take it. Of (1, -2): (1, -2), (2, -4) and (4, -8), so 12 / 255
// and zero point 170; the same from a histogram, whose 100 % end where the
// values do. Then (8, -16), as a lhs of the branch 24 / 255.

// REQUIRES: avx2
// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/../Run/Inputs/npy.py write %t/x.npy f4 2,2 1 -2 0.5 0.25
// RUN: %python %S/../Run/Inputs/npy.py write %t/3.npy i8 "" 3
// RUN: %python %S/../Run/Inputs/npy.py write %t/yes.npy b1 "" 1
// RUN: mixp quantize %s --scheme=w8a8 --calibration x=%t/x.npy --calibration n=%t/3.npy --calibration p=%t/yes.npy --save-calibration=%t/t.json -o %t/q.mlir
// RUN: FileCheck %s --input-file %t/q.mlir
// RUN: mixp quantize %s --scheme=w8a8 --calibration x=%t/x.npy --calibration n=%t/3.npy --calibration p=%t/yes.npy --calibrator=percentile=100 -o - 2>%t/log | FileCheck %s

// CHECK-DAG: arith.constant dense<0.0470588244> : tensor<1x1xf32>
// CHECK-DAG: arith.constant dense<0.0941176488> : tensor<1x1xf32>
// CHECK-DAG: arith.constant dense<170> : tensor<1x1xi32>
// CHECK: scf.for
// CHECK: mixp.matmul {{.*}} : tensor<?x2xui8>, tensor<2x2xi8>
// CHECK: scf.if
// CHECK: mixp.matmul {{.*}} : tensor<?x2xui8>, tensor<2x2xi8>

// Samples one by one, of which each ends with less than all of them.
// RUN: sed -e 's/tensor<?x/tensor<1x/g' -e 's/tensor.empty(%%rows)/tensor.empty()/' %s > %t/one.mlir
// RUN: mixp quantize %t/one.mlir --scheme=w8a8 --calibration x=%t/x.npy --calibration n=%t/3.npy --calibration p=%t/yes.npy -o - 2>%t/log | FileCheck %s --check-prefix=ONE
// ONE-DAG: arith.constant dense<0.0470588244> : tensor<1x1xf32>
// ONE-DAG: arith.constant dense<0.0941176488> : tensor<1x1xf32>

// The table names the layers and gives the same model.
// RUN: FileCheck %s --input-file %t/t.json --check-prefix=TABLE
// RUN: mixp quantize %s --scheme=w8a8 --calibration-table=%t/t.json -o %t/read.mlir
// RUN: diff %t/q.mlir %t/read.mlir
// TABLE: -8,
// TABLE-NEXT: 4
// TABLE: "name": "state"
// TABLE: -16,
// TABLE-NEXT: 8
// TABLE: "name": "head"

// Compiled code and the evaluator agree, of what was quantized and of what
// measured it: with no turn, an even and an odd number of them.
// RUN: mixp run %t/q.mlir --input x=%t/x.npy --input n=%t/3.npy --input p=%t/yes.npy --check
// RUN: mixp-opt %s --mixp-instrument-calibration=measure=range,channel-max,mean,gram -o %t/measure.mlir
// RUN: %python %S/../Run/Inputs/npy.py write %t/0.npy i8 "" 0
// RUN: %python %S/../Run/Inputs/npy.py write %t/4.npy i8 "" 4
// RUN: %python %S/../Run/Inputs/npy.py write %t/no.npy b1 "" 0
// RUN: mixp run %t/measure.mlir --input x=random:1:7x2 --input n=%t/3.npy --input p=%t/yes.npy --check-outputs
// RUN: mixp run %t/measure.mlir --input x=random:2:5x2 --input n=%t/4.npy --input p=%t/no.npy --check-outputs
// RUN: mixp run %t/measure.mlir --input x=random:3:5x2 --input n=%t/0.npy --input p=%t/no.npy --check-outputs

// The mean of the rows of all iterations and samples: (7 + 3.5) / 6 and
// (-14 + 1.75) / 6; the largest magnitudes 4 and 8; of the Gram matrix
// (21 + 5.25) / 6, (-42 + 2.625) / 6 and (84 + 1.3125) / 6.
// RUN: mixp quantize %s --scheme=f32 --calibration x=%t/x.npy --calibration n=%t/3.npy --calibration p=%t/no.npy --statistics=mean,channel-max,gram -o - 2>%t/log | FileCheck %s --check-prefix=ROWS
// ROWS: scf.for
// ROWS: mixp.lhs_channel_max = dense<[4.000000e+00, 8.000000e+00]>
// ROWS-SAME: mixp.lhs_gram = dense<{{\[\[}}4.375000e+00, -6.562500e+00], [-6.562500e+00, 14.21875]]>
// ROWS-SAME: mixp.lhs_mean = dense<[1.750000e+00, -2.04166675]>
// ROWS: scf.if
// ROWS-NOT: mixp.lhs_
// ROWS: return

// Layers in loops and branches are within a budget like others.
// RUN: mixp quantize %s --scheme=w8a8 --calibration x=%t/x.npy --calibration n=%t/3.npy --calibration p=%t/yes.npy --budget=100 -o %t/budget.mlir | FileCheck %s --check-prefix=BUDGET
// BUDGET: matmul 0 ('state') {{.*}} w8a8
// BUDGET-NEXT: matmul 1 ('head') {{.*}} w8a8
// BUDGET-NEXT: {{.*}}; 0 of 2 promoted

// A layer that no sample reaches is refused, unless it is not to be quantized.
// RUN: not mixp quantize %s --scheme=w8a8 --calibration x=%t/x.npy --calibration n=%t/0.npy --calibration p=%t/yes.npy -o %t/bad.mlir 2>&1 | FileCheck %s --check-prefix=LOOP
// RUN: not mixp quantize %s --scheme=w8a8 --calibration x=%t/x.npy --calibration n=%t/3.npy --calibration p=%t/no.npy -o %t/bad.mlir 2>&1 | FileCheck %s --check-prefix=BRANCH
// RUN: not mixp quantize %s --scheme=w8a8 --calibration x=%t/x.npy --calibration n=%t/3.npy --calibration p=%t/no.npy --budget=1 -o %t/bad.mlir 2>&1 | FileCheck %s --check-prefix=BRANCH
// RUN: not ls %t/bad.mlir
// RUN: sed -e 's/{kept}/{mixp.scheme = "f32"}/' %s > %t/kept.mlir
// RUN: mixp quantize %t/kept.mlir --scheme=w8a8 --calibration x=%t/x.npy --calibration n=%t/3.npy --calibration p=%t/no.npy -o - 2>%t/log | FileCheck %s --check-prefix=KEPT
// LOOP: mixp: error: --calibration: the lhs of matmul 0 ('state') has no values in any sample: none runs the loop around it; give samples for which that is not so, or take a dynamic scheme
// BRANCH: mixp: error: --calibration: the lhs of matmul 1 ('head') has no values in any sample: none takes the branch around it; give samples for which that is not so, or take a dynamic scheme
// KEPT: scf.for
// KEPT: mixp.matmul {{.*}} : tensor<?x2xui8>, tensor<2x2xi8>
// KEPT: scf.if
// KEPT: mixp.matmul {{.*}} : tensor<?x2xf32>, tensor<2x2xf32>
func.func @main(%x: tensor<?x2xf32> {mixp.name = "x"}, %n: tensor<i64> {mixp.name = "n"}, %p: tensor<i1> {mixp.name = "p"}) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[2.0, 0.0], [0.0, 2.0]]> : tensor<2x2xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %rows = tensor.dim %x, %c0 : tensor<?x2xf32>
  %f = arith.constant 0.0 : f32
  %e = tensor.empty(%rows) : tensor<?x2xf32>
  %c = linalg.fill ins(%f : f32) outs(%e : tensor<?x2xf32>) -> tensor<?x2xf32>
  %turns = tensor.extract %n[] : tensor<i64>
  %end = arith.index_cast %turns : i64 to index
  %if = tensor.extract %p[] : tensor<i1>
  %0 = scf.for %i = %c0 to %end step %c1 iter_args(%s = %x) -> tensor<?x2xf32> {
    %1 = mixp.matmul ins(%s, %w : tensor<?x2xf32>, tensor<2x2xf32>) outs(%c : tensor<?x2xf32>) -> tensor<?x2xf32> loc("state")
    scf.yield %1 : tensor<?x2xf32>
  }
  %2 = scf.if %if -> tensor<?x2xf32> {
    %3 = mixp.matmul ins(%0, %w : tensor<?x2xf32>, tensor<2x2xf32>) outs(%c : tensor<?x2xf32>) {kept} -> tensor<?x2xf32> loc("head")
    scf.yield %3 : tensor<?x2xf32>
  } else {
    scf.yield %0 : tensor<?x2xf32>
  }
  return %2 : tensor<?x2xf32>
}
