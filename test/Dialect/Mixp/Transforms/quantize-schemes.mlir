// RUN: mixp-opt %s --mixp-quantize=scheme=w2a16-g32 | FileCheck %s --check-prefixes=GROUP,OWN
// RUN: mixp-opt %s --mixp-quantize=scheme=w3a8-g48 | FileCheck %s --check-prefix=W3A8
// RUN: mixp-opt %s --mixp-quantize=scheme=f8e4m3 | FileCheck %s --check-prefix=F8
// RUN: mixp-opt %s --mixp-quantize=scheme=f8e5m2-dynamic | FileCheck %s --check-prefix=F8DYN
// RUN: mixp-opt %s --mixp-quantize=scheme=mxfp4 | FileCheck %s --check-prefix=MXFP4
// RUN: mixp-opt %s --mixp-quantize=scheme=mxint8 | FileCheck %s --check-prefix=MXINT8
// RUN: mixp-opt %s --mixp-quantize="scheme=mxfp6 keep-weights" | FileCheck %s --check-prefix=KEEP

// GROUP-LABEL: @matmul
// GROUP: mixp.matmul ins(%{{.*}} : tensor<?x40xf16>, tensor<40x3xi2>) rhs_scale(%{{.*}} : tensor<2x3xf32>) rhs_block [32, 1]

// W3A8-LABEL: @matmul
// W3A8: mixp.matmul ins(%{{.*}} : tensor<?x40xi8>, tensor<40x3xi3>) lhs_scale(%{{.*}} : tensor<?x1xf32>) lhs_block [1, 0] rhs_scale(%{{.*}} : tensor<1x3xf32>) rhs_block [48, 1]

// 3 / 448; a column's largest weight is 448 times its scale.
// F8-LABEL: @matmul
// F8-DAG: arith.constant dense<{{.*}}> : tensor<40x3xf8E4M3FN>
// F8-DAG: arith.constant dense<0.00669642864> : tensor<1x1xf32>
// F8: mixp.quantize %{{.*}} block [0, 0] : tensor<?x40xf32> -> tensor<?x40xf8E4M3FN>
// F8: mixp.matmul ins(%{{.*}} : tensor<?x40xf8E4M3FN>, tensor<40x3xf8E4M3FN>) lhs_scale(%{{.*}} : tensor<1x1xf32>) lhs_block [0, 0] rhs_scale(%{{.*}} : tensor<1x3xf32>) rhs_block [0, 1]

// F8DYN-LABEL: @matmul
// F8DYN: mixp.choose_scales symmetric %{{.*}} storage(f8E5M2) block [1, 0] : tensor<?x40xf32> -> tensor<?x1xf32>

// Scales of both sides are powers of two for 32 elements along K.
// MXFP4-LABEL: @matmul
// MXFP4-DAG: arith.constant dense<{{.*}}> : tensor<40x3xf4E2M1FN>
// MXFP4: mixp.choose_scales symmetric %{{.*}} storage(f4E2M1FN) block [1, 32] : tensor<?x40xf32> -> tensor<?x2xf8E8M0FNU>
// MXFP4: mixp.matmul ins(%{{.*}} : tensor<?x40xf4E2M1FN>, tensor<40x3xf4E2M1FN>) lhs_scale(%{{.*}} : tensor<?x2xf8E8M0FNU>) lhs_block [1, 32] rhs_scale(%{{.*}} : tensor<2x3xf8E8M0FNU>) rhs_block [32, 1]

// 1.5 = 48 * 2^-5.
// MXINT8-LABEL: @matmul
// MXINT8-DAG: arith.constant dense<96> : tensor<40x3xi8>
// MXINT8-DAG: arith.constant dense<1.562500e-02> : tensor<2x3xf8E8M0FNU>

// KEEP-LABEL: @matmul
// KEEP: %[[W:.*]] = arith.constant dense<1.500000e+00> : tensor<40x3xf32>
// KEEP: %[[S:.*]] = arith.constant dense<2.500000e-01> : tensor<2x3xf8E8M0FNU>
// KEEP: mixp.quantize %[[W]] scale(%[[S]] : tensor<2x3xf8E8M0FNU>) block [32, 1] : tensor<40x3xf32> -> tensor<40x3xf6E2M3FN>
func.func @matmul(%x: tensor<?x40xf32>, %c: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %w = arith.constant dense<1.5> : tensor<40x3xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x40xf32>, tensor<40x3xf32>) outs(%c : tensor<?x3xf32>)
         {mixp.lhs_range = array<f32: -1.0, 3.0>} -> tensor<?x3xf32>
  return %0 : tensor<?x3xf32>
}

// A scheme of the op's own; the weight is stored for each.

// OWN-LABEL: @own_schemes
// OWN-NOT: mixp.scheme
// OWN: mixp.matmul ins(%{{.*}} : tensor<?x2xf32>, tensor<2x2xf32>)
// OWN-NOT: mixp.scheme
// OWN: mixp.matmul ins(%{{.*}} : tensor<?x2xi8>, tensor<2x2xi8>)
// OWN: mixp.matmul ins(%{{.*}} : tensor<?x2xf16>, tensor<2x2xi2>)
// OWN-NOT: mixp.scheme
func.func @own_schemes(%x: tensor<?x2xf32>, %c: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[1.0, 2.0], [3.0, -4.0]]> : tensor<2x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x2xf32>, tensor<2x2xf32>) outs(%c : tensor<?x2xf32>) {mixp.scheme = "f32"} -> tensor<?x2xf32>
  %1 = mixp.matmul ins(%x, %w : tensor<?x2xf32>, tensor<2x2xf32>) outs(%0 : tensor<?x2xf32>) {mixp.scheme = "w8a8-dynamic"} -> tensor<?x2xf32>
  %2 = mixp.matmul ins(%x, %w : tensor<?x2xf32>, tensor<2x2xf32>) outs(%1 : tensor<?x2xf32>)
         {mixp.lhs_range = array<f32: -1.0, 3.0>} -> tensor<?x2xf32>
  return %2 : tensor<?x2xf32>
}
