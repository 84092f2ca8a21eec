// mixp inside the mlir-opt of the LLVM that it was built against: its ops parse
// and print, its passes and pipelines run.
//
// RUN: mlir-opt --load-dialect-plugin=%mixp_plugin %s | FileCheck %s
// RUN: mlir-opt --load-dialect-plugin=%mixp_plugin \
// RUN:   --load-pass-plugin=%mixp_plugin \
// RUN:   --pass-pipeline="builtin.module(mixp-quantize{scheme=bf16})" %s \
// RUN:   | FileCheck %s --check-prefix=QUANTIZED

// CHECK-LABEL: func.func @matmul_f32
// CHECK: mixp.matmul {{.*}} tensor<3x7xf32>, tensor<7x5xf32>
// QUANTIZED-LABEL: func.func @matmul_f32
// QUANTIZED-COUNT-2: mixp.cast
// QUANTIZED: mixp.matmul {{.*}} tensor<3x7xbf16>, tensor<7x5xbf16>
func.func @matmul_f32(%lhs: tensor<3x7xf32>, %rhs: tensor<7x5xf32>,
                      %init: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %result = mixp.matmul ins(%lhs, %rhs : tensor<3x7xf32>, tensor<7x5xf32>)
    outs(%init : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %result : tensor<3x5xf32>
}
