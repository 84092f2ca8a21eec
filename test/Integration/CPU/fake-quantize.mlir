// REQUIRES: avx2
// RUN: mixp run %s --function=on_f32 --random=1 --dim=19 --check-outputs
// RUN: mixp run %s --function=on_f32 --random=2 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=on_bf16 --random=1 --dim=19 --check-outputs
// RUN: mixp run %s --function=on_bf16 --random=2 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=on_f64 --random=1 --dim=19 --check-outputs
// RUN: mixp run %s --function=on_f64 --random=2 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=linear_layer --random=5 --check-outputs

// Forward and backward of every kind of storage, with zero points of all sizes.

func.func @on_f32(%x: tensor<?x37xf32>, %dy: tensor<?x37xf32>, %s: tensor<?x3xf32>, %z: tensor<?x3xi32>) -> (tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>) {
  %0 = mixp.fake_quantize %x storage(i8) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf32>
  %g0 = mixp.fake_quantize_grad %dy at %x storage(i8) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf32>
  %1 = mixp.fake_quantize %x storage(ui8) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %g1 = mixp.fake_quantize_grad %dy at %x storage(ui8) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %2 = mixp.fake_quantize %x storage(i4) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf32>
  %g2 = mixp.fake_quantize_grad %dy at %x storage(i4) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf32>
  %3 = mixp.fake_quantize %x storage(ui3) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %g3 = mixp.fake_quantize_grad %dy at %x storage(ui3) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %4 = mixp.fake_quantize %x storage(i1) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf32>
  %g4 = mixp.fake_quantize_grad %dy at %x storage(i1) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf32>
  %5 = mixp.fake_quantize %x storage(ui1) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %g5 = mixp.fake_quantize_grad %dy at %x storage(ui1) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %6 = mixp.fake_quantize %x storage(i16) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf32>
  %g6 = mixp.fake_quantize_grad %dy at %x storage(i16) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf32>
  %7 = mixp.fake_quantize %x storage(i32) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %g7 = mixp.fake_quantize_grad %dy at %x storage(i32) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %8 = mixp.fake_quantize %x storage(f8E4M3FN) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %g8 = mixp.fake_quantize_grad %dy at %x storage(f8E4M3FN) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %9 = mixp.fake_quantize %x storage(f4E2M1FN) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %g9 = mixp.fake_quantize_grad %dy at %x storage(f4E2M1FN) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %10 = mixp.fake_quantize %x storage(bf16) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %g10 = mixp.fake_quantize_grad %dy at %x storage(bf16) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %11 = mixp.fake_quantize %x storage(f6E2M3FN) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  %g11 = mixp.fake_quantize_grad %dy at %x storage(f6E2M3FN) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf32>
  return %0, %g0, %1, %g1, %2, %g2, %3, %g3, %4, %g4, %5, %g5, %6, %g6, %7, %g7, %8, %g8, %9, %g9, %10, %g10, %11, %g11 : tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>, tensor<?x37xf32>
}

