// REQUIRES: avx2
// RUN: mixp run %s --function=exact --random=1 --dim=19 --check
// RUN: mixp run %s --function=exact --random=2 --dim=1 --check --target=x86-64-v3
// RUN: mixp run %s --function=groups --random=3 --dim=7 --check
// RUN: mixp run %s --function=attention --random=4 --check
// RUN: mixp run %s --function=moved --random=5 --check
// RUN: mixp run %s --function=long_k --random=6 --check
// RUN: mixp run %s --function=narrow --random=7 --check
// RUN: mixp-opt %s --mixp-cpu-prepare-pipeline=target=avx512-vnni --mixp-cpu-pack-pipeline | FileCheck %s

// The evaluator multiplies dequantized values, compiled code the stored ones. Bias, ReLU and
// quantize end up in the packed product's epilogue.

// CHECK-LABEL: @exact
// CHECK: mixp.packed_matmul ins(%{{.+}}, %{{.+}} : tensor<?x40xi8>, tensor<1x1x10x256xi8>)
// CHECK: arith.fptosi
// CHECK-NOT: linalg.generic
// CHECK: return
func.func @exact(%qx: tensor<?x37xui8>, %w: tensor<53x37xi8>, %zero: tensor<?x53xf32>, %bias: tensor<53xf32>) -> tensor<?x53xui8> {
  %sx = arith.constant dense<0.013> : tensor<1x1xf32>
  %zx = arith.constant dense<131> : tensor<1x1xi32>
  %sw = arith.constant dense<0.021> : tensor<53x1xf32>
  %sy = arith.constant dense<0.171> : tensor<1x1xf32>
  %x = mixp.dequantize %qx scale(%sx : tensor<1x1xf32>) zero_point(%zx : tensor<1x1xi32>) block [0, 0] : tensor<?x37xui8> -> tensor<?x37xf32>
  %dw = mixp.dequantize %w scale(%sw : tensor<53x1xf32>) : tensor<53x37xi8> -> tensor<53x37xf32>
  %e = tensor.empty() : tensor<37x53xf32>
  %t = linalg.transpose ins(%dw : tensor<53x37xf32>) outs(%e : tensor<37x53xf32>) permutation = [1, 0]
  %0 = mixp.matmul ins(%x, %t : tensor<?x37xf32>, tensor<37x53xf32>) outs(%zero : tensor<?x53xf32>) -> tensor<?x53xf32>
  %1 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%0, %bias : tensor<?x53xf32>, tensor<53xf32>) outs(%zero : tensor<?x53xf32>) {
  ^bb0(%y: f32, %b: f32, %o: f32):
    %z = arith.constant 0.0 : f32
    %s = arith.addf %y, %b : f32
    %r = arith.maximumf %s, %z : f32
    linalg.yield %r : f32
  } -> tensor<?x53xf32>
  %2 = mixp.quantize %1 scale(%sy : tensor<1x1xf32>) block [0, 0] : tensor<?x53xf32> -> tensor<?x53xui8>
  return %2 : tensor<?x53xui8>
}

