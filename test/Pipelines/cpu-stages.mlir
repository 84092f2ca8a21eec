// The stages of the CPU pipeline, one after another, are the pipeline, and the
// target is an option of the first.
//
// RUN: mixp-opt %s --mixp-cpu-pipeline=target=avx512-vnni > %t.whole
// RUN: mixp-opt %s --mixp-cpu-prepare-pipeline=target=avx512-vnni \
// RUN:   --mixp-cpu-pack-pipeline --mixp-cpu-bufferize-pipeline \
// RUN:   --mixp-cpu-vectorize-pipeline --mixp-cpu-lower-pipeline > %t.stages
// RUN: diff %t.whole %t.stages
// RUN: FileCheck %s --check-prefix=VNNI < %t.whole
// RUN: mixp-opt %s --mixp-cpu-pipeline=target=x86-64-v3 \
// RUN:   | FileCheck %s --check-prefix=AVX2

// VNNI: mixp.target = #mixp.target<name = "avx512-vnni"
// VNNI: vpdpbusd
// AVX2: mixp.target = #mixp.target<name = "x86-64-v3"
// AVX2-NOT: vpdpbusd
func.func @matmul_ui8i8i32_static(%lhs: tensor<5x7xui8>, %rhs: tensor<7x3xi8>,
                                  %init: tensor<5x3xi32>) -> tensor<5x3xi32> {
  %result = mixp.matmul ins(%lhs, %rhs : tensor<5x7xui8>, tensor<7x3xi8>)
    outs(%init : tensor<5x3xi32>) -> tensor<5x3xi32>
  return %result : tensor<5x3xi32>
}
