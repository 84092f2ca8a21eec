// RUN: mixp-opt %s | mixp-opt | FileCheck %s
// RUN: mixp-opt %s --mlir-print-op-generic | mixp-opt | FileCheck %s
// RUN: mixp-opt %s -canonicalize -cse | FileCheck %s

// Neither dead nor equal ops go.
// CHECK-LABEL: @observe
func.func @observe(%x: tensor<?x5xf32>) {
  // CHECK: mixp.observe %{{.*}} "fc1.input" : tensor<?x5xf32>
  // CHECK: mixp.observe %{{.*}} "fc1.input" : tensor<?x5xf32>
  // CHECK: mixp.observe %{{.*}} "fc1.input" histogram(64) over [-1.000000e+00, 3.000000e+00] : tensor<?x5xf32>
  %0 = mixp.observe %x "fc1.input" : tensor<?x5xf32>
  %1 = mixp.observe %x "fc1.input" : tensor<?x5xf32>
  %2 = mixp.observe %x "fc1.input" histogram(64) over [-1.0, 3.0] : tensor<?x5xf32>
  return
}
