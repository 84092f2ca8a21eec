// What goes between host and device around launches, and what is said of it.
//
// RUN: mixp-opt %s --mixp-gpu-prepare-pipeline='target=sm_80 host=x86-64-v3' --mixp-gpu-form-pipeline --mixp-gpu-outline-pipeline | FileCheck %s
// RUN: mixp-opt %s --mixp-gpu-prepare-pipeline='target=sm_80 host=x86-64-v3' --mixp-gpu-form-pipeline --mixp-gpu-outline-pipeline --remarks-filter=mixp-gpu 2>&1 >/dev/null \
// RUN:   | FileCheck %s --check-prefix=REMARK

#mn = affine_map<(m, n) -> (m, n)>
#n = affine_map<(m, n) -> (n)>
// The input up, the output down, weights and biases once; in between nothing.
// CHECK-LABEL: func.func @three_layers
// CHECK-COUNT-3: mixp.to_device
// CHECK: %[[R0:.*]] = mixp.launch
// CHECK-COUNT-2: mixp.to_device %cst
// CHECK: %[[R1:.*]] = mixp.launch @kernels::@{{.*}} ins(%[[R0]],
// CHECK-COUNT-2: mixp.to_device %cst
// CHECK: %[[R2:.*]] = mixp.launch @kernels::@{{.*}} ins(%[[R1]],
// CHECK-NEXT: %[[H:.*]] = mixp.to_host %[[R2]]
// CHECK-NEXT: return %[[H]]
// REMARK: mixp-gpu-003 {{.*}}Function=three_layers | Bytes=6*M, From="an argument", Reason="launches read what the host has, so it is copied to the device"
// REMARK-COUNT-6: mixp-gpu-003 {{.*}}Function=three_layers | BytesOnce={{[0-9]+}}, From="a constant"
// REMARK: mixp-gpu-004 {{.*}}Function=three_layers | Bytes=8*M, For="'func.return', which hands tensors on", Reason="the host reads what a launch wrote, so it is copied back"
func.func @three_layers(%a: tensor<?x3xf16>) -> tensor<?x2xf32> {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %m = tensor.dim %a, %c0 : tensor<?x3xf16>
  %w0 = arith.constant dense<[[-1.5, -0.25, 1.0, -1.0, 0.25], [0.25, -1.5, 0.0, 1.5, -0.25], [-1.25, 0.5, -1.0, 0.75, -0.75]]> : tensor<3x5xf16>
  %b0 = arith.constant dense<[-1.5, 0.0, 1.0, 1.5, 1.5]> : tensor<5xf32>
  %w1 = arith.constant dense<[[-0.75, 0.5, -1.5, -0.25], [1.0, -0.75, 0.75, -1.0], [-0.5, 1.25, -0.25, 1.5], [1.25, 0.0, -1.25, 0.75], [-0.25, -1.25, 1.0, 0.0]]> : tensor<5x4xf16>
  %b1 = arith.constant dense<[-1.0, 0.5, 1.5, -1.5]> : tensor<4xf32>
  %w2 = arith.constant dense<[[0.0, 1.25], [-1.5, 0.0], [0.25, -1.25], [-1.25, 0.75]]> : tensor<4x2xf16>
  %b2 = arith.constant dense<[-0.5, 1.0]> : tensor<2xf32>
  %e0 = tensor.empty(%m) : tensor<?x5xf32>
  %z0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<?x5xf32>) -> tensor<?x5xf32>
  %p0 = mixp.matmul ins(%a, %w0 : tensor<?x3xf16>, tensor<3x5xf16>) outs(%z0 : tensor<?x5xf32>) -> tensor<?x5xf32>
  %d0 = tensor.empty(%m) : tensor<?x5xf16>
  %y0 = linalg.generic {indexing_maps = [#mn, #n, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%p0, %b0 : tensor<?x5xf32>, tensor<5xf32>) outs(%d0 : tensor<?x5xf16>) {
  ^bb0(%x: f32, %b: f32, %o: f16):
    %s = arith.addf %x, %b : f32
    %r = arith.maximumf %s, %zero : f32
    %h = arith.truncf %r : f32 to f16
    linalg.yield %h : f16
  } -> tensor<?x5xf16>
  %e1 = tensor.empty(%m) : tensor<?x4xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<?x4xf32>) -> tensor<?x4xf32>
  %p1 = mixp.matmul ins(%y0, %w1 : tensor<?x5xf16>, tensor<5x4xf16>) outs(%z1 : tensor<?x4xf32>) -> tensor<?x4xf32>
  %d1 = tensor.empty(%m) : tensor<?x4xf16>
  %y1 = linalg.generic {indexing_maps = [#mn, #n, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%p1, %b1 : tensor<?x4xf32>, tensor<4xf32>) outs(%d1 : tensor<?x4xf16>) {
  ^bb0(%x: f32, %b: f32, %o: f16):
    %s = arith.addf %x, %b : f32
    %r = arith.maximumf %s, %zero : f32
    %h = arith.truncf %r : f32 to f16
    linalg.yield %h : f16
  } -> tensor<?x4xf16>
  %e2 = tensor.empty(%m) : tensor<?x2xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<?x2xf32>) -> tensor<?x2xf32>
  %p2 = mixp.matmul ins(%y1, %w2 : tensor<?x4xf16>, tensor<4x2xf16>) outs(%z2 : tensor<?x2xf32>) -> tensor<?x2xf32>
  %d2 = tensor.empty(%m) : tensor<?x2xf32>
  %y2 = linalg.generic {indexing_maps = [#mn, #n, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%p2, %b2 : tensor<?x2xf32>, tensor<2xf32>) outs(%d2 : tensor<?x2xf32>) {
  ^bb0(%x: f32, %b: f32, %o: f32):
    %s = arith.addf %x, %b : f32
    linalg.yield %s : f32
  } -> tensor<?x2xf32>
  return %y2 : tensor<?x2xf32>
}

