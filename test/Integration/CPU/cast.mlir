// REQUIRES: avx2
// RUN: mixp run %s --function=f32_to_floats --random=1 --random-special --dim=1 --check-outputs
// RUN: mixp run %s --function=f32_to_floats --random=90 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=f32_to_integers --random=79 --random-special --check-outputs
// RUN: mixp run %s --function=bf16_to_all --random=66 --random-special --check-outputs
// RUN: mixp run %s --function=f16_to_all --random=48 --random-special --check-outputs
// RUN: mixp run %s --function=i32_to_all --random=29 --random-special --check-outputs
// RUN: mixp run %s --function=i8_to_all --random=9 --random-special --check-outputs
// RUN: mixp run %s --function=ui8_to_all --random=85 --random-special --check-outputs
// RUN: mixp run %s --function=i4_to_all --random=65 --random-special --check-outputs
// RUN: mixp run %s --function=ui4_to_all --random=45 --random-special --check-outputs

// Every conversion in every rounding mode, on values with NaN and infinities.

func.func @f32_to_floats(%x: tensor<?x37xf32>) -> (tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf16>, tensor<?x37xf16>, tensor<?x37xf16>, tensor<?x37xf16>, tensor<?x37xf16>, tensor<?x37xf16>, tensor<?x37xf32>) {
  %0 = mixp.cast %x rounding(nearest_even) : tensor<?x37xf32> -> tensor<?x37xbf16>
  %1 = mixp.cast %x rounding(nearest_even) saturate : tensor<?x37xf32> -> tensor<?x37xbf16>
  %2 = mixp.cast %x rounding(nearest_away) : tensor<?x37xf32> -> tensor<?x37xbf16>
  %3 = mixp.cast %x rounding(toward_zero) : tensor<?x37xf32> -> tensor<?x37xbf16>
  %4 = mixp.cast %x rounding(floor) : tensor<?x37xf32> -> tensor<?x37xbf16>
  %5 = mixp.cast %x rounding(ceil) : tensor<?x37xf32> -> tensor<?x37xbf16>
  %6 = mixp.cast %x rounding(ceil) saturate : tensor<?x37xf32> -> tensor<?x37xbf16>
  %7 = mixp.cast %x rounding(nearest_even) : tensor<?x37xf32> -> tensor<?x37xf16>
  %8 = mixp.cast %x rounding(nearest_even) saturate : tensor<?x37xf32> -> tensor<?x37xf16>
  %9 = mixp.cast %x rounding(nearest_away) : tensor<?x37xf32> -> tensor<?x37xf16>
  %10 = mixp.cast %x rounding(toward_zero) : tensor<?x37xf32> -> tensor<?x37xf16>
  %11 = mixp.cast %x rounding(floor) : tensor<?x37xf32> -> tensor<?x37xf16>
  %12 = mixp.cast %x rounding(ceil) : tensor<?x37xf32> -> tensor<?x37xf16>
  %13 = mixp.cast %x rounding(ceil) saturate : tensor<?x37xf32> -> tensor<?x37xf16>
  %14 = mixp.cast %x rounding(nearest_even) saturate : tensor<?x37xf32> -> tensor<?x37xf32>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14 : tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf16>, tensor<?x37xf16>, tensor<?x37xf16>, tensor<?x37xf16>, tensor<?x37xf16>, tensor<?x37xf16>, tensor<?x37xf32>
}

