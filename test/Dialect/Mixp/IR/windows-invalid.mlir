// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// C1: the result has the input's element type.
func.func @c1_type(%x: tensor<1x7x3xi8>) {
  // expected-error@+1 {{'mixp.windows' op expected a result of 'i8' but got 'f32'}}
  %0 = mixp.windows %x strides [1] dilations [1] : tensor<1x7x3xi8> -> tensor<1x5x3x3xf32>
  return
}

// -----

// C1: and a window dim for each spatial dim.
func.func @c1_rank(%x: tensor<1x7x3xi8>) {
  // expected-error@+1 {{expected ranks 3 and 4 for 1 strides but got 3 and 5}}
  %0 = mixp.windows %x strides [1] dilations [1] : tensor<1x7x3xi8> -> tensor<1x5x3x1x3xi8>
  return
}

// -----

// C2: strides and dilations are at least 1.
func.func @c2(%x: tensor<1x7x3xi8>) {
  // expected-error@+1 {{expected strides and dilations of at least 1 for each spatial dim, and at least one group}}
  %0 = mixp.windows %x strides [0] dilations [1] : tensor<1x7x3xi8> -> tensor<1x5x3x3xi8>
  return
}

// -----

// C3: batch and channels agree.
func.func @c3_batch(%x: tensor<2x7x3xi8>) {
  // expected-error@+1 {{expected the batch of the input, and its channels in 1 groups, but got 'tensor<1x5x3x3xi8>'}}
  %0 = mixp.windows %x strides [1] dilations [1] : tensor<2x7x3xi8> -> tensor<1x5x3x3xi8>
  return
}

// -----

// C3: groups divide the channels.
func.func @c3_groups(%x: tensor<2x7x5xi8>) {
  // expected-error@+1 {{expected the batch of the input, and its channels in 2 groups, but got 'tensor<2x2x5x3x2xi8>'}}
  %0 = mixp.windows %x strides [1] dilations [1] groups(2) : tensor<2x7x5xi8> -> tensor<2x2x5x3x2xi8>
  return
}

// -----

// C3: the window is static.
func.func @c3_window(%x: tensor<2x7x5xi8>) {
  // expected-error@+1 {{expected a static window of at least 1 in dim #2 but got 'tensor<2x5x?x5xi8>'}}
  %0 = mixp.windows %x strides [1] dilations [1] : tensor<2x7x5xi8> -> tensor<2x5x?x5xi8>
  return
}

// -----

// C4: the spatial dims are those that the formula gives.
func.func @c4(%x: tensor<2x8x5xi8>) {
  // expected-error@+1 {{expected a result of 2 in dim #1 but got 3}}
  %0 = mixp.windows %x strides [3] dilations [2] : tensor<2x8x5xi8> -> tensor<2x3x3x5xi8>
  return
}
