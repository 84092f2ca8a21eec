// Quantizing truncates and overflows: no rounding before fptosi, and no clamp.
// Where a storage range is given, the clamp comes after the conversion, too late.
// A pair of casts folds to nothing, although it rounds.
//
// Once this fails, pipelines may lower quant ops by upstream's own pass, and
// convert-quant-to-mixp need no longer be the only right way.
//
// RUN: mlir-opt %s --lower-quant-ops | FileCheck %s
// RUN: mlir-opt %s --canonicalize | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: func.func @quantize
// CHECK: %[[QUOTIENT:.*]] = arith.divf
// CHECK-NEXT: %[[STORED:.*]] = arith.fptosi %[[QUOTIENT]]
// CHECK-NEXT: quant.scast %[[STORED]]
func.func @quantize(%x: tensor<3xf32>) -> tensor<3x!quant.uniform<i8:f32, 1.0>> {
  %0 = quant.qcast %x : tensor<3xf32> to tensor<3x!quant.uniform<i8:f32, 1.0>>
  return %0 : tensor<3x!quant.uniform<i8:f32, 1.0>>
}

// CHECK-LABEL: func.func @quantize_narrow_range
// CHECK: arith.fptosi
// CHECK: arith.maxsi
func.func @quantize_narrow_range(%x: tensor<3xf32>) -> tensor<3x!quant.uniform<i8<-127:127>:f32, 1.0>> {
  %0 = quant.qcast %x : tensor<3xf32> to tensor<3x!quant.uniform<i8<-127:127>:f32, 1.0>>
  return %0 : tensor<3x!quant.uniform<i8<-127:127>:f32, 1.0>>
}

// CHECK-LABEL: func.func @quantize_dequantize
// CHECK: return %arg0
// FOLD-LABEL: func.func @quantize_dequantize
// FOLD-NEXT: return %arg0
func.func @quantize_dequantize(%x: tensor<3xf32>) -> tensor<3xf32> {
  %0 = quant.qcast %x : tensor<3xf32> to tensor<3x!quant.uniform<i8:f32, 1.0>>
  %1 = quant.dcast %0 : tensor<3x!quant.uniform<i8:f32, 1.0>> to tensor<3xf32>
  return %1 : tensor<3xf32>
}
