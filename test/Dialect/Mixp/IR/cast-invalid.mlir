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

// C2: NaN and infinities have no place in f4 and f6 either.
func.func @c2_float_to_f4(%x: tensor<4xf8E4M3FN>) {
  // expected-error@+1 {{'mixp.cast' op expected 'saturate' on a cast from 'f8E4M3FN' to 'f4E2M1FN': there is no other meaning; add it}}
  %0 = mixp.cast %x : tensor<4xf8E4M3FN> -> tensor<4xf4E2M1FN>
  return
}

// -----

// C2: 7 is beyond 6. (i3 goes from -4 to 3.)
func.func @c2_integer_to_f4(%x: tensor<4xi3>, %y: tensor<4xui3>) {
  %0 = mixp.cast %x : tensor<4xi3> -> tensor<4xf4E2M1FN>
  // expected-error@+1 {{expected 'saturate' on a cast from 'ui3' to 'f4E2M1FN'}}
  %1 = mixp.cast %y : tensor<4xui3> -> tensor<4xf4E2M1FN>
  return
}

// -----

// C2: the flag makes 31 of 5 bits.
func.func @c2_unsigned_to_f6(%x: tensor<4xi5>) {
  %0 = mixp.cast %x : tensor<4xi5> -> tensor<4xf6E3M2FN>
  // expected-error@+1 {{expected 'saturate' on a cast from 'i5' to 'f6E3M2FN'}}
  %1 = mixp.cast %x {input_unsigned} : tensor<4xi5> -> tensor<4xf6E3M2FN>
  return
}

// -----

// C4: there is a `seed` exactly with the rounding `stochastic`.
func.func @c4_missing(%x: tensor<4xf32>) {
  // expected-error@+1 {{'mixp.cast' op expected 'seed' with the rounding 'stochastic' and only there; add seed(%s : i64)}}
  %0 = mixp.cast %x rounding(stochastic) : tensor<4xf32> -> tensor<4xf16>
  return
}

// -----

// C4
func.func @c4_superfluous(%x: tensor<4xf32>, %s: i64) {
  // expected-error@+1 {{'mixp.cast' op expected 'seed' with the rounding 'stochastic' and only there; remove it}}
  %0 = mixp.cast %x seed(%s) : tensor<4xf32> -> tensor<4xf16>
  return
}

// -----

// C5: `origin` and `within` are only with the rounding `stochastic`.
func.func @c5_rounding(%x: tensor<4xf32>, %i: index) {
  // expected-error@+1 {{'mixp.cast' op expected 'origin' and 'within' only with the rounding 'stochastic'; remove them}}
  %0 = mixp.cast %x origin[%i] within[%i] : tensor<4xf32> -> tensor<4xf16>
  return
}

// -----

// C5: both or none.
func.func @c5_one_of_them(%x: tensor<4xf32>, %s: i64, %i: index) {
  // expected-error@+1 {{'mixp.cast' op expected 'origin' and 'within' both to have 1 values, one per dim, but got 1 and 0}}
  %0 = mixp.cast %x rounding(stochastic) seed(%s) origin[%i] : tensor<4xf32> -> tensor<4xf16>
  return
}

// -----

// C5: a value per dim.
func.func @c5_rank(%x: tensor<4x3xf32>, %s: i64, %i: index) {
  // expected-error@+1 {{expected 'origin' and 'within' both to have 2 values, one per dim, but got 1 and 1}}
  %0 = mixp.cast %x rounding(stochastic) seed(%s) origin[%i] within[%i] : tensor<4x3xf32> -> tensor<4x3xf16>
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
