// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// C1: lhs, rhs and outs have the same rank, 2 or 3.
func.func @c1_rank(%a: tensor<7xf32>, %b: tensor<7x5xf32>, %c: tensor<3x5xf32>) {
  // expected-error@+1 {{'mixp.matmul' op expected lhs, rhs and outs of the same rank, 2 or 3, but got 1, 2 and 2}}
  %0 = mixp.matmul ins(%a, %b : tensor<7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return
}

// -----

// C1: the rank is not 0.
func.func @c1_rank0(%a: tensor<f32>) {
  // expected-error@+1 {{expected lhs, rhs and outs of the same rank, 2 or 3, but got 0, 0 and 0}}
  %0 = mixp.matmul ins(%a, %a : tensor<f32>, tensor<f32>) outs(%a : tensor<f32>) -> tensor<f32>
  return
}

// -----

// C1: batch agrees.
func.func @c1_batch(%a: tensor<2x3x7xf32>, %b: tensor<?x7x5xf32>, %c: tensor<4x3x5xf32>) {
  // expected-error@+1 {{expected lhs and outs of the same batch size but got 2 and 4}}
  %0 = mixp.matmul ins(%a, %b : tensor<2x3x7xf32>, tensor<?x7x5xf32>) outs(%c : tensor<4x3x5xf32>) -> tensor<4x3x5xf32>
  return
}

// -----

// C1: K agrees, transposes considered.
func.func @c1_k(%a: tensor<7x3xf32>, %b: tensor<5x8xf32>, %c: tensor<3x5xf32>) {
  // expected-error@+1 {{expected lhs and rhs of the same K but got 7 and 8}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x3xf32>, tensor<5x8xf32>) outs(%c : tensor<3x5xf32>) {transpose_lhs, transpose_rhs} -> tensor<3x5xf32>
  return
}

// -----

// C1: M agrees.
func.func @c1_m(%a: tensor<3x7xf32>, %b: tensor<7x5xf32>, %c: tensor<4x5xf32>) {
  // expected-error@+1 {{expected lhs and outs of the same M but got 3 and 4}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<4x5xf32>) -> tensor<4x5xf32>
  return
}

// -----

// C1: N agrees.
func.func @c1_n(%a: tensor<3x7xf32>, %b: tensor<7x5xf32>, %c: tensor<3x6xf32>) {
  // expected-error@+1 {{expected rhs and outs of the same N but got 5 and 6}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x6xf32>) -> tensor<3x6xf32>
  return
}

// -----

// C2: the block rule holds for operands as stored, before the transpose.
func.func @c2_stored(%a: tensor<3x7xi8>, %b: tensor<5x7xi8>, %s: tensor<1x5xf32>, %c: tensor<3x5xf32>) {
  // expected-error@+1 {{expected dim #0 of rhs_scale to be 5 for a block of 1 but got 1}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<5x7xi8>) rhs_scale(%s : tensor<1x5xf32>) rhs_block [1, 0]
         outs(%c : tensor<3x5xf32>) {transpose_rhs} -> tensor<3x5xf32>
  return
}

// -----

// C2: a block belongs to a scale or zero point of its own side.
func.func @c2_lonely_block(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %z: tensor<1x1xi32>, %c: tensor<3x5xi32>) {
  // expected-error@+1 {{expected 'lhs_block' only beside 'lhs_scale' or 'lhs_zero_point'; remove it}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>) lhs_block [0, 0] rhs_zero_point(%z : tensor<1x1xi32>)
         outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return
}

// -----

// C3: integer operands without scales give i32.
func.func @c3_integer(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %c: tensor<3x5xf32>) {
  // expected-error@+1 {{expected outs of i32 for integer operands without scales but got 'f32'; add a scale or convert afterwards}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return
}

// -----

// C3: scaled operands give a float.
func.func @c3_scaled(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %s: tensor<1x1xf32>, %c: tensor<3x5xi32>) {
  // expected-error@+1 {{expected outs of a float type for float or scaled operands but got 'i32'}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>) lhs_scale(%s : tensor<1x1xf32>) outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return
}

// -----

// C3: one float operand is enough.
func.func @c3_float(%a: tensor<3x7xf16>, %b: tensor<7x5xi8>, %c: tensor<3x5xi32>) {
  // expected-error@+1 {{expected outs of a float type for float or scaled operands but got 'i32'}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf16>, tensor<7x5xi8>) outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return
}

// -----

// C4: zero points need an integer operand.
func.func @c4_float_operand(%a: tensor<3x7xbf16>, %b: tensor<7x5xi8>, %z: tensor<1x1xi32>, %c: tensor<3x5xf32>) {
  // expected-error@+1 {{expected 'lhs_zero_point' only on an integer operand but got 'bf16'}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xbf16>, tensor<7x5xi8>) lhs_zero_point(%z : tensor<1x1xi32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return
}

// -----

// C4: f32 zero points also need a scale on the same operand.
func.func @c4_f32(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %s: tensor<1x1xf32>, %z: tensor<1x1xf32>, %c: tensor<3x5xf32>) {
  // expected-error@+1 {{expected 'rhs_scale' beside an f32 'rhs_zero_point'; use an i32 zero point or add a scale}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>) lhs_scale(%s : tensor<1x1xf32>) rhs_zero_point(%z : tensor<1x1xf32>)
         outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return
}

// -----

// C5: `lhs_unsigned` is only on a signless integer operand.
func.func @c5_lhs(%a: tensor<3x7xui8>, %b: tensor<7x5xi8>, %c: tensor<3x5xi32>) {
  // expected-error@+1 {{expected 'lhs_unsigned' only on a signless integer type but got 'ui8'; remove it}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xui8>, tensor<7x5xi8>) outs(%c : tensor<3x5xi32>) {lhs_unsigned} -> tensor<3x5xi32>
  return
}

// -----

// C5: `rhs_unsigned` is only on a signless integer operand.
func.func @c5_rhs(%a: tensor<3x7xi8>, %b: tensor<7x5xf16>, %c: tensor<3x5xf32>) {
  // expected-error@+1 {{expected 'rhs_unsigned' only on a signless integer type but got 'f16'; remove it}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xf16>) outs(%c : tensor<3x5xf32>) {rhs_unsigned} -> tensor<3x5xf32>
  return
}

// -----

// C6: the result has the type of outs.
func.func @c6(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %c: tensor<3x5xi32>) {
  // expected-error@+1 {{expected type of operand #2 ('tensor<3x5xi32>') to match type of corresponding result ('tensor<3x?xi32>')}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>) outs(%c : tensor<3x5xi32>) -> tensor<3x?xi32>
  return
}

// -----

// C7: a constant scale is positive and finite.
func.func @c7_scale(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %c: tensor<3x5xf32>) {
  %s = arith.constant dense<-1.0> : tensor<1x1xf32>
  // expected-error@+1 {{expected constant 'rhs_scale' to be positive and finite but got -1.000000e+00}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>) rhs_scale(%s : tensor<1x1xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return
}

// -----

// C7: a constant f32 zero point is finite.
func.func @c7_zero_point(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %s: tensor<1x1xf32>, %c: tensor<3x5xf32>) {
  %z = arith.constant dense<0x7FC00000> : tensor<1x1xf32>
  // expected-error@+1 {{expected constant 'lhs_zero_point' to be finite but got nan}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>) lhs_scale(%s : tensor<1x1xf32>) lhs_zero_point(%z : tensor<1x1xf32>)
         outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return
}

// -----

// C8: a precision is about f32 operands.
func.func @c8(%a: tensor<3x7xf32>, %b: tensor<7x5xbf16>, %c: tensor<3x5xf32>) {
  // expected-error@+1 {{expected precision tf32 only on f32 operands but got 'f32' and 'bf16'; remove it}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xbf16>) precision(tf32) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return
}

// -----

// C9: at most one side is sparse.
func.func @c9_both(%a: tensor<3x4xi8>, %b: tensor<4x5xi8>, %ma: tensor<3x4xui2>, %mb: tensor<4x5xui2>, %c: tensor<3x5xi32>) {
  // expected-error@+1 {{expected at most one sparse operand but got 'lhs_metadata' and 'rhs_metadata'}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x4xi8>, tensor<4x5xi8>) lhs_metadata(%ma : tensor<3x4xui2>) rhs_metadata(%mb : tensor<4x5xui2>)
         outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return
}

// -----

// C9: metadata has the operand's shape.
func.func @c9_shape(%a: tensor<3x8xi8>, %b: tensor<4x5xi8>, %m: tensor<4x1xui2>, %c: tensor<3x5xi32>) {
  // expected-error@+1 {{expected 'rhs_metadata' of the shape of its operand as stored but got 'tensor<4x1xui2>' and 'tensor<4x5xi8>'}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x8xi8>, tensor<4x5xi8>) rhs_metadata(%m : tensor<4x1xui2>)
         outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return
}

// -----

// C9: it is stored at half of K.
func.func @c9_half(%a: tensor<3x8xi8>, %b: tensor<8x5xi8>, %m: tensor<8x5xui2>, %c: tensor<3x5xi32>) {
  // expected-error@+1 {{expected a sparse operand of half of K along its reduced dim, 4, but got 8}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x8xi8>, tensor<8x5xi8>) rhs_metadata(%m : tensor<8x5xui2>)
         outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return
}

// -----

// C9: half of a multiple of 4 is even.
func.func @c9_odd(%a: tensor<3x3xi8>, %b: tensor<?x5xi8>, %m: tensor<3x3xui2>, %c: tensor<3x5xi32>) {
  // expected-error@+1 {{expected a sparse operand of half of K along its reduced dim but got 3}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x3xi8>, tensor<?x5xi8>) lhs_metadata(%m : tensor<3x3xui2>)
         outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return
}

// -----

// C9: K is a multiple of 4.
func.func @c9_multiple(%a: tensor<3x6xi8>, %b: tensor<3x5xi8>, %m: tensor<3x5xui2>, %c: tensor<3x5xi32>) {
  // expected-error@+1 {{expected a K that is a multiple of 4 beside 'rhs_metadata' but got 6; pad the operands with zeros}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x6xi8>, tensor<3x5xi8>) rhs_metadata(%m : tensor<3x5xui2>)
         outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return
}

// -----

// C10: a sparse operand has no zero point.
func.func @c10(%a: tensor<3x4xui8>, %b: tensor<8x5xi8>, %m: tensor<3x4xui2>, %z: tensor<1x1xi32>, %c: tensor<3x5xi32>) {
  // expected-error@+1 {{expected no 'lhs_zero_point' on a sparse operand: what is not stored is a real 0; quantize it symmetrically}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x4xui8>, tensor<8x5xi8>) lhs_zero_point(%z : tensor<1x1xi32>) lhs_metadata(%m : tensor<3x4xui2>)
         outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return
}
