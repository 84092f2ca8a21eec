// The conversion to calls of APFloat drops the rounding mode: the same call, to
// nearest even, whatever the op says. Once this fails, the calls can serve as
// another opinion on mixp.cast.
//
// RUN: mlir-opt %s --convert-arith-to-apfloat | FileCheck %s

// CHECK: func.func private @_mlir_apfloat_convert(i32, i32, i64) -> i64
// CHECK-LABEL: func.func @upward
// CHECK: call @_mlir_apfloat_convert(%{{.*}}, %{{.*}}, %{{.*}}) : (i32, i32, i64) -> i64
func.func @upward(%x: f32) -> f8E4M3FN {
  %0 = arith.truncf %x upward : f32 to f8E4M3FN
  return %0 : f8E4M3FN
}
