// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=f32 | FileCheck %s --check-prefix=F32
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=bf16 | FileCheck %s --check-prefix=BF16
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=f16 | FileCheck %s --check-prefix=F16
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w8a8 | FileCheck %s --check-prefix=W8A8
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w8a8-dynamic | FileCheck %s --check-prefix=DYN
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w8a16 | FileCheck %s --check-prefix=W8A16
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w4a8-g128 | FileCheck %s --check-prefix=W4A8
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w4a16-g128 | FileCheck %s --check-prefix=W4A16
// RUN: mixp-opt %s --split-input-file --mixp-quantize="scheme=w4a16-g128 a16=bf16" | FileCheck %s --check-prefix=W4B16

// Constant rhs, dynamic M, K shorter than a group. 32 = round(1 / (4 / 127)),
// a zero column has scale 1.

// F32-LABEL: @matmul_constant_rhs
// F32: mixp.matmul ins({{.*}} : tensor<?x3xf32>, tensor<3x3xf32>)

// BF16-LABEL: @matmul_constant_rhs
// BF16: %[[W:.+]] = arith.constant dense<{{.*}}1.000000e+00{{.*}}> : tensor<3x3xbf16>
// BF16: %[[X:[^:]+]] = mixp.cast %{{.+}} : tensor<?x3xf32> -> tensor<?x3xbf16>
// BF16: mixp.matmul ins(%[[X]], %[[W]] : {{.*}} -> tensor<?x3xf32>

// F16-LABEL: @matmul_constant_rhs
// F16-DAG: arith.constant dense<{{.*}}> : tensor<3x3xf16>
// F16: mixp.cast %{{.+}} : tensor<?x3xf32> -> tensor<?x3xf16>

// W8A8-LABEL: @matmul_constant_rhs
// W8A8-SAME: %[[X:[^:]+]]: tensor<?x3xf32>
// W8A8-NOT: tensor<3x3xf32>
// W8A8-DAG: %[[W:.+]] = arith.constant dense<{{\[}}[32, -2, 0], [16, 0, 0], [-127, 127, 0]]> : tensor<3x3xi8>
// W8A8-DAG: %[[SW:.+]] = arith.constant dense<{{\[}}[0.0314960629, 1.000000e+00, 1.000000e+00]]> : tensor<1x3xf32>
// W8A8-DAG: %[[S:.+]] = arith.constant dense<0.0156862754> : tensor<1x1xf32>
// W8A8-DAG: %[[Z:.+]] = arith.constant dense<64> : tensor<1x1xi32>
// W8A8: %[[Q:.+]] = mixp.quantize %[[X]] scale(%[[S]] : tensor<1x1xf32>) zero_point(%[[Z]] : tensor<1x1xi32>) block [0, 0] : tensor<?x3xf32> -> tensor<?x3xui8>
// W8A8: mixp.matmul ins(%[[Q]], %[[W]] : tensor<?x3xui8>, tensor<3x3xi8>) lhs_scale(%[[S]] : tensor<1x1xf32>) lhs_zero_point(%[[Z]] : tensor<1x1xi32>) lhs_block [0, 0] rhs_scale(%[[SW]] : tensor<1x3xf32>) rhs_block [0, 1] outs(%{{.+}} : tensor<?x3xf32>) {tag} -> tensor<?x3xf32>

// DYN-LABEL: @matmul_constant_rhs
// DYN-SAME: %[[X:[^:]+]]: tensor<?x3xf32>
// DYN: %[[S:.+]] = mixp.choose_scales symmetric %[[X]] storage(i8) block [1, 0] : tensor<?x3xf32> -> tensor<?x1xf32>
// DYN: %[[Q:.+]] = mixp.quantize %[[X]] scale(%[[S]] : tensor<?x1xf32>) block [1, 0] : tensor<?x3xf32> -> tensor<?x3xi8>
// DYN: mixp.matmul ins(%[[Q]], %{{.+}} : tensor<?x3xi8>, tensor<3x3xi8>) lhs_scale(%[[S]] : tensor<?x1xf32>) lhs_block [1, 0] rhs_scale(%{{.+}} : tensor<1x3xf32>) rhs_block [0, 1]
// DYN-SAME: {tag}

