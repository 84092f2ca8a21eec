// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// C1: `dim` is one of the input's dims.
func.func @c1(%w: tensor<8x5xi8>) {
  // expected-error@+1 {{'mixp.sparse_encode' op expected 'dim' of one of the input's 2 dims but got 2}}
  %v, %m = mixp.sparse_encode %w dim(2) : tensor<8x5xi8> -> tensor<4x5xi8>, tensor<4x5xui2>
  return
}

// -----

// C2: its size is a multiple of 4.
func.func @c2(%w: tensor<8x6xi8>) {
  // expected-error@+1 {{expected a size that is a multiple of 4 in dim #1 but got 6; pad the input with zeros}}
  %v, %m = mixp.sparse_encode %w dim(1) : tensor<8x6xi8> -> tensor<8x3xi8>, tensor<8x3xui2>
  return
}

// -----

// C3: values have half the size.
func.func @c3_values(%w: tensor<8x5xi8>) {
  // expected-error@+1 {{expected values of shape [4, 5] but got 'tensor<8x5xi8>'}}
  %v, %m = mixp.sparse_encode %w dim(0) : tensor<8x5xi8> -> tensor<8x5xi8>, tensor<4x5xui2>
  return
}

// -----

// C3: metadata have the shape of values.
func.func @c3_metadata(%w: tensor<8x5xi8>) {
  // expected-error@+1 {{expected metadata of shape [4, 5] but got 'tensor<4x4xui2>'}}
  %v, %m = mixp.sparse_encode %w dim(0) : tensor<8x5xi8> -> tensor<4x5xi8>, tensor<4x4xui2>
  return
}

// -----

// C4: values have the input's element type.
func.func @c4(%w: tensor<8x5xi8>) {
  // expected-error@+1 {{expected values of the input's element type 'i8' but got 'i4'}}
  %v, %m = mixp.sparse_encode %w dim(0) : tensor<8x5xi8> -> tensor<4x5xi4>, tensor<4x5xui2>
  return
}

// -----

// C5: `input_unsigned` is only on a signless integer.
func.func @c5(%w: tensor<8x5xf32>) {
  // expected-error@+1 {{expected 'input_unsigned' only on a signless integer type but got 'f32'; remove it}}
  %v, %m = mixp.sparse_encode %w dim(0) {input_unsigned} : tensor<8x5xf32> -> tensor<4x5xf32>, tensor<4x5xui2>
  return
}
