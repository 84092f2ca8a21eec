// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// C1: input, filter and outs have the same rank, 3 to 5.
func.func @c1_rank(%x: tensor<2x3xi8>, %w: tensor<4x3xi8>, %c: tensor<2x4xi32>) {
  // expected-error@+1 {{'mixp.conv' op expected input, filter and outs of the same rank, 3 to 5, but got 2, 2 and 2}}
  %0 = mixp.conv ins(%x, %w : tensor<2x3xi8>, tensor<4x3xi8>) layout(nhwc_fhwc)
         outs(%c : tensor<2x4xi32>) -> tensor<2x4xi32>
  return
}

// -----

// C1: the batch agrees.
func.func @c1_batch(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<3x3x5x4xi32>) {
  // expected-error@+1 {{expected input and outs of the same batch size but got 2 and 3}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc)
         outs(%c : tensor<3x3x5x4xi32>) -> tensor<3x3x5x4xi32>
  return
}

// -----

// C1: O agrees.
func.func @c1_outputs(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x5xi32>) {
  // expected-error@+1 {{expected filter and outs of the same number of output channels but got 4 and 5}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x5xi32>) -> tensor<2x3x5x5xi32>
  return
}

// -----

// C1: the channels agree.
func.func @c1_channels(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x2xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected a filter of 3 channels for an input of 3 in 1 groups but got 2}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x2xi8>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C1: groups are at least 1.
func.func @c1_no_groups(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected groups of at least 1 but got 0}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc) groups(0)
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C1: groups divide the channels of the input.
func.func @c1_input_groups(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected groups that divide the channels of input but got 2 and 3}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc) groups(2)
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C1: groups divide the channels of the result.
func.func @c1_outs_groups(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x1xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected groups that divide the channels of outs but got 3 and 4}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x1xi8>) layout(nhwc_fhwc) groups(3)
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C2: a value per spatial dim.
func.func @c2_count(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected 2 values of 'strides', one for each spatial dim, but got 1}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc) strides [1]
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C2: strides are at least 1.
func.func @c2_strides(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected 'strides' of 1 to 1073741824 but got 0}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc) strides [1, 0]
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C2: dilations are at least 1.
func.func @c2_dilations(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected 'dilations' of 1 to 1073741824 but got -1}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc) dilations [-1, 1]
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C2: paddings are at least 0.
func.func @c2_pad_low(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected 'pad_low' of 0 to 1073741824 but got -1}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc) pad_low [0, -1]
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C2: paddings are no sizes of nowhere.
func.func @c2_pad_high(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected 'pad_high' of 0 to 1073741824 but got 9223372036854775807}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc) pad_high [0, 9223372036854775807]
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C3: the window is static.
func.func @c3_dynamic(%x: tensor<2x5x7x3xi8>, %w: tensor<4x?x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected a static window of 1 to 1073741824 elements in each spatial dim but got a filter of type 'tensor<4x?x3x3xi8>'; cast it to its size with tensor.cast}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x?x3x3xi8>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C3: the window is not empty.
func.func @c3_empty(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x0x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected a static window of 1 to 1073741824 elements in each spatial dim but got a filter of type 'tensor<4x3x0x3xi8>'}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x0x3xi8>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C3: with groups, channels are static.
func.func @c3_groups(%x: tensor<2x5x7x?xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected static channels beside groups; cast input, filter and outs to their numbers of channels with tensor.cast}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x?xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc) groups(2)
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C4: the spatial dims of outs are those of the formula.
func.func @c4(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected dim #2 of outs to be 3 but got 5}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc) strides [1, 2] pad_high [0, 1]
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C4: in either layout.
func.func @c4_nchw(%x: tensor<2x3x5x7xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x4x4x5xi32>) {
  // expected-error@+1 {{expected dim #2 of outs to be 3 but got 4}}
  %0 = mixp.conv ins(%x, %w : tensor<2x3x5x7xi8>, tensor<4x3x3x3xi8>) layout(nchw_fchw)
         outs(%c : tensor<2x4x4x5xi32>) -> tensor<2x4x4x5xi32>
  return
}

// -----

// C4: a window that does not fit gives nothing.
func.func @c4_does_not_fit(%x: tensor<2x2x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x1x5x4xi32>) {
  // expected-error@+1 {{expected dim #1 of outs to be 0 but got 1}}
  %0 = mixp.conv ins(%x, %w : tensor<2x2x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc)
         outs(%c : tensor<2x1x5x4xi32>) -> tensor<2x1x5x4xi32>
  return
}

// -----

// C5: the block rule holds.
func.func @c5_block(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %p: tensor<3x1x1x1xf32>, %c: tensor<2x3x5x4xf32>) {
  // expected-error@+1 {{expected dim #0 of filter_scale to be 4 for a block of 1 but got 3}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) filter_scale(%p : tensor<3x1x1x1xf32>) filter_block [1, 0, 0, 0] layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xf32>) -> tensor<2x3x5x4xf32>
  return
}

// -----

// C5: a block belongs to a scale or zero point.
func.func @c5_lonely_block(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected 'input_block' only beside 'input_scale' or 'input_zero_point'; remove it}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) input_block [0, 0, 0, 0] layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C5: the input's scale does not vary within an element of the batch.
func.func @c5_input(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %p: tensor<1x1x1x3xf32>, %c: tensor<2x3x5x4xf32>) {
  // expected-error@+1 {{expected one 'input_scale' for the whole operand or for each element of the batch but got 'tensor<1x1x1x3xf32>' in blocks of [2, 5, 7, 1]; dequantize the operand with mixp.dequantize}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) input_scale(%p : tensor<1x1x1x3xf32>) input_block [0, 0, 0, 1] layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xf32>) -> tensor<2x3x5x4xf32>
  return
}

