// REQUIRES: avx2
// RUN: mixp run %s --function=per_tensor --random=1 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=per_row --random=88 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=per_channel --random=76 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=groups --random=68 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=blocks_of_both_dims --random=55 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=each_element --random=55 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=per_tensor --random=1 --dim=19 --check-outputs
// RUN: mixp run %s --function=per_row --random=88 --dim=19 --check-outputs
// RUN: mixp run %s --function=per_channel --random=76 --dim=19 --check-outputs
// RUN: mixp run %s --function=groups --random=68 --dim=19 --check-outputs
// RUN: mixp run %s --function=blocks_of_both_dims --random=55 --dim=19 --check-outputs
// RUN: mixp run %s --function=each_element --random=55 --dim=19 --check-outputs

// With NaN and infinities, and without; an odd number of rows.

func.func @per_tensor(%f32: tensor<?x37xf32>, %bf16: tensor<?x37xbf16>, %f16: tensor<?x37xf16>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>) {
  %s0 = mixp.choose_scales symmetric %f32 storage(i8) block [0, 0] : tensor<?x37xf32> -> tensor<1x1xf32>
  %s1 = mixp.choose_scales symmetric %f32 storage(i4) block [0, 0] : tensor<?x37xf32> -> tensor<1x1xf32>
  %s2, %z2 = mixp.choose_scales asymmetric %f32 storage(i8) block [0, 0] : tensor<?x37xf32> -> tensor<1x1xf32>, tensor<1x1xi32>
  %s3, %z3 = mixp.choose_scales asymmetric %f32 storage(ui8) block [0, 0] : tensor<?x37xf32> -> tensor<1x1xf32>, tensor<1x1xi32>
  %s4, %z4 = mixp.choose_scales asymmetric %f32 storage(ui4) block [0, 0] : tensor<?x37xf32> -> tensor<1x1xf32>, tensor<1x1xi32>
  %s5 = mixp.choose_scales symmetric %bf16 storage(i8) block [0, 0] : tensor<?x37xbf16> -> tensor<1x1xf32>
  %s6 = mixp.choose_scales symmetric %bf16 storage(i4) block [0, 0] : tensor<?x37xbf16> -> tensor<1x1xf32>
  %s7, %z7 = mixp.choose_scales asymmetric %bf16 storage(i8) block [0, 0] : tensor<?x37xbf16> -> tensor<1x1xf32>, tensor<1x1xi32>
  %s8, %z8 = mixp.choose_scales asymmetric %bf16 storage(ui8) block [0, 0] : tensor<?x37xbf16> -> tensor<1x1xf32>, tensor<1x1xi32>
  %s9, %z9 = mixp.choose_scales asymmetric %bf16 storage(ui4) block [0, 0] : tensor<?x37xbf16> -> tensor<1x1xf32>, tensor<1x1xi32>
  %s10 = mixp.choose_scales symmetric %f16 storage(i8) block [0, 0] : tensor<?x37xf16> -> tensor<1x1xf32>
  %s11 = mixp.choose_scales symmetric %f16 storage(i4) block [0, 0] : tensor<?x37xf16> -> tensor<1x1xf32>
  %s12, %z12 = mixp.choose_scales asymmetric %f16 storage(i8) block [0, 0] : tensor<?x37xf16> -> tensor<1x1xf32>, tensor<1x1xi32>
  %s13, %z13 = mixp.choose_scales asymmetric %f16 storage(ui8) block [0, 0] : tensor<?x37xf16> -> tensor<1x1xf32>, tensor<1x1xi32>
  %s14, %z14 = mixp.choose_scales asymmetric %f16 storage(ui4) block [0, 0] : tensor<?x37xf16> -> tensor<1x1xf32>, tensor<1x1xi32>
  return %s0, %s1, %s2, %z2, %s3, %z3, %s4, %z4, %s5, %s6, %s7, %z7, %s8, %z8, %s9, %z9, %s10, %s11, %s12, %z12, %s13, %z13, %s14, %z14 : tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>
}

