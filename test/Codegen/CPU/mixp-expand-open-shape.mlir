// RUN: mixp-opt %s --mixp-expand-open-shape | FileCheck %s
// RUN: mixp-opt %s --mixp-expand-open-shape --expand-strided-metadata | FileCheck %s --check-prefix=NEXT

// Nothing is left that upstream's pass would have to expand.
// NEXT-NOT: memref.expand_shape

// CHECK-LABEL: func.func @two_open
// CHECK-SAME: %[[A:[^:]+]]: memref<?x8xf32>, %[[M:[^:]+]]: index, %[[N:[^:]+]]: index
// CHECK: %[[BASE:[^,]+]], {{.*}} = memref.extract_strided_metadata %[[A]]
// CHECK: %[[STRIDE:.+]] = affine.apply #{{.+}}()[%[[N]]]
// CHECK: memref.reinterpret_cast %[[BASE]] to offset: [0], sizes: [%[[M]], %[[N]], 8], strides: [%[[STRIDE]], 8, 1]
func.func @two_open(%a: memref<?x8xf32>, %m: index, %n: index) -> memref<?x?x8xf32> {
  %e = memref.expand_shape %a [[0, 1], [2]] output_shape [%m, %n, 8] : memref<?x8xf32> into memref<?x?x8xf32>
  return %e : memref<?x?x8xf32>
}

// Strides and the offset are those of the source.

// CHECK-LABEL: func.func @two_open_strided
// CHECK: %[[BASE:[^,]+]], %[[OFFSET:[^,]+]], %{{.+}}:2, %[[STRIDES:.+]]:2 = memref.extract_strided_metadata
// CHECK: memref.reinterpret_cast %[[BASE]] to offset: [%[[OFFSET]]], sizes: [%{{.+}}, 3, %{{.+}}, 8], strides: [%{{.+}}, %{{.+}}, %[[STRIDES]]#0, 1]
func.func @two_open_strided(%a: memref<?x8xf32, strided<[?, 1], offset: ?>>, %m: index, %n: index) -> memref<?x3x?x8xf32, strided<[?, ?, ?, 1], offset: ?>> {
  %e = memref.expand_shape %a [[0, 1, 2], [3]] output_shape [%m, 3, %n, 8] : memref<?x8xf32, strided<[?, 1], offset: ?>> into memref<?x3x?x8xf32, strided<[?, ?, ?, 1], offset: ?>>
  return %e : memref<?x3x?x8xf32, strided<[?, ?, ?, 1], offset: ?>>
}

// CHECK-LABEL: func.func @one_open
// CHECK: memref.expand_shape
func.func @one_open(%a: memref<?x8xf32>, %m: index) -> memref<?x2x8xf32> {
  %e = memref.expand_shape %a [[0, 1], [2]] output_shape [%m, 2, 8] : memref<?x8xf32> into memref<?x2x8xf32>
  return %e : memref<?x2x8xf32>
}