// -----

// C5: the filter's zero point does not vary within an output channel.
func.func @c5_filter(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %p: tensor<2x1x1x1xi32>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected one 'filter_zero_point' for the whole operand, for each output channel, or for blocks of one element of the window and channels that they divide, but got 'tensor<2x1x1x1xi32>' in blocks of [2, 3, 3, 3]; dequantize the operand with mixp.dequantize}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) filter_zero_point(%p : tensor<2x1x1x1xi32>) filter_block [2, 0, 0, 0] layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C5: groups of channels are groups of each element of the window.
func.func @c5_groups_across_the_window(%x: tensor<2x5x7x6xi8>, %w: tensor<4x3x3x6xi8>, %p: tensor<4x1x1x2xf32>, %c: tensor<2x3x5x4xf32>) {
  // expected-error@+1 {{or for blocks of one element of the window and channels that they divide, but got 'tensor<4x1x1x2xf32>' in blocks of [1, 3, 3, 3]; dequantize the operand with mixp.dequantize}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x6xi8>, tensor<4x3x3x6xi8>) filter_scale(%p : tensor<4x1x1x2xf32>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xf32>) -> tensor<2x3x5x4xf32>
  return
}

// -----

// C5: groups divide the channels.
func.func @c5_partial_group(%x: tensor<2x7x6xi8>, %w: tensor<4x3x6xi8>, %p: tensor<4x3x2xf32>, %c: tensor<2x5x4xf32>) {
  // expected-error@+1 {{or for blocks of one element of the window and channels that they divide, but got 'tensor<4x3x2xf32>' in blocks of [1, 1, 4]}}
  %0 = mixp.conv ins(%x, %w : tensor<2x7x6xi8>, tensor<4x3x6xi8>) filter_scale(%p : tensor<4x3x2xf32>) filter_block [1, 1, 4] layout(nhwc_fhwc)
         outs(%c : tensor<2x5x4xf32>) -> tensor<2x5x4xf32>
  return
}

// -----

// C6: integers without scales give i32.
func.func @c6_integer(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xf32>) {
  // expected-error@+1 {{expected outs of i32 for integer operands without scales but got 'f32'; add a scale or convert afterwards}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xf32>) -> tensor<2x3x5x4xf32>
  return
}

// -----

// C6: a float operand gives a float.
func.func @c6_float(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xbf16>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected outs of a float type for float or scaled operands but got 'i32'}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xbf16>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C7: zero points need an integer operand.
func.func @c7_float_operand(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xf16>, %p: tensor<1x1x1x1xi32>, %c: tensor<2x3x5x4xf32>) {
  // expected-error@+1 {{expected 'filter_zero_point' only on an integer operand but got 'f16'}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xf16>) filter_zero_point(%p : tensor<1x1x1x1xi32>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xf32>) -> tensor<2x3x5x4xf32>
  return
}

