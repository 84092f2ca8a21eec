// RUN: mixp-opt %s -mixp-pack-subbyte | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>

// 15 nibbles in 8 bytes, the last half one unused.
// CHECK-DAG: #[[BYTE:.*]] = affine_map<(d0, d1) -> (d0)>

// CHECK-LABEL: func.func @argument
// CHECK-SAME: %[[PACKED:.*]]: tensor<8xi8>
// CHECK: %[[SPLIT:.*]] = linalg.generic {indexing_maps = [#[[BYTE]], #{{.*}}]{{.*}} ins(%[[PACKED]] : tensor<8xi8>) outs(%{{.*}} : tensor<8x2xi8>)
// CHECK: arith.shrui
// CHECK: %[[FLAT:.*]] = tensor.collapse_shape %[[SPLIT]] {{\[\[}}0, 1]] : tensor<8x2xi8> into tensor<16xi8>
// CHECK: %[[CUT:.*]] = tensor.extract_slice %[[FLAT]][0] [15] [1]
// CHECK: %[[X:.*]] = tensor.expand_shape %[[CUT]] {{.*}} into tensor<3x5xi8>
// CHECK: linalg.generic {{.*}} ins(%[[X]] : tensor<3x5xi8>)
// CHECK-NEXT: ^bb0(%[[IN:.*]]: i8, %{{.*}}: i32):
// CHECK-NEXT: %[[LOW:.*]] = arith.trunci %[[IN]] : i8 to i4
// CHECK-NEXT: arith.extsi %[[LOW]] : i4 to i32
func.func @argument(%x: tensor<3x5xi4>, %e: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
    ins(%x : tensor<3x5xi4>) outs(%e : tensor<3x5xi32>) {
  ^bb0(%in: i4, %out: i32):
    %1 = arith.extsi %in : i4 to i32
    linalg.yield %1 : i32
  } -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// CHECK-LABEL: func.func @result_dynamic
// CHECK-SAME: -> tensor<?xi8>
// CHECK: linalg.generic
// CHECK: %[[NIBBLE:.*]] = arith.trunci %{{.*}} : i32 to i4
// CHECK: %[[WIDE:.*]] = arith.extui %[[NIBBLE]] : i4 to i8
// CHECK: linalg.yield %[[WIDE]] : i8
// CHECK: tensor.collapse_shape {{.*}} : tensor<?x5xi8> into tensor<?xi8>
// CHECK: %[[PADDED:.*]] = tensor.pad
// CHECK: %[[EVEN:.*]] = tensor.extract_slice %[[PADDED]][0] [%{{.*}}] [2]
// CHECK: %[[ODD:.*]] = tensor.extract_slice %[[PADDED]][1] [%{{.*}}] [2]
// CHECK: linalg.generic {{.*}} ins(%[[EVEN]], %[[ODD]]
// CHECK: arith.ori
func.func @result_dynamic(%x: tensor<?x5xi32>, %d: index) -> tensor<?x5xi4> {
  %e = tensor.empty(%d) : tensor<?x5xi4>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
    ins(%x : tensor<?x5xi32>) outs(%e : tensor<?x5xi4>) {
  ^bb0(%in: i32, %out: i4):
    %1 = arith.trunci %in : i32 to i4
    linalg.yield %1 : i4
  } -> tensor<?x5xi4>
  return %0 : tensor<?x5xi4>
}

// 5 dynamic elements per row: 2 * bytes / 5 rows.
// CHECK: func.func @argument_dynamic(%[[PACKED:.*]]: tensor<?xi8>)
// CHECK: tensor.expand_shape {{.*}} : tensor<?xi8> into tensor<?x5xi8>
// CHECK: tensor.collapse_shape
func.func @argument_dynamic(%x: tensor<?x5xi4>) -> tensor<?x5xi4> {
  return %x : tensor<?x5xi4>
}

// Elements that are only moved stay bytes; private functions and constants too.
// CHECK-LABEL: func.func private @moves
// CHECK-SAME: tensor<3x3xi8>
// CHECK: arith.constant dense<{{\[}}[1, 14, 3]]> : tensor<1x3xi8>
// CHECK: arith.constant dense_resource<weights> : tensor<1x3xi8>
// CHECK: tensor.concat dim(0) {{.*}} -> tensor<2x3xi8>
// CHECK: tensor.pad
// CHECK: %[[ZERO:.*]] = arith.constant 0 : i8
// CHECK: tensor.yield %[[ZERO]] : i8
// CHECK: linalg.transpose ins(%{{.*}} : tensor<3x3xi8>)
// CHECK-NOT: arith.trunci
// CHECK: %[[ELEMENT:.*]] = tensor.extract %{{.*}} : tensor<3x3xi8>
// CHECK: %[[FILL:.*]] = linalg.fill ins(%[[ELEMENT]] : i8)
// CHECK: call @callee(%[[FILL]]) : (tensor<3x3xi8>) -> tensor<3x3xi8>
func.func private @moves(%x: tensor<3x3xi4>) -> tensor<3x3xi4> {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0 : i4
  %0 = arith.constant dense<[[1, -2, 3]]> : tensor<1x3xi4>
  %1 = arith.constant dense_resource<weights> : tensor<1x3xi4>
  %2 = tensor.concat dim(0) %0, %1 : (tensor<1x3xi4>, tensor<1x3xi4>) -> tensor<2x3xi4>
  %3 = tensor.pad %2 low[0, 0] high[1, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %zero : i4
  } : tensor<2x3xi4> to tensor<3x3xi4>
  %4 = linalg.transpose ins(%3 : tensor<3x3xi4>) outs(%x : tensor<3x3xi4>) permutation = [1, 0]
  %5 = tensor.extract %4[%c0, %c0] : tensor<3x3xi4>
  %6 = linalg.fill ins(%5 : i4) outs(%4 : tensor<3x3xi4>) -> tensor<3x3xi4>
  %7 = func.call @callee(%6) : (tensor<3x3xi4>) -> tensor<3x3xi4>
  return %7 : tensor<3x3xi4>
}
func.func private @callee(%x: tensor<3x3xi4>) -> tensor<3x3xi4> {
  return %x : tensor<3x3xi4>
}

// Widths that do not divide a byte keep their shape; results are extended.
// CHECK-LABEL: func.func @bytes
// CHECK-SAME: (%[[X:.*]]: tensor<3xi8>, %[[Y:.*]]: tensor<3xi8>) -> (tensor<3xi8>, tensor<3xi8>)
// CHECK: linalg.generic {{.*}} ins(%[[X]]
// CHECK: %[[LOW:.*]] = arith.trunci %{{.*}} : i8 to i3
// CHECK: arith.extsi %[[LOW]] : i3 to i8
// CHECK: linalg.generic {{.*}} ins(%[[Y]]
// CHECK: arith.extui %{{.*}} : i6 to i8
func.func @bytes(%x: tensor<3xi3>, %y: tensor<3xi6>) -> (tensor<3xi3>, tensor<3xi6> {mixp.unsigned}) {
  return %x, %y : tensor<3xi3>, tensor<3xi6>
}

// i1 is packed only where it was ui1; a bool has a byte of its own.
// CHECK-LABEL: func.func @bits
// CHECK-SAME: (%[[PACKED:.*]]: tensor<2xi8>, %[[BOOL:.*]]: tensor<3xi1>) -> (tensor<2xi8>, tensor<3xi1>)
// CHECK: arith.shrui
// CHECK: arith.trunci %{{.*}} : i8 to i1
// CHECK: arith.extui %{{.*}} : i1 to i8
// CHECK-COUNT-7: arith.ori
// CHECK: return %{{.*}}, %[[BOOL]]
func.func @bits(%x: tensor<9xi1> {mixp.unsigned}, %y: tensor<3xi1>) -> (tensor<9xi1> {mixp.unsigned}, tensor<3xi1>) {
  return %x, %y : tensor<9xi1>, tensor<3xi1>
}

{-#
  dialect_resources: { builtin: { weights: "0x04000000010E03" } }
#-}
