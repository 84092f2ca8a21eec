// RUN: mixp-opt %s --mixp-fuse-gpu-epilogue | FileCheck %s

#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#s = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
#mn = affine_map<(m, n) -> (m, n)>
#nm = affine_map<(m, n) -> (n, m)>
#m = affine_map<(m, n) -> (m)>
#n = affine_map<(m, n) -> (n)>
#m0 = affine_map<(m, n) -> (m, 0)>
#n0 = affine_map<(m, n) -> (n, 0)>
#one = affine_map<(m, n) -> ()>

// CHECK-DAG: #[[N:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-DAG: #[[M0:.*]] = affine_map<(d0, d1) -> (d0, 0)>
// CHECK-DAG: #[[ONE:.*]] = affine_map<(d0, d1) -> ()>
// CHECK-DAG: #[[MN:.*]] = affine_map<(d0, d1) -> (d0, d1)>

// A vector along N.
// CHECK-LABEL: func.func @bias(
// CHECK: mixp.tensor_core_matmul {{.*}} epilogue(%arg3 : tensor<9xf32>) maps [#[[N]]]
// CHECK: ^bb0(%[[ACC:.*]]: f32, %[[B:.*]]: f32):
// CHECK: %[[S:.*]] = arith.addf %[[ACC]], %[[B]]
// CHECK: mixp.yield %[[S]]
// CHECK-NOT: linalg.generic
func.func @bias(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>, %v: tensor<9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #n, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %v : tensor<7x9xf32>, tensor<9xf32>) outs(%e : tensor<7x9xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<7x9xf32>
  return %1 : tensor<7x9xf32>
}

// A column, one element, and a residual of another type.
// CHECK-LABEL: func.func @operands(
// CHECK: epilogue(%arg3, %arg4, %arg5 : tensor<7x1xf32>, tensor<f32>, tensor<7x9xf16>) maps [#[[M0]], #[[ONE]], #[[MN]]]
// CHECK-NOT: linalg.generic
func.func @operands(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>, %c: tensor<7x1xf32>, %z: tensor<f32>, %r: tensor<7x9xf16>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #m0, #one, #mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %c, %z, %r : tensor<7x9xf32>, tensor<7x1xf32>, tensor<f32>, tensor<7x9xf16>) outs(%e : tensor<7x9xf32>) {
  ^bb0(%x: f32, %y: f32, %z0: f32, %w: f16, %o: f32):
    %f = arith.extf %w : f16 to f32
    %p = arith.mulf %x, %y : f32
    %q = arith.mulf %p, %z0 : f32
    %s = arith.addf %q, %f : f32
    linalg.yield %s : f32
  } -> tensor<7x9xf32>
  return %1 : tensor<7x9xf32>
}

// The result may be narrower: that is what is stored then.
// CHECK-LABEL: func.func @narrower(
// CHECK: mixp.tensor_core_matmul {{.*}} outs(%arg3 : tensor<7x9xi8>)
// CHECK: arith.fptosi
// CHECK: mixp.yield %{{.*}} : i8
// CHECK-NOT: linalg.generic
func.func @narrower(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>, %t: tensor<7x9xi8>) -> tensor<7x9xi8> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0 : tensor<7x9xf32>) outs(%t : tensor<7x9xi8>) {
  ^bb0(%x: f32, %o: i8):
    %s = arith.fptosi %x : f32 to i8
    linalg.yield %s : i8
  } -> tensor<7x9xi8>
  return %1 : tensor<7x9xi8>
}

// Constants come along.
// CHECK-LABEL: func.func @constant(
// CHECK: %[[C:.*]] = arith.constant 2.5
// CHECK: mixp.tensor_core_matmul
// CHECK: arith.mulf %{{.*}}, %[[C]]
// CHECK-NOT: linalg.generic
func.func @constant(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %k = arith.constant 2.5 : f32
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0 : tensor<7x9xf32>) outs(%e : tensor<7x9xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.mulf %x, %k : f32
    linalg.yield %s : f32
  } -> tensor<7x9xf32>
  return %1 : tensor<7x9xf32>
}