// What is returned and multiplied comes back and stays.
// CHECK-LABEL: func.func @read_by_both
// CHECK: %[[R:.*]] = mixp.launch
// CHECK: %[[H:.*]] = mixp.to_host %[[R]]
// CHECK: %[[S:.*]] = mixp.launch @kernels::@{{.*}} ins(%[[R]],
// CHECK: %[[I:.*]] = mixp.to_host %[[S]]
// CHECK: return %[[H]], %[[I]]
func.func @read_by_both(%x: tensor<33x17xi8>, %u: tensor<17x29xi8>, %v: tensor<29x13xi8>) -> (tensor<33x29xi8>, tensor<33x13xi32>) {
  %z0 = arith.constant dense<0> : tensor<33x29xi32>
  %z1 = arith.constant dense<0> : tensor<33x13xi32>
  %p = mixp.matmul ins(%x, %u : tensor<33x17xi8>, tensor<17x29xi8>) outs(%z0 : tensor<33x29xi32>) -> tensor<33x29xi32>
  %0 = arith.trunci %p : tensor<33x29xi32> to tensor<33x29xi8>
  %1 = mixp.matmul ins(%0, %v : tensor<33x29xi8>, tensor<29x13xi8>) outs(%z1 : tensor<33x13xi32>) -> tensor<33x13xi32>
  return %0, %1 : tensor<33x29xi8>, tensor<33x13xi32>
}

