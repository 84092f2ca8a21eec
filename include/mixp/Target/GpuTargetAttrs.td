//===- GpuTargetAttrs.td - GPUs described as attributes ----*- tablegen -*-===//
#ifndef MIXP_TARGET_GPUTARGETATTRS_TD
#define MIXP_TARGET_GPUTARGETATTRS_TD

include "mixp/Target/TargetAttrs.td"

def Mixp_TensorCoreAttr : Mixp_Attr<"TensorCore", "tensor_core"> {
  let summary = "one matrix instruction of a GPU";
  let description = [{
    A row of a GPU's table. One instruction of a warp (`mma_sync`) or of four
    warps (`wgmma`) adds `m x k` by `k x n` into `m x n` accumulators of type
    `acc`; wgmma takes any n that is a multiple of 8 up to this one. The type
    tf32 says that 32-bit operands are read as tf32. An instruction that is not
    in a table is absent; one that is `emulated` is slower than a wider native
    one. `ops_per_clock` counts multiplications and additions per clock of one
    multiprocessor, `effective_bits` what the accumulator keeps.

    ```mlir
    #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16,
                      rhs = f16, acc = f32, support = native,
                      ops_per_clock = 2048, effective_bits = 24>
    ```
  }];
  let parameters = (ins
    EnumParameter<Mixp_TensorCoreKind>:$kind,
    "int64_t":$m, "int64_t":$n, "int64_t":$k,
    "::mlir::Type":$lhs, "::mlir::Type":$rhs, "::mlir::Type":$acc,
    EnumParameter<Mixp_HardwareSupport>:$support,
    "int64_t":$ops_per_clock, "int64_t":$effective_bits);
  let assemblyFormat = "`<` struct(params) `>`";
  let extraClassDeclaration = [{
    /// Whether sums of f32 keep so few bits that they have to be added to others
    /// after 128 elements of K at the latest (docs/Numerics.md, section 6.3).
    bool keepsFewBits() const {
      return getAcc().isF32() && getEffectiveBits() < 20;
    }
  }];
  let genVerifyDecl = 1;
}

def Mixp_GpuTargetAttr : Mixp_Attr<"GpuTarget", "gpu_target"> {
  let summary = "a GPU that kernels are generated for";
  let description = [{
    `chip` and `ptx_version` (as 80 for PTX 8.0) go to LLVM and ptxas.
    `multiprocessors` is how many the chip's usual cards have, `shared_bytes` the shared memory that one block may use, `copy` the way
    tiles come into it. A module carries its GPU as the attribute
    `mixp.gpu_target`, beside `mixp.target` for what stays on the host.

    ```mlir
    #mixp.gpu_target<name = "sm_80", chip = "sm_80", ptx_version = 80,
                     multiprocessors = 108, shared_bytes = 166912, copy = cp_async,
                     tensor_cores = [#mixp.tensor_core<...>]>
    ```
  }];
  let parameters = (ins
    StringRefParameter<>:$name, StringRefParameter<>:$chip,
    "int64_t":$ptx_version, "int64_t":$multiprocessors,
    "int64_t":$shared_bytes,
    EnumParameter<Mixp_AsyncCopy>:$copy,
    ArrayRefParameter<"TensorCoreAttr">:$tensor_cores);
  let assemblyFormat = [{
    `<` struct($name, $chip, $ptx_version, $multiprocessors, $shared_bytes, $copy,
               custom<TensorCoreTable>($tensor_cores)) `>`
  }];
  let extraClassDeclaration = [{
    /// The native row for operands and an accumulator of these types, or a null
    /// attribute; of the two kinds the first in the table, or of `kind` only.
    TensorCoreAttr lookup(::mlir::Type lhs, ::mlir::Type rhs,
                          ::mlir::Type acc,
                          std::optional<TensorCoreKind> kind = {}) const;
  }];
  let genVerifyDecl = 1;
}

def Mixp_GpuScheduleAttr : Mixp_Attr<"GpuSchedule", "gpu_schedule"> {
  let summary = "how one contraction is tiled on a GPU";
  let description = [{
    Written by the selector (or by a user, or a tuner) and only obeyed by later
    passes. `block_m x block_n` is the part of the result that a block of threads
    computes, `block_k` the elements along K that one of `stages` buffers in
    shared memory holds. A warp computes `warp_m x warp_n`; with warp_specialized
    these are of a group of four warps. Blocks visit `group_m` tiles along M
    before they go on along N, so that they share operands in the L2 cache.
    `split_k` blocks share one tile's sum, each a part of K; the last one to finish
    adds their parts, in order, and stores the tile. Where sizes are known at run
    time only, these are the most: a launch has fewer where `split_blocks` blocks in
    all or parts of `split_depth` elements of K are reached without. `promote` adds the sums of an
    accumulator of few bits to others of f32. Where few warps share a tile,
    `warps_k` of them divide each of its steps along K.

    With `weights_first` the instruction's left operand is rhs, its rows are columns
    of the result, and m of the instruction counts along N: a few rows of the
    result then fill it as well as many.

    ```mlir
    #mixp.gpu_schedule<skeleton = multistage, core = #mixp.tensor_core<...>,
                       block_m = 128, block_n = 128, block_k = 32, warp_m = 64,
                       warp_n = 64, stages = 4, group_m = 8>
    ```
  }];
  let parameters = (ins
    EnumParameter<Mixp_KernelSkeleton>:$skeleton,
    "TensorCoreAttr":$core,
    "int64_t":$block_m, "int64_t":$block_n, "int64_t":$block_k,
    "int64_t":$warp_m, "int64_t":$warp_n, "int64_t":$stages,
    DefaultValuedParameter<"int64_t", "8">:$group_m,
    DefaultValuedParameter<"int64_t", "1">:$split_k,
    DefaultValuedParameter<"int64_t", "0">:$split_blocks,
    DefaultValuedParameter<"int64_t", "0">:$split_depth,
    DefaultValuedParameter<"bool", "true">:$promote,
    DefaultValuedParameter<"int64_t", "1">:$warps_k,
    DefaultValuedParameter<"bool", "false">:$weights_first);
  let assemblyFormat = "`<` struct(params) `>`";
  let extraClassDeclaration = [{
    /// Whether sums of one step along K are added to others of f32.
    bool isPromoted() const {
      return getPromote() && getCore().keepsFewBits();
    }
  }];
  let genVerifyDecl = 1;
}

