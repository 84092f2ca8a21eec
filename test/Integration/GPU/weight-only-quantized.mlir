// A result of bytes after a product with weights in groups, which its kernel
// quantizes: on Hopper through a buffer of sums, as columns would be stored byte by
// byte.
//
// RUN: mixp run %s --random=1 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s
// RUN: mixp run %s --random=1 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s
// CHECK-DAG: : 1 launches, {{[0-9]+}} bytes to the device, 5110 back
// CHECK-DAG: checked 5110 elements of 1 outputs:
func.func @main(%a: tensor<73x200xf16>, %w: tensor<70x200xi4>, %s: tensor<70x4xf16>, %scale: tensor<1x1xf32>, %zero: tensor<1x1xi32>) -> tensor<73x70xi8> {
  %z = arith.constant dense<0.0> : tensor<73x70xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<73x200xf16>, tensor<70x200xi4>) rhs_scale(%s : tensor<70x4xf16>) rhs_block [1, 64] outs(%z : tensor<73x70xf32>) {transpose_rhs} -> tensor<73x70xf32>
  %1 = mixp.quantize %0 scale(%scale : tensor<1x1xf32>) zero_point(%zero : tensor<1x1xi32>) block [0, 0] : tensor<73x70xf32> -> tensor<73x70xi8>
  return %1 : tensor<73x70xi8>
}