// -----

// C7: f32 zero points need a scale.
func.func @c7_f32(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %p: tensor<1x1x1x1xf32>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected 'input_scale' beside an f32 'input_zero_point'; use an i32 zero point or add a scale}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) input_zero_point(%p : tensor<1x1x1x1xf32>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x5x4xi32>
  return
}

// -----

// C7: padding is a stored value.
func.func @c7_padding(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %p: tensor<1x1x1x1xf32>, %c: tensor<2x3x6x4xf32>) {
  // expected-error@+1 {{expected an i32 'input_zero_point' beside padding, which is a stored value; round it, or dequantize the input with mixp.dequantize}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) input_scale(%p : tensor<1x1x1x1xf32>) input_zero_point(%p : tensor<1x1x1x1xf32>) layout(nhwc_fhwc) pad_low [0, 1]
         outs(%c : tensor<2x3x6x4xf32>) -> tensor<2x3x6x4xf32>
  return
}

// -----

// C8: `input_unsigned` is only on a signless integer operand.
func.func @c8_input(%x: tensor<2x5x7x3xui8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected 'input_unsigned' only on a signless integer type but got 'ui8'; remove it}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xui8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xi32>) {input_unsigned} -> tensor<2x3x5x4xi32>
  return
}

// -----

// C8: `filter_unsigned` is only on a signless integer operand.
func.func @c8_filter(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xf32>, %c: tensor<2x3x5x4xf32>) {
  // expected-error@+1 {{expected 'filter_unsigned' only on a signless integer type but got 'f32'; remove it}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xf32>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xf32>) {filter_unsigned} -> tensor<2x3x5x4xf32>
  return
}

// -----

// C9: the result has the type of outs.
func.func @c9(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xi32>) {
  // expected-error@+1 {{expected type of operand #2 ('tensor<2x3x5x4xi32>') to match type of corresponding result ('tensor<2x3x?x4xi32>')}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xi32>) -> tensor<2x3x?x4xi32>
  return
}

// -----

// C10: a constant scale is positive and finite.
func.func @c10_scale(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x5x4xf32>) {
  %s = arith.constant dense<0.0> : tensor<1x1x1x1xf32>
  // expected-error@+1 {{expected constant 'filter_scale' to be positive and finite but got 0.000000e+00}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) filter_scale(%s : tensor<1x1x1x1xf32>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xf32>) -> tensor<2x3x5x4xf32>
  return
}

// -----

// C10: a constant f32 zero point is finite.
func.func @c10_f32(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %p: tensor<1x1x1x1xf32>, %c: tensor<2x3x5x4xf32>) {
  %z = arith.constant dense<0x7F800000> : tensor<1x1x1x1xf32>
  // expected-error@+1 {{expected constant 'filter_zero_point' to be finite but got INF}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) filter_scale(%p : tensor<1x1x1x1xf32>) filter_zero_point(%z : tensor<1x1x1x1xf32>) layout(nhwc_fhwc)
         outs(%c : tensor<2x3x5x4xf32>) -> tensor<2x3x5x4xf32>
  return
}

// -----

// C10: beside padding, a constant zero point of the input is in the range of its type.
func.func @c10_range(%x: tensor<2x5x7x3xi8>, %w: tensor<4x3x3x3xi8>, %c: tensor<2x3x6x4xi32>) {
  %z = arith.constant dense<128> : tensor<1x1x1x1xi32>
  // expected-error@+1 {{expected constant 'input_zero_point' in the input's range [-128, 127] but got 128}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) input_zero_point(%z : tensor<1x1x1x1xi32>) layout(nhwc_fhwc) pad_low [0, 1]
         outs(%c : tensor<2x3x6x4xi32>) -> tensor<2x3x6x4xi32>
  return
}

// -----

// C11: a precision is about f32 operands.
func.func @c11(%x: tensor<2x5x7x3xf32>, %w: tensor<4x3x3x3xf16>, %c: tensor<2x3x5x4xf32>) {
  // expected-error@+1 {{expected precision tf32 only on f32 operands but got 'f32' and 'f16'; remove it}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xf32>, tensor<4x3x3x3xf16>) layout(nhwc_fhwc) precision(tf32)
         outs(%c : tensor<2x3x5x4xf32>) -> tensor<2x3x5x4xf32>
  return
}
