// RUN: mixp-opt %s --mixp-auto-cast=policy=none | FileCheck %s --check-prefix=NONE
// RUN: mixp-opt %s --mixp-auto-cast | FileCheck %s --check-prefix=BF16
// RUN: mixp-opt %s --mixp-auto-cast=type=tf32 | FileCheck %s --check-prefix=TF32
// RUN: mixp-opt %s --mixp-auto-cast=type=f8E4M3 | FileCheck %s --check-prefix=F8
// RUN: mixp-opt %s --mixp-auto-cast="policy=all type=f16" | FileCheck %s --check-prefix=ALL

// NONE-LABEL: @products
// NONE-COUNT-2: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<?x2xf32>, tensor<2x3xf32>) outs
// NONE-LABEL: @elementwise
// NONE-NOT: mixp.cast
// NONE-LABEL: @negative_cast_by_hand

// A constant is rounded at compile time, and an operand that two products share
// is cast once.
// BF16-LABEL: @products
// BF16-DAG: %[[W:.*]] = arith.constant dense<{{.*}}> : tensor<2x3xbf16>
// BF16-DAG: %[[X:.*]] = mixp.cast %arg0 : tensor<?x2xf32> -> tensor<?x2xbf16>
// BF16-NOT: mixp.cast
// BF16: mixp.matmul ins(%[[X]], %[[W]] : tensor<?x2xbf16>, tensor<2x3xbf16>) outs(%{{.*}} : tensor<?x3xf32>) {tag}
// BF16: mixp.matmul ins(%[[X]], %[[W]] : tensor<?x2xbf16>, tensor<2x3xbf16>)

// TF32-LABEL: @products
// TF32-COUNT-2: precision(tf32)

// 300 saturates.
// F8-LABEL: @products
// F8-DAG: arith.constant dense<{{\[\[}}1.000000e+00, 2.400000e+02, 0.000000e+00], {{.*}}> : tensor<2x3xf8E4M3>
// F8-DAG: mixp.cast %arg0 saturate : tensor<?x2xf32> -> tensor<?x2xf8E4M3>

// ALL-LABEL: @products
// ALL: mixp.matmul ins({{.*}} : tensor<?x2xf16>, tensor<2x3xf16>)
func.func @products(%x: tensor<?x2xf32>, %c: tensor<?x3xf32>) -> (tensor<?x3xf32>, tensor<?x3xf32>) {
  %w = arith.constant dense<[[1.0, 300.0, 0.0], [2.0, -0.5, 3.0]]> : tensor<2x3xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x2xf32>, tensor<2x3xf32>) outs(%c : tensor<?x3xf32>) {tag} -> tensor<?x3xf32>
  %1 = mixp.matmul ins(%x, %w : tensor<?x2xf32>, tensor<2x3xf32>) outs(%0 : tensor<?x3xf32>) -> tensor<?x3xf32>
  return %0, %1 : tensor<?x3xf32>, tensor<?x3xf32>
}

// BF16-LABEL: @convolution
// BF16: mixp.conv ins({{.*}} : tensor<1x5x2xbf16>, tensor<3x2x2xbf16>)
// TF32-LABEL: @convolution
// TF32: precision(tf32)
func.func @convolution(%x: tensor<1x5x2xf32>, %w: tensor<3x2x2xf32>, %c: tensor<1x4x3xf32>) -> tensor<1x4x3xf32> {
  %0 = mixp.conv ins(%x, %w : tensor<1x5x2xf32>, tensor<3x2x2xf32>) layout(nhwc_fhwc) outs(%c : tensor<1x4x3xf32>) -> tensor<1x4x3xf32>
  return %0 : tensor<1x4x3xf32>
}

