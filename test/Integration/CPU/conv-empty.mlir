// Windows that do not fit, in images whose number only the run knows: a result
// without elements, also through bias and reshapes.
//
// REQUIRES: avx2
// RUN: mixp run %s --random=1 --dim=2 --check | FileCheck %s
// CHECK: checked 0 elements
func.func @main(%x: tensor<?x2x4x3xi8>, %w: tensor<5x3x2x3xi8>, %bias: tensor<5xi32>) -> tensor<?x0x3x5xi32> {
  %zero = arith.constant 0 : i32
  %first = arith.constant 0 : index
  %n = tensor.dim %x, %first : tensor<?x2x4x3xi8>
  %e = tensor.empty(%n) : tensor<?x0x3x5xi32>
  %outs = linalg.fill ins(%zero : i32) outs(%e : tensor<?x0x3x5xi32>) -> tensor<?x0x3x5xi32>
  %0 = mixp.conv ins(%x, %w : tensor<?x2x4x3xi8>, tensor<5x3x2x3xi8>)
         layout(nhwc_fhwc) outs(%outs : tensor<?x0x3x5xi32>) -> tensor<?x0x3x5xi32>
  %1 = linalg.generic {indexing_maps = [affine_map<(n, y, x, c) -> (n, y, x, c)>, affine_map<(n, y, x, c) -> (c)>, affine_map<(n, y, x, c) -> (n, y, x, c)>],
      iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%0, %bias : tensor<?x0x3x5xi32>, tensor<5xi32>) outs(%e : tensor<?x0x3x5xi32>) {
  ^bb0(%acc: i32, %b: i32, %o: i32):
    %s = arith.addi %acc, %b : i32
    linalg.yield %s : i32
  } -> tensor<?x0x3x5xi32>
  return %1 : tensor<?x0x3x5xi32>
}
