// RUN: mixp-opt %s --split-input-file --mixp-absorb-dequantize --canonicalize --cse | FileCheck %s

// Each case: what moves the dequantized values also moves stored values and scales.

// CHECK-LABEL: @collapse_rows
// CHECK-DAG: %[[Q:.+]] = tensor.collapse_shape %{{.+}} {{\[\[}}0, 1], [2]] : tensor<?x4x6xi8> into tensor<?x6xi8>
// CHECK: mixp.matmul ins(%[[Q]], {{.*}}) lhs_scale(%{{.+}} : tensor<1x1xf32>) lhs_block [0, 0]
func.func @collapse_rows(%q: tensor<?x4x6xi8>, %b: tensor<6x5xf32>, %c: tensor<?x5xf32>) -> tensor<?x5xf32> {
  %s = arith.constant dense<0.3> : tensor<1x1x1xf32>
  %d = mixp.dequantize %q scale(%s : tensor<1x1x1xf32>) block [0, 0, 0] : tensor<?x4x6xi8> -> tensor<?x4x6xf32>
  %a = tensor.collapse_shape %d [[0, 1], [2]] : tensor<?x4x6xf32> into tensor<?x6xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<?x6xf32>, tensor<6x5xf32>) outs(%c : tensor<?x5xf32>) -> tensor<?x5xf32>
  return %0 : tensor<?x5xf32>
}

// -----

// Single elements, then blocks of 2 of the next dim, then a whole dim of 3: blocks of 6.

// CHECK-LABEL: @collapse_blocks
// CHECK: %[[S:.+]] = arith.constant dense<{{\[\[}}1.000000e+00, 2.000000e+00, 3.000000e+00, 4.000000e+00]]> : tensor<1x4xf32>
// CHECK: mixp.matmul ins({{.*}} : tensor<5x24xi8>, tensor<24x5xf32>) lhs_scale(%[[S]] : tensor<1x4xf32>) lhs_block [0, 6]
func.func @collapse_blocks(%q: tensor<5x2x4x3xi8>, %b: tensor<24x5xf32>, %c: tensor<5x5xf32>) -> tensor<5x5xf32> {
  %s = arith.constant dense<[[[[1.0], [2.0]], [[3.0], [4.0]]]]> : tensor<1x2x2x1xf32>
  %d = mixp.dequantize %q scale(%s : tensor<1x2x2x1xf32>) : tensor<5x2x4x3xi8> -> tensor<5x2x4x3xf32>
  %a = tensor.collapse_shape %d [[0], [1, 2, 3]] : tensor<5x2x4x3xf32> into tensor<5x24xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<5x24xf32>, tensor<24x5xf32>) outs(%c : tensor<5x5xf32>) -> tensor<5x5xf32>
  return %0 : tensor<5x5xf32>
}

// -----

// CHECK-LABEL: @expand_blocks
// CHECK: %[[S:.+]] = arith.constant dense<{{.*}}> : tensor<2x2x1xf32>
// CHECK: %[[Q:.+]] = tensor.expand_shape %{{.+}} {{\[\[}}0, 1], [2]] output_shape [2, 4, 6]
// CHECK: mixp.matmul ins(%[[Q]], {{.*}}) lhs_scale(%[[S]] : tensor<2x2x1xf32>) lhs_block [1, 2, 0]
func.func @expand_blocks(%q: tensor<8x6xi8>, %b: tensor<2x6x5xf32>, %c: tensor<2x4x5xf32>) -> tensor<2x4x5xf32> {
  %s = arith.constant dense<[[1.0], [2.0], [3.0], [4.0]]> : tensor<4x1xf32>
  %d = mixp.dequantize %q scale(%s : tensor<4x1xf32>) : tensor<8x6xi8> -> tensor<8x6xf32>
  %a = tensor.expand_shape %d [[0, 1], [2]] output_shape [2, 4, 6] : tensor<8x6xf32> into tensor<2x4x6xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<2x4x6xf32>, tensor<2x6x5xf32>) outs(%c : tensor<2x4x5xf32>) -> tensor<2x4x5xf32>
  return %0 : tensor<2x4x5xf32>
}

// -----

// A transpose of run-time values with batch: block and scales are permuted.

// CHECK-LABEL: @transpose_batch
// CHECK: %[[Q:.+]] = linalg.transpose ins(%{{.+}} : tensor<?x5x7xi8>) outs(%{{.+}} : tensor<?x7x5xi8>) permutation = [0, 2, 1]
// CHECK: mixp.matmul ins(%{{.+}}, %[[Q]] : {{.*}}) rhs_scale(%{{.+}} : tensor<1x1x5xf32>) rhs_block [0, 0, 1]
func.func @transpose_batch(%a: tensor<?x3x7xf32>, %q: tensor<?x5x7xi8>, %e: tensor<?x7x5xf32>, %c: tensor<?x3x5xf32>) -> tensor<?x3x5xf32> {
  %s = arith.constant dense<[[[1.0], [2.0], [3.0], [4.0], [5.0]]]> : tensor<1x5x1xf32>
  %d = mixp.dequantize %q scale(%s : tensor<1x5x1xf32>) block [0, 1, 0] : tensor<?x5x7xi8> -> tensor<?x5x7xf32>
  %t = linalg.transpose ins(%d : tensor<?x5x7xf32>) outs(%e : tensor<?x7x5xf32>) permutation = [0, 2, 1]
  %0 = mixp.matmul ins(%a, %t : tensor<?x3x7xf32>, tensor<?x7x5xf32>) outs(%c : tensor<?x3x5xf32>) -> tensor<?x3x5xf32>
  return %0 : tensor<?x3x5xf32>
}

