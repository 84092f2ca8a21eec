// RUN: mixp-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @dequantize_bare
func.func @dequantize_bare(%q: tensor<3xi8>) -> tensor<3xbf16> {
  // CHECK: mixp.cast %{{.*}} {input_unsigned} : tensor<3xi8> -> tensor<3xbf16>
  %0 = mixp.dequantize %q {input_unsigned} : tensor<3xi8> -> tensor<3xbf16>
  return %0 : tensor<3xbf16>
}

// CHECK-LABEL: @dequantize_neutral
func.func @dequantize_neutral(%q: tensor<3x5xi4>, %s: tensor<1x5xf32>) -> (tensor<3x5xf32>, tensor<3x5xf32>) {
  // CHECK-DAG: mixp.dequantize %{{.*}} scale(%{{.*}} : tensor<1x5xf32>) : tensor<3x5xi4>
  // CHECK-DAG: mixp.cast %{{.*}} : tensor<3x5xi4> -> tensor<3x5xf32>
  %z = arith.constant dense<0.0> : tensor<1x5xf32>
  %one = arith.constant dense<1.0> : tensor<1x5xf32>
  %0 = mixp.dequantize %q scale(%s : tensor<1x5xf32>) zero_point(%z : tensor<1x5xf32>) : tensor<3x5xi4> -> tensor<3x5xf32>
  %1 = mixp.dequantize %q scale(%one : tensor<1x5xf32>) zero_point(%z : tensor<1x5xf32>) : tensor<3x5xi4> -> tensor<3x5xf32>
  return %0, %1 : tensor<3x5xf32>, tensor<3x5xf32>
}

// The compressed form of a weight stays; parameters as large as the result do
// not. The difference of -2^31 and 127 does not wrap.
// CHECK-LABEL: @dequantize_constant
func.func @dequantize_constant() -> (tensor<5xf32>, tensor<3xf16>, tensor<2xf32>) {
  // CHECK-DAG: mixp.dequantize %{{.*}} : tensor<5xi8> -> tensor<5xf32>
  // CHECK-DAG: dense<[-2.500000e-01, 2.000000e+00, 0x7C00]> : tensor<3xf16>
  // CHECK-DAG: dense<[2.14748365E+9, 1.000000e+00]> : tensor<2xf32>
  %a = arith.constant dense<[1, -2, 3, 4, 5]> : tensor<5xi8>
  %sa = arith.constant dense<0.5> : tensor<1xf32>
  %0 = mixp.dequantize %a scale(%sa : tensor<1xf32>) : tensor<5xi8> -> tensor<5xf32>
  %b = arith.constant dense<[7, -8, 127]> : tensor<3xi8>
  %sb = arith.constant dense<[0.5, 0.25, 1000.0]> : tensor<3xf32>
  %zb = arith.constant dense<[7.5, -16.0, 0.0]> : tensor<3xf32>
  %1 = mixp.dequantize %b scale(%sb : tensor<3xf32>) zero_point(%zb : tensor<3xf32>) : tensor<3xi8> -> tensor<3xf16>
  %c = arith.constant dense<[127, 1]> : tensor<2xi8>
  %sc = arith.constant dense<[1.0, 0.5]> : tensor<2xf32>
  %zc = arith.constant dense<[-2147483648, -1]> : tensor<2xi32>
  %2 = mixp.dequantize %c scale(%sc : tensor<2xf32>) zero_point(%zc : tensor<2xi32>) : tensor<2xi8> -> tensor<2xf32>
  return %0, %1, %2 : tensor<5xf32>, tensor<3xf16>, tensor<2xf32>
}
