// A matmul in a function that is called twice has the range of both calls:
// x in [-1, 2] and 10 * x in [-10, 20], so 30 / 255 and zero point 85.

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/../Run/Inputs/npy.py write %t/x.npy f4 1,2 -1 2
// RUN: mixp quantize %s --scheme=w8a8 --calibration %t/x.npy -o - 2>/dev/null | FileCheck %s

// CHECK-LABEL: func.func private @layer
// CHECK-DAG: arith.constant dense<0.117647059> : tensor<1x1xf32>
// CHECK-DAG: arith.constant dense<85> : tensor<1x1xi32>
// CHECK: mixp.matmul {{.*}} : tensor<1x2xui8>, tensor<2x2xi8>
// CHECK-LABEL: func.func @main
// CHECK-COUNT-2: call @layer
func.func private @layer(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = arith.constant dense<[[10.0, 0.0], [0.0, 10.0]]> : tensor<2x2xf32>
  %zero = arith.constant dense<0.0> : tensor<1x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<1x2xf32>, tensor<2x2xf32>) outs(%zero : tensor<1x2xf32>) -> tensor<1x2xf32>
  return %0 : tensor<1x2xf32>
}

func.func @main(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %0 = call @layer(%x) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %1 = call @layer(%0) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  return %1 : tensor<1x2xf32>
}
