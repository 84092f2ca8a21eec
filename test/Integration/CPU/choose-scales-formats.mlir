// REQUIRES: avx2
// RUN: mixp run %s --function=f32_scales --random=1 --dim=19 --check-outputs
// RUN: mixp run %s --function=f32_scales --random=2 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=zero_points --random=1 --dim=19 --check-outputs
// RUN: mixp run %s --function=zero_points --random=2 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=power_of_two_scales --random=1 --dim=19 --check-outputs
// RUN: mixp run %s --function=power_of_two_scales --random=2 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=small_float_scales --random=1 --dim=19 --check-outputs
// RUN: mixp run %s --function=small_float_scales --random=2 --random-special --dim=19 --check-outputs

// Every storage with every type of scale; input types and blocks go round.

func.func @f32_scales(%a: tensor<?x37xf32>, %b: tensor<?x37xbf16>, %c: tensor<?x37xf16>, %d: tensor<?x37xf64>) -> (tensor<?x1xf32>, tensor<1x1xf32>, tensor<?x3xf32>, tensor<?x2xf32>, tensor<?x8xf32>, tensor<1x37xf32>, tensor<?x1xf32>, tensor<1x1xf32>, tensor<?x3xf32>, tensor<?x2xf32>, tensor<?x8xf32>, tensor<1x37xf32>, tensor<?x1xf32>, tensor<1x1xf32>, tensor<?x3xf32>, tensor<?x2xf32>, tensor<?x8xf32>) {
  %0 = mixp.choose_scales symmetric %a storage(i2) block [1, 0] : tensor<?x37xf32> -> tensor<?x1xf32>
  %1 = mixp.choose_scales symmetric %b storage(i3) block [0, 0] : tensor<?x37xbf16> -> tensor<1x1xf32>
  %2 = mixp.choose_scales symmetric %c storage(i4) block [1, 16] : tensor<?x37xf16> -> tensor<?x3xf32>
  %3 = mixp.choose_scales symmetric %d storage(i5) block [1, 32] : tensor<?x37xf64> -> tensor<?x2xf32>
  %4 = mixp.choose_scales symmetric %a storage(i6) block [2, 5] : tensor<?x37xf32> -> tensor<?x8xf32>
  %5 = mixp.choose_scales symmetric %b storage(i7) block [0, 1] : tensor<?x37xbf16> -> tensor<1x37xf32>
  %6 = mixp.choose_scales symmetric %c storage(i8) block [1, 0] : tensor<?x37xf16> -> tensor<?x1xf32>
  %7 = mixp.choose_scales symmetric %d storage(f8E5M2) block [0, 0] : tensor<?x37xf64> -> tensor<1x1xf32>
  %8 = mixp.choose_scales symmetric %a storage(f8E4M3) block [1, 16] : tensor<?x37xf32> -> tensor<?x3xf32>
  %9 = mixp.choose_scales symmetric %b storage(f8E4M3FN) block [1, 32] : tensor<?x37xbf16> -> tensor<?x2xf32>
  %10 = mixp.choose_scales symmetric %c storage(f8E3M4) block [2, 5] : tensor<?x37xf16> -> tensor<?x8xf32>
  %11 = mixp.choose_scales symmetric %d storage(f8E5M2FNUZ) block [0, 1] : tensor<?x37xf64> -> tensor<1x37xf32>
  %12 = mixp.choose_scales symmetric %a storage(f8E4M3FNUZ) block [1, 0] : tensor<?x37xf32> -> tensor<?x1xf32>
  %13 = mixp.choose_scales symmetric %b storage(f8E4M3B11FNUZ) block [0, 0] : tensor<?x37xbf16> -> tensor<1x1xf32>
  %14 = mixp.choose_scales symmetric %c storage(f6E3M2FN) block [1, 16] : tensor<?x37xf16> -> tensor<?x3xf32>
  %15 = mixp.choose_scales symmetric %d storage(f6E2M3FN) block [1, 32] : tensor<?x37xf64> -> tensor<?x2xf32>
  %16 = mixp.choose_scales symmetric %a storage(f4E2M1FN) block [2, 5] : tensor<?x37xf32> -> tensor<?x8xf32>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16 : tensor<?x1xf32>, tensor<1x1xf32>, tensor<?x3xf32>, tensor<?x2xf32>, tensor<?x8xf32>, tensor<1x37xf32>, tensor<?x1xf32>, tensor<1x1xf32>, tensor<?x3xf32>, tensor<?x2xf32>, tensor<?x8xf32>, tensor<1x37xf32>, tensor<?x1xf32>, tensor<1x1xf32>, tensor<?x3xf32>, tensor<?x2xf32>, tensor<?x8xf32>
}