func.func @f32_to_integers(%x: tensor<19x37xf32>) -> (tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi32>, tensor<19x37xi32>, tensor<19x37xi32>, tensor<19x37xi32>, tensor<19x37xi32>, tensor<19x37xi4>, tensor<19x37xui4>) {
  %0 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xf32> -> tensor<19x37xi8>
  %1 = mixp.cast %x rounding(nearest_away) saturate : tensor<19x37xf32> -> tensor<19x37xi8>
  %2 = mixp.cast %x rounding(toward_zero) saturate : tensor<19x37xf32> -> tensor<19x37xi8>
  %3 = mixp.cast %x rounding(floor) saturate : tensor<19x37xf32> -> tensor<19x37xi8>
  %4 = mixp.cast %x rounding(ceil) saturate : tensor<19x37xf32> -> tensor<19x37xi8>
  %5 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xf32> -> tensor<19x37xui8>
  %6 = mixp.cast %x rounding(nearest_away) saturate : tensor<19x37xf32> -> tensor<19x37xui8>
  %7 = mixp.cast %x rounding(toward_zero) saturate : tensor<19x37xf32> -> tensor<19x37xui8>
  %8 = mixp.cast %x rounding(floor) saturate : tensor<19x37xf32> -> tensor<19x37xui8>
  %9 = mixp.cast %x rounding(ceil) saturate : tensor<19x37xf32> -> tensor<19x37xui8>
  %10 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xf32> -> tensor<19x37xi32>
  %11 = mixp.cast %x rounding(nearest_away) saturate : tensor<19x37xf32> -> tensor<19x37xi32>
  %12 = mixp.cast %x rounding(toward_zero) saturate : tensor<19x37xf32> -> tensor<19x37xi32>
  %13 = mixp.cast %x rounding(floor) saturate : tensor<19x37xf32> -> tensor<19x37xi32>
  %14 = mixp.cast %x rounding(ceil) saturate : tensor<19x37xf32> -> tensor<19x37xi32>
  %15 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xf32> -> tensor<19x37xi4>
  %16 = mixp.cast %x rounding(floor) saturate : tensor<19x37xf32> -> tensor<19x37xui4>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16 : tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi32>, tensor<19x37xi32>, tensor<19x37xi32>, tensor<19x37xi32>, tensor<19x37xi32>, tensor<19x37xi4>, tensor<19x37xui4>
}

func.func @bf16_to_all(%x: tensor<19x37xbf16>) -> (tensor<19x37xf32>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi32>, tensor<19x37xi4>) {
  %0 = mixp.cast %x rounding(nearest_even) : tensor<19x37xbf16> -> tensor<19x37xf32>
  %1 = mixp.cast %x rounding(nearest_even) : tensor<19x37xbf16> -> tensor<19x37xf16>
  %2 = mixp.cast %x rounding(nearest_away) : tensor<19x37xbf16> -> tensor<19x37xf16>
  %3 = mixp.cast %x rounding(toward_zero) : tensor<19x37xbf16> -> tensor<19x37xf16>
  %4 = mixp.cast %x rounding(floor) : tensor<19x37xbf16> -> tensor<19x37xf16>
  %5 = mixp.cast %x rounding(ceil) : tensor<19x37xbf16> -> tensor<19x37xf16>
  %6 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xbf16> -> tensor<19x37xui8>
  %7 = mixp.cast %x rounding(nearest_away) saturate : tensor<19x37xbf16> -> tensor<19x37xui8>
  %8 = mixp.cast %x rounding(toward_zero) saturate : tensor<19x37xbf16> -> tensor<19x37xui8>
  %9 = mixp.cast %x rounding(floor) saturate : tensor<19x37xbf16> -> tensor<19x37xui8>
  %10 = mixp.cast %x rounding(ceil) saturate : tensor<19x37xbf16> -> tensor<19x37xui8>
  %11 = mixp.cast %x rounding(toward_zero) saturate : tensor<19x37xbf16> -> tensor<19x37xi32>
  %12 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xbf16> -> tensor<19x37xi4>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12 : tensor<19x37xf32>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi32>, tensor<19x37xi4>
}

func.func @f16_to_all(%x: tensor<19x37xf16>) -> (tensor<19x37xf32>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi32>, tensor<19x37xi4>) {
  %0 = mixp.cast %x rounding(nearest_even) : tensor<19x37xf16> -> tensor<19x37xf32>
  %1 = mixp.cast %x rounding(nearest_even) : tensor<19x37xf16> -> tensor<19x37xbf16>
  %2 = mixp.cast %x rounding(nearest_away) : tensor<19x37xf16> -> tensor<19x37xbf16>
  %3 = mixp.cast %x rounding(toward_zero) : tensor<19x37xf16> -> tensor<19x37xbf16>
  %4 = mixp.cast %x rounding(floor) : tensor<19x37xf16> -> tensor<19x37xbf16>
  %5 = mixp.cast %x rounding(ceil) : tensor<19x37xf16> -> tensor<19x37xbf16>
  %6 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xf16> -> tensor<19x37xui8>
  %7 = mixp.cast %x rounding(nearest_away) saturate : tensor<19x37xf16> -> tensor<19x37xui8>
  %8 = mixp.cast %x rounding(toward_zero) saturate : tensor<19x37xf16> -> tensor<19x37xui8>
  %9 = mixp.cast %x rounding(floor) saturate : tensor<19x37xf16> -> tensor<19x37xui8>
  %10 = mixp.cast %x rounding(ceil) saturate : tensor<19x37xf16> -> tensor<19x37xui8>
  %11 = mixp.cast %x rounding(toward_zero) saturate : tensor<19x37xf16> -> tensor<19x37xi32>
  %12 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xf16> -> tensor<19x37xi4>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12 : tensor<19x37xf32>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi32>, tensor<19x37xi4>
}

