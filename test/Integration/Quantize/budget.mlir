// With --budget each layer is measured alone, and the worst are kept wider until
// the whole is within the budget. The first layer passes x on, as does the
// second; the second's input has a constant of 1000 beside it, so that 8 bits
// leave next to nothing of x.

// REQUIRES: avx2
// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/../Run/Inputs/npy.py write %t/x.npy f4 4,2 0.3 -1 1 0.25 -0.7 0.5 1 0.75
// RUN: mixp quantize %s --scheme=w8a8 --calibration %t/x.npy --budget=5 -o %t/q.mlir --json %t/q.json | FileCheck %s --check-prefix=TABLE
// RUN: FileCheck %s --input-file %t/q.mlir
// RUN: FileCheck %s --input-file %t/q.json --check-prefix=JSON
// RUN: mixp run %t/q.mlir --input %t/x.npy --check

// TABLE:      layer {{ *}}alone  scheme
// TABLE-NEXT: matmul 0 ('narrow') {{ *}}0.{{[0-9]+}}  w8a8
// TABLE-NEXT: matmul 1 ('wide') {{ *}}{{[0-9]+}}.{{[0-9]+}}  f16 (promoted)
// TABLE-NEXT: loss: 0.{{[0-9]+}} % of the float model's results, as a relative error on 4 samples, budget 5.000; 1 of 2 promoted ({{.*}} without)
// TABLE-NEXT: w8a8: 2 matmuls rewritten
// JSON: "budget":{"budget":5,"layers":[{"alone":0.{{.*}},"layer":"matmul 0 ('narrow')","scheme":"w8a8"},{"alone":{{.*}},"layer":"matmul 1 ('wide')","scheme":"f16"}],"loss":0.{{.*}},"loss_before":{{.*}},"loss_kind":"relative error in percent"}
// CHECK: mixp.matmul ins({{.*}} : tensor<?x2xui8>
// CHECK: mixp.matmul ins({{.*}} : tensor<?x3xf16>
// CHECK-NOT: mixp.scheme

// Where nothing may be lost, all are f32; where all may, none is promoted.
// RUN: mixp quantize %s --scheme=w8a8 --calibration %t/x.npy --budget=0 -o %t/exact.mlir | FileCheck %s --check-prefix=ZERO
// ZERO: matmul 0 ('narrow') {{.*}} f32 (promoted)
// ZERO: matmul 1 ('wide') {{.*}} f32 (promoted)
// ZERO: loss: 0.000 %
// RUN: mixp quantize %s --scheme=w8a8 --calibration %t/x.npy --budget=1e9 -o %t/all.mlir | FileCheck %s --check-prefix=ALL
// ALL: 0 of 2 promoted

// RUN: not mixp quantize %s --scheme=w8a8-dynamic --budget=1 -o %t/bad.mlir 2>&1 | FileCheck %s --check-prefix=SAMPLES
// SAMPLES: mixp: error: --budget: expected samples to measure the loss on; give --calibration
// RUN: not mixp quantize %s --scheme=w8a8 --budget=-1 -o %t/bad.mlir 2>&1 | FileCheck %s --check-prefix=NUMBER
// NUMBER: mixp: error: --budget: expected a number of points from 0 on but got '-1'
// RUN: not ls %t/bad.mlir

func.func @main(%x: tensor<?x2xf32>) -> tensor<?x1x1xf32> {
  %w = arith.constant dense<[[1.0, 0.5, 0.0], [0.25, 1.0, 0.0]]> : tensor<2x3xf32>
  %v = arith.constant dense<[[1.0], [0.5], [0.0]]> : tensor<3x1xf32>
  %large = arith.constant dense<[0.0, 0.0, 1000.0]> : tensor<3xf32>
  %f = arith.constant 0.0 : f32
  %zero = arith.constant 0 : index
  %n = tensor.dim %x, %zero : tensor<?x2xf32>
  %e = tensor.empty(%n) : tensor<?x3xf32>
  %b = linalg.broadcast ins(%large : tensor<3xf32>) outs(%e : tensor<?x3xf32>) dimensions = [0]
  %0 = mixp.matmul ins(%x, %w : tensor<?x2xf32>, tensor<2x3xf32>) outs(%b : tensor<?x3xf32>) -> tensor<?x3xf32> loc("narrow")
  %d = tensor.empty(%n) : tensor<?x1xf32>
  %c = linalg.fill ins(%f : f32) outs(%d : tensor<?x1xf32>) -> tensor<?x1xf32>
  %1 = mixp.matmul ins(%0, %v : tensor<?x3xf32>, tensor<3x1xf32>) outs(%c : tensor<?x1xf32>) -> tensor<?x1xf32> loc("wide")
  %2 = tensor.expand_shape %1 [[0], [1, 2]] output_shape [%n, 1, 1] : tensor<?x1xf32> into tensor<?x1x1xf32>
  return %2 : tensor<?x1x1xf32>
}