func.func @zero_points(%a: tensor<?x37xf32>, %b: tensor<?x37xbf16>, %c: tensor<?x37xf16>, %d: tensor<?x37xf64>) -> (tensor<1x37xf32>, tensor<1x37xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x2xf32>, tensor<?x2xi32>, tensor<?x8xf32>, tensor<?x8xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x2xf32>, tensor<?x2xi32>, tensor<?x8xf32>, tensor<?x8xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<?x1xf32>, tensor<?x1xi32>) {
  %0:2 = mixp.choose_scales asymmetric %b storage(i2) block [0, 1] : tensor<?x37xbf16> -> tensor<1x37xf32>, tensor<1x37xi32>
  %1:2 = mixp.choose_scales asymmetric %c storage(i3) block [1, 0] : tensor<?x37xf16> -> tensor<?x1xf32>, tensor<?x1xi32>
  %2:2 = mixp.choose_scales asymmetric %d storage(i4) block [0, 0] : tensor<?x37xf64> -> tensor<1x1xf32>, tensor<1x1xi32>
  %3:2 = mixp.choose_scales asymmetric %a storage(i5) block [1, 16] : tensor<?x37xf32> -> tensor<?x3xf32>, tensor<?x3xi32>
  %4:2 = mixp.choose_scales asymmetric %b storage(i6) block [1, 32] : tensor<?x37xbf16> -> tensor<?x2xf32>, tensor<?x2xi32>
  %5:2 = mixp.choose_scales asymmetric %c storage(i7) block [2, 5] : tensor<?x37xf16> -> tensor<?x8xf32>, tensor<?x8xi32>
  %6:2 = mixp.choose_scales asymmetric %d storage(i8) block [0, 1] : tensor<?x37xf64> -> tensor<1x37xf32>, tensor<1x37xi32>
  %7:2 = mixp.choose_scales asymmetric %a storage(ui2) block [1, 0] : tensor<?x37xf32> -> tensor<?x1xf32>, tensor<?x1xi32>
  %8:2 = mixp.choose_scales asymmetric %b storage(ui3) block [0, 0] : tensor<?x37xbf16> -> tensor<1x1xf32>, tensor<1x1xi32>
  %9:2 = mixp.choose_scales asymmetric %c storage(ui4) block [1, 16] : tensor<?x37xf16> -> tensor<?x3xf32>, tensor<?x3xi32>
  %10:2 = mixp.choose_scales asymmetric %d storage(ui5) block [1, 32] : tensor<?x37xf64> -> tensor<?x2xf32>, tensor<?x2xi32>
  %11:2 = mixp.choose_scales asymmetric %a storage(ui6) block [2, 5] : tensor<?x37xf32> -> tensor<?x8xf32>, tensor<?x8xi32>
  %12:2 = mixp.choose_scales asymmetric %b storage(ui7) block [0, 1] : tensor<?x37xbf16> -> tensor<1x37xf32>, tensor<1x37xi32>
  %13:2 = mixp.choose_scales asymmetric %c storage(ui8) block [1, 0] : tensor<?x37xf16> -> tensor<?x1xf32>, tensor<?x1xi32>
  return %0#0, %0#1, %1#0, %1#1, %2#0, %2#1, %3#0, %3#1, %4#0, %4#1, %5#0, %5#1, %6#0, %6#1, %7#0, %7#1, %8#0, %8#1, %9#0, %9#1, %10#0, %10#1, %11#0, %11#1, %12#0, %12#1, %13#0, %13#1 : tensor<1x37xf32>, tensor<1x37xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x2xf32>, tensor<?x2xi32>, tensor<?x8xf32>, tensor<?x8xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<?x1xf32>, tensor<?x1xi32>, tensor<1x1xf32>, tensor<1x1xi32>, tensor<?x3xf32>, tensor<?x3xi32>, tensor<?x2xf32>, tensor<?x2xi32>, tensor<?x8xf32>, tensor<?x8xi32>, tensor<1x37xf32>, tensor<1x37xi32>, tensor<?x1xf32>, tensor<?x1xi32>
}

