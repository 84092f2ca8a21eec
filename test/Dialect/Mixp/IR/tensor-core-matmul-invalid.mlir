// RUN: mixp-opt %s --split-input-file --verify-diagnostics

// A matrix by a batch.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
func.func @tensor_core_matmul(%a: tensor<7x64xf16>, %b: tensor<3x64x9xf16>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected lhs, rhs and outs of the same rank, 2 or 3, but got 2, 3 and 2}}
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<3x64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #schedule {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// The instruction reads f16.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
func.func @tensor_core_matmul(%a: tensor<7x64xf16>, %b: tensor<64x9xbf16>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected operands of the instruction's types, 'f16' and 'f16', but got 'f16' and 'bf16'}}
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xbf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #schedule {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// An epilogue on another accumulator than the instruction has.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
func.func @tensor_core_matmul(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf16>) {
  // expected-error @below {{expected an epilogue on a 'f32' accumulator and one value of each operand}}
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf16>) schedule #schedule {
  ^bb0(%acc: f16):
    mixp.yield %acc : f16
  } -> tensor<7x9xf16>
  return
}

// -----

// A value that the epilogue does not take.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
func.func @tensor_core_matmul(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %x: tensor<9xf32>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected an epilogue on a 'f32' accumulator and one value of each operand}}
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) epilogue(%x : tensor<9xf32>) maps [affine_map<(m, n) -> (n)>] outs(%e : tensor<7x9xf32>) schedule #schedule {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// What is yielded is not what is stored.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
func.func @tensor_core_matmul(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf16>) {
  // expected-error @below {{expected the epilogue to yield a 'f16'}}
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf16>) schedule #schedule {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf16>
  return
}

// -----

// Each operand has a map.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
func.func @tensor_core_matmul(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %x: tensor<9xf32>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected one map for each epilogue operand}}
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) epilogue(%x : tensor<9xf32>) maps [] outs(%e : tensor<7x9xf32>) schedule #schedule {
  ^bb0(%acc: f32, %v: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// A map of a product without batches has two dims.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
func.func @tensor_core_matmul(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %x: tensor<9xf32>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected a map from 2 dims to the operand's 1}}
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) epilogue(%x : tensor<9xf32>) maps [affine_map<(b, m, n) -> (n)>] outs(%e : tensor<7x9xf32>) schedule #schedule {
  ^bb0(%acc: f32, %v: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// Kernels do no arithmetic on indices.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
func.func @tensor_core_matmul(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %x: tensor<9xf32>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected maps of dims and zeros but got affine_map<(d0, d1) -> (d1 + 1)>}}
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) epilogue(%x : tensor<9xf32>) maps [affine_map<(m, n) -> (n + 1)>] outs(%e : tensor<7x9xf32>) schedule #schedule {
  ^bb0(%acc: f32, %v: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// The result is what outs becomes.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
func.func @tensor_core_matmul(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected a result of type 'tensor<7x9xf32>' but got 'tensor<7x8xf32>'}}
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #schedule {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x8xf32>
  return
}
