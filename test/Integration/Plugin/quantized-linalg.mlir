// A quantized linalg model becomes one integer product inside mlir-opt: quant's
// types become scales, the float product reads the stored values, and the
// result is quantized again. It runs with the same bits as the evaluator says.
//
// REQUIRES: avx2
// RUN: mlir-opt --load-dialect-plugin=%mixp_plugin \
// RUN:   --load-pass-plugin=%mixp_plugin \
// RUN:   --pass-pipeline="builtin.module(convert-quant-to-mixp,strip-func-quant-types,convert-linalg-to-mixp,canonicalize,mixp-absorb-dequantize,canonicalize)" %s \
// RUN:   -o %t
// RUN: FileCheck %s < %t
// RUN: mixp run %t --random=3 --check | FileCheck %s --check-prefix=EXACT

// CHECK-LABEL: func.func @main
// CHECK-NOT: quant.
// CHECK-NOT: linalg.matmul
// CHECK: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<13x37xi8>, tensor<37x5xi8>) {{.*}}lhs_scale
// EXACT: bit-exact

!x = !quant.uniform<i8:f32, 0.25:3>
!w = !quant.uniform<i8:f32:1, {0.5, 0.125, 0.25, 1.0, 2.0}>
!y = !quant.uniform<u8:f32, 16.0:128>
func.func @main(%x: tensor<13x37x!x>, %w: tensor<37x5x!w>) -> tensor<13x5x!y> {
  %a = quant.dcast %x : tensor<13x37x!x> to tensor<13x37xf32>
  %b = quant.dcast %w : tensor<37x5x!w> to tensor<37x5xf32>
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<13x5xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<13x5xf32>) -> tensor<13x5xf32>
  %product = linalg.matmul ins(%a, %b : tensor<13x37xf32>, tensor<37x5xf32>) outs(%init : tensor<13x5xf32>) -> tensor<13x5xf32>
  %0 = quant.qcast %product : tensor<13x5xf32> to tensor<13x5x!y>
  return %0 : tensor<13x5x!y>
}