def Mixp_KernelArgumentAttr : Mixp_Attr<"KernelArgument", "kernel_argument"> {
  let summary = "one argument of a GPU kernel";
  let description = [{
    What a launcher passes: the address of an operand on the device, the bytes
    from one of its rows or matrices to the next, one of the product's sizes by
    its name (M, N, K, B), or a tensor map of the operand, whose boxes of `box`
    elements (innermost first) land in shared memory with `swizzle` bytes; or a
    workspace of `bytes_per_tile` for each tile of the result, filled with zeros
    before the first launch where `zero` says so: kernels leave zeros there. Launches
    with one part of K have none.

    ```mlir
    #mixp.kernel_argument<kind = tensor_map, operand = 0, box = [64, 128], swizzle = 128>
    #mixp.kernel_argument<kind = size, size = "M">
    ```
  }];
  let parameters = (ins
    EnumParameter<Mixp_ArgumentKind>:$kind,
    DefaultValuedParameter<"int64_t", "0">:$operand,
    OptionalArrayRefParameter<"int64_t">:$box,
    DefaultValuedParameter<"int64_t", "0">:$swizzle,
    OptionalParameter<"::mlir::StringAttr">:$size,
    DefaultValuedParameter<"int64_t", "0">:$bytes_per_tile,
    DefaultValuedParameter<"bool", "false">:$zero);
  let assemblyFormat = [{
    `<` struct($kind, $operand, custom<BoxSizes>($box), $swizzle, $size,
               $bytes_per_tile, $zero) `>`
  }];
}

def Mixp_LaunchSizeAttr : Mixp_Attr<"LaunchSize", "launch_size"> {
  let summary = "where a launcher reads a size of a product";
  let description = [{
    ```mlir
    #mixp.launch_size<name = "M", operand = 0, dim = 1>
    ```
  }];
  let parameters = (ins
    StringRefParameter<>:$name, "int64_t":$operand, "int64_t":$dim);
  let assemblyFormat = "`<` struct(params) `>`";
}

def Mixp_FragmentsAttr : Mixp_Attr<"Fragments", "fragments"> {
  let summary = "weights in the order of an instruction's registers";
  let description = [{
    How a launcher lays out the weights of a kernel: N x K codes of `bits` bits in
    blocks of `block_n x block_k`, with the top bit of each inverted where they
    are signed (`flip`), as docs/GpuBundle.md says.

    ```mlir
    #mixp.fragments<bits = 4, flip = true, block_n = 128, block_k = 64>
    ```
  }];
  let parameters = (ins
    "int64_t":$bits, "bool":$flip, "int64_t":$block_n, "int64_t":$block_k);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Mixp_LaunchPlanAttr : Mixp_Attr<"LaunchPlan", "launch_plan"> {
  let summary = "all that a launcher has to know of a kernel";
  let description = [{
    Blocks of `threads` threads and `shared_bytes` of dynamic shared memory, one
    for each tile of `tile_m x tile_n` of the result; with `persistent` at most
    one for each multiprocessor; and `split_k` times as many, or with `split_blocks`
    max(1, min(`split_k`, `split_blocks` / tiles, K / `split_depth`)) times. How
    operands lie on the device is in their types (`!mixp.device`). `dims` has a
    string for each operand, with a letter for each of its dims: the size that it
    must have, or 1.
  }];
  let parameters = (ins
    "int64_t":$threads, "int64_t":$shared_bytes,
    "int64_t":$tile_m, "int64_t":$tile_n, "int64_t":$split_k,
    DefaultValuedParameter<"int64_t", "0">:$split_blocks,
    DefaultValuedParameter<"int64_t", "0">:$split_depth,
    "bool":$persistent,
    ArrayRefParameter<"::mlir::StringAttr">:$dims,
    ArrayRefParameter<"LaunchSizeAttr">:$sizes,
    ArrayRefParameter<"KernelArgumentAttr">:$arguments);
  let assemblyFormat = [{
    `<` struct($threads, $shared_bytes, $tile_m, $tile_n, $split_k, $split_blocks,
               $split_depth, $persistent, custom<DimNames>($dims),
               custom<LaunchSizes>($sizes), custom<KernelArguments>($arguments)) `>`
  }];
}

#endif // MIXP_TARGET_GPUTARGETATTRS_TD
