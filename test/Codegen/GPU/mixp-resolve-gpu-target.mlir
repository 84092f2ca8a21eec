// RUN: mixp-opt %s --mixp-resolve-gpu-target | FileCheck %s --check-prefix=DEFAULT
// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_90a | FileCheck %s --check-prefix=NAMED
// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=%S/Inputs/tiny-gpu.mlir | FileCheck %s --check-prefix=PATH
// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_90a --mixp-resolve-gpu-target=target=sm_75 | FileCheck %s --check-prefix=NAMED
// RUN: not mixp-opt %s --mixp-resolve-gpu-target=target=sm_999 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not mixp-opt %s --mixp-resolve-gpu-target=target=%s 2>&1 | FileCheck %s --check-prefix=NO-GPU

// A name or the path of a description; a module that has a GPU keeps it.
// DEFAULT: module attributes {mixp.gpu_target = #mixp.gpu_target<name = "sm_80", chip = "sm_80", ptx_version = 80, multiprocessors = 108, shared_bytes = 166912, copy = cp_async, tensor_cores = [#mixp.tensor_core<kind = mma_sync,
// NAMED: module attributes {mixp.gpu_target = #mixp.gpu_target<name = "sm_90a", chip = "sm_90a", ptx_version = 86, multiprocessors = 132, shared_bytes = 232448, copy = tma, tensor_cores = [#mixp.tensor_core<kind = wgmma,
// PATH: module attributes {mixp.gpu_target = #mixp.gpu_target<name = "tiny", chip = "sm_80",
// UNKNOWN: error: unknown GPU 'sm_999': expected sm_75, sm_80, sm_86, sm_89, sm_90a or a file with a #mixp.gpu_target<...>
// NO-GPU: error: expected '{{.*}}mixp-resolve-gpu-target.mlir' to be a module with the attribute mixp.gpu_target = #mixp.gpu_target<...>
module {}
