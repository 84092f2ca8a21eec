// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// C1: scale and zero point obey the block rule.
func.func @fake_quantize_c1(%x: tensor<3x5xf32>, %s: tensor<1x2xf32>) {
  // expected-error@+1 {{'mixp.fake_quantize' op cannot infer the block of scale in dim #1}}
  %0 = mixp.fake_quantize %x storage(i8) scale(%s : tensor<1x2xf32>) : tensor<3x5xf32>
  return
}

// -----

// C2: `storage` is a type that mixp.quantize has results of.
func.func @fake_quantize_c2(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected a storage type of i1 to i8, ui1 to ui8, i16, i32, bf16, f16 or an 8-, 6- or 4-bit float (f8E8M0FNU only as a scale) but got 'f8E8M0FNU'}}
  %0 = mixp.fake_quantize %x storage(f8E8M0FNU) : tensor<3x5xf32>
  return
}

// -----

// C3: a zero point has an integer `storage`.
func.func @fake_quantize_c3(%x: tensor<3x5xf32>, %z: tensor<1x1xi32>) {
  // expected-error@+1 {{expected integer storage beside 'zero_point' but got 'f8E5M2'; a float format has no zero point}}
  %0 = mixp.fake_quantize %x storage(f8E5M2) zero_point(%z : tensor<1x1xi32>) : tensor<3x5xf32>
  return
}

// -----

// C4: a constant scale is positive and finite.
func.func @fake_quantize_c4_scale(%x: tensor<3x5xf32>) {
  %s = arith.constant dense<0.0> : tensor<1x1xf32>
  // expected-error@+1 {{expected constant 'scale' to be positive and finite but got 0}}
  %0 = mixp.fake_quantize %x storage(i8) scale(%s : tensor<1x1xf32>) : tensor<3x5xf32>
  return
}

// -----

// C4: a constant zero point lies in the range of `storage`.
func.func @fake_quantize_c4_zero_point(%x: tensor<3x5xf32>) {
  %z = arith.constant dense<-1> : tensor<1x1xi32>
  // expected-error@+1 {{expected constant 'zero_point' in the result's range [0, 15] but got -1}}
  %0 = mixp.fake_quantize %x storage(ui4) zero_point(%z : tensor<1x1xi32>) : tensor<3x5xf32>
  return
}

// -----

// C1: scale and zero point obey the block rule.
func.func @fake_quantize_grad_c1(%x: tensor<3x5xf32>, %s: tensor<1x2xf32>) {
  // expected-error@+1 {{'mixp.fake_quantize_grad' op cannot infer the block of scale in dim #1}}
  %0 = mixp.fake_quantize_grad %x at %x storage(i8) scale(%s : tensor<1x2xf32>) : tensor<3x5xf32>
  return
}

// -----

// C2: `storage` is a type that mixp.quantize has results of.
func.func @fake_quantize_grad_c2(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected a storage type of i1 to i8, ui1 to ui8, i16, i32, bf16, f16 or an 8-, 6- or 4-bit float (f8E8M0FNU only as a scale) but got 'f8E8M0FNU'}}
  %0 = mixp.fake_quantize_grad %x at %x storage(f8E8M0FNU) : tensor<3x5xf32>
  return
}

// -----

// C3: a zero point has an integer `storage`.
func.func @fake_quantize_grad_c3(%x: tensor<3x5xf32>, %z: tensor<1x1xi32>) {
  // expected-error@+1 {{expected integer storage beside 'zero_point' but got 'f8E5M2'; a float format has no zero point}}
  %0 = mixp.fake_quantize_grad %x at %x storage(f8E5M2) zero_point(%z : tensor<1x1xi32>) : tensor<3x5xf32>
  return
}

// -----

// C4: a constant scale is positive and finite.
func.func @fake_quantize_grad_c4_scale(%x: tensor<3x5xf32>) {
  %s = arith.constant dense<0.0> : tensor<1x1xf32>
  // expected-error@+1 {{expected constant 'scale' to be positive and finite but got 0}}
  %0 = mixp.fake_quantize_grad %x at %x storage(i8) scale(%s : tensor<1x1xf32>) : tensor<3x5xf32>
  return
}

// -----

// C4: a constant zero point lies in the range of `storage`.
func.func @fake_quantize_grad_c4_zero_point(%x: tensor<3x5xf32>) {
  %z = arith.constant dense<-1> : tensor<1x1xi32>
  // expected-error@+1 {{expected constant 'zero_point' in the result's range [0, 15] but got -1}}
  %0 = mixp.fake_quantize_grad %x at %x storage(ui4) zero_point(%z : tensor<1x1xi32>) : tensor<3x5xf32>
  return
}
