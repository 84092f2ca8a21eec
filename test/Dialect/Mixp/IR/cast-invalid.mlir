// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// C1: input and result have the same shape.
func.func @c1_sizes(%x: tensor<4xf32>) {
  // expected-error@+1 {{'mixp.cast' op expected a result of its input's shape but got 'tensor<4xf32>' and 'tensor<5xbf16>'; change dims between static and dynamic with tensor.cast}}
  %0 = mixp.cast %x : tensor<4xf32> -> tensor<5xbf16>
  return
}

// -----

// C1: a static dim and a dynamic one differ.
func.func @c1_dynamic(%x: tensor<?xf32>) {
  // expected-error@+1 {{expected a result of its input's shape but got 'tensor<?xf32>' and 'tensor<4xbf16>'}}
  %0 = mixp.cast %x : tensor<?xf32> -> tensor<4xbf16>
  return
}

// -----

// C2: a float -> integer cast has `saturate`.
func.func @c2(%x: tensor<4xf32>) {
  // expected-error@+1 {{'mixp.cast' op expected 'saturate' on a cast from 'f32' to 'i8': there is no other meaning; add it}}
  %0 = mixp.cast %x : tensor<4xf32> -> tensor<4xi8>
  return
}

// -----

// C3: `input_unsigned` is only on signless integers.
func.func @c3_input(%x: tensor<4xui8>) {
  // expected-error@+1 {{'mixp.cast' op expected 'input_unsigned' only on a signless integer type but got 'ui8'; remove it}}
  %0 = mixp.cast %x {input_unsigned} : tensor<4xui8> -> tensor<4xi32>
  return
}

// -----

// C3: `result_unsigned` is only on signless integers.
func.func @c3_result(%x: tensor<4xi8>) {
  // expected-error@+1 {{expected 'result_unsigned' only on a signless integer type but got 'f32'; remove it}}
  %0 = mixp.cast %x {result_unsigned} : tensor<4xi8> -> tensor<4xf32>
  return
}

// -----

// The element types are those of the dialect, without an encoding.
func.func @element_type(%x: tensor<4xf80>) {
  // expected-error@+1 {{operand #0 must be ranked tensor without encoding of}}
  %0 = mixp.cast %x : tensor<4xf80> -> tensor<4xf32>
  return
}

// -----

func.func @encoding(%x: tensor<4xf32, "sparse">) {
  // expected-error@+1 {{operand #0 must be ranked tensor without encoding of}}
  %0 = mixp.cast %x : tensor<4xf32, "sparse"> -> tensor<4xf16>
  return
}

// -----

func.func @unranked(%x: tensor<*xf32>) {
  // expected-error@+1 {{invalid kind of type specified: expected builtin.tensor, but found 'tensor<*xf32>'}}
  %0 = mixp.cast %x : tensor<*xf32> -> tensor<*xf16>
  return
}

// -----

func.func @rounding(%x: tensor<4xf32>) {
  // expected-error@+1 {{expected one of [nearest_even, nearest_away, toward_zero, floor, ceil, stochastic] for how mixp.cast chooses between the two neighbours of a real value, got: sideways}}
  %0 = mixp.cast %x rounding(sideways) : tensor<4xf32> -> tensor<4xf16>
  return
}
