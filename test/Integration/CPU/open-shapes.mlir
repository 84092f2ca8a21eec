// A dim that becomes two of open sizes, as the rows of a batch of sequences do.

// REQUIRES: avx2
// RUN: mixp run %s --input random:1:7x3x9 --input random:2:9x5 --check | FileCheck %s
// RUN: mixp run %s --input random:1:1x5x9 --input random:2:9x5 --check | FileCheck %s
// CHECK: within their bounds
func.func @main(%x: tensor<?x?x9xf32>, %w: tensor<9x5xf32>) -> (tensor<?x?x5xf32>, tensor<?x5xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %f = arith.constant 0.0 : f32
  %m = tensor.dim %x, %c0 : tensor<?x?x9xf32>
  %n = tensor.dim %x, %c1 : tensor<?x?x9xf32>
  %rows = tensor.collapse_shape %x [[0, 1], [2]] : tensor<?x?x9xf32> into tensor<?x9xf32>
  %size = arith.muli %m, %n : index
  %empty = tensor.empty(%size) : tensor<?x5xf32>
  %outs = linalg.fill ins(%f : f32) outs(%empty : tensor<?x5xf32>) -> tensor<?x5xf32>
  %0 = mixp.matmul ins(%rows, %w : tensor<?x9xf32>, tensor<9x5xf32>) outs(%outs : tensor<?x5xf32>) -> tensor<?x5xf32>
  %1 = tensor.expand_shape %0 [[0, 1], [2]] output_shape [%m, %n, 5] : tensor<?x5xf32> into tensor<?x?x5xf32>
  %last = arith.subi %m, %c1 : index
  %2 = tensor.extract_slice %1[%last, 0, 0] [1, %n, 5] [1, 1, 1] : tensor<?x?x5xf32> to tensor<?x5xf32>
  return %1, %2 : tensor<?x?x5xf32>, tensor<?x5xf32>
}