func.func @per_row(%f32: tensor<?x37xf32>, %bf16: tensor<?x37xbf16>, %f16: tensor<?x37xf16>) -> (tensor<?x1xf32>, tensor<?x1xf32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xf32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xf32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xi32>) {
  %s0 = mixp.choose_scales symmetric %f32 storage(i8) block [1, 0] : tensor<?x37xf32> -> tensor<?x1xf32>
  %s1 = mixp.choose_scales symmetric %f32 storage(i4) block [1, 0] : tensor<?x37xf32> -> tensor<?x1xf32>
  %s2, %z2 = mixp.choose_scales asymmetric %f32 storage(i8) block [1, 0] : tensor<?x37xf32> -> tensor<?x1xf32>, tensor<?x1xi32>
  %s3, %z3 = mixp.choose_scales asymmetric %f32 storage(ui8) block [1, 0] : tensor<?x37xf32> -> tensor<?x1xf32>, tensor<?x1xi32>
  %s4, %z4 = mixp.choose_scales asymmetric %f32 storage(ui4) block [1, 0] : tensor<?x37xf32> -> tensor<?x1xf32>, tensor<?x1xi32>
  %s5 = mixp.choose_scales symmetric %bf16 storage(i8) block [1, 0] : tensor<?x37xbf16> -> tensor<?x1xf32>
  %s6 = mixp.choose_scales symmetric %bf16 storage(i4) block [1, 0] : tensor<?x37xbf16> -> tensor<?x1xf32>
  %s7, %z7 = mixp.choose_scales asymmetric %bf16 storage(i8) block [1, 0] : tensor<?x37xbf16> -> tensor<?x1xf32>, tensor<?x1xi32>
  %s8, %z8 = mixp.choose_scales asymmetric %bf16 storage(ui8) block [1, 0] : tensor<?x37xbf16> -> tensor<?x1xf32>, tensor<?x1xi32>
  %s9, %z9 = mixp.choose_scales asymmetric %bf16 storage(ui4) block [1, 0] : tensor<?x37xbf16> -> tensor<?x1xf32>, tensor<?x1xi32>
  %s10 = mixp.choose_scales symmetric %f16 storage(i8) block [1, 0] : tensor<?x37xf16> -> tensor<?x1xf32>
  %s11 = mixp.choose_scales symmetric %f16 storage(i4) block [1, 0] : tensor<?x37xf16> -> tensor<?x1xf32>
  %s12, %z12 = mixp.choose_scales asymmetric %f16 storage(i8) block [1, 0] : tensor<?x37xf16> -> tensor<?x1xf32>, tensor<?x1xi32>
  %s13, %z13 = mixp.choose_scales asymmetric %f16 storage(ui8) block [1, 0] : tensor<?x37xf16> -> tensor<?x1xf32>, tensor<?x1xi32>
  %s14, %z14 = mixp.choose_scales asymmetric %f16 storage(ui4) block [1, 0] : tensor<?x37xf16> -> tensor<?x1xf32>, tensor<?x1xi32>
  return %s0, %s1, %s2, %z2, %s3, %z3, %s4, %z4, %s5, %s6, %s7, %z7, %s8, %z8, %s9, %z9, %s10, %s11, %s12, %z12, %s13, %z13, %s14, %z14 : tensor<?x1xf32>, tensor<?x1xf32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xf32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xf32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<?x1xf32>, tensor<?x1xi32>
}

func.func @per_channel(%f32: tensor<?x37xf32>, %bf16: tensor<?x37xbf16>, %f16: tensor<?x37xf16>) -> (tensor<1x37xf32>, tensor<1x37xf32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xf32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xf32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xi32>) {
  %s0 = mixp.choose_scales symmetric %f32 storage(i8) block [0, 1] : tensor<?x37xf32> -> tensor<1x37xf32>
  %s1 = mixp.choose_scales symmetric %f32 storage(i4) block [0, 1] : tensor<?x37xf32> -> tensor<1x37xf32>
  %s2, %z2 = mixp.choose_scales asymmetric %f32 storage(i8) block [0, 1] : tensor<?x37xf32> -> tensor<1x37xf32>, tensor<1x37xi32>
  %s3, %z3 = mixp.choose_scales asymmetric %f32 storage(ui8) block [0, 1] : tensor<?x37xf32> -> tensor<1x37xf32>, tensor<1x37xi32>
  %s4, %z4 = mixp.choose_scales asymmetric %f32 storage(ui4) block [0, 1] : tensor<?x37xf32> -> tensor<1x37xf32>, tensor<1x37xi32>
  %s5 = mixp.choose_scales symmetric %bf16 storage(i8) block [0, 1] : tensor<?x37xbf16> -> tensor<1x37xf32>
  %s6 = mixp.choose_scales symmetric %bf16 storage(i4) block [0, 1] : tensor<?x37xbf16> -> tensor<1x37xf32>
  %s7, %z7 = mixp.choose_scales asymmetric %bf16 storage(i8) block [0, 1] : tensor<?x37xbf16> -> tensor<1x37xf32>, tensor<1x37xi32>
  %s8, %z8 = mixp.choose_scales asymmetric %bf16 storage(ui8) block [0, 1] : tensor<?x37xbf16> -> tensor<1x37xf32>, tensor<1x37xi32>
  %s9, %z9 = mixp.choose_scales asymmetric %bf16 storage(ui4) block [0, 1] : tensor<?x37xbf16> -> tensor<1x37xf32>, tensor<1x37xi32>
  %s10 = mixp.choose_scales symmetric %f16 storage(i8) block [0, 1] : tensor<?x37xf16> -> tensor<1x37xf32>
  %s11 = mixp.choose_scales symmetric %f16 storage(i4) block [0, 1] : tensor<?x37xf16> -> tensor<1x37xf32>
  %s12, %z12 = mixp.choose_scales asymmetric %f16 storage(i8) block [0, 1] : tensor<?x37xf16> -> tensor<1x37xf32>, tensor<1x37xi32>
  %s13, %z13 = mixp.choose_scales asymmetric %f16 storage(ui8) block [0, 1] : tensor<?x37xf16> -> tensor<1x37xf32>, tensor<1x37xi32>
  %s14, %z14 = mixp.choose_scales asymmetric %f16 storage(ui4) block [0, 1] : tensor<?x37xf16> -> tensor<1x37xf32>, tensor<1x37xi32>
  return %s0, %s1, %s2, %z2, %s3, %z3, %s4, %z4, %s5, %s6, %s7, %z7, %s8, %z8, %s9, %z9, %s10, %s11, %s12, %z12, %s13, %z13, %s14, %z14 : tensor<1x37xf32>, tensor<1x37xf32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xf32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xf32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<1x37xf32>, tensor<1x37xi32>
}

