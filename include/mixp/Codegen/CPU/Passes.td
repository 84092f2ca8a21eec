//===- Passes.td - CPU code generation ---------------------*- tablegen -*-===//
#ifndef MIXP_CODEGEN_CPU_PASSES_TD
#define MIXP_CODEGEN_CPU_PASSES_TD

include "mlir/Pass/PassBase.td"

def ResolveTargetPass : Pass<"mixp-resolve-target", "::mlir::ModuleOp"> {
  let summary = "give the module a target and fix what its callers may rely on";
  let description = [{
    Writes `mixp.target` on a module that has none, so that every later pass
    reads the hardware from the IR. Marks the arguments of public functions as
    not writable, since a caller's inputs are never overwritten, and gives these
    functions a C interface.

    ```mlir
    module { func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> }
    // becomes, with target=avx512-vnni
    module attributes {mixp.target = #mixp.target<name = "avx512-vnni", ...>} {
      func.func @f(%x: tensor<4xf32> {bufferization.writable = false}) -> tensor<4xf32>
        attributes {llvm.emit_c_interface}
    }
    ```
  }];
  let options = [
    Option<"target", "target", "std::string", "\"host\"",
           "name that `mixp targets` lists, or the path of a description">
  ];
  let dependentDialects = ["::mixp::MixpDialect",
                           "::mlir::bufferization::BufferizationDialect",
                           "::mlir::LLVM::LLVMDialect"];
}

def LowerAssertsPass : Pass<"mixp-lower-asserts", "::mlir::ModuleOp"> {
  let summary = "cf.assert to a call of the handler that ends the model's call";
  let description = [{
    Upstream lowers `cf.assert` to `abort`, which takes the caller's process down.
    Here it calls `mixp_fail` with a message that says where the op was written.
    The handler must not return: what follows would access memory out of bounds.
    `mixp run` and the C functions of `mixp compile` jump back to the caller of
    the model's function, which then reports an error. Runs on branches, after
    all structured control flow is gone.

    ```mlir
    cf.assert %equal, "mixp.matmul: expected lhs and rhs of the same K"
    // becomes
    cf.cond_br %equal, ^rest, ^fail
    ^fail:
      %0 = llvm.mlir.addressof @mixp_message_1 : !llvm.ptr
      llvm.call @mixp_fail(%0) : (!llvm.ptr) -> ()
      llvm.unreachable
    ```
  }];
  let dependentDialects = ["::mlir::cf::ControlFlowDialect",
                           "::mlir::LLVM::LLVMDialect"];
}

def DecomposeConcatPass : Pass<"mixp-decompose-concat"> {
  let summary = "tensor.concat to insertions, which need no copy";
  let description = [{
    Upstream has the patterns but no pass. Bufferization copies every part of a
    `tensor.concat`; a part that is inserted may be computed in its place.

    ```mlir
    %c = tensor.concat dim(0) %a, %b : (tensor<2xf32>, tensor<3xf32>) -> tensor<5xf32>
    // becomes
    %e = tensor.empty() : tensor<5xf32>
    %0 = tensor.insert_slice %a into %e[0] [2] [1] : tensor<2xf32> into tensor<5xf32>
    %c = tensor.insert_slice %b into %0[2] [3] [1] : tensor<3xf32> into tensor<5xf32>
    ```
  }];
  let dependentDialects = ["::mlir::tensor::TensorDialect"];
}

