// The stages of the GPU pipeline, one after another, are the pipeline, and the
// targets of kernels and of the host are options of the first two.
//
// RUN: mixp-opt %s --mixp-gpu-pipeline='target=sm_80 host=avx512-vnni' > %t.whole
// RUN: mixp-opt %s --mixp-gpu-prepare-pipeline='target=sm_80 host=avx512-vnni' \
// RUN:   --mixp-gpu-form-pipeline=host=avx512-vnni \
// RUN:   --mixp-gpu-outline-pipeline --mixp-gpu-lower-pipeline > %t.stages
// RUN: diff %t.whole %t.stages
// RUN: FileCheck %s --check-prefixes=CHECK,SM80,VNNI < %t.whole
// RUN: mixp-opt %s --mixp-gpu-pipeline='target=sm_90a host=x86-64-v3' \
// RUN:   | FileCheck %s --check-prefixes=CHECK,SM90,AVX2
//
// What holds after each stage.
// RUN: mixp-opt %s --mixp-gpu-prepare-pipeline='target=sm_80 host=avx512-vnni' \
// RUN:   | FileCheck %s --check-prefix=PREPARE
// RUN: mixp-opt %s --mixp-gpu-prepare-pipeline='target=sm_80 host=avx512-vnni' --mixp-gpu-form-pipeline \
// RUN:   | FileCheck %s --check-prefix=FORM --implicit-check-not=mixp.matmul
// RUN: mixp-opt %s --mixp-gpu-prepare-pipeline='target=sm_80 host=avx512-vnni' --mixp-gpu-form-pipeline --mixp-gpu-outline-pipeline \
// RUN:   | FileCheck %s --check-prefix=OUTLINE --implicit-check-not=mixp.tensor_core_matmul
//
// CHECK: mixp.gpu_target = #mixp.gpu_target<
// SM80-SAME: name = "sm_80"
// SM90-SAME: name = "sm_90a"
// VNNI-SAME: mixp.target = #mixp.target<name = "avx512-vnni"
// AVX2-SAME: mixp.target = #mixp.target<name = "x86-64-v3"
// The host's product is packed for the host, the other one a launch.
// CHECK: func.func @both
// CHECK: mixp.packed_matmul
// CHECK: mixp.launch @kernels::@matmul_0
// In kernels nothing is left but what LLVM takes.
// CHECK: gpu.module @kernels
// CHECK-NOT: {{scf|arith|vector|math|cf}}.
// SM80: nvvm.cp.async.shared.global
// SM90: nvvm.cp.async.bulk.tensor
// CHECK-NOT: {{scf|arith|vector|math|cf}}.
//
// PREPARE: mixp.gpu_target
// PREPARE: mixp.matmul {{.*}} {lhs_unsigned}
// FORM: mixp.tensor_core_matmul {{.*}} outs(%{{.*}} : tensor<5x3xi8>)
// FORM-NOT: linalg.generic
// OUTLINE: mixp.launch
// OUTLINE: gpu.module
// OUTLINE: scf.for
func.func @both(%lhs: tensor<5x7xui8>, %rhs: tensor<7x3xi8>, %x: tensor<5x7xf32>, %y: tensor<7x3xf32>, %init: tensor<5x3xf32>) -> (tensor<5x3xf32>, tensor<5x3xi8>) {
  %0 = mixp.matmul ins(%x, %y : tensor<5x7xf32>, tensor<7x3xf32>) outs(%init : tensor<5x3xf32>) -> tensor<5x3xf32>
  %zeros = arith.constant dense<0> : tensor<5x3xi32>
  %1 = mixp.matmul ins(%lhs, %rhs : tensor<5x7xui8>, tensor<7x3xi8>) outs(%zeros : tensor<5x3xi32>) -> tensor<5x3xi32>
  %2 = mixp.cast %1 : tensor<5x3xi32> -> tensor<5x3xi8>
  return %0, %2 : tensor<5x3xf32>, tensor<5x3xi8>
}
