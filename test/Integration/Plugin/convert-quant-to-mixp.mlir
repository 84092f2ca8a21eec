// A quantized function in another pipeline becomes mixp on storage types, with
// upstream's pass for the function's own types, and quantized casts again.
//
// RUN: mlir-opt --load-dialect-plugin=%mixp_plugin \
// RUN:   --load-pass-plugin=%mixp_plugin \
// RUN:   --pass-pipeline="builtin.module(convert-quant-to-mixp,strip-func-quant-types,canonicalize)" %s \
// RUN:   -o %t
// RUN: FileCheck %s < %t
// RUN: mlir-opt --load-dialect-plugin=%mixp_plugin \
// RUN:   --load-pass-plugin=%mixp_plugin \
// RUN:   --pass-pipeline="builtin.module(convert-mixp-to-quant)" %t \
// RUN:   | FileCheck %s --check-prefix=BACK

// CHECK-LABEL: func.func @quantize
// CHECK-SAME: -> tensor<3x5xi8>
// CHECK-NOT: quant.
// CHECK: mixp.quantize
// BACK: quant.qcast %arg0 : tensor<3x5xf32> to tensor<3x5x!quant.uniform<u8:f32, 5.000000e-01:7>>
func.func @quantize(%x: tensor<3x5xf32>) -> tensor<3x5x!quant.uniform<u8:f32, 0.5:7>> {
  %0 = quant.qcast %x : tensor<3x5xf32> to tensor<3x5x!quant.uniform<u8:f32, 0.5:7>>
  return %0 : tensor<3x5x!quant.uniform<u8:f32, 0.5:7>>
}
