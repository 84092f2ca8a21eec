// RUN: mixp-opt %s -convert-mixp-to-linalg | FileCheck %s

// CHECK-DAG: #[[ID:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[ROW:.*]] = affine_map<(d0, d1) -> (d0, 0)>

// CHECK-LABEL: func.func @f32_to_ui8_per_row_zero_point
// CHECK-SAME: %[[INPUT:[a-z0-9]+]]: tensor<?x5xf32>, %[[SCALE:[a-z0-9]+]]: tensor<?x1xf32>, %[[ZERO:[a-z0-9]+]]: tensor<?x1xi32>
// CHECK: linalg.generic {indexing_maps = [#[[ID]], #[[ROW]], #[[ROW]], #[[ID]]]
// CHECK-SAME: ins(%[[INPUT]], %[[SCALE]], %[[ZERO]]
// CHECK: ^bb0(%[[X:.*]]: f32, %[[S:.*]]: f32, %[[Z:.*]]: i32, %{{.*}}: i8):
// CHECK: %[[QUOTIENT:.*]] = arith.divf %[[X]], %[[S]] : f32
// CHECK: arith.maxsi %[[Z]], %c0_i32
// CHECK: %[[POINT:.*]] = arith.minsi
// CHECK: math.roundeven %[[QUOTIENT]]
// CHECK: arith.cmpf uno
// CHECK: %[[CONVERTED:.*]] = arith.fptosi
// CHECK: arith.addi %[[CONVERTED]], %[[POINT]]
func.func @f32_to_ui8_per_row_zero_point(%input: tensor<?x5xf32>, %scale: tensor<?x1xf32>, %zero: tensor<?x1xi32>) -> tensor<?x5xi8> {
  %0 = mixp.quantize %input scale(%scale : tensor<?x1xf32>) zero_point(%zero : tensor<?x1xi32>)
    block [1, 0] {result_unsigned} : tensor<?x5xf32> -> tensor<?x5xi8>
  return %0 : tensor<?x5xi8>
}

// `d1 floordiv 4` cannot give loop bounds: the body reads the scale.
// CHECK-LABEL: func.func @bf16_to_i4_blocks
// CHECK-SAME: %[[INPUT:[a-z0-9]+]]: tensor<3x5xbf16>, %[[SCALE:[a-z0-9]+]]: tensor<3x2xf32>
// CHECK: linalg.generic {{.*}} ins(%[[INPUT]] : tensor<3x5xbf16>)
// CHECK-DAG: %[[ROW_INDEX:.*]] = linalg.index 0
// CHECK-DAG: %[[INDEX:.*]] = linalg.index 1
// CHECK: %[[BLOCK:.*]] = arith.divui %[[INDEX]], %c4
// CHECK: tensor.extract %[[SCALE]][%[[ROW_INDEX]], %[[BLOCK]]]
// CHECK: arith.fptosi
// CHECK-NOT: arith.addi
// CHECK: arith.trunci %{{.*}} : i32 to i4
func.func @bf16_to_i4_blocks(%input: tensor<3x5xbf16>, %scale: tensor<3x2xf32>) -> tensor<3x5xi4> {
  %0 = mixp.quantize %input scale(%scale : tensor<3x2xf32>) block [1, 4]
    : tensor<3x5xbf16> -> tensor<3x5xi4>
  return %0 : tensor<3x5xi4>
}

// CHECK-LABEL: func.func @f32_to_f16_saturates
// CHECK: arith.divf
// CHECK: arith.cmpf ogt, %{{.*}}, %[[MAX:.*]] : f32
// CHECK: arith.truncf %{{.*}} : f32 to f16
func.func @f32_to_f16_saturates(%input: tensor<3xf32>, %scale: tensor<1xf32>) -> tensor<3xf16> {
  %0 = mixp.quantize %input scale(%scale : tensor<1xf32>) : tensor<3xf32> -> tensor<3xf16>
  return %0 : tensor<3xf16>
}

// All arithmetic in f64: the input is, and i32 is wider than f32's significand.
// CHECK-LABEL: func.func @f64_to_i32_e8m0_scale
// CHECK: ^bb0(%[[X:.*]]: f64, %[[S:.*]]: f8E8M0FNU, %[[Z:.*]]: i32, %{{.*}}: i32):
// CHECK: arith.bitcast %[[S]] : f8E8M0FNU to i8
// CHECK: %[[SCALE:.*]] = arith.extf %{{.*}} : f32 to f64
// CHECK: arith.divf %[[X]], %[[SCALE]] : f64
// CHECK: %[[SHIFT:.*]] = arith.sitofp %{{.*}} : i32 to f64
// CHECK: arith.addf %{{.*}}, %[[SHIFT]] : f64
// CHECK: arith.fptosi %{{.*}} : f64 to i32
func.func @f64_to_i32_e8m0_scale(%input: tensor<3x5xf64>, %scale: tensor<1x1xf8E8M0FNU>, %zero: tensor<1x1xi32>) -> tensor<3x5xi32> {
  %0 = mixp.quantize %input scale(%scale : tensor<1x1xf8E8M0FNU>) zero_point(%zero : tensor<1x1xi32>)
    block [0, 0] : tensor<3x5xf64> -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}