// W8A16-LABEL: @matmul_constant_rhs
// W8A16: mixp.cast %{{.+}} : tensor<?x3xf32> -> tensor<?x3xf16>
// W8A16: mixp.matmul ins({{.*}} : tensor<?x3xf16>, tensor<3x3xi8>) rhs_scale({{.*}} : tensor<1x3xf32>) rhs_block [0, 1]

// The search clips -4.0 and 127.0: to level -8, and to a smaller scale.
// W4A8-LABEL: @matmul_constant_rhs
// W4A8-DAG: arith.constant dense<{{\[}}[2, 0, 0], [1, 0, 0], [-8, 7, 0]]> : tensor<3x3xi4>
// W4A8-DAG: arith.constant dense<{{\[}}[0.502857149, 18.1428566, 1.000000e+00]]> : tensor<1x3xf32>
// W4A8: mixp.matmul ins({{.*}} : tensor<?x3xi8>, tensor<3x3xi4>) lhs_scale({{.*}}) lhs_block [1, 0] rhs_scale({{.*}}) rhs_block [128, 1]

// W4A16-LABEL: @matmul_constant_rhs
// W4A16: mixp.cast %{{.+}} : tensor<?x3xf32> -> tensor<?x3xf16>
// W4A16: mixp.matmul ins({{.*}} : tensor<?x3xf16>, tensor<3x3xi4>) rhs_scale({{.*}} : tensor<1x3xf32>) rhs_block [128, 1]

// W4B16-LABEL: @matmul_constant_rhs
// W4B16: mixp.matmul ins({{.*}} : tensor<?x3xbf16>, tensor<3x3xi4>)
func.func @matmul_constant_rhs(%x: tensor<?x3xf32>, %c: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %w = arith.constant dense<[[1.0, -2.0, 0.0], [0.5, 0.25, 0.0], [-4.0, 127.0, 0.0]]> : tensor<3x3xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x3xf32>, tensor<3x3xf32>) outs(%c : tensor<?x3xf32>)
         {mixp.lhs_range = array<f32: -1.0, 3.0>, tag} -> tensor<?x3xf32>
  return %0 : tensor<?x3xf32>
}

// -----

// Both operands at run time (attention), batched, the rhs stored transposed:
// every scale stays constant along K.

// BF16-LABEL: @matmul_runtime_rhs
// BF16: mixp.matmul ins({{.*}} : tensor<?x7x5xbf16>, tensor<?x9x5xbf16>) {{.*}} {transpose_rhs} -> tensor<?x7x9xf32>

// W8A8-LABEL: @matmul_runtime_rhs
// W8A8-DAG: %[[SL:.+]] = arith.constant dense<0.0117647061> : tensor<1x1x1xf32>
// W8A8-DAG: %[[ZL:.+]] = arith.constant dense<0> : tensor<1x1x1xi32>
// W8A8-DAG: %[[SR:.+]] = arith.constant dense<2.000000e-02> : tensor<1x1x1xf32>
// W8A8-DAG: mixp.quantize %{{.+}} scale(%[[SL]] : tensor<1x1x1xf32>) zero_point(%[[ZL]] : tensor<1x1x1xi32>) block [0, 0, 0] : tensor<?x7x5xf32> -> tensor<?x7x5xui8>
// W8A8-DAG: mixp.quantize %{{.+}} scale(%[[SR]] : tensor<1x1x1xf32>) block [0, 0, 0] : tensor<?x9x5xf32> -> tensor<?x9x5xi8>
// W8A8: mixp.matmul {{.*}} rhs_block [0, 0, 0] {{.*}} {transpose_rhs} -> tensor<?x7x9xf32>

// DYN-LABEL: @matmul_runtime_rhs
// DYN-DAG: mixp.choose_scales symmetric %{{.+}} storage(i8) block [1, 1, 0] : tensor<?x7x5xf32> -> tensor<?x7x1xf32>
// DYN-DAG: mixp.choose_scales symmetric %{{.+}} storage(i8) block [1, 1, 0] : tensor<?x9x5xf32> -> tensor<?x9x1xf32>
// DYN: mixp.matmul ins({{.*}} : tensor<?x7x5xi8>, tensor<?x9x5xi8>)

// W4A8-LABEL: @matmul_runtime_rhs
// W4A8: mixp.matmul ins({{.*}} : tensor<?x7x5xi8>, tensor<?x9x5xi8>)