// Constant i4 weights in groups of 8 along K, which become blocks of rhs.
func.func @groups(%qx: tensor<?x20xi8>, %c: tensor<?x5xf32>) -> tensor<?x5xf32> {
  %sx = arith.constant dense<0.013> : tensor<1x1xf32>
  %w = arith.constant dense<[[-1, -4, 3, 7, -6], [-8, 7, 0, -1, -2], [7, 7, 4, -4, -1], [-4, 4, -8, -6, -3], [-7, 1, -8, 0, 7], [4, 5, 4, 6, -4], [3, -5, -7, -4, 7], [-2, 0, 5, 1, 5], [4, 3, 5, -1, 2], [-8, 0, -3, 2, -5], [-2, 0, 1, -5, -6], [7, 7, -6, 3, -6], [5, -4, -8, 1, 5], [5, -5, -7, -7, 4], [2, 0, -1, -7, 1], [-8, -6, -5, -7, -2], [5, 1, 0, -4, -7], [2, 2, 3, -4, 4], [4, 6, 4, -5, 0], [5, -1, 1, 5, 0]]> : tensor<20x5xi4>
  %sw = arith.constant dense<[[0.1, 0.2, 0.3, 0.4, 0.5], [0.6, 0.7, 0.8, 0.9, 1.1], [0.15, 0.25, 0.35, 0.45, 0.55]]> : tensor<3x5xf32>
  %x = mixp.dequantize %qx scale(%sx : tensor<1x1xf32>) block [0, 0] : tensor<?x20xi8> -> tensor<?x20xf32>
  %dw = mixp.dequantize %w scale(%sw : tensor<3x5xf32>) block [8, 1] : tensor<20x5xi4> -> tensor<20x5xf32>
  %0 = mixp.matmul ins(%x, %dw : tensor<?x20xf32>, tensor<20x5xf32>) outs(%c : tensor<?x5xf32>) -> tensor<?x5xf32>
  return %0 : tensor<?x5xf32>
}

// Heads: expand, transpose, batched products of run-time values, one after another.
func.func @attention(%q: tensor<7x15xi8>, %k: tensor<7x15xui8>, %c: tensor<3x7x7xf32>) -> tensor<3x7x7xf32> {
  %s = arith.constant dense<0.013> : tensor<1x1xf32>
  %z = arith.constant dense<[[131]]> : tensor<1x1xi32>
  %sq = arith.constant dense<[[0.1], [0.2], [0.3], [0.4], [0.5], [0.6], [0.7]]> : tensor<7x1xf32>
  %dq = mixp.dequantize %q scale(%sq : tensor<7x1xf32>) : tensor<7x15xi8> -> tensor<7x15xf32>
  %dk = mixp.dequantize %k scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) : tensor<7x15xui8> -> tensor<7x15xf32>
  %hq = tensor.expand_shape %dq [[0], [1, 2]] output_shape [7, 3, 5] : tensor<7x15xf32> into tensor<7x3x5xf32>
  %hk = tensor.expand_shape %dk [[0], [1, 2]] output_shape [7, 3, 5] : tensor<7x15xf32> into tensor<7x3x5xf32>
  %e = tensor.empty() : tensor<3x7x5xf32>
  %f = tensor.empty() : tensor<3x5x7xf32>
  %tq = linalg.transpose ins(%hq : tensor<7x3x5xf32>) outs(%e : tensor<3x7x5xf32>) permutation = [1, 0, 2]
  %tk = linalg.transpose ins(%hk : tensor<7x3x5xf32>) outs(%f : tensor<3x5x7xf32>) permutation = [1, 2, 0]
  %0 = mixp.matmul ins(%tq, %tk : tensor<3x7x5xf32>, tensor<3x5x7xf32>) outs(%c : tensor<3x7x7xf32>) -> tensor<3x7x7xf32>
  return %0 : tensor<3x7x7xf32>
}

