// Outputs that another machine computed are compared with the evaluator's.
// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/npy.py write %t/x.npy f4 3 1 2 3
// RUN: %python %S/Inputs/npy.py write %t/good.npy f4 3 2 4 6
// RUN: %python %S/Inputs/npy.py write %t/bad.npy f4 3 2 4 7
// RUN: %python %S/Inputs/npy.py write %t/short.npy f4 2 2 4
// RUN: mixp run %s --input %t/x.npy --output %t/good.npy --pipeline=given --check | FileCheck %s --check-prefix=GOOD
// GOOD: checked 3 elements of 1 outputs: bit-exact
// RUN: not mixp run %s --input %t/x.npy --output %t/bad.npy --pipeline=given --check-outputs 2>&1 | FileCheck %s --check-prefix=BAD
// BAD: mixp: check failed: {{.*}}result0
// RUN: not mixp run %s --input %t/x.npy --output %t/short.npy --pipeline=given --check-outputs 2>&1 | FileCheck %s --check-prefix=SHORT
// SHORT: mixp: error: 'result0':
// RUN: not mixp run %s --input %t/x.npy --pipeline=given --check-outputs 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: mixp: error: --pipeline=given: expected a file for output 'result0'; name it with --output
func.func @main(%x: tensor<3xf32>) -> tensor<3xf32> {
  %y = arith.addf %x, %x : tensor<3xf32>
  return %y : tensor<3xf32>
}