def ExpandCopyPass : Pass<"mixp-expand-copy"> {
  let summary = "strided memref.copy to loops";
  let description = [{
    A copy between layouts that are not both contiguous would become a call of
    MLIR's runtime (`memrefCopy`), which compiled code must not depend on.

    ```mlir
    memref.copy %a, %b : memref<4x8xf32, strided<[16, 1]>> to memref<4x8xf32>
    // becomes
    linalg.copy ins(%a : ...) outs(%b : ...)
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
}

def ExpandOpenShapePass : Pass<"mixp-expand-open-shape"> {
  let summary = "memref.expand_shape with two open sizes of one dim";
  let description = [{
    Upstream's `expand-strided-metadata` crashes on these.
    ```mlir
    %e = memref.expand_shape %a [[0, 1]] output_shape [%m, %n] : ... // becomes
    %e = memref.reinterpret_cast %a to offset: [0], sizes: [%m, %n], strides: [%n, 1] : ...
    ```
  }];
  let dependentDialects = ["::mlir::affine::AffineDialect"];
}

def ExpandBf16Pass : Pass<"mixp-expand-bf16"> {
  let summary = "conversions between f32 and bf16 as integer arithmetic";
  let description = [{
    LLVM would choose vcvtneps2bf16, which flushes subnormals, on CPUs that have
    it, and a library call on those that have not. The integer form is exact and
    vectorizes everywhere.

    ```mlir
    %y = arith.extf %x : bf16 to f32
    // becomes
    %0 = arith.bitcast %x : bf16 to i16
    %1 = arith.extui %0 : i16 to i32
    %2 = arith.shli %1, %c16 : i32
    %y = arith.bitcast %2 : i32 to f32
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::vector::VectorDialect"];
}

def Bf16ToI16Pass : Pass<"mixp-bf16-to-i16", "::mlir::ModuleOp"> {
  let summary = "bf16 data in the LLVM dialect as 16-bit integers";
  let description = [{
    After mixp-expand-bf16, bf16 values are only moved and reinterpreted. On
    targets without bf16 instructions LLVM's code generator still carries scalar
    ones in f32 registers, and calls a library to narrow them again. As integers
    they stay what they are. A module that computes with bf16 values is left
    alone.

    ```mlir
    %0 = llvm.load %p : !llvm.ptr -> bf16
    llvm.store %0, %q : bf16, !llvm.ptr
    // becomes
    %0 = llvm.load %p : !llvm.ptr -> i16
    llvm.store %0, %q : i16, !llvm.ptr
    ```
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

def ApproximateMathPass : Pass<"mixp-approximate-math"> {
  let summary = "exp, tanh, log and erf as polynomials that vectorize";
  let description = [{
    A call of libm for each element would keep a loop scalar. The polynomials
    are upstream's; their error is inside the bound that docs/Numerics.md gives
    these functions.

    ```mlir
    %y = math.exp %x : f32
    // becomes a range reduction and a polynomial in arith and math.fma
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::math::MathDialect",
                           "::mlir::vector::VectorDialect"];
}

def LegalizeForTargetPass
    : Pass<"mixp-legalize-for-target", "::mlir::ModuleOp"> {
  let summary = "widen what no kernel reads, and say what becomes of products";
  let description = [{
    The one place that says which products the kernels of `mixp.target` take:

    * native: as they are, with scales and zero points that
      mixp-decompose-matmul moves out;
    * promoted: after values are widened, which changes none: integers of less
      than a byte to i8, floats to the type that the target multiplies. Run-time
      values get a mixp.cast here; constants are widened when they are packed;
    * generic: left to convert-mixp-to-linalg.

    Each product gets a remark with a reason code (docs/Remarks.md). The passes
    after this one ask the same function, so that they do as it says.

    A `precision` that a target has no faster instruction for becomes full.

    ```mlir
    %0 = mixp.matmul ins(%a, %b : tensor<3x7xi4>, tensor<7x5xi8>)
           outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
    // becomes
    %w = mixp.cast %a : tensor<3x7xi4> -> tensor<3x7xi8>
    %0 = mixp.matmul ins(%w, %b : tensor<3x7xi8>, tensor<7x5xi8>)
           outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
    ```
  }];
  let dependentDialects = ["::mixp::MixpDialect"];
}

def DecomposeMatmulPass : Pass<"mixp-decompose-matmul", "::mlir::ModuleOp"> {
  let summary = "products with scales and zero points to plain ones";
  let description = [{
    Brings each mixp.matmul into a form that a kernel of the target takes: a
    product into zeros without transposes, zero points or scales (but for the
    group scales of a constant rhs), followed by elementwise ops that fuse into
    the kernel. Zero points become the row and column sums of docs/Numerics.md;
    the sums of constants are constants. What does not fit stays as it is, for
    convert-mixp-to-linalg.

    ```mlir
    %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>)
           lhs_scale(%s : tensor<1x1xf32>) lhs_zero_point(%z : tensor<1x1xi32>)
           rhs_scale(%t : tensor<1x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
    // becomes
    %p = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>)
           outs(%zeros : tensor<3x5xi32>) -> tensor<3x5xi32>
    %0 = linalg.generic ... ins(%p, %z, %column_sums, %s, %t, %c)
           // %c + f32(%p - %z * %column_sums) * (%s * %t)
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect", "::mixp::MixpDialect"];
}

def SelectSchedulePass : Pass<"mixp-select-schedule", "::mlir::ModuleOp"> {
  let summary = "choose a register tile and cache blocks for each product";
  let description = [{
    The only place that chooses sizes: reads `mixp.target` and writes
    `#mixp.schedule` on each product that a kernel takes. A schedule that is
    already there is kept. A product of the windows of a convolution reads them
    in place where its kernel can, which is `in_place` on mixp.windows; the remark
    says why they are written out else.

    ```mlir
    mixp.matmul ins(%a, %b : tensor<?x784xf32>, tensor<784x128xf32>) ...
    // becomes, for a target with 32 registers of 512 bits
    mixp.matmul ... {schedule = #mixp.schedule<mma = fma, mr = 6, nr = 64,
                                               unroll = 4, mc = 162, nc = 1024>}
    ```
  }];
  let options = [
    Option<"threads", "threads", "int64_t", "1",
           "threads to choose chunks for; 0: as many as there are at run time">
  ];
}

def PackMatmulPass : Pass<"mixp-pack-matmul", "::mlir::ModuleOp"> {
  let summary = "scheduled products to packed ones";
  let description = [{
    Replaces each mixp.matmul that has a schedule by mixp.packed_matmul with an
    epilogue that stores the accumulator. A constant rhs is packed here, at
    compile time; another one by mixp.pack_rhs. Where K is not a whole number of
    words, lhs is padded with zeros. Signs that the instruction does not have
    are flipped, and what that adds is taken off in the epilogue:

    ```
    signed lhs:               (a + 128) b - 128 * sum b
    both sides unsigned:      a (b - 128) + 128 * sum a
    ```

    ```mlir
    mixp.matmul ins(%a, %w : tensor<3x8xi8>, tensor<8x5xi8>) outs(%zeros : ...)
      {schedule = #mixp.schedule<mma = vpdpbusd, ...>}
    // becomes
    mixp.packed_matmul ins(%a, %packed : tensor<3x8xi8>, tensor<1x2x64xi8>)
      epilogue(%sums : tensor<5xi32>) maps [affine_map<(m, n) -> (n)>]
      ... attributes {flip_lhs} { ... }
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect", "::mlir::affine::AffineDialect",
    "::mixp::MixpDialect"];
}

def FuseEpiloguePass : Pass<"mixp-fuse-epilogue"> {
  let summary = "elementwise consumers into the packed product's last step";
  let description = [{
    A linalg.generic whose iterators are all parallel, and which is the only
    user of a packed product, moves into the product's epilogue: bias,
    activation, residual, scales and requantization then see the accumulator in
    a register. Its other operands may be indexed by any of the result's dims.

    ```mlir
    %0 = mixp.packed_matmul ... { ^bb0(%acc: f32): mixp.yield %acc : f32 }
    %1 = linalg.generic ... ins(%0, %bias) { arith.addf ... }
    // becomes
    %1 = mixp.packed_matmul ... epilogue(%bias : tensor<5xf32>) ... {
    ^bb0(%acc: f32, %b: f32):
      %s = arith.addf %acc, %b : f32
      mixp.yield %s : f32
    }
    ```
  }];
  let dependentDialects = ["::mixp::MixpDialect"];
}

def FuseRowReductionPass : Pass<"mixp-fuse-row-reduction"> {
  let summary = "reductions over the rows of packed products into them";
  let description = [{
    A maximum, minimum or sum over all pixels, as a convolution's result often
    meets, reads a result that is larger than the caches and that nothing else
    needs. Where the reduction is all that reads a packed product, perhaps
    expanded and transposed, the product combines its rows itself and stores one
    row. A batch, the outermost dim of the rows, becomes the batch of the product.

    ```mlir
    %0 = mixp.packed_matmul ins(%a, %p : tensor<12x8xf32>, tensor<1x1x8x16xf32>) ... -> tensor<12x5xf32>
    %1 = tensor.expand_shape %0 [[0, 1], [2]] ... : tensor<12x5xf32> into tensor<2x6x5xf32>
    %2 = linalg.generic ... iterator_types = ["parallel", "reduction", "parallel"] ins(%1) outs(%m : tensor<2x5xf32>) { arith.maximumf ... }
    // becomes
    %e = tensor.expand_shape %a [[0, 1], [2]] ... : tensor<12x8xf32> into tensor<2x6x8xf32>
    %2 = mixp.packed_matmul ins(%e, %p : tensor<2x6x8xf32>, tensor<1x1x8x16xf32>) maps [] outs(%m : tensor<2x5xf32>)
      ... attributes {combine_rows, lhs_row_dims = 1 : i64} { ... arith.maximumf ... } -> tensor<2x5xf32>
    ```

    Comes after mixp-fuse-epilogue, so that the product is all there is in front.
  }];
  let dependentDialects = ["::mlir::tensor::TensorDialect",
                           "::mixp::MixpDialect"];
}

def SinkReshapesPass : Pass<"mixp-sink-reshapes"> {
  let summary = "elementwise consumers in front of a product's reshapes";
  let description = [{
    A convolution's product has a row for each pixel, which tensor.expand_shape
    and linalg.transpose bring into the result's form; bias, activation and
    requantization stand after those, and no epilogue would take them. An
    elementwise linalg.generic moves in front of what gives its operand another
    form, if that starts at a product, and the result gets that form instead.
    Other operands are reshaped or indexed the other way round.

    ```mlir
    %e = tensor.expand_shape %product [[0, 1, 2], [3]] : tensor<15x4xf32> into tensor<1x3x5x4xf32>
    %0 = linalg.generic ... ins(%e, %bias : tensor<1x3x5x4xf32>, tensor<4xf32>) ... { arith.addf ... }
    // becomes
    %1 = linalg.generic ... ins(%product, %bias : tensor<15x4xf32>, tensor<4xf32>) ... { arith.addf ... }
    %0 = tensor.expand_shape %1 [[0, 1, 2], [3]] : tensor<15x4xf32> into tensor<1x3x5x4xf32>
    ```

    Comes after elementwise ops are fused with each other, since that moves
    expansions the other way.
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def FuseRowQuantizationPass : Pass<"mixp-fuse-row-quantization"> {
  let summary = "choose_scales and quantize of the same rows to one op";
  let description = [{
    Activations that are quantized to i8 by row inside a model are read twice:
    for the range, then for the values. One op of both reads each row from
    memory once.

    ```mlir
    %s = mixp.choose_scales symmetric %x storage(i8) block [1, 0] : tensor<3x8xf32> -> tensor<3x1xf32>
    %q = mixp.quantize %x scale(%s : tensor<3x1xf32>) block [1, 0] : tensor<3x8xf32> -> tensor<3x8xi8>
    // becomes
    %q, %s = mixp.quantize_rows %x into (%e0, %e1 : tensor<3x8xi8>, tensor<3x1xf32>)
               : tensor<3x8xf32> -> tensor<3x8xi8>, tensor<3x1xf32>
    ```
  }];
  let dependentDialects = ["::mlir::tensor::TensorDialect",
                           "::mixp::MixpDialect"];
}

def LowerQuantizeRowsPass
    : Pass<"mixp-lower-quantize-rows", "::mlir::ModuleOp"> {
  let summary = "row quantization on memrefs to loops over vectors";
  let description = [{
    For each row the range, its scale, then the values, divided exactly by means
    of the scale's reciprocal and two corrections by fused multiply-adds, which
    takes less time than divisions. Rows with NaN, infinities or extreme scales
    take a form with divisions and comparisons instead.

    ```mlir
    mixp.quantize_rows %x into (%q, %s : memref<3x64xi8>, memref<3x1xf32>) : memref<3x64xf32>
    // becomes
    scf.for %row = ... {
      %range = scf.for %k = ... // max |x|
      scf.if %usual {
        scf.for %k = ... {
          %v = vector.load %x[%row, %k] : memref<3x64xf32>, vector<16xf32>
          %y = arith.mulf %v, %reciprocal : vector<16xf32>
          ...
          vector.store %i, %q[%row, %k] : memref<3x64xi8>, vector<16xi8>
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::math::MathDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect",
    "::mlir::vector::VectorDialect"];
}

def LowerPackRhsPass : Pass<"mixp-lower-pack-rhs", "::mlir::ModuleOp"> {
  let summary = "run-time packing to vector loads and interleaves";
  let description = [{
    On memrefs. Each word of a panel is made of `word` rows of rhs, interleaved
    in registers; rows and columns outside of rhs are zeros.

    ```mlir
    mixp.pack_rhs %b into %p {nr = 16, word = 2} : memref<7x5xbf16> into memref<1x4x32xbf16>
    // becomes
    scf.for %panel = ... { scf.for %step = ... {
      %r0 = vector.transfer_read %b[%k, %n], %zero
      %r1 = vector.transfer_read %b[%k1, %n], %zero
      %w = vector.interleave %r0, %r1 : vector<16xbf16> -> vector<32xbf16>
      vector.store %w, %p[%panel, %step, %c0]
    } }
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect",
    "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
}

def MergeWindowDimsPass
    : Pass<"mixp-merge-window-dims", "::mlir::ModuleOp"> {
  let summary = "windows that products read in as few dims as memory has";
  let description = [{
    On memrefs. The lhs of a product that reads the windows of a convolution in
    place is a view with a dim for each spatial dim, tap and channel. Neighbours
    that are one in memory become one: the less dims, the less a kernel computes
    to find a row, and a window that is one run is a row like any other.

    ```mlir
    mixp.packed_matmul ins(%w, %p : memref<1x6x3x8xf32, strided<[64, 8, 8, 1]>>, memref<1x1x24x16xf32>)
      maps [] outs(%e : memref<6x5xf32>) schedule #s attributes {lhs_row_dims = 2 : i64} { ... }
    // becomes
    %v = memref.reinterpret_cast %w to ... : ... to memref<6x24xf32, strided<[8, 1]>>
    mixp.packed_matmul ins(%v, %p : memref<6x24xf32, strided<[8, 1]>>, memref<1x1x24x16xf32>)
      maps [] outs(%e : memref<6x5xf32>) schedule #s { ... }
    ```
  }];
  let dependentDialects = ["::mlir::memref::MemRefDialect"];
}

def ParallelizeProductsPass
    : Pass<"mixp-parallelize-products", "::mlir::ModuleOp"> {
  let summary = "packed products to chunks that threads take in turn";
  let description = [{
    On memrefs. A product whose schedule has chunks becomes a parallel loop over
    `chunk_rows x chunk_columns` parts of its result, each a product of slices
    of the operands. Threads take chunks as they get free, so that a core that
    another process slows down takes fewer. No chunk splits K: results do not
    depend on the number of threads. The shorter chunks at the ends have
    products of their own where sizes are static.

    ```mlir
    mixp.packed_matmul ins(%a, %p : memref<24x8xf32>, memref<1x2x8x16xf32>) ...
      schedule #mixp.schedule<..., chunk_rows = 12, chunk_columns = 16>
    // becomes
    omp.parallel num_threads(%c2_i32 : i32) {
      omp.wsloop nowait schedule(dynamic) {
        omp.loop_nest (%i) : i64 = (%c0) to (%c4) step (%c1) {
          %lhs = memref.subview %a[%row, 0] [12, 8] [1, 1] : ...
          mixp.packed_matmul ins(%lhs, %panels : ...) outs(%outs : memref<12x16xf32, ...>) ...
    ```
  }];
  let options = [
    Option<"threads", "threads", "int64_t", "0",
           "threads of a parallel loop; 0: as many as OpenMP has at run time">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect",
    "::mlir::omp::OpenMPDialect", "::mlir::scf::SCFDialect"];
}

def ParallelizeLoopsPass
    : Pass<"mixp-parallelize-loops", "::mlir::ModuleOp"> {
  let summary = "what surrounds products to chunks for threads";
  let description = [{
    On memrefs. The outermost parallel dim of a linalg op, the panels of a
    mixp.pack_rhs and the rows of a mixp.quantize_rows are cut into chunks that
    touch a quarter of the second-level cache of `mixp.target`. Of an operand that
    windows slide over, a chunk has the elements around it as well. Ops of no more than two chunks stay as they are.
    Sums along another dim stay whole, so that results do not depend on the
    number of threads.

    ```mlir
    linalg.generic ... ins(%x : memref<2048x2048xf32>) outs(%y : memref<2048x2048xi8>)
    // becomes
    omp.parallel num_threads(%c2_i32 : i32) {
      omp.wsloop nowait schedule(dynamic) {
        omp.loop_nest (%i) : i64 = (%c0) to (%count) step (%c1) {
          %0 = memref.subview %x[%row, 0] [25, 2048] [1, 1] : ...
          linalg.generic ... ins(%0 : ...) outs(%1 : ...)
    ```
  }];
  let options = [
    Option<"threads", "threads", "int64_t", "0",
           "threads of a parallel loop; 0: as many as OpenMP has at run time">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::affine::AffineDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::memref::MemRefDialect",
    "::mlir::omp::OpenMPDialect", "::mlir::scf::SCFDialect"];
}

def OutlineKernelsPass : Pass<"mixp-outline-kernels", "::mlir::ModuleOp"> {
  let summary = "packed products to calls of functions, equal ones to one";
  let description = [{
    On memrefs. Compiling a kernel takes longer than all the rest of a product,
    and models repeat their layers: products of the same types, schedule and
    epilogue call one private function. Constants that an epilogue reads belong
    to the kernel; everything else, weights included, is an argument. The name
    says which instruction and sizes (rows x columns x K, a letter for a dynamic
    one) a kernel is for, so that profiles can be read.

    ```mlir
    mixp.packed_matmul ins(%a, %p : memref<3x7xf32>, memref<1x1x7x16xf32>) ...
    mixp.packed_matmul ins(%b, %q : memref<3x7xf32>, memref<1x1x7x16xf32>) ...
    // becomes
    call @mixp_kernel_fma_3x5x7(%a, %p, %c) : (memref<3x7xf32>, ...) -> ()
    call @mixp_kernel_fma_3x5x7(%b, %q, %d) : (memref<3x7xf32>, ...) -> ()

    func.func private @mixp_kernel_fma_3x5x7(%lhs: memref<3x7xf32>, ...)
        attributes {mixp.kernel, passthrough = ["noinline"], ...} {
      mixp.packed_matmul ins(%lhs, %rhs : ...) outs(%outs : memref<3x5xf32>) ...
    }
    ```
  }];
  let dependentDialects = [
    "::mlir::func::FuncDialect", "::mlir::LLVM::LLVMDialect",
    "::mlir::memref::MemRefDialect"];
}

def KeepKernelLoopsPass
    : Pass<"mixp-keep-kernel-loops", "::mlir::ModuleOp"> {
  let summary = "tell LLVM not to vectorize the loops of kernels";
  let description = [{
    Kernels compute on vectors already. LLVM's loop vectorizer would sometimes
    make vectors of several of their outer iterations, by gathers and scatters.

    ```mlir
    llvm.br ^head(%next : i64)
    // becomes
    llvm.br ^head(%next : i64) {loop_annotation = #llvm.loop_annotation<vectorize = <disable = true>>}
    ```
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

def KernelNoAliasPass : Pass<"mixp-kernel-noalias", "::mlir::ModuleOp"> {
  let summary = "say that the pointers of kernels do not alias";
  let description = [{
    Upstream drops `llvm.noalias` where a memref becomes several arguments. A
    function that mixp-outline-kernels made writes one argument that overlaps no
    other; kernels are not inlined, so LLVM can know it only from the attribute.

    ```mlir
    llvm.func internal @mixp_kernel_fma_3x5x7(%0: !llvm.ptr, ...) attributes {mixp.kernel}
    // becomes
    llvm.func internal @mixp_kernel_fma_3x5x7(%0: !llvm.ptr {llvm.noalias}, ...)
    ```
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

def KernelStackBuffersPass
    : Pass<"mixp-kernel-stack-buffers", "::mlir::func::FuncOp"> {
  let summary = "the buffers of kernels on the stack";
  let description = [{
    Kernels run on threads of OpenMP, in which nobody could say that memory has
    run out, and in which malloc would be called for every chunk. What a
    function of mixp-outline-kernels allocates for a block of partial sums, and
    frees again, moves to the thread's stack.

    ```mlir
    %partial = memref.alloc() {alignment = 64 : i64} : memref<4x97x64xf32>
    memref.dealloc %partial : memref<4x97x64xf32>
    // becomes
    %partial = memref.alloca() {alignment = 64 : i64} : memref<4x97x64xf32>
    ```
  }];
  let options = [
    Option<"maxBytes", "max-bytes", "int64_t", "1048576",
           "larger buffers stay where they are: OpenMP's threads have 4 MiB">
  ];
  let dependentDialects = ["::mlir::memref::MemRefDialect"];
}

def LowerPackedMatmulPass
    : Pass<"mixp-lower-packed-matmul", "::mlir::ModuleOp"> {
  let summary = "packed products on memrefs to loops around register tiles";
  let description = [{
    Obeys the op's schedule: loops over batch, nc columns, mc rows, panels and
    register tiles of mr x nr accumulators that live in vector registers for all
    of K. Rows and columns that do not fill a tile get kernels and masks of
    their own. The epilogue's scalar ops are built on vectors just before the
    store.

    ```mlir
    mixp.packed_matmul ins(%a, %p : memref<6x8xf32>, memref<1x8x16xf32>) ...
    // becomes
    scf.for %panel = ... { scf.for %row = ... {
      %sums:6 = scf.for %k = ... iter_args(...) -> (vector<16xf32>, ...) {
        %b = vector.load %p[%panel, %k, %c0] : memref<1x8x16xf32>, vector<16xf32>
        %0 = memref.load %a[%row, %k]
        %1 = vector.broadcast %0 : f32 to vector<16xf32>
        %2 = vector.fma %1, %b, %sum : vector<16xf32>
        ...
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect",
    "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect",
    "::mlir::LLVM::LLVMDialect"];
}

#endif // MIXP_CODEGEN_CPU_PASSES_TD
