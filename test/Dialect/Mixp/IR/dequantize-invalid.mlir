// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// C1: input and result have the same shape.
func.func @c1(%q: tensor<3x?xi8>) {
  // expected-error@+1 {{'mixp.dequantize' op expected a result of its input's shape but got 'tensor<3x?xi8>' and 'tensor<3x5xf32>'}}
  %0 = mixp.dequantize %q : tensor<3x?xi8> -> tensor<3x5xf32>
  return
}

// -----

// C2: scale and zero point obey the block rule.
func.func @c2(%q: tensor<3x5xi8>, %z: tensor<3x2xf32>) {
  // expected-error@+1 {{expected dim #1 of zero_point to be 3 for a block of 2 but got 2}}
  %0 = mixp.dequantize %q zero_point(%z : tensor<3x2xf32>) block [1, 2] : tensor<3x5xi8> -> tensor<3x5xf32>
  return
}

// -----

// C3: `input_unsigned` is only on a signless integer input.
func.func @c3(%q: tensor<3x5xui4>) {
  // expected-error@+1 {{expected 'input_unsigned' only on a signless integer type but got 'ui4'; remove it}}
  %0 = mixp.dequantize %q {input_unsigned} : tensor<3x5xui4> -> tensor<3x5xf32>
  return
}

// -----

// C4: a zero point needs an integer input.
func.func @c4(%q: tensor<3x5xf16>, %z: tensor<1x1xf32>) {
  // expected-error@+1 {{expected an integer input beside 'zero_point' but got 'f16'; a float format has no zero point}}
  %0 = mixp.dequantize %q zero_point(%z : tensor<1x1xf32>) : tensor<3x5xf16> -> tensor<3x5xf32>
  return
}

// -----

// C5: a constant scale is positive and finite.
func.func @c5_scale(%q: tensor<3x5xi8>) {
  %s = arith.constant dense<-0.5> : tensor<1x1xf32>
  // expected-error@+1 {{expected constant 'scale' to be positive and finite but got -5.000000e-01}}
  %0 = mixp.dequantize %q scale(%s : tensor<1x1xf32>) : tensor<3x5xi8> -> tensor<3x5xf32>
  return
}

// -----

// C5: a constant f32 zero point is finite.
func.func @c5_zero_point(%q: tensor<3x5xi8>) {
  %z = arith.constant dense<0x7F800000> : tensor<1x1xf32>
  // expected-error@+1 {{expected constant 'zero_point' to be finite but got INF}}
  %0 = mixp.dequantize %q zero_point(%z : tensor<1x1xf32>) : tensor<3x5xi8> -> tensor<3x5xf32>
  return
}
