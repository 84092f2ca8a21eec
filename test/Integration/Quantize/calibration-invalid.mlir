// What is wrong with calibration data is said with the sample and the remedy.

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/../Run/Inputs/npy.py write %t/nan.npy f4 3,2 0 1 2 3 nan 5
// RUN: not mixp quantize %s --scheme=w8a8 --calibration %t/nan.npy -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=NAN
// NAN: mixp: error: '{{.*}}nan.npy': sample 2 holds a NaN; leave it out of the calibration data

// Finite samples may still leave the finite numbers on their way.
// RUN: %python %S/../Run/Inputs/npy.py write %t/large.npy f4 3,2 0 1 3e38 3e38 2 5
// RUN: not mixp quantize %s --scheme=w8a8 --calibration %t/large.npy -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=LARGE
// LARGE: mixp: error: --calibration: sample 1 makes the lhs of matmul 1 infinite; leave it out or mend the model

// RUN: %python %S/../Run/Inputs/npy.py write %t/none.npy f4 0,2
// RUN: not mixp quantize %s --scheme=w8a8 --calibration %t/none.npy -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: mixp: error: --calibration: expected at least one sample but got none

// RUN: not mixp quantize %s --scheme=w8a8 --calibration %t/none.npy --calibration y=%t/none.npy -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=TOO-MANY
// TOO-MANY: mixp: error: --calibration: the model has no 'y'; it has x

// RUN: %python %S/../Run/Inputs/npy.py write %t/wide.npy f4 1,3 0 1 2
// RUN: not mixp quantize %s --scheme=w8a8 --calibration %t/wide.npy -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=WIDE
// WIDE: mixp: error: '{{.*}}wide.npy' does not fit input 'x': expected shape [?, 2] but got [1, 3]

// RUN: not mixp quantize %s --scheme=w8a8 -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=RANGE
// RANGE: error: 'mixp.matmul' op has no calibrated range of its lhs, which scheme 'w8a8' needs
// RANGE: mixp: error: cannot quantize the model to 'w8a8'

// RUN: not mixp quantize %s --scheme=w5a8 -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=SCHEME
// SCHEME: mixp: error: unknown scheme 'w5a8'; known are: f32, bf16,
// RUN: not mixp quantize %s -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=NO-SCHEME
// NO-SCHEME: mixp: error: expected --scheme=NAME; known are: f32, bf16,
// RUN: not mixp quantize %s --scheme=f32 -o %t/absent/q.mlir 2>&1 | FileCheck %s --check-prefix=OUTPUT
// OUTPUT: mixp: error: cannot open output file '{{.*}}absent/q.mlir': No such file or directory

// Nothing of all this left a model behind.
// RUN: not ls %t/q.mlir

func.func @main(%x: tensor<?x2xf32> {mixp.name = "x"}) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[2.0, 1.0], [2.0, 0.0]]> : tensor<2x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x2xf32>, tensor<2x2xf32>) outs(%x : tensor<?x2xf32>) -> tensor<?x2xf32>
  %1 = mixp.matmul ins(%0, %w : tensor<?x2xf32>, tensor<2x2xf32>) outs(%x : tensor<?x2xf32>) -> tensor<?x2xf32>
  return %1 : tensor<?x2xf32>
}
