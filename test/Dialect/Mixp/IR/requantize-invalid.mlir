// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// C1: input and result have the same shape.
func.func @c1(%acc: tensor<3x5xi32>, %m: tensor<1x1xf32>) {
  // expected-error@+1 {{'mixp.requantize' op expected a result of its input's shape but got 'tensor<3x5xi32>' and 'tensor<15xi8>'}}
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x1xf32>) : tensor<3x5xi32> -> tensor<15xi8>
  return
}

// -----

// C3: scale and zero point obey the block rule.
func.func @c3(%acc: tensor<3x5xi32>, %m: tensor<1x2xf32>) {
  // expected-error@+1 {{cannot infer the block of scale in dim #1}}
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x2xf32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// C4: a zero point has an integer element type.
func.func @c4(%acc: tensor<3x5xi32>, %m: tensor<1x1xf32>) {
  // expected-error@+1 {{operand #2 must be ranked tensor without encoding of i32, but got 'tensor<1x1xf32>'}}
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x1xf32>) zero_point(%m : tensor<1x1xf32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// C5: `result_unsigned` is only on a signless result.
func.func @c5(%acc: tensor<3x5xi32>, %m: tensor<1x1xf32>) {
  // expected-error@+1 {{expected 'result_unsigned' only on a signless integer type but got 'ui8'; remove it}}
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x1xf32>) {result_unsigned} : tensor<3x5xi32> -> tensor<3x5xui8>
  return
}

// -----

// C6: a constant scale is positive and finite.
func.func @c6_scale(%acc: tensor<3x5xi32>) {
  %m = arith.constant dense<0x7F800000> : tensor<1x1xf32>
  // expected-error@+1 {{expected constant 'scale' to be positive and finite but got INF}}
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x1xf32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// C6: a constant zero point lies in the result's range.
func.func @c6_zero_point(%acc: tensor<3x5xi32>, %m: tensor<1x1xf32>) {
  %z = arith.constant dense<128> : tensor<1x1xi32>
  // expected-error@+1 {{expected constant 'zero_point' in the result's range [-128, 127] but got 128}}
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// C2: `onnx` has a scale.
func.func @c2_onnx(%acc: tensor<3x5xi32>, %m: tensor<1x1xi32>, %r: tensor<1x1xi8>) {
  // expected-error@+1 {{expected 'scale', and no 'multiplier' and 'shift', for the profile 'onnx'}}
  %0 = mixp.requantize onnx %acc multiplier(%m : tensor<1x1xi32>) shift(%r : tensor<1x1xi8>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// C2: the other profiles have a multiplier and a shift.
func.func @c2_tosa(%acc: tensor<3x5xi32>, %m: tensor<1x1xi32>) {
  // expected-error@+1 {{expected 'multiplier' and 'shift', and no 'scale', for the profile 'tosa_single'}}
  %0 = mixp.requantize tosa_single %acc multiplier(%m : tensor<1x1xi32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// C3: multiplier and shift share one block.
func.func @c3_shift(%acc: tensor<3x5xi32>, %m: tensor<1x5xi32>, %r: tensor<1x1xi8>) {
  // expected-error@+1 {{expected 'multiplier' and 'shift' to share one block but got [3, 1] and [3, 5]; broadcast the smaller tensor}}
  %0 = mixp.requantize tflite %acc multiplier(%m : tensor<1x5xi32>) shift(%r : tensor<1x1xi8>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// C3: the written block holds for the shift too.
func.func @c3_shift_block(%acc: tensor<3x5xi32>, %m: tensor<1x5xi32>, %r: tensor<1x4xi8>) {
  // expected-error@+1 {{expected dim #1 of shift to be 5 for a block of 1 but got 4}}
  %0 = mixp.requantize tflite %acc multiplier(%m : tensor<1x5xi32>) shift(%r : tensor<1x4xi8>) block [0, 1] : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// C7: a constant shift lies in the profile's range.
func.func @c7_tosa_shift(%acc: tensor<3x5xi32>, %m: tensor<1x2xi32>) {
  %r = arith.constant dense<[[2, 63]]> : tensor<1x2xi8>
  // expected-error@+1 {{expected constant 'shift' in [2, 62] for the profile 'tosa_double' but got 63; choose a multiplier and a shift in range, or another profile}}
  %0 = mixp.requantize tosa_double %acc multiplier(%m : tensor<1x2xi32>) shift(%r : tensor<1x2xi8>) block [0, 3] : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

func.func @c7_tflite_shift(%acc: tensor<3x5xi32>, %m: tensor<1x1xi32>) {
  %r = arith.constant dense<-31> : tensor<1x1xi8>
  // expected-error@+1 {{expected constant 'shift' in [-30, 31] for the profile 'tflite' but got -31}}
  %0 = mixp.requantize tflite %acc multiplier(%m : tensor<1x1xi32>) shift(%r : tensor<1x1xi8>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

func.func @c7_truncate_shift(%acc: tensor<3x5xi32>, %m: tensor<1x1xi32>) {
  %r = arith.constant dense<-1> : tensor<1x1xi8>
  // expected-error@+1 {{expected constant 'shift' in [0, 63] for the profile 'truncate' but got -1}}
  %0 = mixp.requantize truncate %acc multiplier(%m : tensor<1x1xi32>) shift(%r : tensor<1x1xi8>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// C7: a constant multiplier lies in the profile's range.
func.func @c7_multiplier(%acc: tensor<3x5xi32>, %r: tensor<1x1xi8>) {
  %m = arith.constant dense<-1> : tensor<1x1xi32>
  // expected-error@+1 {{expected constant 'multiplier' in [0, 2147483647] for the profile 'tosa_single' but got -1}}
  %0 = mixp.requantize tosa_single %acc multiplier(%m : tensor<1x1xi32>) shift(%r : tensor<1x1xi8>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}

// -----

// The profile is one of those that are defined.
func.func @profile(%acc: tensor<3x5xi32>, %m: tensor<1x1xf32>) {
  // expected-error@+1 {{expected one of [onnx, tflite, tosa_single, tosa_double, truncate] for the published rule by which an i32 accumulator is narrowed, got: guess}}
  %0 = mixp.requantize guess %acc scale(%m : tensor<1x1xf32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return
}