// -----

// Rows 2 to 3 lie in the second block of 2, columns 4 to 9 in blocks of 4 from the second on.

// CHECK-LABEL: @slice_blocks
// CHECK-DAG: %[[Q:.+]] = tensor.extract_slice %{{.+}}[2, 4] [2, 6] [1, 1] : tensor<5x10xi8> to tensor<2x6xi8>
// CHECK-DAG: %[[S:.+]] = arith.constant dense<{{\[\[}}5.000000e+00, 6.000000e+00]]> : tensor<1x2xf32>
// CHECK: mixp.matmul ins(%[[Q]], {{.*}}) lhs_scale(%[[S]] : tensor<1x2xf32>) lhs_block [0, 4]
func.func @slice_blocks(%q: tensor<5x10xi8>, %b: tensor<6x5xf32>, %c: tensor<2x5xf32>) -> tensor<2x5xf32> {
  %s = arith.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]> : tensor<3x3xf32>
  %d = mixp.dequantize %q scale(%s : tensor<3x3xf32>) block [2, 4] : tensor<5x10xi8> -> tensor<5x10xf32>
  %a = tensor.extract_slice %d[2, 4] [2, 6] [1, 1] : tensor<5x10xf32> to tensor<2x6xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<2x6xf32>, tensor<6x5xf32>) outs(%c : tensor<2x5xf32>) -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}

// -----

// A dim of the batch is dropped; per-row scales are sliced with run-time offsets and steps.

// CHECK-LABEL: @slice_rows
// CHECK-DAG: tensor.extract_slice %{{.+}}[0, %[[I:.+]], 0] [1, 3, 6] [1, 2, 1] : tensor<4x9x6xi8> to tensor<3x6xi8>
// CHECK-DAG: tensor.extract_slice %{{.+}}[0, %[[I]], 0] [1, 3, 1] [1, 2, 1] : tensor<1x9x1xf32> to tensor<3x1xf32>
// CHECK: mixp.matmul {{.*}} lhs_block [1, 0]
func.func @slice_rows(%q: tensor<4x9x6xi8>, %i: index, %b: tensor<6x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %s = arith.constant dense<[[[1.0], [2.0], [3.0], [4.0], [5.0], [6.0], [7.0], [8.0], [9.0]]]> : tensor<1x9x1xf32>
  %d = mixp.dequantize %q scale(%s : tensor<1x9x1xf32>) : tensor<4x9x6xi8> -> tensor<4x9x6xf32>
  %a = tensor.extract_slice %d[0, %i, 0] [1, 3, 6] [1, 2, 1] : tensor<4x9x6xf32> to tensor<3x6xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<3x6xf32>, tensor<6x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// Pieces with scales of their own: one block each, the last one shorter.

// CHECK-LABEL: @concat_pieces
// CHECK-DAG: %[[S:.+]] = arith.constant dense<{{\[\[}}1.000000e+00], [2.000000e+00], [3.000000e+00]]> : tensor<3x1xf32>
// CHECK-DAG: %[[Q:.+]] = tensor.concat dim(0) %{{.+}}, %{{.+}}, %{{.+}} : (tensor<4x6xi8>, tensor<4x6xi8>, tensor<3x6xi8>) -> tensor<11x6xi8>
// CHECK: mixp.matmul ins(%[[Q]], {{.*}}) lhs_scale(%[[S]] : tensor<3x1xf32>) lhs_block [4, 0]
func.func @concat_pieces(%q: tensor<4x6xi8>, %r: tensor<3x6xi8>, %b: tensor<6x5xf32>, %c: tensor<11x5xf32>) -> tensor<11x5xf32> {
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %t = arith.constant dense<2.0> : tensor<1x1xf32>
  %u = arith.constant dense<3.0> : tensor<1x1xf32>
  %d = mixp.dequantize %q scale(%s : tensor<1x1xf32>) : tensor<4x6xi8> -> tensor<4x6xf32>
  %e = mixp.dequantize %q scale(%t : tensor<1x1xf32>) : tensor<4x6xi8> -> tensor<4x6xf32>
  %f = mixp.dequantize %r scale(%u : tensor<1x1xf32>) : tensor<3x6xi8> -> tensor<3x6xf32>
  %a = tensor.concat dim(0) %d, %e, %f : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<3x6xf32>) -> tensor<11x6xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<11x6xf32>, tensor<6x5xf32>) outs(%c : tensor<11x5xf32>) -> tensor<11x5xf32>
  return %0 : tensor<11x5xf32>
}

// -----

// One scale for all pieces stays one; a tensor.cast changes no scale.

// CHECK-LABEL: @concat_shared_cast
// CHECK: %[[Q:.+]] = tensor.concat dim(1)
// CHECK: mixp.matmul {{.*}} lhs_scale(%{{.+}} : tensor<1x1xf32>) lhs_block [0, 0]
func.func @concat_shared_cast(%q: tensor<?x6xi8>, %r: tensor<?x?xi8>, %b: tensor<?x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %s = arith.constant dense<0.3> : tensor<1x1xf32>
  %d = mixp.dequantize %q scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<?x6xi8> -> tensor<?x6xf32>
  %e = mixp.dequantize %r scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<?x?xi8> -> tensor<?x?xf32>
  %a = tensor.concat dim(1) %d, %e : (tensor<?x6xf32>, tensor<?x?xf32>) -> tensor<?x?xf32>
  %f = tensor.cast %a : tensor<?x?xf32> to tensor<3x?xf32>
  %0 = mixp.matmul ins(%f, %b : tensor<3x?xf32>, tensor<?x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