func.func @i32_to_all(%x: tensor<19x37xi32>) -> (tensor<19x37xf32>, tensor<19x37xf32>, tensor<19x37xf32>, tensor<19x37xf32>, tensor<19x37xf32>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>) {
  %0 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi32> -> tensor<19x37xf32>
  %1 = mixp.cast %x rounding(nearest_away) : tensor<19x37xi32> -> tensor<19x37xf32>
  %2 = mixp.cast %x rounding(toward_zero) : tensor<19x37xi32> -> tensor<19x37xf32>
  %3 = mixp.cast %x rounding(floor) : tensor<19x37xi32> -> tensor<19x37xf32>
  %4 = mixp.cast %x rounding(ceil) : tensor<19x37xi32> -> tensor<19x37xf32>
  %5 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi32> -> tensor<19x37xbf16>
  %6 = mixp.cast %x rounding(nearest_away) : tensor<19x37xi32> -> tensor<19x37xbf16>
  %7 = mixp.cast %x rounding(toward_zero) : tensor<19x37xi32> -> tensor<19x37xbf16>
  %8 = mixp.cast %x rounding(floor) : tensor<19x37xi32> -> tensor<19x37xbf16>
  %9 = mixp.cast %x rounding(ceil) : tensor<19x37xi32> -> tensor<19x37xbf16>
  %10 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi32> -> tensor<19x37xf16>
  %11 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xi32> -> tensor<19x37xf16>
  %12 = mixp.cast %x rounding(nearest_away) : tensor<19x37xi32> -> tensor<19x37xf16>
  %13 = mixp.cast %x rounding(nearest_away) saturate : tensor<19x37xi32> -> tensor<19x37xf16>
  %14 = mixp.cast %x rounding(toward_zero) : tensor<19x37xi32> -> tensor<19x37xf16>
  %15 = mixp.cast %x rounding(toward_zero) saturate : tensor<19x37xi32> -> tensor<19x37xf16>
  %16 = mixp.cast %x rounding(floor) : tensor<19x37xi32> -> tensor<19x37xf16>
  %17 = mixp.cast %x rounding(floor) saturate : tensor<19x37xi32> -> tensor<19x37xf16>
  %18 = mixp.cast %x rounding(ceil) : tensor<19x37xi32> -> tensor<19x37xf16>
  %19 = mixp.cast %x rounding(ceil) saturate : tensor<19x37xi32> -> tensor<19x37xf16>
  %20 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi32> -> tensor<19x37xi8>
  %21 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xi32> -> tensor<19x37xi8>
  %22 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi32> -> tensor<19x37xui8>
  %23 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xi32> -> tensor<19x37xui8>
  %24 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi32> -> tensor<19x37xi4>
  %25 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xi32> -> tensor<19x37xi4>
  %26 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi32> -> tensor<19x37xui4>
  %27 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xi32> -> tensor<19x37xui4>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27 : tensor<19x37xf32>, tensor<19x37xf32>, tensor<19x37xf32>, tensor<19x37xf32>, tensor<19x37xf32>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xbf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xf16>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>
}

func.func @i8_to_all(%x: tensor<19x37xi8>) -> (tensor<19x37xf32>, tensor<19x37xbf16>, tensor<19x37xf16>, tensor<19x37xi32>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>) {
  %0 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi8> -> tensor<19x37xf32>
  %1 = mixp.cast %x rounding(floor) : tensor<19x37xi8> -> tensor<19x37xbf16>
  %2 = mixp.cast %x rounding(ceil) : tensor<19x37xi8> -> tensor<19x37xf16>
  %3 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi8> -> tensor<19x37xi32>
  %4 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi8> -> tensor<19x37xui8>
  %5 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xi8> -> tensor<19x37xui8>
  %6 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi8> -> tensor<19x37xi4>
  %7 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xi8> -> tensor<19x37xi4>
  %8 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi8> -> tensor<19x37xui4>
  %9 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xi8> -> tensor<19x37xui4>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9 : tensor<19x37xf32>, tensor<19x37xbf16>, tensor<19x37xf16>, tensor<19x37xi32>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>
}