func.func @groups(%f32: tensor<?x37xf32>, %bf16: tensor<?x37xbf16>, %f16: tensor<?x37xf16>) -> (tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>) {
  %s0 = mixp.choose_scales symmetric %f32 storage(i8) block [1, 16] : tensor<?x37xf32> -> tensor<?x3xf32>
  %s1 = mixp.choose_scales symmetric %f32 storage(i4) block [1, 16] : tensor<?x37xf32> -> tensor<?x3xf32>
  %s2, %z2 = mixp.choose_scales asymmetric %f32 storage(i8) block [1, 16] : tensor<?x37xf32> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s3, %z3 = mixp.choose_scales asymmetric %f32 storage(ui8) block [1, 16] : tensor<?x37xf32> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s4, %z4 = mixp.choose_scales asymmetric %f32 storage(ui4) block [1, 16] : tensor<?x37xf32> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s5 = mixp.choose_scales symmetric %bf16 storage(i8) block [1, 16] : tensor<?x37xbf16> -> tensor<?x3xf32>
  %s6 = mixp.choose_scales symmetric %bf16 storage(i4) block [1, 16] : tensor<?x37xbf16> -> tensor<?x3xf32>
  %s7, %z7 = mixp.choose_scales asymmetric %bf16 storage(i8) block [1, 16] : tensor<?x37xbf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s8, %z8 = mixp.choose_scales asymmetric %bf16 storage(ui8) block [1, 16] : tensor<?x37xbf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s9, %z9 = mixp.choose_scales asymmetric %bf16 storage(ui4) block [1, 16] : tensor<?x37xbf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s10 = mixp.choose_scales symmetric %f16 storage(i8) block [1, 16] : tensor<?x37xf16> -> tensor<?x3xf32>
  %s11 = mixp.choose_scales symmetric %f16 storage(i4) block [1, 16] : tensor<?x37xf16> -> tensor<?x3xf32>
  %s12, %z12 = mixp.choose_scales asymmetric %f16 storage(i8) block [1, 16] : tensor<?x37xf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s13, %z13 = mixp.choose_scales asymmetric %f16 storage(ui8) block [1, 16] : tensor<?x37xf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s14, %z14 = mixp.choose_scales asymmetric %f16 storage(ui4) block [1, 16] : tensor<?x37xf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  return %s0, %s1, %s2, %z2, %s3, %z3, %s4, %z4, %s5, %s6, %s7, %z7, %s8, %z8, %s9, %z9, %s10, %s11, %s12, %z12, %s13, %z13, %s14, %z14 : tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>
}