// Slices and pieces, collapsed blocks, several users.
func.func @moved(%q: tensor<4x9x6xi8>, %r: tensor<2x6xi8>, %i: tensor<6x5xi8>, %c: tensor<5x5xf32>, %e: tensor<6x36xf32>) -> (tensor<5x5xf32>, tensor<4x36xf32>) {
  %s = arith.constant dense<[[[0.1], [0.2], [0.3], [0.4], [0.5], [0.6], [0.7], [0.8], [0.9]]]> : tensor<1x9x1xf32>
  %t = arith.constant dense<[[1.1], [0.9]]> : tensor<2x1xf32>
  %u = arith.constant dense<[[0.3, 0.6]]> : tensor<1x2xf32>
  %d = mixp.dequantize %q scale(%s : tensor<1x9x1xf32>) : tensor<4x9x6xi8> -> tensor<4x9x6xf32>
  %f = mixp.dequantize %r scale(%t : tensor<2x1xf32>) : tensor<2x6xi8> -> tensor<2x6xf32>
  %g = mixp.dequantize %i scale(%u : tensor<1x2xf32>) block [0, 3] : tensor<6x5xi8> -> tensor<6x5xf32>
  %a = tensor.extract_slice %d[1, 2, 0] [1, 3, 6] [1, 3, 1] : tensor<4x9x6xf32> to tensor<3x6xf32>
  %h = tensor.concat dim(0) %a, %f : (tensor<3x6xf32>, tensor<2x6xf32>) -> tensor<5x6xf32>
  %0 = mixp.matmul ins(%h, %g : tensor<5x6xf32>, tensor<6x5xf32>) outs(%c : tensor<5x5xf32>) -> tensor<5x5xf32>
  %m = tensor.collapse_shape %d [[0], [1, 2]] : tensor<4x9x6xf32> into tensor<4x54xf32>
  %n = tensor.extract_slice %m[0, 12] [4, 36] [1, 1] : tensor<4x54xf32> to tensor<4x36xf32>
  %z = arith.constant dense<0.0> : tensor<4x6xf32>
  %y = arith.constant dense<0.0> : tensor<4x36xf32>
  %w = tensor.expand_shape %e [[0, 1], [2]] output_shape [1, 6, 36] : tensor<6x36xf32> into tensor<1x6x36xf32>
  %v = tensor.collapse_shape %w [[0, 1], [2]] : tensor<1x6x36xf32> into tensor<6x36xf32>
  %1 = mixp.matmul ins(%n, %v : tensor<4x36xf32>, tensor<6x36xf32>) outs(%z : tensor<4x6xf32>) {transpose_rhs} -> tensor<4x6xf32>
  %2 = mixp.matmul ins(%1, %v : tensor<4x6xf32>, tensor<6x36xf32>) outs(%y : tensor<4x36xf32>) -> tensor<4x36xf32>
  return %0, %2 : tensor<5x5xf32>, tensor<4x36xf32>
}

// K in blocks: 32 bits would not hold the sum.
func.func @long_k(%qa: tensor<2x140003xui8>, %qb: tensor<140003x1xui8>, %c: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %s = arith.constant dense<0.3> : tensor<1x1xf32>
  %a = mixp.dequantize %qa scale(%s : tensor<1x1xf32>) : tensor<2x140003xui8> -> tensor<2x140003xf32>
  %b = mixp.dequantize %qb scale(%s : tensor<1x1xf32>) : tensor<140003x1xui8> -> tensor<140003x1xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<2x140003xf32>, tensor<140003x1xf32>) outs(%c : tensor<2x1xf32>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// Types narrower than a byte on both sides, f32 zero points, f16 in between and as the result.
func.func @narrow(%qa: tensor<3x7xui4>, %qb: tensor<7x5xi4>, %h: tensor<3x7xf16>, %c: tensor<3x5xf32>, %k: tensor<3x5xf16>) -> (tensor<3x5xf32>, tensor<3x5xf32>, tensor<3x5xf16>) {
  %s = arith.constant dense<0.3> : tensor<1x1xf32>
  %p = arith.constant dense<0.25> : tensor<1x1xf32>
  %z = arith.constant dense<7.5> : tensor<1x1xf32>
  %a = mixp.dequantize %qa scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xf32>) : tensor<3x7xui4> -> tensor<3x7xf32>
  %b = mixp.dequantize %qb scale(%s : tensor<1x1xf32>) : tensor<7x5xi4> -> tensor<7x5xf32>
  %d = mixp.dequantize %qb scale(%p : tensor<1x1xf32>) : tensor<7x5xi4> -> tensor<7x5xf16>
  %e = mixp.cast %qa : tensor<3x7xui4> -> tensor<3x7xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  %1 = mixp.matmul ins(%h, %d : tensor<3x7xf16>, tensor<7x5xf16>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  %2 = mixp.matmul ins(%e, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%k : tensor<3x5xf16>) -> tensor<3x5xf16>
  return %0, %1, %2 : tensor<3x5xf32>, tensor<3x5xf32>, tensor<3x5xf16>
}