func.func @ui8_to_all(%x: tensor<19x37xui8>) -> (tensor<19x37xf32>, tensor<19x37xbf16>, tensor<19x37xf16>, tensor<19x37xi32>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>) {
  %0 = mixp.cast %x rounding(nearest_even) : tensor<19x37xui8> -> tensor<19x37xf32>
  %1 = mixp.cast %x rounding(floor) : tensor<19x37xui8> -> tensor<19x37xbf16>
  %2 = mixp.cast %x rounding(ceil) : tensor<19x37xui8> -> tensor<19x37xf16>
  %3 = mixp.cast %x rounding(nearest_even) : tensor<19x37xui8> -> tensor<19x37xi32>
  %4 = mixp.cast %x rounding(nearest_even) : tensor<19x37xui8> -> tensor<19x37xi8>
  %5 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xui8> -> tensor<19x37xi8>
  %6 = mixp.cast %x rounding(nearest_even) : tensor<19x37xui8> -> tensor<19x37xi4>
  %7 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xui8> -> tensor<19x37xi4>
  %8 = mixp.cast %x rounding(nearest_even) : tensor<19x37xui8> -> tensor<19x37xui4>
  %9 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xui8> -> tensor<19x37xui4>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9 : tensor<19x37xf32>, tensor<19x37xbf16>, tensor<19x37xf16>, tensor<19x37xi32>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>
}

func.func @i4_to_all(%x: tensor<19x37xi4>) -> (tensor<19x37xf32>, tensor<19x37xbf16>, tensor<19x37xf16>, tensor<19x37xi32>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui4>, tensor<19x37xui4>) {
  %0 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi4> -> tensor<19x37xf32>
  %1 = mixp.cast %x rounding(floor) : tensor<19x37xi4> -> tensor<19x37xbf16>
  %2 = mixp.cast %x rounding(ceil) : tensor<19x37xi4> -> tensor<19x37xf16>
  %3 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi4> -> tensor<19x37xi32>
  %4 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi4> -> tensor<19x37xi8>
  %5 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xi4> -> tensor<19x37xi8>
  %6 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi4> -> tensor<19x37xui8>
  %7 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xi4> -> tensor<19x37xui8>
  %8 = mixp.cast %x rounding(nearest_even) : tensor<19x37xi4> -> tensor<19x37xui4>
  %9 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xi4> -> tensor<19x37xui4>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9 : tensor<19x37xf32>, tensor<19x37xbf16>, tensor<19x37xf16>, tensor<19x37xi32>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xui4>, tensor<19x37xui4>
}

func.func @ui4_to_all(%x: tensor<19x37xui4>) -> (tensor<19x37xf32>, tensor<19x37xbf16>, tensor<19x37xf16>, tensor<19x37xi32>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>) {
  %0 = mixp.cast %x rounding(nearest_even) : tensor<19x37xui4> -> tensor<19x37xf32>
  %1 = mixp.cast %x rounding(floor) : tensor<19x37xui4> -> tensor<19x37xbf16>
  %2 = mixp.cast %x rounding(ceil) : tensor<19x37xui4> -> tensor<19x37xf16>
  %3 = mixp.cast %x rounding(nearest_even) : tensor<19x37xui4> -> tensor<19x37xi32>
  %4 = mixp.cast %x rounding(nearest_even) : tensor<19x37xui4> -> tensor<19x37xi8>
  %5 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xui4> -> tensor<19x37xi8>
  %6 = mixp.cast %x rounding(nearest_even) : tensor<19x37xui4> -> tensor<19x37xui8>
  %7 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xui4> -> tensor<19x37xui8>
  %8 = mixp.cast %x rounding(nearest_even) : tensor<19x37xui4> -> tensor<19x37xi4>
  %9 = mixp.cast %x rounding(nearest_even) saturate : tensor<19x37xui4> -> tensor<19x37xi4>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9 : tensor<19x37xf32>, tensor<19x37xbf16>, tensor<19x37xf16>, tensor<19x37xi32>, tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>
}