func.func @power_of_two_scales(%a: tensor<?x37xf32>, %b: tensor<?x37xbf16>, %c: tensor<?x37xf16>, %d: tensor<?x37xf64>) -> (tensor<1x1xf8E8M0FNU>, tensor<?x3xf8E8M0FNU>, tensor<?x2xf8E8M0FNU>, tensor<?x8xf8E8M0FNU>, tensor<1x37xf8E8M0FNU>, tensor<?x1xf8E8M0FNU>, tensor<1x1xf8E8M0FNU>, tensor<?x3xf8E8M0FNU>, tensor<?x2xf8E8M0FNU>, tensor<?x8xf8E8M0FNU>, tensor<1x37xf8E8M0FNU>, tensor<?x1xf8E8M0FNU>, tensor<1x1xf8E8M0FNU>, tensor<?x3xf8E8M0FNU>, tensor<?x2xf8E8M0FNU>, tensor<?x8xf8E8M0FNU>, tensor<1x37xf8E8M0FNU>, tensor<?x1xf8E8M0FNU>) {
  %0 = mixp.choose_scales symmetric %d storage(i2) block [0, 0] : tensor<?x37xf64> -> tensor<1x1xf8E8M0FNU>
  %1 = mixp.choose_scales symmetric %a storage(i3) block [1, 16] : tensor<?x37xf32> -> tensor<?x3xf8E8M0FNU>
  %2 = mixp.choose_scales symmetric %b storage(i4) block [1, 32] : tensor<?x37xbf16> -> tensor<?x2xf8E8M0FNU>
  %3 = mixp.choose_scales symmetric %c storage(i5) block [2, 5] : tensor<?x37xf16> -> tensor<?x8xf8E8M0FNU>
  %4 = mixp.choose_scales symmetric %d storage(i6) block [0, 1] : tensor<?x37xf64> -> tensor<1x37xf8E8M0FNU>
  %5 = mixp.choose_scales symmetric %a storage(i7) block [1, 0] : tensor<?x37xf32> -> tensor<?x1xf8E8M0FNU>
  %6 = mixp.choose_scales symmetric %b storage(i8) block [0, 0] : tensor<?x37xbf16> -> tensor<1x1xf8E8M0FNU>
  %7 = mixp.choose_scales symmetric %c storage(f8E5M2) block [1, 16] : tensor<?x37xf16> -> tensor<?x3xf8E8M0FNU>
  %8 = mixp.choose_scales symmetric %d storage(f8E4M3) block [1, 32] : tensor<?x37xf64> -> tensor<?x2xf8E8M0FNU>
  %9 = mixp.choose_scales symmetric %a storage(f8E4M3FN) block [2, 5] : tensor<?x37xf32> -> tensor<?x8xf8E8M0FNU>
  %10 = mixp.choose_scales symmetric %b storage(f8E3M4) block [0, 1] : tensor<?x37xbf16> -> tensor<1x37xf8E8M0FNU>
  %11 = mixp.choose_scales symmetric %c storage(f8E5M2FNUZ) block [1, 0] : tensor<?x37xf16> -> tensor<?x1xf8E8M0FNU>
  %12 = mixp.choose_scales symmetric %d storage(f8E4M3FNUZ) block [0, 0] : tensor<?x37xf64> -> tensor<1x1xf8E8M0FNU>
  %13 = mixp.choose_scales symmetric %a storage(f8E4M3B11FNUZ) block [1, 16] : tensor<?x37xf32> -> tensor<?x3xf8E8M0FNU>
  %14 = mixp.choose_scales symmetric %b storage(f6E3M2FN) block [1, 32] : tensor<?x37xbf16> -> tensor<?x2xf8E8M0FNU>
  %15 = mixp.choose_scales symmetric %c storage(f6E2M3FN) block [2, 5] : tensor<?x37xf16> -> tensor<?x8xf8E8M0FNU>
  %16 = mixp.choose_scales symmetric %d storage(f4E2M1FN) block [0, 1] : tensor<?x37xf64> -> tensor<1x37xf8E8M0FNU>
  %17 = mixp.choose_scales symmetric %a storage(f8E5M2) block [1, 0] : tensor<?x37xf32> -> tensor<?x1xf8E8M0FNU>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17 : tensor<1x1xf8E8M0FNU>, tensor<?x3xf8E8M0FNU>, tensor<?x2xf8E8M0FNU>, tensor<?x8xf8E8M0FNU>, tensor<1x37xf8E8M0FNU>, tensor<?x1xf8E8M0FNU>, tensor<1x1xf8E8M0FNU>, tensor<?x3xf8E8M0FNU>, tensor<?x2xf8E8M0FNU>, tensor<?x8xf8E8M0FNU>, tensor<1x37xf8E8M0FNU>, tensor<?x1xf8E8M0FNU>, tensor<1x1xf8E8M0FNU>, tensor<?x3xf8E8M0FNU>, tensor<?x2xf8E8M0FNU>, tensor<?x8xf8E8M0FNU>, tensor<1x37xf8E8M0FNU>, tensor<?x1xf8E8M0FNU>
}

