// RUN: mixp-opt %s --split-input-file --mixp-instrument-calibration | FileCheck %s
// RUN: mixp-opt %s --split-input-file --mixp-instrument-calibration=measure=channel-max,mean,gram | FileCheck %s --check-prefix=ROWS
// RUN: mixp-opt %s --split-input-file --mixp-instrument-calibration=measure=range-along-k | FileCheck %s --check-prefix=ALONG

// What is measured in a loop leaves it as one more result, which starts with
// what no iteration would measure.

// CHECK-LABEL: @for
// CHECK: %[[INF:.+]] = arith.constant 0x7F800000 : f32
// CHECK: %[[NONE:.+]] = linalg.fill ins(%[[INF]]
// CHECK: arith.constant 0xFF800000 : f32
// CHECK: %[[FOR:.+]]:3 = scf.for {{.*}} iter_args(%[[H:[^ ]+]] = %{{[^,]+}}, %[[LEAST:[^ ]+]] = %[[NONE]], %[[MOST:[^ ]+]] = %{{[^)]+}}) -> (tensor<2x3xf32>, tensor<f32>, tensor<f32>) {
// CHECK: %[[OWN:.+]] = mixp.matmul ins(%[[H]],
// CHECK: %[[MIN:.+]] = linalg.generic {{.*}} ins(%[[H]] :
// CHECK: %[[MINS:.+]] = linalg.generic {{.*}} ins(%[[MIN]] : {{.*}} outs(%[[LEAST]] :
// CHECK: arith.minimumf
// CHECK: %[[MAXS:.+]] = linalg.generic {{.*}} outs(%[[MOST]] :
// CHECK: arith.maximumf
// CHECK: scf.yield %[[OWN]], %[[MINS]], %[[MAXS]] :
// CHECK: return %[[FOR]]#0, %[[FOR]]#1, %[[FOR]]#2 :

// Sums have 64 bits, their maximum stays f32.

// ROWS-LABEL: @for
// ROWS-SAME: tensor<i64> {{{.*}}what = "rows"}},
// ROWS-SAME: tensor<3xf32> {{{.*}}what = "channel_max"}},
// ROWS-SAME: tensor<3xf64> {{{.*}}what = "channel_sum"}},
// ROWS-SAME: tensor<3x3xf64> {{{.*}}what = "gram_sum"}})
// ROWS: scf.for
// ROWS: tensor.from_elements
// ROWS: arith.addi {{.*}} : i64
// ROWS: math.absf
// ROWS: arith.maximumf
// ROWS: arith.maximumf
// ROWS: mixp.matmul {{.*}} {transpose_lhs}
// ROWS: arith.extf {{.*}} : f32 to f64
// ROWS: arith.addf {{.*}} : f64
// ROWS: scf.yield

// Each index along K has a range over all iterations.

// ALONG-LABEL: @for
// ALONG-SAME: tensor<3xf32> {{{.*}}what = "min_along_k"}},
// ALONG-SAME: tensor<3xf32> {{{.*}}what = "max_along_k"}})
// ALONG: %[[FOR:.+]]:3 = scf.for {{.*}} iter_args(%{{[^ ]+}} = %{{[^,]+}}, %[[LEAST:[^ ]+]] = %{{[^,]+}}, %[[MOST:[^ ]+]] = %{{[^)]+}}) -> (tensor<2x3xf32>, tensor<3xf32>, tensor<3xf32>) {
// ALONG: linalg.generic {{.*}} outs(%[[LEAST]] :
// ALONG: arith.minimumf
// ALONG: linalg.generic {{.*}} outs(%[[MOST]] :
// ALONG: arith.maximumf
// ALONG: return %[[FOR]]#0, %[[FOR]]#1, %[[FOR]]#2 :
func.func @for(%start: tensor<2x3xf32>, %n: index) -> tensor<2x3xf32> {
  %w = arith.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]> : tensor<3x3xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %0 = scf.for %i = %c0 to %n step %c1 iter_args(%h = %start) -> tensor<2x3xf32> {
    %1 = mixp.matmul ins(%h, %w : tensor<2x3xf32>, tensor<3x3xf32>) outs(%h : tensor<2x3xf32>) -> tensor<2x3xf32>
    scf.yield %1 : tensor<2x3xf32>
  }
  return %0 : tensor<2x3xf32>
}

// -----

