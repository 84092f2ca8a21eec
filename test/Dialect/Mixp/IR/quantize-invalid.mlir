// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// C1: input and result have the same shape.
func.func @c1(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{'mixp.quantize' op expected a result of its input's shape but got 'tensor<3x5xf32>' and 'tensor<5x3xi8>'}}
  %0 = mixp.quantize %x : tensor<3x5xf32> -> tensor<5x3xi8>
  return
}

// -----

// C2: the block rule: rank.
func.func @c2_rank(%x: tensor<3x5xf32>, %s: tensor<1xf32>) {
  // expected-error@+1 {{expected scale of rank 2 like its operand but got rank 1}}
  %0 = mixp.quantize %x scale(%s : tensor<1xf32>) : tensor<3x5xf32> -> tensor<3x5xi8>
  return
}

// -----

// C2: the block rule: one size per dim.
func.func @c2_block_rank(%x: tensor<3x5xf32>, %s: tensor<1x1xf32>) {
  // expected-error@+1 {{expected a block of 2 sizes for scale but got 1}}
  %0 = mixp.quantize %x scale(%s : tensor<1x1xf32>) block [0] : tensor<3x5xf32> -> tensor<3x5xi8>
  return
}

// -----

// C2: the block rule: no negative sizes.
func.func @c2_negative(%x: tensor<3x5xf32>, %s: tensor<1x1xf32>) {
  // expected-error@+1 {{expected a block size of at least 0 in dim #1 of scale but got -9223372036854775808}}
  %0 = mixp.quantize %x scale(%s : tensor<1x1xf32>) block [3, -9223372036854775808] : tensor<3x5xf32> -> tensor<3x5xi8>
  return
}

// -----

// C2: the block rule: the scale's size follows from the block.
func.func @c2_size(%x: tensor<3x5xf32>, %s: tensor<3x3xf32>) {
  // expected-error@+1 {{expected dim #1 of scale to be 2 for a block of 4 but got 3}}
  %0 = mixp.quantize %x scale(%s : tensor<3x3xf32>) block [1, 4] : tensor<3x5xf32> -> tensor<3x5xi8>
  return
}

// -----

// C2: the block rule: a whole dim has one static scale.
func.func @c2_whole_dim(%x: tensor<3x?xf32>, %s: tensor<3x?xf32>) {
  // expected-error@+1 {{expected dim #1 of scale to be 1 for a block of 0 but got a dynamic size}}
  %0 = mixp.quantize %x scale(%s : tensor<3x?xf32>) block [1, 0] : tensor<3x?xf32> -> tensor<3x?xi8>
  return
}

// -----

// C2: the block rule: sizes that do not divide need a block.
func.func @c2_does_not_divide(%x: tensor<3x5xf32>, %s: tensor<3x2xf32>) {
  // expected-error@+1 {{cannot infer the block of scale in dim #1: sizes are not static or do not divide; write the block sizes}}
  %0 = mixp.quantize %x scale(%s : tensor<3x2xf32>) : tensor<3x5xf32> -> tensor<3x5xi8>
  return
}

// -----

// C2: the block rule: dynamic sizes need a block.
func.func @c2_dynamic(%x: tensor<?x5xf32>, %s: tensor<1x1xf32>) {
  // expected-error@+1 {{cannot infer the block of scale in dim #0}}
  %0 = mixp.quantize %x scale(%s : tensor<1x1xf32>) : tensor<?x5xf32> -> tensor<?x5xi8>
  return
}

// -----

// C2: the block rule: no scales for elements.
func.func @c2_no_scales(%x: tensor<3x5xf32>, %s: tensor<3x0xf32>) {
  // expected-error@+1 {{cannot infer the block of scale in dim #1}}
  %0 = mixp.quantize %x scale(%s : tensor<3x0xf32>) : tensor<3x5xf32> -> tensor<3x5xi8>
  return
}

// -----

// C2: the block rule: no more scales than elements.
func.func @c2_too_many(%x: tensor<0x5xf32>, %s: tensor<7x1xf32>) {
  // expected-error@+1 {{cannot infer the block of scale in dim #0}}
  %0 = mixp.quantize %x scale(%s : tensor<7x1xf32>) : tensor<0x5xf32> -> tensor<0x5xi8>
  return
}

// -----

// C2: scale and zero point share one block.
func.func @c2_shared(%x: tensor<3x5xf32>, %s: tensor<3x1xf32>, %z: tensor<1x1xi32>) {
  // expected-error@+1 {{expected 'scale' and 'zero_point' to share one block but got [1, 5] and [3, 5]; broadcast the smaller tensor}}
  %0 = mixp.quantize %x scale(%s : tensor<3x1xf32>) zero_point(%z : tensor<1x1xi32>) : tensor<3x5xf32> -> tensor<3x5xi8>
  return
}

// -----

// C2: a block belongs to a scale or zero point.
func.func @c2_lonely_block(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected 'block' only beside 'scale' or 'zero_point'; remove it}}
  %0 = mixp.quantize %x block [1, 5] : tensor<3x5xf32> -> tensor<3x5xi8>
  return
}

// -----

// C3: a zero point has an integer element type.
func.func @c3_type(%x: tensor<3x5xf32>, %z: tensor<1x1xf32>) {
  // expected-error@+1 {{operand #1 must be ranked tensor without encoding of i32, but got 'tensor<1x1xf32>'}}
  %0 = mixp.quantize %x zero_point(%z : tensor<1x1xf32>) : tensor<3x5xf32> -> tensor<3x5xi8>
  return
}

// -----

// C3: a zero point needs an integer result.
func.func @c3_result(%x: tensor<3x5xf32>, %z: tensor<1x1xi32>) {
  // expected-error@+1 {{expected an integer result beside 'zero_point' but got 'f16'; a float format has no zero point}}
  %0 = mixp.quantize %x zero_point(%z : tensor<1x1xi32>) : tensor<3x5xf32> -> tensor<3x5xf16>
  return
}

// -----

// C4: `result_unsigned` is only on a signless integer result.
func.func @c4(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected 'result_unsigned' only on a signless integer type but got 'bf16'; remove it}}
  %0 = mixp.quantize %x {result_unsigned} : tensor<3x5xf32> -> tensor<3x5xbf16>
  return
}

// -----

// C5: a constant scale is positive and finite.
func.func @c5_zero(%x: tensor<3x5xf32>) {
  %s = arith.constant dense<[[0.5], [0.0], [1.0]]> : tensor<3x1xf32>
  // expected-error@+1 {{expected constant 'scale' to be positive and finite but got 0.000000e+00}}
  %0 = mixp.quantize %x scale(%s : tensor<3x1xf32>) : tensor<3x5xf32> -> tensor<3x5xi8>
  return
}

// -----

// C5: a constant scale is positive and finite.
func.func @c5_nan(%x: tensor<3x5xf32>) {
  %s = arith.constant dense<0x7FC00000> : tensor<1x1xf32>
  // expected-error@+1 {{expected constant 'scale' to be positive and finite but got nan}}
  %0 = mixp.quantize %x scale(%s : tensor<1x1xf32>) : tensor<3x5xf32> -> tensor<3x5xi8>
  return
}

// -----

// C5: a constant zero point lies in the result's range.
func.func @c5_zero_point(%x: tensor<3x5xf32>) {
  %z = arith.constant dense<-1> : tensor<1x1xi32>
  // expected-error@+1 {{expected constant 'zero_point' in the result's range [0, 15] but got -1}}
  %0 = mixp.quantize %x zero_point(%z : tensor<1x1xi32>) {result_unsigned} : tensor<3x5xf32> -> tensor<3x5xi4>
  return
}
