// --perf writes a jitdump file, which has the compiled function and says of
// which line of the model each instruction is.

// RUN: rm -rf %t
// RUN: mixp run %s --random=1 --perf=%t/run
// RUN: %python %S/Inputs/jitdump.py %t/run | FileCheck %s --implicit-check-not=main
// CHECK: {{^}}mixp_entry {{.*}}model.mlir:3 {{.*}}model.mlir:4
// RUN: FileCheck %s --check-prefix=MODEL < %t/run/model.mlir
// MODEL: func.func @main
// MODEL-NEXT: mixp.matmul
// MODEL-NEXT: arith.negf

// RUN: mixp bench %s --random=1 --perf=%t/bench
// RUN: %python %S/Inputs/jitdump.py %t/bench | FileCheck %s
// RUN: mixp bench --types=f32,f32,f32 -m 3 -n 5 -k 7 --perf=%t/product
// RUN: %python %S/Inputs/jitdump.py %t/product | FileCheck %s --check-prefix=PRODUCT
// PRODUCT: {{^}}mixp_entry {{.*}}model.mlir:

// RUN: not mixp run %s --random=1 --perf=%s 2>&1 | FileCheck %s --check-prefix=FILE
// FILE: mixp: error: --perf: cannot create the folder '{{.*}}perf.mlir': Not a directory
// RUN: not mixp bench %s %s --random=1 --perf=%t/two 2>&1 | FileCheck %s --check-prefix=TWO
// TWO: mixp: error: --perf: expected one model but got 2; measure them one by one

func.func @main(%a: tensor<3x7xf32>, %b: tensor<7x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  %1 = arith.negf %0 : tensor<3x5xf32>
  return %1 : tensor<3x5xf32>
}