// The host exchanges dims.
// CHECK-LABEL: func.func @host_between
// CHECK: %[[H:.*]] = mixp.to_host
// CHECK: %[[T:.*]] = linalg.transpose ins(%[[H]]
// CHECK: mixp.to_device %[[T]]
// REMARK: mixp-gpu-004 {{.*}}Function=host_between | Bytes=1914, For="'linalg.transpose', which has no kernel"
// REMARK: mixp-gpu-003 {{.*}}Function=host_between | Bytes=1914, From="'linalg.transpose', which has no kernel"
func.func @host_between(%x: tensor<33x17xf16>, %u: tensor<17x29xf16>, %v: tensor<33x13xf16>, %c: tensor<33x29xf16>, %d: tensor<29x13xf32>) -> tensor<29x13xf32> {
  %0 = mixp.matmul ins(%x, %u : tensor<33x17xf16>, tensor<17x29xf16>) outs(%c : tensor<33x29xf16>) -> tensor<33x29xf16>
  %e = tensor.empty() : tensor<29x33xf16>
  %t = linalg.transpose ins(%0 : tensor<33x29xf16>) outs(%e : tensor<29x33xf16>) permutation = [1, 0]
  %1 = mixp.matmul ins(%t, %v : tensor<29x33xf16>, tensor<33x13xf16>) outs(%d : tensor<29x13xf32>) -> tensor<29x13xf32>
  return %1 : tensor<29x13xf32>
}

// Bytes of a right operand have to be contiguous along K.
// CHECK-LABEL: func.func @other_layout
// CHECK: %[[H:.*]] = mixp.to_host
// CHECK: mixp.to_device %[[H]] : tensor<29x13xi8> to !mixp.device<tensor<29x13xi8>, transposed = true>
// REMARK: mixp-gpu-004 {{.*}}Function=other_layout | Bytes=377, For="'mixp.to_device', which changes the layout"
// REMARK: mixp-gpu-003 {{.*}}Function=other_layout | Bytes=377, From="'mixp.to_host', which changes the layout"
func.func @other_layout(%x: tensor<29x17xi8>, %u: tensor<17x13xi8>, %v: tensor<33x29xi8>) -> tensor<33x13xi32> {
  %z0 = arith.constant dense<0> : tensor<29x13xi32>
  %z1 = arith.constant dense<0> : tensor<33x13xi32>
  %p = mixp.matmul ins(%x, %u : tensor<29x17xi8>, tensor<17x13xi8>) outs(%z0 : tensor<29x13xi32>) -> tensor<29x13xi32>
  %0 = arith.trunci %p : tensor<29x13xi32> to tensor<29x13xi8>
  %1 = mixp.matmul ins(%v, %0 : tensor<33x29xi8>, tensor<29x13xi8>) outs(%z1 : tensor<33x13xi32>) -> tensor<33x13xi32>
  return %1 : tensor<33x13xi32>
}

// What a loop does not change goes up before it, what it carries in each turn.
// CHECK-LABEL: func.func @in_loop
// CHECK: mixp.to_device %arg1
// CHECK: mixp.to_device %arg0
// CHECK: scf.for
// CHECK: mixp.to_device
// CHECK-NOT: mixp.to_device
// CHECK: %[[H:.*]] = mixp.to_host
// CHECK: scf.yield %[[H]]
func.func @in_loop(%x: tensor<5x33xf16>, %w: tensor<33x33xf16>, %turns: index) -> tensor<5x33xf16> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %turns step %c1 iter_args(%v = %x) -> tensor<5x33xf16> {
    %0 = mixp.matmul ins(%v, %w : tensor<5x33xf16>, tensor<33x33xf16>) outs(%x : tensor<5x33xf16>) -> tensor<5x33xf16>
    scf.yield %0 : tensor<5x33xf16>
  }
  return %r : tensor<5x33xf16>
}

// Parts of a larger tensor.
// REMARK: mixp-gpu-004 {{.*}}Function=into_larger | Bytes=58, For="'tensor.insert_slice', which is about parts or shapes of tensors"
func.func @into_larger(%x: tensor<1x17xf16>, %u: tensor<17x29xf16>, %c: tensor<1x29xf16>, %all: tensor<5x29xf16>) -> tensor<5x29xf16> {
  %0 = mixp.matmul ins(%x, %u : tensor<1x17xf16>, tensor<17x29xf16>) outs(%c : tensor<1x29xf16>) -> tensor<1x29xf16>
  %1 = tensor.insert_slice %0 into %all[3, 0] [1, 29] [1, 1] : tensor<1x29xf16> into tensor<5x29xf16>
  return %1 : tensor<5x29xf16>
}
