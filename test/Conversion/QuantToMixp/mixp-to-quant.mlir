// RUN: mixp-opt %s -convert-mixp-to-quant --remarks-filter=convert-mixp-to-quant 2>&1 | FileCheck %s
// And back to the ops that it came from.
// RUN: mixp-opt %s -convert-mixp-to-quant -convert-quant-to-mixp -canonicalize | FileCheck %s --check-prefix=BACK

// CHECK: remark: {{.*}}mixp-kept{{.*}}expected a constant f32 scale and a constant i32 zero point
// CHECK: remark: {{.*}}mixp-kept{{.*}}expected blocks of 4 to divide the static size of dim #1
// CHECK: remark: {{.*}}mixp-kept{{.*}}expected signless storage; run mixp-strip-signedness first
// CHECK: remark: {{.*}}mixp-kept{{.*}}expected scales that the expressed type holds exactly

// CHECK-LABEL: func.func @quantize_per_row
// CHECK-NOT: arith.constant
// CHECK: %[[Q:.*]] = quant.qcast %arg0 : tensor<2x5xf32> to tensor<2x5x!quant.uniform<u8:f32:0, {5.000000e-01:3,2.500000e-01:4}>>
// CHECK: quant.scast %[[Q]] : {{.*}} to tensor<2x5xi8>
// BACK-LABEL: func.func @quantize_per_row
// BACK: mixp.quantize %arg0 scale(%{{.*}} : tensor<2x1xf32>) zero_point(%{{.*}} : tensor<2x1xi32>) block [1, 0] {result_unsigned} : tensor<2x5xf32> -> tensor<2x5xi8>
func.func @quantize_per_row(%x: tensor<2x5xf32>) -> tensor<2x5xi8> {
  %s = arith.constant dense<[[0.5], [0.25]]> : tensor<2x1xf32>
  %z = arith.constant dense<[[3], [4]]> : tensor<2x1xi32>
  %0 = mixp.quantize %x scale(%s : tensor<2x1xf32>) zero_point(%z : tensor<2x1xi32>) {result_unsigned} : tensor<2x5xf32> -> tensor<2x5xi8>
  return %0 : tensor<2x5xi8>
}

// CHECK-LABEL: func.func @dequantize_groups
// CHECK: quant.scast %arg0 : tensor<2x6xi4> to tensor<2x6x!quant.uniform<i4:bf16:{0:1, 1:3},
// BACK-LABEL: func.func @dequantize_groups
// BACK: mixp.dequantize %arg0 scale(%{{.*}} : tensor<2x2xf32>) block [1, 3] : tensor<2x6xi4> -> tensor<2x6xbf16>
func.func @dequantize_groups(%q: tensor<2x6xi4>) -> tensor<2x6xbf16> {
  %s = arith.constant dense<[[0.5, 1.0], [0.25, 2.0]]> : tensor<2x2xf32>
  %0 = mixp.dequantize %q scale(%s : tensor<2x2xf32>) : tensor<2x6xi4> -> tensor<2x6xbf16>
  return %0 : tensor<2x6xbf16>
}

// CHECK-LABEL: func.func @kept
// CHECK-COUNT-4: mixp.dequantize
func.func @kept(%q: tensor<2x6xi8>, %u: tensor<2x6xui8>, %t: tensor<1x1xf32>) -> (tensor<2x6xf32>, tensor<2x6xf32>, tensor<2x6xf32>, tensor<2x6xf16>) {
  %0 = mixp.dequantize %q scale(%t : tensor<1x1xf32>) : tensor<2x6xi8> -> tensor<2x6xf32>
  %s = arith.constant dense<[[0.5, 1.0]]> : tensor<1x2xf32>
  %1 = mixp.dequantize %q scale(%s : tensor<1x2xf32>) block [0, 4] : tensor<2x6xi8> -> tensor<2x6xf32>
  %one = arith.constant dense<0.5> : tensor<1x1xf32>
  %2 = mixp.dequantize %u scale(%one : tensor<1x1xf32>) : tensor<2x6xui8> -> tensor<2x6xf32>
  %tenths = arith.constant dense<[[0.1, 0.2]]> : tensor<1x2xf32>
  %3 = mixp.dequantize %q scale(%tenths : tensor<1x2xf32>) block [0, 3] : tensor<2x6xi8> -> tensor<2x6xf16>
  return %0, %1, %2, %3 : tensor<2x6xf32>, tensor<2x6xf32>, tensor<2x6xf32>, tensor<2x6xf16>
}
