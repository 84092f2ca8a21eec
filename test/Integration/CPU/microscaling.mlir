// REQUIRES: avx2
// RUN: mixp run %s --function=mx --random=1 --check
// RUN: mixp run %s --function=mx --random=2 --random-special --check
// RUN: mixp run %s --function=nvfp4 --random=3 --check
// RUN: mixp run %s --function=nvfp4 --random=4 --random-special --check

// The formats of the OCP Microscaling specification: blocks of 32, the last one
// partial, with power-of-two scales.
func.func @mx(%x: tensor<5x77xf32>) -> (tensor<5x77xf32>, tensor<5x77xf32>, tensor<5x77xf32>, tensor<5x77xf32>, tensor<5x77xf32>, tensor<5x77xf32>) {
  %s0 = mixp.choose_scales symmetric %x storage(f8E5M2) block [1, 32] : tensor<5x77xf32> -> tensor<5x3xf8E8M0FNU>
  %q0 = mixp.quantize %x scale(%s0 : tensor<5x3xf8E8M0FNU>) block [1, 32] : tensor<5x77xf32> -> tensor<5x77xf8E5M2>
  %y0 = mixp.dequantize %q0 scale(%s0 : tensor<5x3xf8E8M0FNU>) block [1, 32] : tensor<5x77xf8E5M2> -> tensor<5x77xf32>
  %s1 = mixp.choose_scales symmetric %x storage(f8E4M3FN) block [1, 32] : tensor<5x77xf32> -> tensor<5x3xf8E8M0FNU>
  %q1 = mixp.quantize %x scale(%s1 : tensor<5x3xf8E8M0FNU>) block [1, 32] : tensor<5x77xf32> -> tensor<5x77xf8E4M3FN>
  %y1 = mixp.dequantize %q1 scale(%s1 : tensor<5x3xf8E8M0FNU>) block [1, 32] : tensor<5x77xf8E4M3FN> -> tensor<5x77xf32>
  %s2 = mixp.choose_scales symmetric %x storage(f6E3M2FN) block [1, 32] : tensor<5x77xf32> -> tensor<5x3xf8E8M0FNU>
  %q2 = mixp.quantize %x scale(%s2 : tensor<5x3xf8E8M0FNU>) block [1, 32] : tensor<5x77xf32> -> tensor<5x77xf6E3M2FN>
  %y2 = mixp.dequantize %q2 scale(%s2 : tensor<5x3xf8E8M0FNU>) block [1, 32] : tensor<5x77xf6E3M2FN> -> tensor<5x77xf32>
  %s3 = mixp.choose_scales symmetric %x storage(f6E2M3FN) block [1, 32] : tensor<5x77xf32> -> tensor<5x3xf8E8M0FNU>
  %q3 = mixp.quantize %x scale(%s3 : tensor<5x3xf8E8M0FNU>) block [1, 32] : tensor<5x77xf32> -> tensor<5x77xf6E2M3FN>
  %y3 = mixp.dequantize %q3 scale(%s3 : tensor<5x3xf8E8M0FNU>) block [1, 32] : tensor<5x77xf6E2M3FN> -> tensor<5x77xf32>
  %s4 = mixp.choose_scales symmetric %x storage(f4E2M1FN) block [1, 32] : tensor<5x77xf32> -> tensor<5x3xf8E8M0FNU>
  %q4 = mixp.quantize %x scale(%s4 : tensor<5x3xf8E8M0FNU>) block [1, 32] : tensor<5x77xf32> -> tensor<5x77xf4E2M1FN>
  %y4 = mixp.dequantize %q4 scale(%s4 : tensor<5x3xf8E8M0FNU>) block [1, 32] : tensor<5x77xf4E2M1FN> -> tensor<5x77xf32>
  %s5 = mixp.choose_scales symmetric %x storage(i8) block [1, 32] : tensor<5x77xf32> -> tensor<5x3xf8E8M0FNU>
  %q5 = mixp.quantize %x scale(%s5 : tensor<5x3xf8E8M0FNU>) block [1, 32] : tensor<5x77xf32> -> tensor<5x77xi8>
  %y5 = mixp.dequantize %q5 scale(%s5 : tensor<5x3xf8E8M0FNU>) block [1, 32] : tensor<5x77xi8> -> tensor<5x77xf32>
  return %y0, %y1, %y2, %y3, %y4, %y5 : tensor<5x77xf32>, tensor<5x77xf32>, tensor<5x77xf32>, tensor<5x77xf32>, tensor<5x77xf32>, tensor<5x77xf32>
}

// Blocks of 16 with f8E4M3FN scales; the scale of the whole tensor, 2^-3 here,
// is divided by before and multiplied by after.
func.func @nvfp4(%x: tensor<5x77xf32>) -> (tensor<5x77xf4E2M1FN>, tensor<5x5xf8E4M3FN>, tensor<5x77xf32>) {
  %t = arith.constant dense<0.125> : tensor<1x1xf32>
  %0 = mixp.quantize %x scale(%t : tensor<1x1xf32>) block [0, 0] : tensor<5x77xf32> -> tensor<5x77xbf16>
  %s = mixp.choose_scales symmetric %0 storage(f4E2M1FN) block [1, 16] : tensor<5x77xbf16> -> tensor<5x5xf8E4M3FN>
  %q = mixp.quantize %0 scale(%s : tensor<5x5xf8E4M3FN>) block [1, 16] : tensor<5x77xbf16> -> tensor<5x77xf4E2M1FN>
  %1 = mixp.dequantize %q scale(%s : tensor<5x5xf8E4M3FN>) block [1, 16] : tensor<5x77xf4E2M1FN> -> tensor<5x77xbf16>
  %y = mixp.dequantize %1 scale(%t : tensor<1x1xf32>) block [0, 0] : tensor<5x77xbf16> -> tensor<5x77xf32>
  return %q, %s, %y : tensor<5x77xf4E2M1FN>, tensor<5x5xf8E4M3FN>, tensor<5x77xf32>
}
