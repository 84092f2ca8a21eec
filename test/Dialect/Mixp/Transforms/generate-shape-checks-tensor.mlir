// RUN: mixp-opt %s -mixp-generate-shape-checks -resolve-ranked-shaped-type-result-dims -canonicalize -cse -canonicalize | FileCheck %s

// CHECK-LABEL: @operands_of_one_loop
func.func @operands_of_one_loop(%a: tensor<?x3xf32>, %b: tensor<?x3xf32>, %c: tensor<?x3xf32>) -> tensor<?x3xf32> {
  // CHECK: cf.assert %{{.*}}, "linalg.add: expected the size of operand #1 dim #0 to be that of the operands before"
  // CHECK: cf.assert %{{.*}}, "linalg.add: expected the size of operand #2 dim #0 to be that of the operands before"
  // CHECK-NOT: cf.assert
  %0 = linalg.add ins(%a, %b : tensor<?x3xf32>, tensor<?x3xf32>) outs(%c : tensor<?x3xf32>) -> tensor<?x3xf32>
  return %0 : tensor<?x3xf32>
}

// CHECK-LABEL: @sum_of_loops
func.func @sum_of_loops(%a: tensor<?xf32>, %w: tensor<3xf32>, %c: tensor<5xf32>) -> tensor<5xf32> {
  // CHECK: arith.cmpi sgt, %{{.*}}, %c6
  // CHECK: cf.assert %{{.*}}, "linalg.conv_1d: expected all accesses to be inside of operand #0 dim #0"
  %0 = linalg.conv_1d ins(%a, %w : tensor<?xf32>, tensor<3xf32>) outs(%c : tensor<5xf32>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

// CHECK-LABEL: @slices_and_shapes
func.func @slices_and_shapes(%a: tensor<?xf32>, %b: tensor<?xf32>, %i: index, %n: index) -> (tensor<7xf32>, tensor<?x4xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?x?xf32>) {
  // CHECK: "tensor.cast: size mismatch of dim 0"
  %0 = tensor.cast %a : tensor<?xf32> to tensor<7xf32>
  // CHECK: "tensor.expand_shape: expected the sizes that dim #0 becomes to have its size as their product"
  %1 = tensor.expand_shape %a [[0, 1]] output_shape [%n, 4] : tensor<?xf32> into tensor<?x4xf32>
  // CHECK: "tensor.extract_slice: extract_slice runs out-of-bounds along dimension 0"
  %2 = tensor.extract_slice %a[%i] [%n] [1] : tensor<?xf32> to tensor<?xf32>
  // CHECK: "tensor.insert_slice: expected the source's size for dim #0"
  // CHECK: "tensor.insert_slice: expected an offset of at least 0 for dim #0"
  // CHECK: "tensor.insert_slice: expected the slice to be inside dim #0"
  %3 = tensor.insert_slice %b into %a[%i] [%n] [1] : tensor<?xf32> into tensor<?xf32>
  // CHECK: "tensor.empty: expected sizes of at least 0 and at most 2^46 bytes"
  // CHECK: "tensor.empty: expected sizes of at least 0 and at most 2^46 bytes"
  %4 = tensor.empty(%i, %n) : tensor<?x?xf32>
  return %0, %1, %2, %3, %4 : tensor<7xf32>, tensor<?x4xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?x?xf32>
}

// CHECK-LABEL: @concat
func.func @concat(%a: tensor<?x3xf32>, %b: tensor<?x4xf32>) -> tensor<?x7xf32> {
  // CHECK: "tensor.concat: expected operands of the same size in dim #0"
  %0 = tensor.concat dim(1) %a, %b : (tensor<?x3xf32>, tensor<?x4xf32>) -> tensor<?x7xf32>
  return %0 : tensor<?x7xf32>
}

// What a model of any batch size computes fits by construction.
// CHECK-LABEL: @negative_one_batch
func.func @negative_one_batch(%x: tensor<?x8xf32>, %w: tensor<8x5xf32>) -> tensor<?x5xf32> {
  // CHECK-NOT: cf.assert
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %n = tensor.dim %x, %c0 : tensor<?x8xf32>
  %e = tensor.empty(%n) : tensor<?x5xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<?x5xf32>) -> tensor<?x5xf32>
  %y = mixp.matmul ins(%x, %w : tensor<?x8xf32>, tensor<8x5xf32>) outs(%f : tensor<?x5xf32>) -> tensor<?x5xf32>
  %r = linalg.exp ins(%y : tensor<?x5xf32>) outs(%e : tensor<?x5xf32>) -> tensor<?x5xf32>
  return %r : tensor<?x5xf32>
}
