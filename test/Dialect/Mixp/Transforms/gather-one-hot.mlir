// RUN: mixp-opt %s --mixp-gather-one-hot --canonicalize --cse --remarks-filter='mixp-one-hot' 2>&1 | FileCheck %s

// Remarks come first.
// CHECK-DAG: mixp-one-hot-001
// CHECK-DAG: mixp-one-hot-101

#rows = affine_map<(d0, d1) -> (d0)>
#places = affine_map<(d0, d1) -> (d1)>
#all = affine_map<(d0, d1) -> (d0, d1)>

// The table gets a row of zeros, and loses its negative zero.
// CHECK-LABEL: @compared_with_constant(
// CHECK-SAME: %[[X:.*]]: tensor<5xi32>
// CHECK-DAG: %[[TABLE:.*]] = arith.constant dense<{{\[\[}}1.000000e+00, 2.000000e+00], [3.000000e+00, 0.000000e+00], [5.000000e+00, 6.000000e+00], [0.000000e+00, 0.000000e+00]]>
// CHECK-DAG: %[[END:.*]] = arith.constant 3 : i32
// CHECK: %[[P:.*]] = linalg.generic {{.*}} ins(%[[X]] : tensor<5xi32>)
// CHECK: arith.minui %{{.*}}, %[[END]] : i32
// CHECK: linalg.generic {{.*}} ins(%[[P]] : tensor<5xi32>)
// CHECK: %[[ROW:.*]] = arith.index_castui
// CHECK: %[[J:.*]] = linalg.index 1
// CHECK: tensor.extract %[[TABLE]][%[[ROW]], %[[J]]]
// CHECK-NOT: mixp.matmul
func.func @compared_with_constant(%x: tensor<5xi32>) -> tensor<5x2xf32> {
  %classes = arith.constant dense<[0, 1, 2]> : tensor<3xi32>
  %table = arith.constant dense<[[1.0, 2.0], [3.0, -0.0], [5.0, 6.0]]> : tensor<3x2xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<5x3xi1>
  %equal = linalg.generic {indexing_maps = [#rows, #places, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x, %classes : tensor<5xi32>, tensor<3xi32>) outs(%e : tensor<5x3xi1>) {
    ^bb0(%a: i32, %b: i32, %out: i1):
      %0 = arith.cmpi eq, %a, %b : i32
      linalg.yield %0 : i1
  } -> tensor<5x3xi1>
  %f = tensor.empty() : tensor<5x3xf32>
  %hot = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]}
      ins(%equal : tensor<5x3xi1>) outs(%f : tensor<5x3xf32>) {
    ^bb0(%a: i1, %out: f32):
      %0 = arith.uitofp %a : i1 to f32
      linalg.yield %0 : f32
  } -> tensor<5x3xf32>
  %g = tensor.empty() : tensor<5x2xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%g : tensor<5x2xf32>) -> tensor<5x2xf32>
  %r = mixp.matmul ins(%hot, %table : tensor<5x3xf32>, tensor<3x2xf32>) outs(%zeros : tensor<5x2xf32>) -> tensor<5x2xf32>
  return %r : tensor<5x2xf32>
}

// As ONNX's OneHot gives it: a loop's index, and negative numbers count from the
// end. Rows of several dims are rows of one product; numbers of one byte, from
// -1 on.
// CHECK-LABEL: @selected_in_batch(
// CHECK-SAME: %[[X:.*]]: tensor<?x5xi8>
// CHECK: %[[P:.*]] = linalg.generic {{.*}} ins(%[[X]] : tensor<?x5xi8>)
// CHECK: arith.cmpi slt
// CHECK: arith.select
// CHECK: arith.extui %{{.*}} : i8 to i32
// CHECK: arith.minui
// CHECK: %[[ROWS:.*]] = linalg.generic {{.*}} ins(%[[P]] : tensor<?x5xi32>) outs(%{{.*}} : tensor<?x5x2xf32>)
// CHECK: tensor.collapse_shape %[[ROWS]] {{\[\[}}0, 1], [2]]
// CHECK-NOT: mixp.matmul
func.func @selected_in_batch(%x: tensor<?x5xi8>) -> tensor<?x2xf32> {
  %table = arith.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]> : tensor<3x2xf32>
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : index
  %c5 = arith.constant 5 : index
  %n = tensor.dim %x, %c0 : tensor<?x5xi8>
  %m = arith.muli %n, %c5 : index
  %e = tensor.empty(%n) : tensor<?x5x3xf32>
  %hot = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>],
                         iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%x : tensor<?x5xi8>) outs(%e : tensor<?x5x3xf32>) {
    ^bb0(%a: i8, %out: f32):
      %none = arith.constant 0 : i8
      %count = arith.constant 3 : i8
      %yes = arith.constant 1.0 : f32
      %no = arith.constant 0.0 : f32
      %negative = arith.cmpi slt, %a, %none : i8
      %moved = arith.addi %a, %count : i8
      %place = arith.select %negative, %moved, %a : i8
      %i = linalg.index 2 : index
      %here = arith.index_cast %i : index to i8
      %is = arith.cmpi eq, %here, %place : i8
      %0 = arith.select %is, %yes, %no : f32
      linalg.yield %0 : f32
  } -> tensor<?x5x3xf32>
  %lhs = tensor.collapse_shape %hot [[0, 1], [2]] : tensor<?x5x3xf32> into tensor<?x3xf32>
  %g = tensor.empty(%m) : tensor<?x2xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%g : tensor<?x2xf32>) -> tensor<?x2xf32>
  %r = mixp.matmul ins(%lhs, %table : tensor<?x3xf32>, tensor<3x2xf32>) outs(%zeros : tensor<?x2xf32>) -> tensor<?x2xf32>
  return %r : tensor<?x2xf32>
}

