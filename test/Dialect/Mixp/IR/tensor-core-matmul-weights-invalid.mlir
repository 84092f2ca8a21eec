// RUN: mixp-opt %s --split-input-file --verify-diagnostics

// C1: 64 elements of K by 48.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<48x9xi4>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected sizes that agree but got 'tensor<7x64xf16>', 'tensor<48x9xi4>' and 'tensor<7x9xf32>'}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<48x9xi4>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C2: activations of another type than the instruction has.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xbf16>, %w: tensor<64x9xi4>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected lhs of f16 or bf16 and an instruction for it beside codes but got 'bf16' and}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xbf16>, tensor<64x9xi4>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C2: codes that registers are not made from.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi8>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected rhs_code i4, ui4, i8, ui8, f8E4M3FN or f8E5M2 but got 'i3'}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi8>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i3} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C2: rhs is something else.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xf16>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected rhs of 'i4' or i8 but got 'f16'}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C3: a table without groups.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %t: tensor<2x9xf16>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected group with rhs_scale, and with one of rhs_scale and rhs_zero_point only}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) rhs_scale(%t : tensor<2x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C3: groups without a table.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected group with rhs_scale, and with one of rhs_scale and rhs_zero_point only}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4, group = 32} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C3: a group ends inside of an instruction.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %t: tensor<2x9xf16>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected a group of a multiple of 16 elements but got 24}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) rhs_scale(%t : tensor<2x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4, group = 24} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C3: floats have no zero point.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xf8E4M3FN>, %z: tensor<1x9xf16>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected rhs_zero_point of lhs's type beside integer codes but got 'f16' beside 'f8E4M3FN'}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xf8E4M3FN>) rhs_zero_point(%z : tensor<1x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = f8E4M3FN} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C3: a zero point of another type.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %z: tensor<1x9xi32>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected rhs_zero_point of lhs's type beside integer codes but got 'i32' beside 'i4'}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) rhs_zero_point(%z : tensor<1x9xi32>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C3: a scale of a type that kernels do not load.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %t: tensor<2x9xf64>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected rhs_scale of f32, f16 or bf16 but got 'f64'}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) rhs_scale(%t : tensor<2x9xf64>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4, group = 32} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C4: rhs is not repacked as well.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected no repacked operand beside rhs_code}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4, repack_rhs} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C4: codes, and a schedule for none.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
#plain = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected rhs_code exactly with weights_first}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) maps [] outs(%e : tensor<7x9xf32>) schedule #plain attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C5: two groups, three rows.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %t: tensor<3x9xf16>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected rhs_scale of one row for each group and N columns but got 'tensor<3x9xf16>'}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) rhs_scale(%t : tensor<3x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4, group = 32} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// C5: one row without groups.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %z: tensor<2x9xf16>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected rhs_zero_point of one row and N columns but got 'tensor<2x9xf16>'}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) rhs_zero_point(%z : tensor<2x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// A lane loads 16 bytes of codes.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
#flat = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 32, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected warps of multiples of 32 columns and 64 elements of K beside rhs_code but got 32 and 32}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) maps [] outs(%e : tensor<7x9xf32>) schedule #flat attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// 16 rows of 64 elements are 128 pieces of 16 bytes.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 256, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected powers of two for block_m, block_k and 64 or more threads, each with as many 16-byte pieces of lhs, beside rhs_code but got 16, 64 and 256}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}

// -----

// Groups of warps have two blocks of 64 columns at most.
#core = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>
#weights = #mixp.gpu_schedule<skeleton = warp_specialized, core = #core, block_m = 64, block_n = 192, block_k = 64, warp_m = 64, warp_n = 64, stages = 4, weights_first = true>
func.func @weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected blocks of multiples of 64 rows, 64 or 128 columns and 64 elements of K beside rhs_code but got 64, 192 and 64}}
  %0 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) maps [] outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return
}
