// Where leading dims are the steps of a sequence, and of a state that is one,
// the files together are one sample. The states that the product sees are
// (1, -2), (2, -4) and (4, -7), so 11 / 255 and zero point 162.

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/../Run/Inputs/npy.py write %t/x.npy f4 3,2 0 0 0 1 5 5
// RUN: %python %S/../Run/Inputs/npy.py write %t/h.npy f4 1,2 1 -2
// RUN: mixp quantize %s --scheme=w8a8 --calibration %t/x.npy --calibration %t/h.npy --one-sample --save-calibration=%t/t.json -o - 2>%t/log | FileCheck %s
// RUN: FileCheck %s --input-file %t/t.json --check-prefix=TABLE
// CHECK-DAG: arith.constant dense<0.0431372561> : tensor<1x1xf32>
// CHECK-DAG: arith.constant dense<162> : tensor<1x1xi32>
// TABLE: "samples": 1

// RUN: not mixp quantize %s --scheme=w8a8 --calibration %t/x.npy --calibration %t/h.npy -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=CUT
// CUT: mixp: error: --calibration: 'h' has 1 samples but an earlier input has 3; give --one-sample if leading dims do not count samples
// RUN: %python %S/../Run/Inputs/npy.py write %t/none.npy f4 0,2
// RUN: not mixp quantize %s --scheme=w8a8 --calibration %t/none.npy --calibration %t/h.npy --one-sample -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: mixp: error: --calibration: the lhs of matmul 0 has no values in any sample: none runs the loop around it;
// RUN: not mixp quantize %s --scheme=w8a8-dynamic --one-sample -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=NO-SAMPLES
// NO-SAMPLES: mixp: error: --one-sample: expected samples; give --calibration
// RUN: not ls %t/q.mlir

func.func @main(%x: tensor<?x2xf32> {mixp.name = "x"}, %h: tensor<1x2xf32> {mixp.name = "h"}) -> tensor<1x2xf32> {
  %w = arith.constant dense<[[2.0, 0.0], [0.0, 2.0]]> : tensor<2x2xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %steps = tensor.dim %x, %c0 : tensor<?x2xf32>
  %0 = scf.for %i = %c0 to %steps step %c1 iter_args(%s = %h) -> tensor<1x2xf32> {
    %part = tensor.extract_slice %x[%i, 0] [1, 2] [1, 1] : tensor<?x2xf32> to tensor<1x2xf32>
    %1 = mixp.matmul ins(%s, %w : tensor<1x2xf32>, tensor<2x2xf32>) outs(%part : tensor<1x2xf32>) -> tensor<1x2xf32>
    scf.yield %1 : tensor<1x2xf32>
  }
  return %0 : tensor<1x2xf32>
}
