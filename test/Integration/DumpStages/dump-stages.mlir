// --dump-stages writes what each stage makes of the model, in numbered files.

// RUN: rm -rf %t && split-file %s %t
// RUN: %python -c "import struct; model = open('%t/model.mlir').read(); open('%t/model.mlir', 'w').write(model.replace('WEIGHTS', struct.pack('<600f', *range(600)).hex()))"
// RUN: mixp run %t/model.mlir --random=1 --dump-stages=%t/run
// RUN: ls %t/run | FileCheck %s --match-full-lines
//      CHECK: 00-input.mlir
// CHECK-NEXT: 01-prepare.mlir
// CHECK-NEXT: 02-pack.mlir
// CHECK-NEXT: 03-bufferize.mlir
// CHECK-NEXT: 04-vectorize.mlir
// CHECK-NEXT: 05-lower.mlir
// CHECK-NEXT: 06-translate.ll
// CHECK-NEXT: 07-optimize.ll
// CHECK-NEXT: 08-assemble.s
//  CHECK-NOT: {{.}}

// Each stage's file is what its pipeline takes next; large constants are
// elided, in LLVM IR too.
// RUN: FileCheck %s --check-prefix=INPUT < %t/run/00-input.mlir
// INPUT: arith.constant dense_resource<__elided__> : tensor<20x30xf32>
// INPUT: mixp.matmul
// RUN: FileCheck %s --check-prefix=PREPARE < %t/run/01-prepare.mlir
// PREPARE: mixp.target = #mixp.target<
// RUN: FileCheck %s --check-prefix=PACK < %t/run/02-pack.mlir
// PACK: mixp.packed_matmul
// RUN: mixp-opt %t/run/03-bufferize.mlir --mixp-cpu-vectorize-pipeline -o %t/vectorized.mlir
// RUN: FileCheck %s --check-prefix=LLVM < %t/run/06-translate.ll
// LLVM: = external {{.*}}constant {{.*}} x float
// LLVM: define {{.*}}@main(
// RUN: FileCheck %s --check-prefix=ASSEMBLY < %t/run/08-assemble.s
// ASSEMBLY: mixp_kernel_fma_mx30x20:

// Other subcommands.
// RUN: mixp run %t/model.mlir --random=1 --check --dump-stages=%t/checked
// RUN: FileCheck %s --check-prefix=EXPOSED < %t/checked/check/00-input.mlir
// EXPOSED: {mixp.exposed}
// RUN: mixp compile %t/model.mlir --emit=llvm -o %t/x.ll --dump-stages=%t/compile
// RUN: FileCheck %s --check-prefix=ASSEMBLY < %t/compile/08-assemble.s
// RUN: mixp bench %t/model.mlir --random=1 --dump-stages=%t/bench
// RUN: ls %t/bench | FileCheck %s --match-full-lines
// RUN: mixp bench --types=f32,f32,f32 -m 2 -n 3 -k 5 --dump-stages=%t/product
// RUN: ls %t/product | FileCheck %s --match-full-lines
// RUN: mixp bench %t/model.mlir %t/model.mlir --random=1 --dump-stages=%t/two
// RUN: ls %t/two/1 | FileCheck %s --match-full-lines
// RUN: %python %S/../Run/Inputs/npy.py write %t/x.npy f4 1,20 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
// RUN: %python %S/../Run/Inputs/npy.py write %t/c.npy f4 1,30 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30
// RUN: mixp quantize %t/model.mlir --scheme=w8a8 --calibration=%t/x.npy --calibration=%t/c.npy -o %t/q.mlir --dump-stages=%t/quantize
// RUN: ls %t/quantize | FileCheck %s --check-prefix=QUANTIZE --match-full-lines
//      QUANTIZE: 00-input.mlir
// QUANTIZE-NEXT: 01-simplify.mlir
// QUANTIZE-NEXT: 02-calibrate.mlir
// QUANTIZE-NEXT: 03-quantize.mlir
// QUANTIZE-NEXT: calibration
// RUN: FileCheck %s --check-prefix=CALIBRATE < %t/quantize/02-calibrate.mlir
// CALIBRATE: mixp.lhs_range = array<f32: 1.000000e+00, 2.000000e+01>
// RUN: ls %t/quantize/calibration | FileCheck %s --match-full-lines

//--- model.mlir
func.func @main(%x: tensor<?x20xf32>, %c: tensor<?x30xf32>) -> tensor<?x30xf32> {
  %w = arith.constant dense<"0xWEIGHTS"> : tensor<20x30xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x20xf32>, tensor<20x30xf32>) outs(%c : tensor<?x30xf32>) -> tensor<?x30xf32>
  return %0 : tensor<?x30xf32>
}
