// nvgpu.mma.sync makes every 8-bit product a saturating one, reads ui8 as signed,
// takes bf16 but cannot lower it, and refuses 8-bit floats. Code for GPUs builds
// nvvm.mma.sync instead.
//
// RUN: split-file %s %t
// RUN: mlir-opt %t/i8.mlir --convert-nvgpu-to-nvvm | FileCheck %t/i8.mlir
// RUN: mlir-opt %t/bf16.mlir --convert-nvgpu-to-nvvm 2>&1 | FileCheck %t/bf16.mlir
// RUN: not mlir-opt %t/f8.mlir 2>&1 | FileCheck %t/f8.mlir

//--- i8.mlir
// CHECK-LABEL: func.func @i8
// CHECK: nvvm.mma.sync {{.*}}satfinite
// CHECK-LABEL: func.func @ui8
// CHECK: nvvm.mma.sync {{.*}}multiplicandAPtxType = #nvvm.mma_type<s8>
func.func @i8(%lhs: vector<4x4xi8>, %rhs: vector<2x4xi8>, %acc: vector<2x2xi32>) -> vector<2x2xi32> {
  %0 = nvgpu.mma.sync (%lhs, %rhs, %acc) {mmaShape = [16, 8, 32]} : (vector<4x4xi8>, vector<2x4xi8>, vector<2x2xi32>) -> vector<2x2xi32>
  return %0 : vector<2x2xi32>
}
func.func @ui8(%lhs: vector<4x4xui8>, %rhs: vector<2x4xui8>, %acc: vector<2x2xi32>) -> vector<2x2xi32> {
  %0 = nvgpu.mma.sync (%lhs, %rhs, %acc) {mmaShape = [16, 8, 32]} : (vector<4x4xui8>, vector<2x4xui8>, vector<2x2xi32>) -> vector<2x2xi32>
  return %0 : vector<2x2xi32>
}

//--- bf16.mlir
// CHECK: 'nvgpu.mma.sync' op failed to deduce operand PTX types
func.func @bf16(%lhs: vector<4x2xbf16>, %rhs: vector<2x2xbf16>, %acc: vector<2x2xf32>) -> vector<2x2xf32> {
  %0 = nvgpu.mma.sync (%lhs, %rhs, %acc) {mmaShape = [16, 8, 16]} : (vector<4x2xbf16>, vector<2x2xbf16>, vector<2x2xf32>) -> vector<2x2xf32>
  return %0 : vector<2x2xf32>
}

//--- f8.mlir
// CHECK: expected input data type (i4,i8,f16,bf16,tf32,f64) supported by nvgpu.mma.sync
func.func @f8(%lhs: vector<4x4xf8E4M3FN>, %rhs: vector<2x4xf8E4M3FN>, %acc: vector<2x2xf32>) -> vector<2x2xf32> {
  %0 = nvgpu.mma.sync (%lhs, %rhs, %acc) {mmaShape = [16, 8, 32]} : (vector<4x4xf8E4M3FN>, vector<2x4xf8E4M3FN>, vector<2x2xf32>) -> vector<2x2xf32>
  return %0 : vector<2x2xf32>
}
