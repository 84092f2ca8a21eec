// RUN: mixp-opt %s --split-input-file --mixp-outline-kernels --verify-diagnostics | FileCheck %s

#s = #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16>

// Equal products, at different places of other buffers, share a kernel.
// CHECK-LABEL: func.func @equal
// CHECK-SAME: (%[[A:.*]]: memref<3x7xf32>, %[[P:.*]]: memref<1x1x7x16xf32>, %[[B:.*]]: memref<3x7xf32>, %[[Q:.*]]: memref<1x1x7x16xf32>, %[[C:.*]]: memref<6x5xf32>)
// CHECK: call @mixp_kernel_fma_3x5x7(%[[A]], %[[P]], %[[UPPER:.*]]) : (memref<3x7xf32>, memref<1x1x7x16xf32>, memref<3x5xf32, strided<[5, 1], offset: ?>>) -> ()
// CHECK: call @mixp_kernel_fma_3x5x7(%[[B]], %[[Q]], %[[LOWER:.*]])
// CHECK: func.func private @mixp_kernel_fma_3x5x7(%[[LHS:.*]]: memref<3x7xf32>, %[[RHS:.*]]: memref<1x1x7x16xf32>, %[[OUTS:.*]]: memref<3x5xf32, {{.*}}>) attributes {llvm.linkage = #llvm.linkage<internal>, mixp.kernel, passthrough = ["noinline"]} {
// CHECK-NEXT: mixp.packed_matmul ins(%[[LHS]], %[[RHS]] :
// CHECK-NOT: func.func
func.func @equal(%a: memref<3x7xf32>, %p: memref<1x1x7x16xf32>, %b: memref<3x7xf32>, %q: memref<1x1x7x16xf32>, %c: memref<6x5xf32>) {
  %0 = memref.subview %c[1, 0] [3, 5] [1, 1] : memref<6x5xf32> to memref<3x5xf32, strided<[5, 1], offset: 5>>
  mixp.packed_matmul ins(%a, %p : memref<3x7xf32>, memref<1x1x7x16xf32>) maps [] outs(%0 : memref<3x5xf32, strided<[5, 1], offset: 5>>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  %1 = memref.subview %c[3, 0] [3, 5] [1, 1] : memref<6x5xf32> to memref<3x5xf32, strided<[5, 1], offset: 15>>
  mixp.packed_matmul ins(%b, %q : memref<3x7xf32>, memref<1x1x7x16xf32>) maps [] outs(%1 : memref<3x5xf32, strided<[5, 1], offset: 15>>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// -----

#s = #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16>

// Another constant in the epilogue makes another kernel; a value of the caller
// is an argument. A letter stands for a dynamic size.
// CHECK-LABEL: func.func @epilogues
// CHECK-SAME: %[[X:[a-z0-9]*]]: f32)
// CHECK: call @mixp_kernel_fma_mx5x7({{.*}}) : (memref<?x7xf32>, memref<1x1x7x16xf32>, memref<?x5xf32>) -> ()
// CHECK: call @mixp_kernel_fma_mx5x7_0({{.*}}) : (memref<?x7xf32>, memref<1x1x7x16xf32>, memref<?x5xf32>) -> ()
// CHECK: call @mixp_kernel_fma_mx5x7_1({{.*}}, %[[X]]) : (memref<?x7xf32>, memref<1x1x7x16xf32>, memref<?x5xf32>, f32) -> ()
// CHECK: func.func private @mixp_kernel_fma_mx5x7(
// CHECK: arith.constant 1.000000e+00 : f32
// CHECK: func.func private @mixp_kernel_fma_mx5x7_0(
// CHECK: arith.constant 2.000000e+00 : f32
// CHECK: func.func private @mixp_kernel_fma_mx5x7_1(
// CHECK-SAME: %[[FACTOR:[a-z0-9]*]]: f32)
// CHECK: arith.mulf %{{.*}}, %[[FACTOR]] : f32
func.func @epilogues(%a: memref<?x7xf32>, %p: memref<1x1x7x16xf32>, %c: memref<?x5xf32>, %x: f32) {
  %one = arith.constant 1.0 : f32
  %two = arith.constant 2.0 : f32
  mixp.packed_matmul ins(%a, %p : memref<?x7xf32>, memref<1x1x7x16xf32>) maps [] outs(%c : memref<?x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    %0 = arith.mulf %acc, %one : f32
    mixp.yield %0 : f32
  }
  mixp.packed_matmul ins(%a, %p : memref<?x7xf32>, memref<1x1x7x16xf32>) maps [] outs(%c : memref<?x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    %0 = arith.mulf %acc, %two : f32
    mixp.yield %0 : f32
  }
  mixp.packed_matmul ins(%a, %p : memref<?x7xf32>, memref<1x1x7x16xf32>) maps [] outs(%c : memref<?x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    %0 = arith.mulf %acc, %x : f32
    mixp.yield %0 : f32
  }
  return
}

// -----

#s = #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16>

func.func @negative_tensors(%a: tensor<3x7xf32>, %p: tensor<1x1x7x16xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-error @+1 {{is still on tensors: bufferize first}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x7xf32>, tensor<1x1x7x16xf32>) maps [] outs(%c : tensor<3x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
