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

// RUN: mixp-opt %s --mixp-cpu-pipeline=target=avx512-vnni \
// RUN:   | FileCheck %s --check-prefix=KERNEL --implicit-check-not=omp.
// RUN: mixp-opt %s \
// RUN:   --mixp-cpu-pipeline='target=avx512-vnni outline-kernels=false' \
// RUN:   | FileCheck %s --check-prefix=NO-KERNEL
// RUN: mixp-opt %S/Inputs/large-product.mlir \
// RUN:   --mixp-cpu-pipeline='target=avx512-vnni threads=2' \
// RUN:   | FileCheck %s --check-prefix=THREADS

// KERNEL: llvm.call @mixp_kernel_vpdpbusd_5x3x8
// NO-KERNEL-NOT: mixp_kernel
// THREADS: omp.parallel num_threads
// THREADS: llvm.call @mixp_kernel_vpdpbusd_
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
