// The sizes of a memref.expand_shape are computed anew, which crashes where one
// dim has two open ones. When this fails, mixp-expand-open-shape may go.
//
// RUN: not --crash mlir-opt %s --expand-strided-metadata 2>%t.log
func.func @two_open(%a: memref<?x8xf32>, %m: index, %n: index) -> memref<?x?x8xf32> {
  %e = memref.expand_shape %a [[0, 1], [2]] output_shape [%m, %n, 8] : memref<?x8xf32> into memref<?x?x8xf32>
  return %e : memref<?x?x8xf32>
}
