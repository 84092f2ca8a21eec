// What follows a product with weights in groups runs in its kernel, which stores
// the result exchanged: a bias for each column, ReLU, and the narrow result.
//
// RUN: mixp run %s --random=1 --target=sm_75 --gpu=emulator --check-outputs 2>&1 | FileCheck %s
// RUN: mixp run %s --random=1 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s
// RUN: mixp run %s --random=1 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s
// CHECK-DAG: : 1 launches, {{[0-9]+}} bytes to the device, 30660 back
// CHECK-DAG: checked 15330 elements of 1 outputs: within their bounds
func.func @main(%a: tensor<3x73x200xf16>, %w: tensor<3x70x200xi8>, %s: tensor<3x70x4xf32>, %bias: tensor<70xf32>) -> tensor<3x73x70xf16> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<3x73x70xf32>
  %c = linalg.fill ins(%zero : f32) outs(%e : tensor<3x73x70xf32>) -> tensor<3x73x70xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<3x73x200xf16>, tensor<3x70x200xi8>) rhs_scale(%s : tensor<3x70x4xf32>) rhs_block [1, 1, 64] outs(%c : tensor<3x73x70xf32>) {transpose_rhs} -> tensor<3x73x70xf32>
  %h = tensor.empty() : tensor<3x73x70xf16>
  %1 = linalg.generic {indexing_maps = [affine_map<(b, m, n) -> (b, m, n)>, affine_map<(b, m, n) -> (n)>, affine_map<(b, m, n) -> (b, m, n)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%0, %bias : tensor<3x73x70xf32>, tensor<70xf32>) outs(%h : tensor<3x73x70xf16>) {
  ^bb0(%x: f32, %b: f32, %o: f16):
    %y = arith.addf %x, %b : f32
    %z = arith.maximumf %y, %zero : f32
    %t = arith.truncf %z : f32 to f16
    linalg.yield %t : f16
  } -> tensor<3x73x70xf16>
  return %1 : tensor<3x73x70xf16>
}