// Stored in the type between elementwise ops and products; the product's sum is
// one of f32, and is rounded where the next op reads it.
// ALL-LABEL: @elementwise
// ALL: %[[A:.*]] = mixp.cast %arg0 : tensor<3x3xf32> -> tensor<3x3xf16>
// ALL: %[[A32:.*]] = mixp.cast %[[A]] : tensor<3x3xf16> -> tensor<3x3xf32>
// ALL: %[[S:.*]] = arith.addf %[[A32]], %[[A32]] : tensor<3x3xf32>
// ALL: %[[S16:.*]] = mixp.cast %[[S]] : tensor<3x3xf32> -> tensor<3x3xf16>
// ALL: %[[P:.*]] = mixp.matmul ins(%[[S16]], %[[A]] : tensor<3x3xf16>, tensor<3x3xf16>) outs(%{{.*}} : tensor<3x3xf32>)
// ALL: %[[P16:.*]] = mixp.cast %[[P]] : tensor<3x3xf32> -> tensor<3x3xf16>
// ALL: %[[P32:.*]] = mixp.cast %[[P16]] : tensor<3x3xf16> -> tensor<3x3xf32>
// ALL: %[[E:.*]] = linalg.generic {{.*}} ins(%[[P32]] : tensor<3x3xf32>)
// ALL: mixp.cast %[[E]] : tensor<3x3xf32> -> tensor<3x3xf16>
// ALL: %[[R:.*]] = mixp.cast %{{.*}} : tensor<3x3xf16> -> tensor<3x3xf32>
// ALL: linalg.generic {{.*}} ins(%[[R]] : tensor<3x3xf32>) outs(%{{.*}} : tensor<3xf32>)
// ALL: return %[[R]]

// BF16-LABEL: @elementwise
// BF16: arith.addf %arg0, %arg0 : tensor<3x3xf32>
func.func @elementwise(%x: tensor<3x3xf32>, %c: tensor<3x3xf32>, %z: tensor<3xf32>) -> (tensor<3x3xf32>, tensor<3xf32>) {
  %0 = arith.addf %x, %x : tensor<3x3xf32>
  %1 = mixp.matmul ins(%0, %x : tensor<3x3xf32>, tensor<3x3xf32>) outs(%c : tensor<3x3xf32>) -> tensor<3x3xf32>
  %e = tensor.empty() : tensor<3x3xf32>
  %2 = linalg.generic {
    indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]
  } ins(%1 : tensor<3x3xf32>) outs(%e : tensor<3x3xf32>) {
  ^bb0(%in: f32, %out: f32):
    %p = math.exp %in : f32
    linalg.yield %p : f32
  } -> tensor<3x3xf32>
  %3 = linalg.generic {
    indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m)>], iterator_types = ["parallel", "reduction"]
  } ins(%2 : tensor<3x3xf32>) outs(%z : tensor<3xf32>) {
  ^bb0(%in: f32, %out: f32):
    %p = arith.addf %in, %out : f32
    linalg.yield %p : f32
  } -> tensor<3xf32>
  return %2, %3 : tensor<3x3xf32>, tensor<3xf32>
}

// What was cast by hand, dequantized, or given a precision is kept.
// BF16-LABEL: @negative_cast_by_hand
// BF16: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<3x2xf32>, tensor<2x3xbf16>)
// BF16: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<3x2xf32>, tensor<2x3xf32>) precision(bf16x3)
// BF16: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<3x2xf16>, tensor<2x3xf32>)
func.func @negative_cast_by_hand(%q: tensor<3x2xf8E5M2>, %y: tensor<2x3xf32>, %h: tensor<3x2xf16>, %c: tensor<3x3xf32>) -> (tensor<3x3xf32>, tensor<3x3xf32>, tensor<3x3xf32>) {
  %x = mixp.cast %q : tensor<3x2xf8E5M2> -> tensor<3x2xf32>
  %0 = mixp.matmul ins(%x, %y : tensor<3x2xf32>, tensor<2x3xf32>) outs(%c : tensor<3x3xf32>) -> tensor<3x3xf32>
  %1 = mixp.matmul ins(%x, %y : tensor<3x2xf32>, tensor<2x3xf32>) precision(bf16x3) outs(%c : tensor<3x3xf32>) -> tensor<3x3xf32>
  %2 = mixp.matmul ins(%h, %y : tensor<3x2xf16>, tensor<2x3xf32>) outs(%c : tensor<3x3xf32>) -> tensor<3x3xf32>
  return %0, %1, %2 : tensor<3x3xf32>, tensor<3x3xf32>, tensor<3x3xf32>
}