func.func @blocks_of_both_dims(%f32: tensor<?x37xf32>, %bf16: tensor<?x37xbf16>, %f16: tensor<?x37xf16>) -> (tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>) {
  %s0 = mixp.choose_scales symmetric %f32 storage(i8) block [2, 16] : tensor<?x37xf32> -> tensor<?x3xf32>
  %s1 = mixp.choose_scales symmetric %f32 storage(i4) block [2, 16] : tensor<?x37xf32> -> tensor<?x3xf32>
  %s2, %z2 = mixp.choose_scales asymmetric %f32 storage(i8) block [2, 16] : tensor<?x37xf32> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s3, %z3 = mixp.choose_scales asymmetric %f32 storage(ui8) block [2, 16] : tensor<?x37xf32> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s4, %z4 = mixp.choose_scales asymmetric %f32 storage(ui4) block [2, 16] : tensor<?x37xf32> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s5 = mixp.choose_scales symmetric %bf16 storage(i8) block [2, 16] : tensor<?x37xbf16> -> tensor<?x3xf32>
  %s6 = mixp.choose_scales symmetric %bf16 storage(i4) block [2, 16] : tensor<?x37xbf16> -> tensor<?x3xf32>
  %s7, %z7 = mixp.choose_scales asymmetric %bf16 storage(i8) block [2, 16] : tensor<?x37xbf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s8, %z8 = mixp.choose_scales asymmetric %bf16 storage(ui8) block [2, 16] : tensor<?x37xbf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s9, %z9 = mixp.choose_scales asymmetric %bf16 storage(ui4) block [2, 16] : tensor<?x37xbf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s10 = mixp.choose_scales symmetric %f16 storage(i8) block [2, 16] : tensor<?x37xf16> -> tensor<?x3xf32>
  %s11 = mixp.choose_scales symmetric %f16 storage(i4) block [2, 16] : tensor<?x37xf16> -> tensor<?x3xf32>
  %s12, %z12 = mixp.choose_scales asymmetric %f16 storage(i8) block [2, 16] : tensor<?x37xf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s13, %z13 = mixp.choose_scales asymmetric %f16 storage(ui8) block [2, 16] : tensor<?x37xf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  %s14, %z14 = mixp.choose_scales asymmetric %f16 storage(ui4) block [2, 16] : tensor<?x37xf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  return %s0, %s1, %s2, %z2, %s3, %z3, %s4, %z4, %s5, %s6, %s7, %z7, %s8, %z8, %s9, %z9, %s10, %s11, %s12, %z12, %s13, %z13, %s14, %z14 : tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x3xf32>, tensor<?x3xi32>
}

func.func @each_element(%f32: tensor<?x37xf32>, %bf16: tensor<?x37xbf16>, %f16: tensor<?x37xf16>) -> (tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xi32>) {
  %s0 = mixp.choose_scales symmetric %f32 storage(i8) block [1, 1] : tensor<?x37xf32> -> tensor<?x37xf32>
  %s1 = mixp.choose_scales symmetric %f32 storage(i4) block [1, 1] : tensor<?x37xf32> -> tensor<?x37xf32>
  %s2, %z2 = mixp.choose_scales asymmetric %f32 storage(i8) block [1, 1] : tensor<?x37xf32> -> tensor<?x37xf32>, tensor<?x37xi32>
  %s3, %z3 = mixp.choose_scales asymmetric %f32 storage(ui8) block [1, 1] : tensor<?x37xf32> -> tensor<?x37xf32>, tensor<?x37xi32>
  %s4, %z4 = mixp.choose_scales asymmetric %f32 storage(ui4) block [1, 1] : tensor<?x37xf32> -> tensor<?x37xf32>, tensor<?x37xi32>
  %s5 = mixp.choose_scales symmetric %bf16 storage(i8) block [1, 1] : tensor<?x37xbf16> -> tensor<?x37xf32>
  %s6 = mixp.choose_scales symmetric %bf16 storage(i4) block [1, 1] : tensor<?x37xbf16> -> tensor<?x37xf32>
  %s7, %z7 = mixp.choose_scales asymmetric %bf16 storage(i8) block [1, 1] : tensor<?x37xbf16> -> tensor<?x37xf32>, tensor<?x37xi32>
  %s8, %z8 = mixp.choose_scales asymmetric %bf16 storage(ui8) block [1, 1] : tensor<?x37xbf16> -> tensor<?x37xf32>, tensor<?x37xi32>
  %s9, %z9 = mixp.choose_scales asymmetric %bf16 storage(ui4) block [1, 1] : tensor<?x37xbf16> -> tensor<?x37xf32>, tensor<?x37xi32>
  %s10 = mixp.choose_scales symmetric %f16 storage(i8) block [1, 1] : tensor<?x37xf16> -> tensor<?x37xf32>
  %s11 = mixp.choose_scales symmetric %f16 storage(i4) block [1, 1] : tensor<?x37xf16> -> tensor<?x37xf32>
  %s12, %z12 = mixp.choose_scales asymmetric %f16 storage(i8) block [1, 1] : tensor<?x37xf16> -> tensor<?x37xf32>, tensor<?x37xi32>
  %s13, %z13 = mixp.choose_scales asymmetric %f16 storage(ui8) block [1, 1] : tensor<?x37xf16> -> tensor<?x37xf32>, tensor<?x37xi32>
  %s14, %z14 = mixp.choose_scales asymmetric %f16 storage(ui4) block [1, 1] : tensor<?x37xf16> -> tensor<?x37xf32>, tensor<?x37xi32>
  return %s0, %s1, %s2, %z2, %s3, %z3, %s4, %z4, %s5, %s6, %s7, %z7, %s8, %z8, %s9, %z9, %s10, %s11, %s12, %z12, %s13, %z13, %s14, %z14 : tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xi32>, tensor<?x37xf32>, tensor<?x37xi32>
}
