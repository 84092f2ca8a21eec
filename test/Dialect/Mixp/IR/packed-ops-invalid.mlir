// RUN: mixp-opt %s --split-input-file --verify-diagnostics

// The packed shape does not follow from nr and word.
func.func @step_size(%b: tensor<7x5xi8>, %e: tensor<1x1x2x32xi8>) -> tensor<1x1x2x32xi8> {
  // expected-error @below {{expected steps of nr x word elements but got 32}}
  %0 = mixp.pack_rhs %b into %e {nr = 16, word = 4} : tensor<7x5xi8> into tensor<1x1x2x32xi8> -> tensor<1x1x2x32xi8>
  return %0 : tensor<1x1x2x32xi8>
}

// -----

// Only 8-bit elements have a sign to flip.
func.func @flip(%b: tensor<7x5xf32>, %e: tensor<1x1x7x16xf32>) -> tensor<1x1x7x16xf32> {
  // expected-error @below {{can flip the sign of 8-bit elements only but got 'f32'}}
  %0 = mixp.pack_rhs %b into %e {nr = 16, word = 1, flip_sign} : tensor<7x5xf32> into tensor<1x1x7x16xf32> -> tensor<1x1x7x16xf32>
  return %0 : tensor<1x1x7x16xf32>
}

// -----