func.func @on_bf16(%x: tensor<?x37xbf16>, %dy: tensor<?x37xbf16>, %s: tensor<?x3xf8E4M3FN>, %z: tensor<?x3xi32>) -> (tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>) {
  %0 = mixp.fake_quantize %x storage(i8) scale(%s : tensor<?x3xf8E4M3FN>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xbf16>
  %g0 = mixp.fake_quantize_grad %dy at %x storage(i8) scale(%s : tensor<?x3xf8E4M3FN>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xbf16>
  %1 = mixp.fake_quantize %x storage(ui8) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %g1 = mixp.fake_quantize_grad %dy at %x storage(ui8) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %2 = mixp.fake_quantize %x storage(i4) scale(%s : tensor<?x3xf8E4M3FN>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xbf16>
  %g2 = mixp.fake_quantize_grad %dy at %x storage(i4) scale(%s : tensor<?x3xf8E4M3FN>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xbf16>
  %3 = mixp.fake_quantize %x storage(ui3) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %g3 = mixp.fake_quantize_grad %dy at %x storage(ui3) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %4 = mixp.fake_quantize %x storage(i1) scale(%s : tensor<?x3xf8E4M3FN>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xbf16>
  %g4 = mixp.fake_quantize_grad %dy at %x storage(i1) scale(%s : tensor<?x3xf8E4M3FN>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xbf16>
  %5 = mixp.fake_quantize %x storage(ui1) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %g5 = mixp.fake_quantize_grad %dy at %x storage(ui1) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %6 = mixp.fake_quantize %x storage(i16) scale(%s : tensor<?x3xf8E4M3FN>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xbf16>
  %g6 = mixp.fake_quantize_grad %dy at %x storage(i16) scale(%s : tensor<?x3xf8E4M3FN>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xbf16>
  %7 = mixp.fake_quantize %x storage(i32) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %g7 = mixp.fake_quantize_grad %dy at %x storage(i32) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %8 = mixp.fake_quantize %x storage(f8E4M3FN) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %g8 = mixp.fake_quantize_grad %dy at %x storage(f8E4M3FN) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %9 = mixp.fake_quantize %x storage(f4E2M1FN) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %g9 = mixp.fake_quantize_grad %dy at %x storage(f4E2M1FN) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %10 = mixp.fake_quantize %x storage(bf16) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %g10 = mixp.fake_quantize_grad %dy at %x storage(bf16) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %11 = mixp.fake_quantize %x storage(f6E2M3FN) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  %g11 = mixp.fake_quantize_grad %dy at %x storage(f6E2M3FN) scale(%s : tensor<?x3xf8E4M3FN>) block [1, 16] : tensor<?x37xbf16>
  return %0, %g0, %1, %g1, %2, %g2, %3, %g3, %4, %g4, %5, %g5, %6, %g6, %7, %g7, %8, %g8, %9, %g9, %10, %g10, %11, %g11 : tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>, tensor<?x37xbf16>
}

func.func @on_f64(%x: tensor<?x37xf64>, %dy: tensor<?x37xf64>, %s: tensor<?x3xf32>, %z: tensor<?x3xi32>) -> (tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>) {
  %0 = mixp.fake_quantize %x storage(i8) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf64>
  %g0 = mixp.fake_quantize_grad %dy at %x storage(i8) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf64>
  %1 = mixp.fake_quantize %x storage(ui8) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %g1 = mixp.fake_quantize_grad %dy at %x storage(ui8) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %2 = mixp.fake_quantize %x storage(i4) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf64>
  %g2 = mixp.fake_quantize_grad %dy at %x storage(i4) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf64>
  %3 = mixp.fake_quantize %x storage(ui3) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %g3 = mixp.fake_quantize_grad %dy at %x storage(ui3) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %4 = mixp.fake_quantize %x storage(i1) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf64>
  %g4 = mixp.fake_quantize_grad %dy at %x storage(i1) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf64>
  %5 = mixp.fake_quantize %x storage(ui1) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %g5 = mixp.fake_quantize_grad %dy at %x storage(ui1) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %6 = mixp.fake_quantize %x storage(i16) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf64>
  %g6 = mixp.fake_quantize_grad %dy at %x storage(i16) scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xf64>
  %7 = mixp.fake_quantize %x storage(i32) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %g7 = mixp.fake_quantize_grad %dy at %x storage(i32) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %8 = mixp.fake_quantize %x storage(f8E4M3FN) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %g8 = mixp.fake_quantize_grad %dy at %x storage(f8E4M3FN) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %9 = mixp.fake_quantize %x storage(f4E2M1FN) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %g9 = mixp.fake_quantize_grad %dy at %x storage(f4E2M1FN) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %10 = mixp.fake_quantize %x storage(bf16) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %g10 = mixp.fake_quantize_grad %dy at %x storage(bf16) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %11 = mixp.fake_quantize %x storage(f6E2M3FN) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  %g11 = mixp.fake_quantize_grad %dy at %x storage(f6E2M3FN) scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xf64>
  return %0, %g0, %1, %g1, %2, %g2, %3, %g3, %4, %g4, %5, %g5, %6, %g6, %7, %g7, %8, %g8, %9, %g9, %10, %g10, %11, %g11 : tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>, tensor<?x37xf64>
}

// A layer y = q(x) w and the gradient of its input from that of its result.
func.func @linear_layer(%x: tensor<5x7xf32>, %w: tensor<7x3xf32>, %s: tensor<1x7xf32>, %dy: tensor<5x3xf32>) -> (tensor<5x3xf32>, tensor<5x7xf32>) {
  %zeros = arith.constant dense<0.0> : tensor<5x3xf32>
  %q = mixp.fake_quantize %x storage(i8) scale(%s : tensor<1x7xf32>) : tensor<5x7xf32>
  %y = mixp.matmul ins(%q, %w : tensor<5x7xf32>, tensor<7x3xf32>) outs(%zeros : tensor<5x3xf32>) -> tensor<5x3xf32>
  %none = arith.constant dense<0.0> : tensor<5x7xf32>
  %dq = mixp.matmul ins(%dy, %w : tensor<5x3xf32>, tensor<7x3xf32>) outs(%none : tensor<5x7xf32>) {transpose_rhs} -> tensor<5x7xf32>
  %dx = mixp.fake_quantize_grad %dq at %x storage(i8) scale(%s : tensor<1x7xf32>) : tensor<5x7xf32>
  return %y, %dx : tensor<5x3xf32>, tensor<5x7xf32>
}