// CHECK-LABEL: @nested_for
// CHECK: %[[OUTER:.+]]:3 = scf.for {{.*}} iter_args(%{{[^ ]+}} = %{{[^,]+}}, %[[A:[^ ]+]] = %{{[^,]+}}, %[[B:[^ ]+]] =
// CHECK: %[[INNER:.+]]:3 = scf.for {{.*}} -> (tensor<2x3xf32>, tensor<f32>, tensor<f32>)
// CHECK: mixp.matmul
// CHECK: scf.yield {{.*}} : tensor<2x3xf32>, tensor<f32>, tensor<f32>
// CHECK: linalg.generic {{.*}} ins(%[[INNER]]#1 : {{.*}} outs(%[[A]] :
// CHECK: linalg.generic {{.*}} ins(%[[INNER]]#2 : {{.*}} outs(%[[B]] :
// CHECK: scf.yield %[[INNER]]#0,
// CHECK: return %[[OUTER]]#0, %[[OUTER]]#1, %[[OUTER]]#2
func.func @nested_for(%start: tensor<2x3xf32>, %n: index) -> tensor<2x3xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %w = arith.constant dense<2.0> : tensor<3x3xf32>
  %0 = scf.for %i = %c0 to %n step %c1 iter_args(%g = %start) -> tensor<2x3xf32> {
    %1 = scf.for %j = %c0 to %n step %c1 iter_args(%h = %g) -> tensor<2x3xf32> {
      %2 = mixp.matmul ins(%h, %w : tensor<2x3xf32>, tensor<3x3xf32>) outs(%h : tensor<2x3xf32>) -> tensor<2x3xf32>
      scf.yield %2 : tensor<2x3xf32>
    }
    scf.yield %1 : tensor<2x3xf32>
  }
  return %0 : tensor<2x3xf32>
}

// -----

// The branch that has no product returns what no execution would measure.

// CHECK-LABEL: @if
// CHECK: %[[IF:.+]]:3 = scf.if {{.*}} -> (tensor<2x3xf32>, tensor<f32>, tensor<f32>) {
// CHECK: %[[OWN:.+]] = mixp.matmul ins(%[[X:.+]], %{{.*}} outs
// CHECK: %[[MIN:.+]] = linalg.generic {{.*}} ins(%[[X]] :
// CHECK: %[[MAX:.+]] = linalg.generic {{.*}} ins(%[[X]] :
// CHECK: scf.yield %[[OWN]], %[[MIN]], %[[MAX]] :
// CHECK: } else {
// CHECK: %[[INF:.+]] = arith.constant 0x7F800000 : f32
// CHECK: %[[NO_MIN:.+]] = linalg.fill ins(%[[INF]]
// CHECK: %[[NINF:.+]] = arith.constant 0xFF800000 : f32
// CHECK: %[[NO_MAX:.+]] = linalg.fill ins(%[[NINF]]
// CHECK: scf.yield %{{[^,]+}}, %[[NO_MIN]], %[[NO_MAX]] :
// CHECK: return %[[IF]]#0, %[[IF]]#1, %[[IF]]#2
func.func @if(%p: i1, %x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %w = arith.constant dense<2.0> : tensor<3x3xf32>
  %0 = scf.if %p -> tensor<2x3xf32> {
    %1 = mixp.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x3xf32>) outs(%x : tensor<2x3xf32>) -> tensor<2x3xf32>
    scf.yield %1 : tensor<2x3xf32>
  } else {
    scf.yield %x : tensor<2x3xf32>
  }
  return %0 : tensor<2x3xf32>
}

// -----

// Both branches have a product: four results, of which each has two.

// CHECK-LABEL: @if_else
// CHECK-SAME: {id = 0 : i64, operand = "lhs", what = "min"}
// CHECK-SAME: {id = 1 : i64, operand = "lhs", what = "max"}
// CHECK: scf.if
// CHECK: mixp.matmul
// CHECK: scf.yield %{{[^,]+}}, %[[MIN:[^,]+]], %{{[^,]+}}, %[[NO_MIN:[^,]+]], %{{[^,]+}} :
// CHECK: } else {
// CHECK: %[[OTHER:.+]] = mixp.matmul
// CHECK: %[[FILL:.+]] = linalg.fill
// CHECK: %[[ELSE_MIN:.+]] = linalg.generic {{.*}} ins(%{{.*}} : tensor<2x3xf32>)
// CHECK: scf.yield %[[OTHER]],
func.func @if_else(%p: i1, %x: tensor<2x3xf32>, %y: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %w = arith.constant dense<2.0> : tensor<3x3xf32>
  %0 = scf.if %p -> tensor<2x3xf32> {
    %1 = mixp.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x3xf32>) outs(%x : tensor<2x3xf32>) -> tensor<2x3xf32>
    scf.yield %1 : tensor<2x3xf32>
  } else {
    %2 = mixp.matmul ins(%y, %w : tensor<2x3xf32>, tensor<3x3xf32>) outs(%x : tensor<2x3xf32>) -> tensor<2x3xf32>
    scf.yield %2 : tensor<2x3xf32>
  }
  return %0 : tensor<2x3xf32>
}