// The epilogue's accumulator is that of the operands.
func.func @accumulator(%a: tensor<3x8xi8>, %p: tensor<1x1x2x64xi8>, %e: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-error @below {{expected an epilogue on a 'i32' accumulator and one value of each operand}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x8xi8>, tensor<1x1x2x64xi8>) maps [] outs(%e : tensor<3x5xf32>)
    schedule #mixp.schedule<mma = vpdpbusd, mr = 6, nr = 16, unroll = 4, mc = 96, nc = 1024> {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// Each operand has a map.
func.func @maps(%a: tensor<3x8xi8>, %p: tensor<1x1x2x64xi8>, %b: tensor<5xi32>, %e: tensor<3x5xi32>) -> tensor<3x5xi32> {
  // expected-error @below {{expected one map for each epilogue operand}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x8xi8>, tensor<1x1x2x64xi8>) epilogue(%b : tensor<5xi32>) maps [] outs(%e : tensor<3x5xi32>)
    schedule #mixp.schedule<mma = vpdpbusd, mr = 6, nr = 16, unroll = 4, mc = 96, nc = 1024> {
  ^bb0(%acc: i32, %y: i32):
    mixp.yield %acc : i32
  } -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// -----

// Groups of scales are summed in one block along K.
func.func @blocks_of_groups(%a: tensor<3x16xi8>, %p: tensor<2x1x2x64xi8>, %s: tensor<1x2x16xf32>, %e: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-error @below {{expected one block along K with group_steps but got 2}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x16xi8>, tensor<2x1x2x64xi8>) group_scales(%s : tensor<1x2x16xf32>) maps [] outs(%e : tensor<3x5xf32>)
    schedule #mixp.schedule<mma = vpdpbusd, mr = 6, nr = 16, unroll = 2, mc = 96, nc = 1024> attributes {group_steps = 2 : i64} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

func.func @table_of_groups(%a: tensor<3x16xi8>, %p: tensor<1x1x2x64xi8>, %s: tensor<2x16xf32>, %e: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-error @below {{expected a table of panels x groups x nr (16) but got 'tensor<2x16xf32>'}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x16xi8>, tensor<1x1x2x64xi8>) group_scales(%s : tensor<2x16xf32>) maps [] outs(%e : tensor<3x5xf32>)
    schedule #mixp.schedule<mma = vpdpbusd, mr = 6, nr = 16, unroll = 2, mc = 96, nc = 1024> attributes {group_steps = 1 : i64} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

func.func @packed_rank(%a: tensor<3x8xi8>, %p: tensor<1x2x64xi8>, %e: tensor<3x5xi32>) -> tensor<3x5xi32> {
  // expected-error @below {{expected a packed rhs of rank 4 but got 3}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x8xi8>, tensor<1x2x64xi8>) maps [] outs(%e : tensor<3x5xi32>)
    schedule #mixp.schedule<mma = vpdpbusd, mr = 6, nr = 16, unroll = 4, mc = 96, nc = 1024> {
  ^bb0(%acc: i32):
    mixp.yield %acc : i32
  } -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// -----

// Rows and K are dims of lhs.
func.func @row_dims(%a: tensor<3x2x4xf32>, %p: tensor<1x1x8x16xf32>, %e: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-error @below {{expected an lhs of a batch dim, 3 of rows and at least one of K, and a product of rank 2 or 3, but got 3 and 2}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x2x4xf32>, tensor<1x1x8x16xf32>) maps [] outs(%e : tensor<3x5xf32>)
    schedule #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 96, nc = 1024> attributes {lhs_row_dims = 3 : i64} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

func.func @dynamic_runs(%a: tensor<3x?x4xf32>, %p: tensor<1x1x8x16xf32>, %e: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-error @below {{expected static sizes of several dims of K but got 'tensor<3x?x4xf32>'}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x?x4xf32>, tensor<1x1x8x16xf32>) maps [] outs(%e : tensor<3x5xf32>)
    schedule #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 96, nc = 1024> attributes {lhs_row_dims = 1 : i64} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// Rows are combined with what outs holds.
func.func @combine_rows(%a: tensor<3x8xf32>, %p: tensor<1x1x8x16xf32>, %e: tensor<5xf32>) -> tensor<5xf32> {
  // expected-error @below {{expected an epilogue on a 'f32' accumulator and one value of each operand}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x8xf32>, tensor<1x1x8x16xf32>) maps [] outs(%e : tensor<5xf32>)
    schedule #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 96, nc = 1024> attributes {combine_rows} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

// -----

// Which are of its type.
func.func @combine_type(%a: tensor<3x8xf32>, %p: tensor<1x1x8x16xf32>, %e: tensor<5xf32>) -> tensor<5xf32> {
  // expected-error @below {{expected an epilogue that takes the 'f32' of outs last}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x8xf32>, tensor<1x1x8x16xf32>) maps [] outs(%e : tensor<5xf32>)
    schedule #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 96, nc = 1024> attributes {combine_rows} {
  ^bb0(%acc: f32, %x: i32):
    mixp.yield %acc : f32
  } -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

// -----

// Codes are bytes.
func.func @code_bytes(%a: tensor<3x8xf32>, %p: tensor<1x1x1x64xi4>, %e: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-error @below {{expected codes in an i8 rhs but got 'i4'}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x8xf32>, tensor<1x1x1x64xi4>) maps [] outs(%e : tensor<3x5xf32>)
    schedule #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 1, mc = 96, nc = 1024> attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// Zero points are those of groups of codes.
func.func @zero_points(%a: tensor<3x8xf32>, %p: tensor<1x1x1x64xi8>, %z: tensor<1x1x16xf32>, %e: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-error @below {{expected group_zero_points with group_steps and rhs_code}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x8xf32>, tensor<1x1x1x64xi8>) group_zero_points(%z : tensor<1x1x16xf32>) maps [] outs(%e : tensor<3x5xf32>)
    schedule #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 1, mc = 96, nc = 1024> attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

func.func @rows_input(%x: memref<3x8xf64>, %e: memref<3x8xi8>, %s: memref<3x1xf32>) {
  // expected-error @below {{expected an input of f32, bf16 or f16 but got 'f64'}}
  mixp.quantize_rows %x into (%e, %s : memref<3x8xi8>, memref<3x1xf32>) : memref<3x8xf64>
  return
}

// -----

func.func @rows_values(%x: memref<3x8xf32>, %e: memref<3x8xi16>, %s: memref<3x1xf32>) {
  // expected-error @below {{expected i8 values and f32 scales but got 'i16' and 'f32'}}
  mixp.quantize_rows %x into (%e, %s : memref<3x8xi16>, memref<3x1xf32>) : memref<3x8xf32>
  return
}

// -----

func.func @rows_group(%x: memref<3x8xf32>, %e: memref<3x8xi8>, %s: memref<3x1xf32>) {
  // expected-error @below {{expected sums and a group of at least 1, or neither}}
  mixp.quantize_rows %x into (%e, %s : memref<3x8xi8>, memref<3x1xf32>) {group = 4} : memref<3x8xf32>
  return
}

// -----

func.func @rows_results(%x: tensor<3x8xf32>, %e: tensor<3x8xi8>, %s: tensor<3x1xf32>) {
  // expected-error @below {{expected one result for each tensor destination and none for memrefs}}
  mixp.quantize_rows %x into (%e, %s : tensor<3x8xi8>, tensor<3x1xf32>) : tensor<3x8xf32>
  return
}
