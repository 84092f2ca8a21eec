// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// The generic form reaches the verifiers past the parsers: nothing may crash.

func.func @segments_too_many(%x: tensor<3x5xf32>, %s: tensor<1x1xf32>) {
  // expected-error@+1 {{operand count (2) does not match with the total size (9) specified in attribute 'operandSegmentSizes'}}
  %0 = "mixp.quantize"(%x, %s) <{operandSegmentSizes = array<i32: 1, 1, 7>}> : (tensor<3x5xf32>, tensor<1x1xf32>) -> tensor<3x5xi8>
  return
}

// -----

func.func @segments_negative(%x: tensor<3x5xf32>, %s: tensor<1x1xf32>) {
  // expected-error@+1 {{'operandSegmentSizes' attribute cannot have negative elements}}
  %0 = "mixp.quantize"(%x, %s) <{operandSegmentSizes = array<i32: -1, 1, 2>}> : (tensor<3x5xf32>, tensor<1x1xf32>) -> tensor<3x5xi8>
  return
}

// -----

func.func @no_operands() {
  // expected-error@+1 {{'mixp.matmul' op expected 3 or more operands, but found 0}}
  %0 = "mixp.matmul"() : () -> tensor<3x5xf32>
  return
}

// -----

func.func @no_block(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{'mixp.choose_scales' op requires attribute 'block'}}
  %0 = "mixp.choose_scales"(%x) : (tensor<3x5xf32>) -> tensor<3x1xf32>
  return
}

// -----

func.func @scalar(%x: f32) {
  // expected-error@+1 {{operand #0 must be ranked tensor without encoding}}
  %0 = "mixp.choose_scales"(%x) <{block = array<i64: 0, 0>, range = #mixp<range symmetric>, storage = i8}> : (f32) -> tensor<1x1xf32>
  return
}

// -----

func.func @memref(%x: memref<1x1xf32>) {
  // expected-error@+1 {{operand #0 must be ranked tensor without encoding}}
  %0 = "mixp.matmul"(%x, %x, %x) <{operandSegmentSizes = array<i32: 1, 1, 0, 0, 0, 0, 0, 0, 1>}> : (memref<1x1xf32>, memref<1x1xf32>, memref<1x1xf32>) -> memref<1x1xf32>
  return
}

// -----

func.func @huge_number(%x: tensor<3x5xf32>) {
  // expected-error@+1 {{integer value too large}}
  %0 = mixp.quantize %x block [99999999999999999999] : tensor<3x5xf32> -> tensor<3x5xi8>
  return
}

// -----

func.func @schedule(%x: tensor<5x5xf32>) -> tensor<5x5xf32> {
  // expected-error@+1 {{expected mr, nr and unroll of at least 1 but got 0, -4 and 2}}
  %0 = mixp.matmul ins(%x, %x : tensor<5x5xf32>, tensor<5x5xf32>) outs(%x : tensor<5x5xf32>) {schedule = #mixp.schedule<mma = fma, mr = 0, nr = -4, unroll = 2, mc = 96, nc = 512>} -> tensor<5x5xf32>
  return %0 : tensor<5x5xf32>
}
