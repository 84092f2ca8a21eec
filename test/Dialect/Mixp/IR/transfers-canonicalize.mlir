// RUN: mixp-opt %s --canonicalize --cse | FileCheck %s

// CHECK-LABEL: func.func @back_and_up
// CHECK-NEXT: return %arg0 : !mixp.device<tensor<7x9xf32>>
func.func @back_and_up(%a: !mixp.device<tensor<7x9xf32>>) -> !mixp.device<tensor<7x9xf32>> {
  %e = tensor.empty() : tensor<7x9xf32>
  %0 = mixp.to_host %a into %e : !mixp.device<tensor<7x9xf32>> into tensor<7x9xf32> -> tensor<7x9xf32>
  %1 = mixp.to_device %0 : tensor<7x9xf32> to !mixp.device<tensor<7x9xf32>>
  return %1 : !mixp.device<tensor<7x9xf32>>
}

// Sizes are the launcher's to check.
// CHECK-LABEL: func.func @through_cast
// CHECK-NEXT: mixp.to_host %arg0 into %arg1
func.func @through_cast(%a: !mixp.device<tensor<?x9xf32>>, %e: tensor<7x9xf32>, %f: tensor<?x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.to_host %a into %f : !mixp.device<tensor<?x9xf32>> into tensor<?x9xf32> -> tensor<?x9xf32>
  %1 = tensor.cast %0 : tensor<?x9xf32> to tensor<7x9xf32>
  %2 = mixp.to_device %1 : tensor<7x9xf32> to !mixp.device<tensor<7x9xf32>>
  %3 = mixp.to_host %2 into %e : !mixp.device<tensor<7x9xf32>> into tensor<7x9xf32> -> tensor<7x9xf32>
  return %3 : tensor<7x9xf32>
}

// Another layout is made by the host.
// CHECK-LABEL: func.func @negative_layout
// CHECK: mixp.to_host
// CHECK: mixp.to_device %{{.*}} to !mixp.device<tensor<7x9xf32>, transposed = true>
func.func @negative_layout(%a: !mixp.device<tensor<7x9xf32>>) -> !mixp.device<tensor<7x9xf32>, transposed = true> {
  %e = tensor.empty() : tensor<7x9xf32>
  %0 = mixp.to_host %a into %e : !mixp.device<tensor<7x9xf32>> into tensor<7x9xf32> -> tensor<7x9xf32>
  %1 = mixp.to_device %0 : tensor<7x9xf32> to !mixp.device<tensor<7x9xf32>, transposed = true>
  return %1 : !mixp.device<tensor<7x9xf32>, transposed = true>
}

// Rounding to tf32 is not undone by a copy back.
// CHECK-LABEL: func.func @negative_rounded
// CHECK: mixp.to_device %{{.*}} to !mixp.device<tensor<7x9xf32>, rounded = true>
func.func @negative_rounded(%a: !mixp.device<tensor<7x9xf32>>) -> !mixp.device<tensor<7x9xf32>, rounded = true> {
  %e = tensor.empty() : tensor<7x9xf32>
  %0 = mixp.to_host %a into %e : !mixp.device<tensor<7x9xf32>> into tensor<7x9xf32> -> tensor<7x9xf32>
  %1 = mixp.to_device %0 : tensor<7x9xf32> to !mixp.device<tensor<7x9xf32>, rounded = true>
  return %1 : !mixp.device<tensor<7x9xf32>, rounded = true>
}

// Sizes need no copy.
// CHECK-LABEL: func.func @dim
// CHECK-NEXT: return %arg1 : index
func.func @dim(%a: !mixp.device<tensor<?x9xf32>>, %m: index) -> index {
  %c0 = arith.constant 0 : index
  %e = tensor.empty(%m) : tensor<?x9xf32>
  %0 = mixp.to_host %a into %e : !mixp.device<tensor<?x9xf32>> into tensor<?x9xf32> -> tensor<?x9xf32>
  %d = tensor.dim %0, %c0 : tensor<?x9xf32>
  return %d : index
}

// One copy serves all launches.
// CHECK-LABEL: func.func @copy_once
// CHECK: %[[A:.*]] = mixp.to_device
// CHECK-NEXT: return %[[A]], %[[A]]
func.func @copy_once(%a: tensor<7x9xf32>) -> (!mixp.device<tensor<7x9xf32>>, !mixp.device<tensor<7x9xf32>>) {
  %0 = mixp.to_device %a : tensor<7x9xf32> to !mixp.device<tensor<7x9xf32>>
  %1 = mixp.to_device %a : tensor<7x9xf32> to !mixp.device<tensor<7x9xf32>>
  return %0, %1 : !mixp.device<tensor<7x9xf32>>, !mixp.device<tensor<7x9xf32>>
}
