// RUN: mixp-opt %s --split-input-file --mixp-expose-ops | FileCheck %s

// The constant is not returned.
// CHECK-LABEL: @main
// CHECK-SAME: (%[[X:[^:]+]]: tensor<3x5xf32>, %[[C:[^:]+]]: tensor<3x2xf32>)
// CHECK-SAME: -> (tensor<3x2xf32> {mixp.name = "y"}, tensor<3x5xf32> {mixp.exposed}, tensor<3x2xf32> {mixp.exposed}, tensor<3x2xf32> {mixp.exposed})
// CHECK: %[[Y:.+]] = mixp.matmul
// CHECK: return %[[Y]], %[[X]], %[[C]], %[[Y]]
func.func @main(%x: tensor<3x5xf32>, %c: tensor<3x2xf32>) -> (tensor<3x2xf32> {mixp.name = "y"}) {
  %w = arith.constant dense<2.0> : tensor<5x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<3x5xf32>, tensor<5x2xf32>) outs(%c : tensor<3x2xf32>) -> tensor<3x2xf32>
  return %0 : tensor<3x2xf32>
}

// -----

// What a region reads is returned, an index as i64; an init that is only a
// place is not, nor what stands below control flow.
// CHECK-LABEL: @generic
// CHECK-SAME: (%[[X:[^:]+]]: tensor<?xf32>, %[[N:[^:]+]]: index, %{{.+}}: i1)
// CHECK: %[[Y:.+]] = linalg.generic
// CHECK: scf.if
// CHECK: %[[WIDE:.+]] = arith.index_cast %[[N]] {mixp.exposed} : index to i64
// CHECK: %[[SCALAR:.+]] = tensor.from_elements %[[WIDE]] {mixp.exposed} : tensor<i64>
// CHECK: return %{{.+}}, %[[X]], %[[SCALAR]], %[[Y]] :
#id = affine_map<(i) -> (i)>
func.func @generic(%x: tensor<?xf32>, %n: index, %p: i1) -> tensor<?xf32> {
  %e = tensor.empty(%n) : tensor<?xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : tensor<?xf32>) outs(%e : tensor<?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %i = arith.index_cast %n : index to i32
      %f = arith.sitofp %i : i32 to f32
      %s = arith.addf %in, %f : f32
      linalg.yield %s : f32
  } -> tensor<?xf32>
  %1 = scf.if %p -> tensor<?xf32> {
    %2 = arith.addf %0, %0 : tensor<?xf32>
    scf.yield %2 : tensor<?xf32>
  } else {
    scf.yield %0 : tensor<?xf32>
  }
  return %1 : tensor<?xf32>
}

// -----

// Only the static shape of packed elements tells how many there are.
// CHECK-LABEL: @nibbles
// CHECK: %[[Q:.+]] = mixp.quantize
// CHECK: %[[D:.+]] = mixp.dequantize
// CHECK: %[[WIDE:.+]] = mixp.cast %[[Q]] {mixp.exposed} : tensor<?x4xui4> -> tensor<?x4xui8>
// CHECK: return %[[D]], %{{.+}}, %[[WIDE]], %[[D]] :
func.func @nibbles(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %q = mixp.quantize %x : tensor<?x4xf32> -> tensor<?x4xui4>
  %d = mixp.dequantize %q : tensor<?x4xui4> -> tensor<?x4xf32>
  return %d : tensor<?x4xf32>
}

// -----

// CHECK-LABEL: func private @helper
// CHECK-SAME: -> tensor<2xf32> {
// CHECK: func @caller
func.func private @helper(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = arith.negf %x : tensor<2xf32>
  return %0 : tensor<2xf32>
}
func.func @caller(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = call @helper(%x) : (tensor<2xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}
