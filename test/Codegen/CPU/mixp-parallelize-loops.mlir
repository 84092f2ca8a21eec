// RUN: mixp-opt %s --mixp-parallelize-loops=threads=2 | FileCheck %s

// A second-level cache of 4096 bytes: chunks touch 1024.
module attributes {mixp.target = #mixp.target<name = "small", triple = "x86_64-unknown-linux-gnu", cpu = "x86-64-v3", features = "", vector_bits = 256, vector_registers = 16, l1 = 1024, l2 = 4096, l3 = 0,
  mma = [#mixp.mma<kind = fma, m = 1, n = 8, k = 1, lhs = f32, rhs = f32, acc = f32, ops_per_clock = 32, effective_bits = 24>]>} {

// 20 floats and 20 bytes to a row: ten rows.
// CHECK-LABEL: func.func @elementwise
// CHECK-SAME: %[[X:.*]]: memref<35x20xf32>, %[[Y:.*]]: memref<35x20xi8>
// CHECK: omp.parallel num_threads
// CHECK: omp.wsloop nowait schedule(dynamic)
// CHECK: memref.subview %[[X]][%{{.*}}, 0] [10, 20] [1, 1]
// CHECK: linalg.generic
// CHECK: } else {
// CHECK: memref.subview %[[X]][%{{.*}}, 0] [5, 20] [1, 1]
// CHECK: linalg.generic
func.func @elementwise(%x: memref<35x20xf32>, %y: memref<35x20xi8>) {
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<35x20xf32>) outs(%y : memref<35x20xi8>) {
  ^bb0(%v: f32, %old: i8):
    %0 = arith.fptosi %v : f32 to i8
    linalg.yield %0 : i8
  }
  return
}

// The sums of a row stay whole; an index counts from the op's start.
// CHECK-LABEL: func.func @reduction
// CHECK: memref.subview %{{.*}}[%[[OFFSET:.*]], 0] [12, 20] [1, 1]
// CHECK: memref.subview %{{.*}}[%[[OFFSET]]] [12] [1]
// CHECK: linalg.generic
// CHECK: %[[I:.*]] = linalg.index 0
// CHECK: affine.apply #{{.*}}(%[[OFFSET]])[%[[I]]]
func.func @reduction(%x: memref<36x20xf32>, %y: memref<36xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<36x20xf32>) outs(%y : memref<36xf32>) {
  ^bb0(%v: f32, %sum: f32):
    %i = linalg.index 0 : index
    %n = arith.index_cast %i : index to i32
    %f = arith.sitofp %n : i32 to f32
    %0 = arith.mulf %v, %f : f32
    %1 = arith.addf %sum, %0 : f32
    linalg.yield %1 : f32
  }
  return
}

// CHECK-LABEL: func.func @dynamic
// CHECK: %[[MANY:.*]] = arith.cmpi sgt
// CHECK: omp.parallel if(%[[MANY]])
// CHECK: linalg.fill
func.func @dynamic(%x: memref<?x20xf32>, %v: f32) {
  linalg.fill ins(%v : f32) outs(%x : memref<?x20xf32>)
  return
}

// Windows of one image slide over it: 10 of 39 rows of the result, every second
// of the input's, touch 2 * 10 + 1 of those.
// CHECK-LABEL: func.func @sliding_windows
// CHECK-SAME: %[[X:.*]]: memref<1x80x9x1xf32>, %[[W:.*]]: memref<3x3xf32>, %[[Y:.*]]: memref<1x39x7x1xf32>
// CHECK: omp.parallel
// CHECK: %[[FIRST:.*]] = affine.apply #{{.*}}(%[[ROW:.*]])
// CHECK: memref.subview %[[X]][0, %[[FIRST]], 0, 0] [1, 22, 9, 1] [1, 1, 1, 1]
// CHECK: memref.subview %[[Y]][0, %[[ROW]], 0, 0] [1, 10, 7, 1] [1, 1, 1, 1]
// CHECK: linalg.generic
// CHECK: memref.subview %[[X]]{{.*}} [1, 20, 9, 1]
// CHECK: memref.subview %[[Y]]{{.*}} [1, 9, 7, 1]
func.func @sliding_windows(%x: memref<1x80x9x1xf32>, %w: memref<3x3xf32>, %y: memref<1x39x7x1xf32>) {
  linalg.generic {indexing_maps = [affine_map<(n, y, x, t, u, c) -> (n, y * 2 + t, x + u, c)>, affine_map<(n, y, x, t, u, c) -> (t, u)>, affine_map<(n, y, x, t, u, c) -> (n, y, x, c)>],
      iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction", "parallel"]}
      ins(%x, %w : memref<1x80x9x1xf32>, memref<3x3xf32>) outs(%y : memref<1x39x7x1xf32>) {
  ^bb0(%a: f32, %b: f32, %sum: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %sum, %0 : f32
    linalg.yield %1 : f32
  }
  return
}

// Panels are cut together with their columns: a panel is 7 x 16 floats twice.
// CHECK-LABEL: func.func @pack
// CHECK-SAME: %[[B:.*]]: memref<7x37xf32>, %[[P:.*]]: memref<1x3x7x16xf32>
// CHECK: omp.loop_nest
// CHECK: memref.subview %[[B]][0, %{{.*}}] [7, 16] [1, 1]
// CHECK: memref.subview %[[P]][0, %{{.*}}, 0, 0] [1, 1, 7, 16] [1, 1, 1, 1]
// CHECK: mixp.pack_rhs
// CHECK: memref.subview %[[B]][0, %{{.*}}] [7, 5] [1, 1]
// CHECK: memref.subview %[[P]][0, %{{.*}}, 0, 0] [1, 1, 7, 16] [1, 1, 1, 1]
func.func @pack(%b: memref<7x37xf32>, %p: memref<1x3x7x16xf32>) {
  mixp.pack_rhs %b into %p {nr = 16, word = 1} : memref<7x37xf32> into memref<1x3x7x16xf32>
  return
}

// CHECK-LABEL: func.func @quantize_rows
// CHECK: memref.subview %{{.*}}[%[[ROW:.*]], 0] [9, 20] [1, 1]
// CHECK: memref.subview %{{.*}}[%[[ROW]], 0] [9, 20] [1, 1]
// CHECK: memref.subview %{{.*}}[%[[ROW]], 0] [9, 1] [1, 1]
// CHECK: mixp.quantize_rows
func.func @quantize_rows(%x: memref<36x20xf32>, %q: memref<36x20xi8>, %s: memref<36x1xf32>) {
  mixp.quantize_rows %x into (%q, %s : memref<36x20xi8>, memref<36x1xf32>) : memref<36x20xf32>
  return
}

// CHECK-LABEL: func.func @negative_little_work
// CHECK-NOT: omp
func.func @negative_little_work(%x: memref<5x20xf32>, %v: f32) {
  linalg.fill ins(%v : f32) outs(%x : memref<5x20xf32>)
  return
}

// CHECK-LABEL: func.func @negative_one_sum
// CHECK-NOT: omp
func.func @negative_one_sum(%x: memref<2000xf32>, %y: memref<f32>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]}
      ins(%x : memref<2000xf32>) outs(%y : memref<f32>) {
  ^bb0(%v: f32, %sum: f32):
    %0 = arith.addf %sum, %v : f32
    linalg.yield %0 : f32
  }
  return
}
}
