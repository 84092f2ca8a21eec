// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// C1: input and result have the same shape.
func.func @c1(%acc: tensor<3x5xi32>, %m: tensor<1x1xf32>) {
  // expected-error@+1 {{'mixp.requantize' op expected a result of its input's shape but got 'tensor<3x5xi32>' and 'tensor<15xi8>'}}
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x1xf32>) : tensor<3x5xi32> -> tensor<15xi8>
  return
}

// -----

// C2: scale and zero point obey the block rule.
func.func @c2(%acc: tensor<3x5xi32>, %m: tensor<1x2xf32>) {
  // expected-error@+1 {{cannot infer the block of scale in dim #1}}
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x2xf32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// C3: a zero point has an integer element type.
func.func @c3(%acc: tensor<3x5xi32>, %m: tensor<1x1xf32>) {
  // expected-error@+1 {{operand #2 must be ranked tensor without encoding of i32, but got 'tensor<1x1xf32>'}}
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x1xf32>) zero_point(%m : tensor<1x1xf32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// C4: `result_unsigned` is only on a signless result.
func.func @c4(%acc: tensor<3x5xi32>, %m: tensor<1x1xf32>) {
  // expected-error@+1 {{expected 'result_unsigned' only on a signless integer type but got 'ui8'; remove it}}
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x1xf32>) {result_unsigned} : tensor<3x5xi32> -> tensor<3x5xui8>
  return
}

// -----

// C5: a constant scale is positive and finite.
func.func @c5_scale(%acc: tensor<3x5xi32>) {
  %m = arith.constant dense<0x7F800000> : tensor<1x1xf32>
  // expected-error@+1 {{expected constant 'scale' to be positive and finite but got INF}}
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x1xf32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// C5: a constant zero point lies in the result's range.
func.func @c5_zero_point(%acc: tensor<3x5xi32>, %m: tensor<1x1xf32>) {
  %z = arith.constant dense<128> : tensor<1x1xi32>
  // expected-error@+1 {{expected constant 'zero_point' in the result's range [-128, 127] but got 128}}
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// The profile is one of those that are defined.
func.func @profile(%acc: tensor<3x5xi32>, %m: tensor<1x1xf32>) {
  // expected-error@+1 {{expected one of [onnx, tflite, tosa_single, tosa_double, truncate] for the published rule by which an i32 accumulator is narrowed, got: guess}}
  %0 = mixp.requantize guess %acc scale(%m : tensor<1x1xf32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}
