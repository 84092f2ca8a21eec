// What mixp lacks stays for TOSA's own lowerings, and a remark says why.
//
// RUN: mixp-opt %s -convert-tosa-to-mixp --remarks-filter=convert-tosa-to-mixp 2>&1 | FileCheck %s

// CHECK: remark: {{.*}}tosa-kept{{.*}}mixp has no such operand type
// CHECK: remark: {{.*}}tosa-kept{{.*}}mixp rescales from integers of 1 to 8, 16 or 32 bits
// CHECK: remark: {{.*}}tosa-kept{{.*}}a cast to bool compares with 0, which mixp.cast does not
// CHECK: remark: {{.*}}tosa-kept{{.*}}expected rhs of a static batch size; cast it first
// CHECK: remark: {{.*}}tosa-kept{{.*}}expected ranked tensors
// CHECK: remark: {{.*}}tosa-kept{{.*}}expected ranked tensors
// CHECK-NOT: mixp.
func.func @matmul_i16(%a: tensor<2x3x7xi16>, %b: tensor<2x7x5xi16>) -> tensor<2x3x5xi48> {
  %z = "tosa.const"() {values = dense<0> : tensor<1xi16>} : () -> tensor<1xi16>
  %0 = tosa.matmul %a, %b, %z, %z : (tensor<2x3x7xi16>, tensor<2x7x5xi16>, tensor<1xi16>, tensor<1xi16>) -> tensor<2x3x5xi48>
  return %0 : tensor<2x3x5xi48>
}
func.func @rescale_i48(%x: tensor<3xi48>, %m: tensor<1xi16>, %s: tensor<1xi8>) -> tensor<3xi16> {
  %zi = "tosa.const"() {values = dense<0> : tensor<1xi48>} : () -> tensor<1xi48>
  %zo = "tosa.const"() {values = dense<0> : tensor<1xi16>} : () -> tensor<1xi16>
  %0 = tosa.rescale %x, %m, %s, %zi, %zo {scale32 = false, rounding_mode = SINGLE_ROUND, per_channel = false, input_unsigned = false, output_unsigned = false} : (tensor<3xi48>, tensor<1xi16>, tensor<1xi8>, tensor<1xi48>, tensor<1xi16>) -> tensor<3xi16>
  return %0 : tensor<3xi16>
}
func.func @to_bool(%x: tensor<3xi32>) -> tensor<3xi1> {
  %0 = tosa.cast %x : (tensor<3xi32>) -> tensor<3xi1>
  return %0 : tensor<3xi1>
}
func.func @dynamic_batch(%a: tensor<2x3x32xf8E5M2>, %sa: tensor<2x3x1xf8E8M0FNU>, %b: tensor<?x5x32xf8E5M2>, %sb: tensor<?x5x1xf8E8M0FNU>) -> tensor<2x3x5xf32> {
  %0 = tosa.matmul_t_block_scaled %a, %sa, %b, %sb {block_size = BLOCK_SIZE_32} : (tensor<2x3x32xf8E5M2>, tensor<2x3x1xf8E8M0FNU>, tensor<?x5x32xf8E5M2>, tensor<?x5x1xf8E8M0FNU>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}
func.func @unranked(%x: tensor<*xf32>) -> tensor<*xi8> {
  %0 = tosa.cast %x : (tensor<*xf32>) -> tensor<*xi8>
  return %0 : tensor<*xi8>
}
func.func @unranked_zero_points(%x: tensor<3xi8>, %m: tensor<1xi32>, %s: tensor<1xi8>, %z: tensor<*xi8>) -> tensor<3xi8> {
  %0 = tosa.rescale %x, %m, %s, %z, %z {scale32 = true, rounding_mode = SINGLE_ROUND, per_channel = false, input_unsigned = false, output_unsigned = false} : (tensor<3xi8>, tensor<1xi32>, tensor<1xi8>, tensor<*xi8>, tensor<*xi8>) -> tensor<3xi8>
  return %0 : tensor<3xi8>
}