func.func @small_float_scales(%a: tensor<?x37xf32>, %b: tensor<?x37xbf16>, %c: tensor<?x37xf16>, %d: tensor<?x37xf64>) -> (tensor<1x1xf8E4M3FN>, tensor<?x3xf8E4M3FN>, tensor<?x2xf8E4M3FN>, tensor<?x8xf8E4M3FN>, tensor<1x37xf8E4M3FN>, tensor<?x1xf8E4M3FN>, tensor<1x1xf8E4M3FN>, tensor<?x3xf8E4M3FN>, tensor<?x2xf8E4M3FN>, tensor<?x8xf8E4M3FN>, tensor<1x37xf8E4M3FN>, tensor<?x1xf8E4M3FN>, tensor<1x1xf8E4M3FN>, tensor<?x3xf8E4M3FN>, tensor<?x2xf8E4M3FN>, tensor<?x8xf8E4M3FN>, tensor<1x37xf8E4M3FN>) {
  %0 = mixp.choose_scales symmetric %b storage(f8E5M2) block [0, 0] : tensor<?x37xbf16> -> tensor<1x1xf8E4M3FN>
  %1 = mixp.choose_scales symmetric %c storage(f8E4M3) block [1, 16] : tensor<?x37xf16> -> tensor<?x3xf8E4M3FN>
  %2 = mixp.choose_scales symmetric %d storage(f8E4M3FN) block [1, 32] : tensor<?x37xf64> -> tensor<?x2xf8E4M3FN>
  %3 = mixp.choose_scales symmetric %a storage(f8E3M4) block [2, 5] : tensor<?x37xf32> -> tensor<?x8xf8E4M3FN>
  %4 = mixp.choose_scales symmetric %b storage(f8E5M2FNUZ) block [0, 1] : tensor<?x37xbf16> -> tensor<1x37xf8E4M3FN>
  %5 = mixp.choose_scales symmetric %c storage(f8E4M3FNUZ) block [1, 0] : tensor<?x37xf16> -> tensor<?x1xf8E4M3FN>
  %6 = mixp.choose_scales symmetric %d storage(f8E4M3B11FNUZ) block [0, 0] : tensor<?x37xf64> -> tensor<1x1xf8E4M3FN>
  %7 = mixp.choose_scales symmetric %a storage(f6E3M2FN) block [1, 16] : tensor<?x37xf32> -> tensor<?x3xf8E4M3FN>
  %8 = mixp.choose_scales symmetric %b storage(f6E2M3FN) block [1, 32] : tensor<?x37xbf16> -> tensor<?x2xf8E4M3FN>
  %9 = mixp.choose_scales symmetric %c storage(f4E2M1FN) block [2, 5] : tensor<?x37xf16> -> tensor<?x8xf8E4M3FN>
  %10 = mixp.choose_scales symmetric %d storage(i2) block [0, 1] : tensor<?x37xf64> -> tensor<1x37xf8E4M3FN>
  %11 = mixp.choose_scales symmetric %a storage(i3) block [1, 0] : tensor<?x37xf32> -> tensor<?x1xf8E4M3FN>
  %12 = mixp.choose_scales symmetric %b storage(i4) block [0, 0] : tensor<?x37xbf16> -> tensor<1x1xf8E4M3FN>
  %13 = mixp.choose_scales symmetric %c storage(i5) block [1, 16] : tensor<?x37xf16> -> tensor<?x3xf8E4M3FN>
  %14 = mixp.choose_scales symmetric %d storage(i6) block [1, 32] : tensor<?x37xf64> -> tensor<?x2xf8E4M3FN>
  %15 = mixp.choose_scales symmetric %a storage(i7) block [2, 5] : tensor<?x37xf32> -> tensor<?x8xf8E4M3FN>
  %16 = mixp.choose_scales symmetric %b storage(i8) block [0, 1] : tensor<?x37xbf16> -> tensor<1x37xf8E4M3FN>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16 : tensor<1x1xf8E4M3FN>, tensor<?x3xf8E4M3FN>, tensor<?x2xf8E4M3FN>, tensor<?x8xf8E4M3FN>, tensor<1x37xf8E4M3FN>, tensor<?x1xf8E4M3FN>, tensor<1x1xf8E4M3FN>, tensor<?x3xf8E4M3FN>, tensor<?x2xf8E4M3FN>, tensor<?x8xf8E4M3FN>, tensor<1x37xf8E4M3FN>, tensor<?x1xf8E4M3FN>, tensor<1x1xf8E4M3FN>, tensor<?x3xf8E4M3FN>, tensor<?x2xf8E4M3FN>, tensor<?x8xf8E4M3FN>, tensor<1x37xf8E4M3FN>
}