// W4A16-LABEL: @matmul_runtime_rhs
// W4A16: mixp.matmul ins({{.*}} : tensor<?x7x5xf16>, tensor<?x9x5xf16>)
func.func @matmul_runtime_rhs(%q: tensor<?x7x5xf32>, %k: tensor<?x9x5xf32>, %c: tensor<?x7x9xf32>) -> tensor<?x7x9xf32> {
  %0 = mixp.matmul ins(%q, %k : tensor<?x7x5xf32>, tensor<?x9x5xf32>) outs(%c : tensor<?x7x9xf32>)
         {transpose_rhs, mixp.lhs_range = array<f32: 0.5, 3.0>, mixp.rhs_range = array<f32: -2.54, 1.5>} -> tensor<?x7x9xf32>
  return %0 : tensor<?x7x9xf32>
}

// -----

// A rhs used untransposed has its K in front; a constant lhs its scales per row.

// W8A8-LABEL: @matmul_constant_lhs
// W8A8: mixp.matmul ins({{.*}} : tensor<2x2xi8>, tensor<2x?xi8>) lhs_scale({{.*}} : tensor<2x1xf32>) lhs_block [1, 0] rhs_scale({{.*}} : tensor<1x1xf32>) rhs_block [0, 0]

// DYN-LABEL: @matmul_constant_lhs
// DYN: mixp.choose_scales symmetric %{{.+}} storage(i8) block [0, 1] : tensor<2x?xf32> -> tensor<1x?xf32>

// W4A8-LABEL: @matmul_constant_lhs
// W4A8: mixp.matmul ins({{.*}} : tensor<2x2xi4>, tensor<2x?xi8>) lhs_scale({{.*}} : tensor<2x1xf32>) lhs_block [1, 128] rhs_scale({{.*}} : tensor<1x?xf32>) rhs_block [0, 1]
func.func @matmul_constant_lhs(%x: tensor<2x?xf32>, %c: tensor<2x?xf32>) -> tensor<2x?xf32> {
  %w = arith.constant dense<[[1.0, 2.0], [3.0, -4.0]]> : tensor<2x2xf32>
  %0 = mixp.matmul ins(%w, %x : tensor<2x2xf32>, tensor<2x?xf32>) outs(%c : tensor<2x?xf32>)
         {mixp.rhs_range = array<f32: 0.0, 0.0>} -> tensor<2x?xf32>
  return %0 : tensor<2x?xf32>
}

// -----

// K of 300 leaves a partial third group. Weights of 64 KiB become a resource.

// W8A8-LABEL: @matmul_partial_group
// W8A8: dense_resource<weight> : tensor<300x301xi8>
// W4A8-LABEL: @matmul_partial_group
// W4A8: dense_resource<weight> : tensor<300x301xi4>
// W4A8: mixp.matmul {{.*}} rhs_scale({{.*}} : tensor<3x301xf32>) rhs_block [128, 1]
func.func @matmul_partial_group(%x: tensor<4x300xf32>, %c: tensor<4x301xf32>) -> tensor<4x301xf32> {
  %w = arith.constant dense<1.5> : tensor<300x301xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<4x300xf32>, tensor<300x301xf32>) outs(%c : tensor<4x301xf32>)
         {mixp.lhs_range = array<f32: -1.0, 3.0>} -> tensor<4x301xf32>
  return %0 : tensor<4x301xf32>
}

// -----

// Not of two plain f32 operands: left alone.

// W8A8-LABEL: @negative_other_operands
// W8A8: mixp.matmul ins(%{{.+}}, %{{.+}} : tensor<2x3xf32>, tensor<3x5xbf16>)
// W8A8: mixp.matmul ins(%{{.+}}, %{{.+}} : tensor<2x3xf32>, tensor<3x5xf32>) lhs_scale
func.func @negative_other_operands(%x: tensor<2x3xf32>, %y: tensor<3x5xbf16>, %z: tensor<3x5xf32>, %s: tensor<1x1xf32>, %c: tensor<2x5xf32>) -> tensor<2x5xf32> {
  %0 = mixp.matmul ins(%x, %y : tensor<2x3xf32>, tensor<3x5xbf16>) outs(%c : tensor<2x5xf32>) -> tensor<2x5xf32>
  %1 = mixp.matmul ins(%x, %z : tensor<2x3xf32>, tensor<3x5xf32>) lhs_scale(%s : tensor<1x1xf32>) outs(%0 : tensor<2x5xf32>) -> tensor<2x5xf32>
  return %1 : tensor<2x5xf32>
}