// -----

// CHECK-LABEL: @for_in_if
// CHECK: scf.if {{.*}} -> (tensor<2x3xf32>, tensor<f32>, tensor<f32>) {
// CHECK: %[[FOR:.+]]:3 = scf.for {{.*}} -> (tensor<2x3xf32>, tensor<f32>, tensor<f32>)
// CHECK: mixp.matmul
// CHECK: scf.yield %[[FOR]]#0, %[[FOR]]#1, %[[FOR]]#2 :
// CHECK: } else {
// CHECK-COUNT-2: linalg.fill
// CHECK: scf.yield
func.func @for_in_if(%p: i1, %start: tensor<2x3xf32>, %n: index) -> tensor<2x3xf32> {
  %w = arith.constant dense<2.0> : tensor<3x3xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %0 = scf.if %p -> tensor<2x3xf32> {
    %1 = scf.for %i = %c0 to %n step %c1 iter_args(%h = %start) -> tensor<2x3xf32> {
      %2 = mixp.matmul ins(%h, %w : tensor<2x3xf32>, tensor<3x3xf32>) outs(%h : tensor<2x3xf32>) -> tensor<2x3xf32>
      scf.yield %2 : tensor<2x3xf32>
    }
    scf.yield %1 : tensor<2x3xf32>
  } else {
    scf.yield %start : tensor<2x3xf32>
  }
  return %0 : tensor<2x3xf32>
}

// -----

// CHECK-LABEL: @if_in_for
// CHECK: scf.for {{.*}} -> (tensor<2x3xf32>, tensor<f32>, tensor<f32>)
// CHECK: %[[IF:.+]]:3 = scf.if
// CHECK: mixp.matmul
// CHECK: linalg.generic {{.*}} ins(%[[IF]]#1 :
// CHECK: linalg.generic {{.*}} ins(%[[IF]]#2 :
// CHECK: scf.yield %[[IF]]#0,
func.func @if_in_for(%p: i1, %start: tensor<2x3xf32>, %n: index) -> tensor<2x3xf32> {
  %w = arith.constant dense<2.0> : tensor<3x3xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %0 = scf.for %i = %c0 to %n step %c1 iter_args(%h = %start) -> tensor<2x3xf32> {
    %1 = scf.if %p -> tensor<2x3xf32> {
      %2 = mixp.matmul ins(%h, %w : tensor<2x3xf32>, tensor<3x3xf32>) outs(%h : tensor<2x3xf32>) -> tensor<2x3xf32>
      scf.yield %2 : tensor<2x3xf32>
    } else {
      scf.yield %h : tensor<2x3xf32>
    }
    scf.yield %1 : tensor<2x3xf32>
  }
  return %0 : tensor<2x3xf32>
}

// -----

// Neither a loop nor a branch that returned nothing is in the way.

// CHECK-LABEL: @without_results
// CHECK: %[[FOR:.+]]:2 = scf.for {{.*}} -> (tensor<f32>, tensor<f32>)
// CHECK: %[[IF:.+]]:2 = scf.if {{.*}} -> (tensor<f32>, tensor<f32>) {
// CHECK: mixp.matmul
// CHECK: } else {
// CHECK-COUNT-2: linalg.fill
// CHECK: scf.yield
// CHECK: return %[[FOR]]#0, %[[FOR]]#1
func.func @without_results(%p: i1, %x: tensor<2x3xf32>, %n: index) {
  %w = arith.constant dense<2.0> : tensor<3x3xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    scf.if %p {
      %0 = mixp.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x3xf32>) outs(%x : tensor<2x3xf32>) -> tensor<2x3xf32>
    }
  }
  return
}
