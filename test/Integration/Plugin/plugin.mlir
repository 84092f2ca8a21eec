// mixp inside the mlir-opt of the LLVM that it was built against.
//
// RUN: mlir-opt --load-dialect-plugin=%mixp_plugin %s | FileCheck %s
// RUN: mlir-opt --load-dialect-plugin=%mixp_plugin \
// RUN:   --load-pass-plugin=%mixp_plugin --canonicalize %s | FileCheck %s

// CHECK-LABEL: func.func @cast_f32_to_f16
// CHECK: mixp.cast
func.func @cast_f32_to_f16(%input: tensor<3x5xf32>) -> tensor<3x5xf16> {
  %result = mixp.cast %input : tensor<3x5xf32> -> tensor<3x5xf16>
  return %result : tensor<3x5xf16>
}
