// What the run subcommand does with inputs, outputs and functions.

// RUN: rm -rf %t && mkdir %t
// A model of one sample runs once for each sample and stacks the results.
// RUN: %python %S/Inputs/npy.py write %t/three.npy f4 3,2 1 2 3 4 5 6
// RUN: %python %S/Inputs/npy.py write %t/bias.npy f4 2 0.5 -0.5
// RUN: mixp run %s --input %t/three.npy --input bias=%t/bias.npy --output %t/y.npy
// RUN: %python %S/Inputs/npy.py print %t/y.npy | FileCheck %s --check-prefix=STACK
// STACK: <f4 (3, 2) 1.5 1.5 3.5 3.5 5.5 5.5

// Generated data is the same each time, and has a shape if one is given.
// RUN: mixp run %s --function=same --random=7 --dim=2 --output %t/a.npy
// RUN: mixp run %s --function=same --input random:7:2x2 --output %t/b.npy
// RUN: cmp %t/a.npy %t/b.npy
// RUN: %python %S/Inputs/npy.py print %t/b.npy | FileCheck %s --check-prefix=RANDOM
// RANDOM: |u1 (2, 2)

// RUN: mixp run --help | FileCheck %s --check-prefix=HELP
// HELP: usage: mixp run MODEL
// HELP: examples:
// RUN: mixp --help | FileCheck %s --check-prefix=COMMANDS
// COMMANDS: compile
// COMMANDS: targets
// RUN: mixp targets | FileCheck %s --check-prefix=TARGETS
// TARGETS: host {{.*}} bits
// TARGETS: avx512-vnni
// TARGETS: vpdpbusd ui8 x i8 -> i32 1x16x4

// RUN: not mixp run %s 2>&1 | FileCheck %s --check-prefix=MISSING
// MISSING: mixp: error: input 'x' is missing; give --input x=FILE.npy or --random=SEED
// RUN: not mixp run %s --input z=%t/bias.npy 2>&1 | FileCheck %s --check-prefix=NAME
// NAME: mixp: error: --input: the model has no 'z'; it has x, bias
// RUN: not mixp run %s --random=1 --input bias=random:1:3 2>&1 | FileCheck %s --check-prefix=SHAPE
// SHAPE: mixp: error: 'bias': expected shape [2] but got [3]
// RUN: not mixp run %s --random=1 --function=none 2>&1 | FileCheck %s --check-prefix=FUNCTION
// FUNCTION: mixp: error: the module has no function 'none'
// RUN: not mixp run %s --random=1 --pipeline=tpu 2>&1 | FileCheck %s --check-prefix=PIPELINE
// PIPELINE: mixp: error: --pipeline: expected cpu{{.*}} but got 'tpu'
// RUN: not mixp run %s --random=1 --output %t/absent/y.npy 2>&1 | FileCheck %s --check-prefix=WRITE
// WRITE: mixp: error: cannot write '{{.*}}absent/y.npy': No such file or directory
// RUN: not mixp run %t/none.mlir 2>&1 | FileCheck %s --check-prefix=MODEL
// MODEL: mixp: error: cannot open '{{.*}}none.mlir': No such file or directory
// RUN: echo 'func.func @main(' > %t/bad.mlir
// RUN: not mixp run %t/bad.mlir 2>&1 | FileCheck %s --check-prefix=BAD
// BAD: bad.mlir{{.*}}: error:
// BAD: mixp: error: '{{.*}}bad.mlir' is not a valid module
// RUN: not mixp walk 2>&1 | FileCheck %s --check-prefix=COMMAND
// COMMAND: mixp: error: unknown subcommand 'walk'
// RUN: not mixp run %s --function=huge --random=1 --dim=1000000000000 2>&1 | FileCheck %s --check-prefix=HUGE
// HUGE: mixp: error: 'arg0': an array of shape [1000000000000, 1000000] does not fit

func.func @main(%x: tensor<1x2xf32> {mixp.name = "x"}, %bias: tensor<2xf32> {mixp.name = "bias"}) -> tensor<1x2xf32> {
  %row = tensor.expand_shape %bias [[0, 1]] output_shape [1, 2] : tensor<2xf32> into tensor<1x2xf32>
  %empty = tensor.empty() : tensor<1x2xf32>
  %y = linalg.add ins(%x, %row : tensor<1x2xf32>, tensor<1x2xf32>) outs(%empty : tensor<1x2xf32>) -> tensor<1x2xf32>
  return %y : tensor<1x2xf32>
}

func.func @same(%x: tensor<?x?xui8>) -> tensor<?x?xui8> {
  return %x : tensor<?x?xui8>
}

func.func @huge(%x: tensor<?x1000000xi8>) -> tensor<1xi8> {
  %c = arith.constant dense<0> : tensor<1xi8>
  return %c : tensor<1xi8>
}
