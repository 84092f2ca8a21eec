// RUN: mixp-opt %s | mixp-opt | FileCheck %s

// CHECK-LABEL: func.func @to_device
// CHECK: mixp.to_device %arg0 : tensor<7x64xf16> to !mixp.device<tensor<7x64xf16>>
// CHECK: mixp.to_device %arg1 : tensor<?x9xf32> to !mixp.device<tensor<?x9xf32>, transposed = true, rounded = true>
// CHECK: mixp.to_device %arg2 : tensor<9x64xi8> to !mixp.device<tensor<9x64xi8>, fragments = <bits = 4, flip = true, block_n = 128, block_k = 64>>
func.func @to_device(%a: tensor<7x64xf16>, %b: tensor<?x9xf32>, %c: tensor<9x64xi8>) {
  %0 = mixp.to_device %a : tensor<7x64xf16> to !mixp.device<tensor<7x64xf16>>
  %1 = mixp.to_device %b : tensor<?x9xf32> to !mixp.device<tensor<?x9xf32>, transposed = true, rounded = true>
  %2 = mixp.to_device %c : tensor<9x64xi8> to !mixp.device<tensor<9x64xi8>, fragments = <bits = 4, flip = true, block_n = 128, block_k = 64>>
  return
}

// CHECK-LABEL: func.func @to_device_memref
// CHECK: mixp.to_device %arg0 : memref<?x64xf16, strided<[100, 1]>> to !mixp.device<tensor<?x64xf16>>
func.func @to_device_memref(%a: memref<?x64xf16, strided<[100, 1]>>) {
  %0 = mixp.to_device %a : memref<?x64xf16, strided<[100, 1]>> to !mixp.device<tensor<?x64xf16>>
  return
}

// CHECK-LABEL: func.func @to_host
// CHECK: mixp.to_host %arg0 into %arg1 : !mixp.device<tensor<7x9xf32>> into tensor<7x9xf32> -> tensor<7x9xf32>
func.func @to_host(%1: !mixp.device<tensor<7x9xf32>>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %2 = mixp.to_host %1 into %e : !mixp.device<tensor<7x9xf32>> into tensor<7x9xf32> -> tensor<7x9xf32>
  return %2 : tensor<7x9xf32>
}

// CHECK-LABEL: func.func @to_host_memref
// CHECK: mixp.to_host %arg0 into %arg1 : !mixp.device<tensor<7x9xf32>> into memref<7x9xf32>{{$}}
func.func @to_host_memref(%0: !mixp.device<tensor<7x9xf32>>, %e: memref<7x9xf32>) {
  mixp.to_host %0 into %e : !mixp.device<tensor<7x9xf32>> into memref<7x9xf32>
  return
}
