// RUN: mixp-opt %s --mixp-lower-launches | FileCheck %s

#plan = #mixp.launch_plan<threads = 128, shared_bytes = 24576, tile_m = 32, tile_n = 64, split_k = 1, persistent = false, dims = ["MK", "KN", "MN"],
  sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 0>], arguments = [#mixp.kernel_argument<kind = size, size = "M">]>

// The launcher has the kernels.
// CHECK-NOT: gpu.module
gpu.module @kernels {
  llvm.func @matmul_0(%m: i32) attributes {nvvm.kernel} {
    llvm.return
  }
}

// CHECK: func.func private @mixp_to_host(i64, i64)
// CHECK: func.func private @mixp_launch(i64, i64) -> i64
// CHECK: func.func private @mixp_release(i64)
// CHECK: func.func private @mixp_to_device(i64, i64) -> i64

// Of a buffer its address and sizes, of a launch the inputs' numbers. A number
// is released behind its last use.
// CHECK-LABEL: func.func @words
// CHECK: memref.alloca() : memref<3xi64>
// CHECK: memref.alloca() : memref<2xi64>
// CHECK: %[[INPUTS:.*]] = memref.alloca() : memref<2xi64>
// CHECK: memref.alloca() : memref<3xi64>
// CHECK: %[[UP:.*]] = memref.alloca() : memref<3xi64>
// CHECK: %[[P:.*]] = memref.extract_aligned_pointer_as_index %arg0
// CHECK: %[[ADDRESS:.*]] = arith.index_cast %[[P]] : index to i64
// CHECK: %[[D:.*]] = memref.dim %arg0, %{{.*}} : memref<?x64xf16>
// CHECK: %[[ROWS:.*]] = arith.index_cast %[[D]] : index to i64
// CHECK: memref.store %[[ADDRESS]], %[[UP]][%{{.*}}]
// CHECK: memref.store %[[ROWS]], %[[UP]]
// CHECK: %[[A:.*]] = call @mixp_to_device(%c0_i64{{.*}}, %{{.*}})
// CHECK: %[[B:.*]] = call @mixp_to_device(%c1_i64{{.*}}, %{{.*}})
// CHECK: memref.store %[[A]], %[[INPUTS]]
// CHECK: memref.store %[[B]], %[[INPUTS]]
// CHECK: %[[R:.*]] = call @mixp_launch(%c0_i64{{.*}}, %{{.*}})
// CHECK: call @mixp_release(%[[A]])
// CHECK: %[[S:.*]] = call @mixp_launch(%c1_i64{{.*}}, %{{.*}})
// CHECK-DAG: call @mixp_release(%[[R]])
// CHECK-DAG: call @mixp_release(%[[B]])
// CHECK: memref.extract_aligned_pointer_as_index %arg2
// CHECK: call @mixp_to_host(%[[S]], %{{.*}})
// CHECK-NEXT: call @mixp_release(%[[S]])
func.func @words(%a: memref<?x64xf16>, %b: memref<64x64xf16>, %e: memref<?x64xf16>) {
  %0 = mixp.to_device %a : memref<?x64xf16> to !mixp.device<tensor<?x64xf16>>
  %1 = mixp.to_device %b : memref<64x64xf16> to !mixp.device<tensor<64x64xf16>>
  %2 = mixp.launch @kernels::@matmul_0 ins(%0, %1 : !mixp.device<tensor<?x64xf16>>, !mixp.device<tensor<64x64xf16>>) plan #plan -> !mixp.device<tensor<?x64xf16>>
  %3 = mixp.launch @kernels::@matmul_0 ins(%2, %1 : !mixp.device<tensor<?x64xf16>>, !mixp.device<tensor<64x64xf16>>) plan #plan -> !mixp.device<tensor<?x64xf16>>
  mixp.to_host %3 into %e : !mixp.device<tensor<?x64xf16>> into memref<?x64xf16>
  return
}

// What is not row-major is copied: before a copy up, behind a copy back.
// CHECK-LABEL: func.func @strided
// CHECK: %[[A:.*]] = memref.alloc(%{{.*}}) : memref<?x64xf16>
// CHECK: memref.copy %arg0, %[[A]]
// CHECK: %[[N:.*]] = call @mixp_to_device(%c2_i64
// CHECK: memref.dealloc %[[A]]
// CHECK: %[[E:.*]] = memref.alloc(%{{.*}}) : memref<?x64xf16>
// CHECK-NOT: memref.copy
// CHECK: call @mixp_to_host(%[[N]]
// CHECK: memref.copy %[[E]], %arg1
// CHECK: memref.dealloc %[[E]]
// CHECK: call @mixp_release(%[[N]])
func.func @strided(%a: memref<?x64xf16, strided<[100, 1], offset: 3>>, %e: memref<?x64xf16, strided<[1, 20]>>) {
  %0 = mixp.to_device %a : memref<?x64xf16, strided<[100, 1], offset: 3>> to !mixp.device<tensor<?x64xf16>>
  mixp.to_host %0 into %e : !mixp.device<tensor<?x64xf16>> into memref<?x64xf16, strided<[1, 20]>>
  return
}

// What a loop takes from outside lives until it ends, what a turn makes until
// the turn ends. There is one place for the words.
// CHECK-LABEL: func.func @in_loop
// CHECK: %[[INPUTS:.*]] = memref.alloca() : memref<2xi64>
// CHECK: %[[A:.*]] = call @mixp_to_device
// CHECK: %[[B:.*]] = call @mixp_to_device
// CHECK: scf.for
// CHECK-NOT: memref.alloca
// CHECK: %[[R:.*]] = {{.*}}call @mixp_launch
// CHECK: call @mixp_to_host(%[[R]]
// CHECK: call @mixp_release(%[[R]])
// CHECK-NEXT: }
// CHECK-DAG: call @mixp_release(%[[A]])
// CHECK-DAG: call @mixp_release(%[[B]])
func.func @in_loop(%a: memref<?x64xf16>, %b: memref<64x64xf16>, %e: memref<?x64xf16>, %turns: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %0 = mixp.to_device %a : memref<?x64xf16> to !mixp.device<tensor<?x64xf16>>
  %1 = mixp.to_device %b : memref<64x64xf16> to !mixp.device<tensor<64x64xf16>>
  scf.for %i = %c0 to %turns step %c1 {
    %2 = mixp.launch @kernels::@matmul_0 ins(%0, %1 : !mixp.device<tensor<?x64xf16>>, !mixp.device<tensor<64x64xf16>>) plan #plan -> !mixp.device<tensor<?x64xf16>>
    mixp.to_host %2 into %e : !mixp.device<tensor<?x64xf16>> into memref<?x64xf16>
  }
  return
}

// A block that is reached by a branch may be reached again: the memory is there
// until the function's caller has its results.
// CHECK-LABEL: func.func @through_branch
// CHECK: %[[A:.*]] = call @mixp_to_device
// CHECK-NOT: call @mixp_release
// CHECK: ^bb
// CHECK-NOT: call @mixp_release
// CHECK: call @mixp_to_host(%[[A]]
// CHECK-NOT: call @mixp_release
// CHECK: return
func.func @through_branch(%a: memref<?x64xf16>, %e: memref<?x64xf16>, %again: i1) {
  %0 = mixp.to_device %a : memref<?x64xf16> to !mixp.device<tensor<?x64xf16>>
  cf.br ^copy
^copy:
  mixp.to_host %0 into %e : !mixp.device<tensor<?x64xf16>> into memref<?x64xf16>
  cf.cond_br %again, ^copy, ^end
^end:
  return
}

// Nobody takes it.
// CHECK-LABEL: func.func @unused
// CHECK: %[[A:.*]] = call @mixp_to_device
// CHECK-NEXT: call @mixp_release(%[[A]])
func.func @unused(%a: memref<?x64xf16>) {
  %0 = mixp.to_device %a : memref<?x64xf16> to !mixp.device<tensor<?x64xf16>>
  return
}
