// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// C1: `block` has one entry per dim of the input.
func.func @c1_rank(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{'mixp.choose_scales' op expected a block of 2 sizes but got 3}}
  %s = mixp.choose_scales symmetric %x storage(i8) block [1, 0, 0] : tensor<3x5xf32> -> tensor<3x1xf32>
  return
}

// -----

// C1: `block` has no negative entry.
func.func @c1_negative(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected a block size of at least 0 in dim #1 but got -4}}
  %s = mixp.choose_scales symmetric %x storage(i8) block [1, -4] : tensor<3x5xf32> -> tensor<3x1xf32>
  return
}

// -----

// C1: the results have the shape that the block rule gives.
func.func @c1_shape(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected results of shape 'tensor<3x2xf32>' for blocks of [1, 4] but got 'tensor<3x1xf32>'}}
  %s = mixp.choose_scales symmetric %x storage(i8) block [1, 4] : tensor<3x5xf32> -> tensor<3x1xf32>
  return
}

// -----

// C1: both results have it.
func.func @c1_zero_point_shape(%x: tensor<3x?xf32>) {
  // expected-error@+1 {{expected results of shape 'tensor<3x?xi32>' for blocks of [1, 4] but got 'tensor<3x1xi32>'}}
  %s, %z = mixp.choose_scales asymmetric %x storage(i8) block [1, 4] : tensor<3x?xf32> -> tensor<3x?xf32>, tensor<3x1xi32>
  return
}

// -----

// C2: an asymmetric range has a zero point.
func.func @c2_asymmetric(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected a zero point for an asymmetric range but got 1 results}}
  %s = mixp.choose_scales asymmetric %x storage(i8) block [1, 0] : tensor<3x5xf32> -> tensor<3x1xf32>
  return
}

// -----

// C2: a symmetric range has no zero point.
func.func @c2_symmetric(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected no zero point for a symmetric range but got 2 results}}
  %s, %z = mixp.choose_scales symmetric %x storage(i8) block [1, 0] : tensor<3x5xf32> -> tensor<3x1xf32>, tensor<3x1xi32>
  return
}

// -----

// C3: `storage` has at least 2 bits.
func.func @c3_width(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected a storage type of i2 to i8, ui2 to ui8 or an 8-, 6- or 4-bit float (f8E8M0FNU only as a scale) but got 'i1'}}
  %s = mixp.choose_scales symmetric %x storage(i1) block [1, 0] : tensor<3x5xf32> -> tensor<3x1xf32>
  return
}

// -----

// C3: `storage` has at most 8 bits.
func.func @c3_float(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected a storage type of i2 to i8, ui2 to ui8 or an 8-, 6- or 4-bit float (f8E8M0FNU only as a scale) but got 'f32'}}
  %s = mixp.choose_scales symmetric %x storage(f32) block [1, 0] : tensor<3x5xf32> -> tensor<3x1xf32>
  return
}

// -----

// C3: signed storage is signless.
func.func @c3_signed(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected signed storage to be signless but got 'si8'; write i8}}
  %s = mixp.choose_scales symmetric %x storage(si8) block [1, 0] : tensor<3x5xf32> -> tensor<3x1xf32>
  return
}

// -----

// C3: `storage` is signed if the range is symmetric.
func.func @c3_unsigned_symmetric(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected signed storage for a symmetric range but got 'ui8'; use i8 or asymmetric}}
  %s = mixp.choose_scales symmetric %x storage(ui8) block [1, 0] : tensor<3x5xf32> -> tensor<3x1xf32>
  return
}

// -----

// C3: what only is a scale stores nothing.
func.func @c3_scale(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{f8E8M0FNU only as a scale) but got 'f8E8M0FNU'}}
  %s = mixp.choose_scales symmetric %x storage(f8E8M0FNU) block [1, 0] : tensor<3x5xf32> -> tensor<3x1xf32>
  return
}

// -----

// C3: a float is symmetric.
func.func @c3_float_asymmetric(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected integer storage for an asymmetric range but got 'f4E2M1FN'; make the range symmetric}}
  %s, %z = mixp.choose_scales asymmetric %x storage(f4E2M1FN) block [1, 0] : tensor<3x5xf32> -> tensor<3x1xf32>, tensor<3x1xi32>
  return
}

// -----

// C4: the scale of an asymmetric range is an f32.
func.func @c4(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{expected a scale of f32 for an asymmetric range but got 'f8E8M0FNU'; make the range symmetric}}
  %s, %z = mixp.choose_scales asymmetric %x storage(i8) block [1, 0] : tensor<3x5xf32> -> tensor<3x1xf8E8M0FNU>, tensor<3x1xi32>
  return
}