// The product is used twice: it has to be stored as it is.
// CHECK-LABEL: func.func @negative_two_users(
// CHECK: linalg.generic
func.func @negative_two_users(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>) -> (tensor<7x9xf32>, tensor<7x9xf32>) {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0 : tensor<7x9xf32>) outs(%e : tensor<7x9xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.negf %x : f32
    linalg.yield %s : f32
  } -> tensor<7x9xf32>
  return %0, %1 : tensor<7x9xf32>, tensor<7x9xf32>
}

// A vector of the result would be read from as many rows as it has elements.
// CHECK-LABEL: func.func @negative_transposed_residual(
// CHECK: linalg.generic
func.func @negative_transposed_residual(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>, %r: tensor<9x7xf32>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #nm, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %r : tensor<7x9xf32>, tensor<9x7xf32>) outs(%e : tensor<7x9xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<7x9xf32>
  return %1 : tensor<7x9xf32>
}

// CHECK-LABEL: func.func @negative_column_along_n(
// CHECK: linalg.generic
func.func @negative_column_along_n(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>, %r: tensor<9x1xf32>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #n0, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %r : tensor<7x9xf32>, tensor<9x1xf32>) outs(%e : tensor<7x9xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<7x9xf32>
  return %1 : tensor<7x9xf32>
}

// A kernel has its operands and nothing else.
// CHECK-LABEL: func.func @negative_scalar_outside(
// CHECK: linalg.generic
func.func @negative_scalar_outside(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>, %k: f32) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0 : tensor<7x9xf32>) outs(%e : tensor<7x9xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.mulf %x, %k : f32
    linalg.yield %s : f32
  } -> tensor<7x9xf32>
  return %1 : tensor<7x9xf32>
}

// Neither i64 nor bits fit the vectors of 16 bytes that are stored.
// CHECK-LABEL: func.func @negative_result_i64(
// CHECK: linalg.generic
func.func @negative_result_i64(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>, %t: tensor<7x9xi64>) -> tensor<7x9xi64> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0 : tensor<7x9xf32>) outs(%t : tensor<7x9xi64>) {
  ^bb0(%x: f32, %o: i64):
    %s = arith.fptosi %x : f32 to i64
    linalg.yield %s : i64
  } -> tensor<7x9xi64>
  return %1 : tensor<7x9xi64>
}

// CHECK-LABEL: func.func @negative_result_i1(
// CHECK: linalg.generic
func.func @negative_result_i1(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>, %t: tensor<7x9xi1>) -> tensor<7x9xi1> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0 : tensor<7x9xf32>) outs(%t : tensor<7x9xi1>) {
  ^bb0(%x: f32, %o: i1):
    %z = arith.constant 0.0 : f32
    %s = arith.cmpf ogt, %x, %z : f32
    linalg.yield %s : i1
  } -> tensor<7x9xi1>
  return %1 : tensor<7x9xi1>
}

// CHECK-LABEL: func.func @negative_operand_f64(
// CHECK: linalg.generic
func.func @negative_operand_f64(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>, %r: tensor<7x9xf64>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %r : tensor<7x9xf32>, tensor<7x9xf64>) outs(%e : tensor<7x9xf32>) {
  ^bb0(%x: f32, %y: f64, %o: f32):
    %f = arith.truncf %y : f64 to f32
    %s = arith.addf %x, %f : f32
    linalg.yield %s : f32
  } -> tensor<7x9xf32>
  return %1 : tensor<7x9xf32>
}

// linalg.index has no vector form.
// CHECK-LABEL: func.func @negative_index(
// CHECK: linalg.generic
func.func @negative_index(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>, %t: tensor<7x9xi32>) -> tensor<7x9xi32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0 : tensor<7x9xf32>) outs(%t : tensor<7x9xi32>) {
  ^bb0(%x: f32, %o: i32):
    %i = linalg.index 1 : index
    %j = arith.index_cast %i : index to i32
    linalg.yield %j : i32
  } -> tensor<7x9xi32>
  return %1 : tensor<7x9xi32>
}

// A sum along rows needs all of the product.
// CHECK-LABEL: func.func @negative_reduction(
// CHECK: linalg.generic
func.func @negative_reduction(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>, %t: tensor<7xf32>) -> tensor<7xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #m], iterator_types = ["parallel", "reduction"]}
      ins(%0 : tensor<7x9xf32>) outs(%t : tensor<7xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %o, %x : f32
    linalg.yield %s : f32
  } -> tensor<7xf32>
  return %1 : tensor<7xf32>
}
