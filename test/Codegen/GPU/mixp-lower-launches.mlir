// RUN: mixp-opt %s --mixp-lower-launches | FileCheck %s

#plan = #mixp.launch_plan<threads = 128, shared_bytes = 24576, tile_m = 32, tile_n = 64, split_k = 1, persistent = false, transposed = [], rounded = [], dims = ["MK", "KN", "N", "MN"],
  sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 0>], arguments = [#mixp.kernel_argument<kind = size, size = "M">]>

// The launcher has the kernels.
// CHECK-NOT: gpu.module
gpu.module @kernels {
  llvm.func @matmul_0(%m: i32) attributes {nvvm.kernel} {
    llvm.return
  }
}

// CHECK: func.func private @mixp_launch(i64, i64)

// Of each operand the address and the sizes: 3 + 3 + 2 + 3 words.
// CHECK-LABEL: func.func @words
// CHECK: %[[WORDS:.*]] = memref.alloca() : memref<11xindex>
// CHECK: %[[A:.*]] = memref.extract_aligned_pointer_as_index %arg0
// CHECK: memref.store %[[A]], %[[WORDS]][%{{.*}}]
// CHECK: %[[D:.*]] = memref.dim %arg0, %{{.*}} : memref<?x64xf16>
// CHECK: memref.store %[[D]], %[[WORDS]]
// CHECK: memref.extract_aligned_pointer_as_index %arg1
// CHECK: memref.extract_aligned_pointer_as_index %arg2
// CHECK: memref.extract_aligned_pointer_as_index %arg3
// CHECK: %[[NUMBER:.*]] = arith.constant 0 : i64
// CHECK: %[[AT:.*]] = memref.extract_aligned_pointer_as_index %[[WORDS]]
// CHECK: %[[ADDRESS:.*]] = arith.index_cast %[[AT]] : index to i64
// CHECK: call @mixp_launch(%[[NUMBER]], %[[ADDRESS]]) : (i64, i64) -> ()
func.func @words(%a: memref<?x64xf16>, %b: memref<64x9xf16>, %n: memref<9xf32>, %e: memref<?x9xf32>) {
  mixp.launch @kernels::@matmul_0 ins(%a, %b, %n : memref<?x64xf16>, memref<64x9xf16>, memref<9xf32>) outs(%e : memref<?x9xf32>) plan #plan
  return
}

// Launches are numbered in the order of the module. What is not row-major is
// copied: inputs before, outs after. In a loop there is one place for the words.
// CHECK-LABEL: func.func @strided_in_loop
// CHECK: memref.alloca() : memref<11xindex>
// CHECK: scf.for
// CHECK: %[[A:.*]] = memref.alloc(%{{.*}}) : memref<?x64xf16>
// CHECK: memref.copy %arg0, %[[A]]
// CHECK: %[[E:.*]] = memref.alloc(%{{.*}}) : memref<?x9xf32>
// CHECK-NOT: memref.copy
// CHECK: arith.constant 1 : i64
// CHECK: call @mixp_launch
// CHECK: memref.dealloc %[[A]]
// CHECK: memref.copy %[[E]], %arg3
// CHECK: memref.dealloc %[[E]]
func.func @strided_in_loop(%a: memref<?x64xf16, strided<[100, 1], offset: 3>>, %b: memref<64x9xf16>, %n: memref<9xf32>, %e: memref<?x9xf32, strided<[1, 20]>>, %turns: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %turns step %c1 {
    mixp.launch @kernels::@matmul_0 ins(%a, %b, %n : memref<?x64xf16, strided<[100, 1], offset: 3>>, memref<64x9xf16>, memref<9xf32>) outs(%e : memref<?x9xf32, strided<[1, 20]>>) plan #plan
  }
  return
}
