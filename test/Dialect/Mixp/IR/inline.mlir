// RUN: mixp-opt %s --inline | FileCheck %s

// CHECK-LABEL: @main
// CHECK-NEXT: mixp.cast
// CHECK-NOT: call
func.func private @narrow(%x: tensor<3xf32>) -> tensor<3xbf16> {
  %0 = mixp.cast %x : tensor<3xf32> -> tensor<3xbf16>
  return %0 : tensor<3xbf16>
}
func.func @main(%x: tensor<3xf32>) -> tensor<3xbf16> {
  %0 = call @narrow(%x) : (tensor<3xf32>) -> tensor<3xbf16>
  return %0 : tensor<3xbf16>
}