// Places that do not follow each other, or of which two are equal.
// CHECK-LABEL: @negative_places(
// CHECK: mixp.matmul
// CHECK-LABEL: @negative_repeated_place(
// CHECK: mixp.matmul
func.func @negative_places(%x: tensor<5xi32>, %zeros: tensor<5x2xf32>) -> tensor<5x2xf32> {
  %classes = arith.constant dense<[0, 2, 1]> : tensor<3xi32>
  %table = arith.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]> : tensor<3x2xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<5x3xf32>
  %hot = linalg.generic {indexing_maps = [#rows, #places, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x, %classes : tensor<5xi32>, tensor<3xi32>) outs(%e : tensor<5x3xf32>) {
    ^bb0(%a: i32, %b: i32, %out: f32):
      %0 = arith.cmpi eq, %a, %b : i32
      %1 = arith.uitofp %0 : i1 to f32
      linalg.yield %1 : f32
  } -> tensor<5x3xf32>
  %fill = linalg.fill ins(%zero : f32) outs(%zeros : tensor<5x2xf32>) -> tensor<5x2xf32>
  %r = mixp.matmul ins(%hot, %table : tensor<5x3xf32>, tensor<3x2xf32>) outs(%fill : tensor<5x2xf32>) -> tensor<5x2xf32>
  return %r : tensor<5x2xf32>
}
func.func @negative_repeated_place(%x: tensor<5xi8>, %zeros: tensor<5x1xf32>, %table: tensor<300x1xf32>) -> tensor<5x1xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<5x300xf32>
  %hot = linalg.generic {indexing_maps = [#rows, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<5xi8>) outs(%e : tensor<5x300xf32>) {
    ^bb0(%a: i8, %out: f32):
      %i = linalg.index 1 : index
      %here = arith.index_cast %i : index to i8
      %0 = arith.cmpi eq, %a, %here : i8
      %1 = arith.uitofp %0 : i1 to f32
      linalg.yield %1 : f32
  } -> tensor<5x300xf32>
  %fill = linalg.fill ins(%zero : f32) outs(%zeros : tensor<5x1xf32>) -> tensor<5x1xf32>
  %r = mixp.matmul ins(%hot, %table : tensor<5x300xf32>, tensor<300x1xf32>) outs(%fill : tensor<5x1xf32>) -> tensor<5x1xf32>
  return %r : tensor<5x1xf32>
}

// 0 times infinity would be NaN.
// CHECK-LABEL: @negative_infinity(
// CHECK: mixp.matmul
func.func @negative_infinity(%x: tensor<5xi32>, %zeros: tensor<5x2xf32>) -> tensor<5x2xf32> {
  %table = arith.constant dense<[[1.0, 2.0], [3.0, 0x7F800000], [5.0, 6.0]]> : tensor<3x2xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<5x3xf32>
  %hot = linalg.generic {indexing_maps = [#rows, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<5xi32>) outs(%e : tensor<5x3xf32>) {
    ^bb0(%a: i32, %out: f32):
      %i = linalg.index 1 : index
      %here = arith.index_cast %i : index to i32
      %0 = arith.cmpi eq, %a, %here : i32
      %1 = arith.uitofp %0 : i1 to f32
      linalg.yield %1 : f32
  } -> tensor<5x3xf32>
  %fill = linalg.fill ins(%zero : f32) outs(%zeros : tensor<5x2xf32>) -> tensor<5x2xf32>
  %r = mixp.matmul ins(%hot, %table : tensor<5x3xf32>, tensor<3x2xf32>) outs(%fill : tensor<5x2xf32>) -> tensor<5x2xf32>
  return %r : tensor<5x2xf32>
}

// Not into zeros: what is there stays.
// CHECK-LABEL: @negative_accumulates(
// CHECK: mixp.matmul
func.func @negative_accumulates(%x: tensor<5xi32>, %c: tensor<5x2xf32>) -> tensor<5x2xf32> {
  %table = arith.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]> : tensor<3x2xf32>
  %e = tensor.empty() : tensor<5x3xf32>
  %hot = linalg.generic {indexing_maps = [#rows, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<5xi32>) outs(%e : tensor<5x3xf32>) {
    ^bb0(%a: i32, %out: f32):
      %i = linalg.index 1 : index
      %here = arith.index_cast %i : index to i32
      %0 = arith.cmpi eq, %a, %here : i32
      %1 = arith.uitofp %0 : i1 to f32
      linalg.yield %1 : f32
  } -> tensor<5x3xf32>
  %r = mixp.matmul ins(%hot, %table : tensor<5x3xf32>, tensor<3x2xf32>) outs(%c : tensor<5x2xf32>) -> tensor<5x2xf32>
  return %r : tensor<5x2xf32>
}
