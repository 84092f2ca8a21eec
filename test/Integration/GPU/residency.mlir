// Values stay on the device from launch to launch, and move where the host makes
// or reads them: bytes, and results to the bit. Integers wrap, so that no wrong
// element hides. Bytes of right operands go up as rows of K, each padded to 16.
//
// RUN: mixp run %s --function=three_layers --random=3 --dim=19 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=LAYERS
// RUN: mixp run %s --function=three_layers --random=3 --dim=19 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=LAYERS
// RUN: mixp run %s --function=read_by_both --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=BOTH
// RUN: mixp run %s --function=as_right_operand --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=RIGHT
// RUN: mixp run %s --function=host_between --random=3 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=BETWEEN
// RUN: mixp run %s --function=host_writes_on --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=WRITES
// RUN: mixp run %s --function=two_in_one --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=ONE
// RUN: mixp run %s --function=returned_twice --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: mixp run %s --function=carried_by_loop --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=LOOP
// RUN: mixp run %s --function=in_branch --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=ELSE
// RUN: mixp run %s --function=in_branch --random=4 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=THEN
// RUN: mixp run %s --function=memory_again --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=AGAIN
//
// The input of 19 x 3, weights and biases once; the output of 19 x 2.
// LAYERS-DAG: : 3 launches, 244 bytes to the device, 152 back
// LAYERS-DAG: checked 38 elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
#mn = affine_map<(m, n) -> (m, n)>
#n = affine_map<(m, n) -> (n)>
func.func @three_layers(%a: tensor<?x3xf16>) -> tensor<?x2xf32> {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %m = tensor.dim %a, %c0 : tensor<?x3xf16>
  %w0 = arith.constant dense<[[-1.5, -0.25, 1.0, -1.0, 0.25], [0.25, -1.5, 0.0, 1.5, -0.25], [-1.25, 0.5, -1.0, 0.75, -0.75]]> : tensor<3x5xf16>
  %b0 = arith.constant dense<[-1.5, 0.0, 1.0, 1.5, 1.5]> : tensor<5xf32>
  %w1 = arith.constant dense<[[-0.75, 0.5, -1.5, -0.25], [1.0, -0.75, 0.75, -1.0], [-0.5, 1.25, -0.25, 1.5], [1.25, 0.0, -1.25, 0.75], [-0.25, -1.25, 1.0, 0.0]]> : tensor<5x4xf16>
  %b1 = arith.constant dense<[-1.0, 0.5, 1.5, -1.5]> : tensor<4xf32>
  %w2 = arith.constant dense<[[0.0, 1.25], [-1.5, 0.0], [0.25, -1.25], [-1.25, 0.75]]> : tensor<4x2xf16>
  %b2 = arith.constant dense<[-0.5, 1.0]> : tensor<2xf32>
  %e0 = tensor.empty(%m) : tensor<?x5xf32>
  %z0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<?x5xf32>) -> tensor<?x5xf32>
  %p0 = mixp.matmul ins(%a, %w0 : tensor<?x3xf16>, tensor<3x5xf16>) outs(%z0 : tensor<?x5xf32>) -> tensor<?x5xf32>
  %d0 = tensor.empty(%m) : tensor<?x5xf16>
  %y0 = linalg.generic {indexing_maps = [#mn, #n, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%p0, %b0 : tensor<?x5xf32>, tensor<5xf32>) outs(%d0 : tensor<?x5xf16>) {
  ^bb0(%x: f32, %b: f32, %o: f16):
    %s = arith.addf %x, %b : f32
    %r = arith.maximumf %s, %zero : f32
    %h = arith.truncf %r : f32 to f16
    linalg.yield %h : f16
  } -> tensor<?x5xf16>
  %e1 = tensor.empty(%m) : tensor<?x4xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<?x4xf32>) -> tensor<?x4xf32>
  %p1 = mixp.matmul ins(%y0, %w1 : tensor<?x5xf16>, tensor<5x4xf16>) outs(%z1 : tensor<?x4xf32>) -> tensor<?x4xf32>
  %d1 = tensor.empty(%m) : tensor<?x4xf16>
  %y1 = linalg.generic {indexing_maps = [#mn, #n, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%p1, %b1 : tensor<?x4xf32>, tensor<4xf32>) outs(%d1 : tensor<?x4xf16>) {
  ^bb0(%x: f32, %b: f32, %o: f16):
    %s = arith.addf %x, %b : f32
    %r = arith.maximumf %s, %zero : f32
    %h = arith.truncf %r : f32 to f16
    linalg.yield %h : f16
  } -> tensor<?x4xf16>
  %e2 = tensor.empty(%m) : tensor<?x2xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<?x2xf32>) -> tensor<?x2xf32>
  %p2 = mixp.matmul ins(%y1, %w2 : tensor<?x4xf16>, tensor<4x2xf16>) outs(%z2 : tensor<?x2xf32>) -> tensor<?x2xf32>
  %d2 = tensor.empty(%m) : tensor<?x2xf32>
  %y2 = linalg.generic {indexing_maps = [#mn, #n, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%p2, %b2 : tensor<?x2xf32>, tensor<2xf32>) outs(%d2 : tensor<?x2xf32>) {
  ^bb0(%x: f32, %b: f32, %o: f32):
    %s = arith.addf %x, %b : f32
    linalg.yield %s : f32
  } -> tensor<?x2xf32>
  return %y2 : tensor<?x2xf32>
}

// A result that is multiplied and returned comes back and stays.
// BOTH-DAG: : 2 launches, 1905 bytes to the device, 1386 back
// BOTH-DAG: checked 1386 elements of 2 outputs: bit-exact
func.func @read_by_both(%x: tensor<33x17xi8>, %u: tensor<17x29xi8>, %v: tensor<29x13xi8>) -> (tensor<33x29xi8>, tensor<33x13xi8>) {
  %z_0 = arith.constant dense<0> : tensor<33x29xi32>
  %p_0 = mixp.matmul ins(%x, %u : tensor<33x17xi8>, tensor<17x29xi8>) outs(%z_0 : tensor<33x29xi32>) -> tensor<33x29xi32>
  %0 = arith.trunci %p_0 : tensor<33x29xi32> to tensor<33x29xi8>
  %z_1 = arith.constant dense<0> : tensor<33x13xi32>
  %p_1 = mixp.matmul ins(%0, %v : tensor<33x29xi8>, tensor<29x13xi8>) outs(%z_1 : tensor<33x13xi32>) -> tensor<33x13xi32>
  %1 = arith.trunci %p_1 : tensor<33x13xi32> to tensor<33x13xi8>
  return %0, %1 : tensor<33x29xi8>, tensor<33x13xi8>
}

// Bytes of a right operand are contiguous along K, so that the result goes through
// the host, and up as 13 rows of 32 bytes.
// RIGHT-DAG: : 2 launches, 2282 bytes to the device, 806 back
// RIGHT-DAG: checked 429 elements of 1 outputs: bit-exact
func.func @as_right_operand(%x: tensor<29x17xi8>, %u: tensor<17x13xi8>, %v: tensor<33x29xi8>) -> tensor<33x13xi8> {
  %z_0 = arith.constant dense<0> : tensor<29x13xi32>
  %p_0 = mixp.matmul ins(%x, %u : tensor<29x17xi8>, tensor<17x13xi8>) outs(%z_0 : tensor<29x13xi32>) -> tensor<29x13xi32>
  %0 = arith.trunci %p_0 : tensor<29x13xi32> to tensor<29x13xi8>
  %z_1 = arith.constant dense<0> : tensor<33x13xi32>
  %p_1 = mixp.matmul ins(%v, %0 : tensor<33x29xi8>, tensor<29x13xi8>) outs(%z_1 : tensor<33x13xi32>) -> tensor<33x13xi32>
  %1 = arith.trunci %p_1 : tensor<33x13xi32> to tensor<33x13xi8>
  return %1 : tensor<33x13xi8>
}

// The host exchanges dims.
// BETWEEN-DAG: : 2 launches, 3070 bytes to the device, 1334 back
// BETWEEN-DAG: checked 377 elements of 1 outputs: bit-exact
func.func @host_between(%x: tensor<33x17xi8>, %u: tensor<17x29xi8>, %v: tensor<33x13xi8>) -> tensor<29x13xi8> {
  %z_0 = arith.constant dense<0> : tensor<33x29xi32>
  %p_0 = mixp.matmul ins(%x, %u : tensor<33x17xi8>, tensor<17x29xi8>) outs(%z_0 : tensor<33x29xi32>) -> tensor<33x29xi32>
  %0 = arith.trunci %p_0 : tensor<33x29xi32> to tensor<33x29xi8>
  %e = tensor.empty() : tensor<29x33xi8>
  %t = linalg.transpose ins(%0 : tensor<33x29xi8>) outs(%e : tensor<29x33xi8>) permutation = [1, 0]
  %z_1 = arith.constant dense<0> : tensor<29x13xi32>
  %p_1 = mixp.matmul ins(%t, %v : tensor<29x33xi8>, tensor<33x13xi8>) outs(%z_1 : tensor<29x13xi32>) -> tensor<29x13xi32>
  %1 = arith.trunci %p_1 : tensor<29x13xi32> to tensor<29x13xi8>
  return %1 : tensor<29x13xi8>
}

// The host writes over its copy, in place, while launches read the device's.
// WRITES-DAG: : 3 launches, 2862 bytes to the device, 1815 back
// WRITES-DAG: checked 858 elements of 2 outputs: bit-exact
func.func @host_writes_on(%x: tensor<33x17xi8>, %u: tensor<17x29xi8>, %v: tensor<29x13xi8>) -> (tensor<33x13xi8>, tensor<33x13xi8>) {
  %z_0 = arith.constant dense<0> : tensor<33x29xi32>
  %p_0 = mixp.matmul ins(%x, %u : tensor<33x17xi8>, tensor<17x29xi8>) outs(%z_0 : tensor<33x29xi32>) -> tensor<33x29xi32>
  %0 = arith.trunci %p_0 : tensor<33x29xi32> to tensor<33x29xi8>
  %y = linalg.generic {indexing_maps = [#mn], iterator_types = ["parallel", "parallel"]} outs(%0 : tensor<33x29xi8>) {
  ^bb0(%o: i8):
    %i = linalg.index 1 : index
    %j = arith.index_cast %i : index to i8
    %s = arith.addi %o, %j : i8
    linalg.yield %s : i8
  } -> tensor<33x29xi8>
  %z_1 = arith.constant dense<0> : tensor<33x13xi32>
  %p_1 = mixp.matmul ins(%y, %v : tensor<33x29xi8>, tensor<29x13xi8>) outs(%z_1 : tensor<33x13xi32>) -> tensor<33x13xi32>
  %1 = arith.trunci %p_1 : tensor<33x13xi32> to tensor<33x13xi8>
  %z_2 = arith.constant dense<0> : tensor<33x13xi32>
  %p_2 = mixp.matmul ins(%0, %v : tensor<33x29xi8>, tensor<29x13xi8>) outs(%z_2 : tensor<33x13xi32>) -> tensor<33x13xi32>
  %2 = arith.trunci %p_2 : tensor<33x13xi32> to tensor<33x13xi8>
  return %1, %2 : tensor<33x13xi8>, tensor<33x13xi8>
}

// Two results in one buffer, beside what the host has there.
// ONE-DAG: : 2 launches, 2481 bytes to the device, 1980 back
// ONE-DAG: checked 2440 elements of 1 outputs: bit-exact
func.func @two_in_one(%x: tensor<33x17xi8>, %u: tensor<17x29xi8>, %v: tensor<17x31xi8>, %all: tensor<40x61xi8>) -> tensor<40x61xi8> {
  %z_0 = arith.constant dense<0> : tensor<33x29xi32>
  %p_0 = mixp.matmul ins(%x, %u : tensor<33x17xi8>, tensor<17x29xi8>) outs(%z_0 : tensor<33x29xi32>) -> tensor<33x29xi32>
  %0 = arith.trunci %p_0 : tensor<33x29xi32> to tensor<33x29xi8>
  %z_1 = arith.constant dense<0> : tensor<33x31xi32>
  %p_1 = mixp.matmul ins(%x, %v : tensor<33x17xi8>, tensor<17x31xi8>) outs(%z_1 : tensor<33x31xi32>) -> tensor<33x31xi32>
  %1 = arith.trunci %p_1 : tensor<33x31xi32> to tensor<33x31xi8>
  %2 = tensor.insert_slice %0 into %all[5, 0] [33, 29] [1, 1] : tensor<33x29xi8> into tensor<40x61xi8>
  %3 = tensor.insert_slice %1 into %2[7, 30] [33, 31] [1, 1] : tensor<33x31xi8> into tensor<40x61xi8>
  return %3 : tensor<40x61xi8>
}

// One copy for two results.
// TWICE-DAG: : 1 launches, 1489 bytes to the device, 957 back
// TWICE-DAG: checked 1914 elements of 2 outputs: bit-exact
func.func @returned_twice(%x: tensor<33x17xi8>, %u: tensor<17x29xi8>) -> (tensor<33x29xi8>, tensor<33x29xi8>) {
  %z_0 = arith.constant dense<0> : tensor<33x29xi32>
  %p_0 = mixp.matmul ins(%x, %u : tensor<33x17xi8>, tensor<17x29xi8>) outs(%z_0 : tensor<33x29xi32>) -> tensor<33x29xi32>
  %0 = arith.trunci %p_0 : tensor<33x29xi32> to tensor<33x29xi8>
  return %0, %0 : tensor<33x29xi8>, tensor<33x29xi8>
}

// What a loop reads goes up once, what it carries in each turn.
// LOOP-DAG: : 4 launches, 2244 bytes to the device, 660 back
// LOOP-DAG: checked 165 elements of 1 outputs: bit-exact
func.func @carried_by_loop(%x: tensor<5x33xi8>, %w: tensor<33x33xi8>) -> tensor<5x33xi8> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %r = scf.for %i = %c0 to %c4 step %c1 iter_args(%v = %x) -> tensor<5x33xi8> {
    %z_0 = arith.constant dense<0> : tensor<5x33xi32>
    %p_0 = mixp.matmul ins(%v, %w : tensor<5x33xi8>, tensor<33x33xi8>) outs(%z_0 : tensor<5x33xi32>) -> tensor<5x33xi32>
    %0 = arith.trunci %p_0 : tensor<5x33xi32> to tensor<5x33xi8>
    scf.yield %0 : tensor<5x33xi8>
  }
  return %r : tensor<5x33xi8>
}

// Both branches read what stays on the device, one of them another 33 x 48 bytes.
// THEN-DAG: : 2 launches, 1749 bytes to the device, 330 back
// THEN-DAG: checked 165 elements of 1 outputs: bit-exact
// ELSE-DAG: : 2 launches, 3333 bytes to the device, 330 back
// ELSE-DAG: checked 165 elements of 1 outputs: bit-exact
func.func @in_branch(%x: tensor<5x33xi8>, %w: tensor<33x33xi8>, %v: tensor<33x33xi8>) -> tensor<5x33xi8> {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0 : i8
  %z_0 = arith.constant dense<0> : tensor<5x33xi32>
  %p_0 = mixp.matmul ins(%x, %w : tensor<5x33xi8>, tensor<33x33xi8>) outs(%z_0 : tensor<5x33xi32>) -> tensor<5x33xi32>
  %0 = arith.trunci %p_0 : tensor<5x33xi32> to tensor<5x33xi8>
  %first = tensor.extract %0[%c0, %c0] : tensor<5x33xi8>
  %positive = arith.cmpi sge, %first, %zero : i8
  %r = scf.if %positive -> tensor<5x33xi8> {
    %z_1 = arith.constant dense<0> : tensor<5x33xi32>
    %p_1 = mixp.matmul ins(%0, %w : tensor<5x33xi8>, tensor<33x33xi8>) outs(%z_1 : tensor<5x33xi32>) -> tensor<5x33xi32>
    %1 = arith.trunci %p_1 : tensor<5x33xi32> to tensor<5x33xi8>
    scf.yield %1 : tensor<5x33xi8>
  } else {
    %z_2 = arith.constant dense<0> : tensor<5x33xi32>
    %p_2 = mixp.matmul ins(%0, %v : tensor<5x33xi8>, tensor<33x33xi8>) outs(%z_2 : tensor<5x33xi32>) -> tensor<5x33xi32>
    %2 = arith.trunci %p_2 : tensor<5x33xi32> to tensor<5x33xi8>
    scf.yield %2 : tensor<5x33xi8>
  }
  return %r : tensor<5x33xi8>
}

// Values of many sizes, each in memory that another one had.
// AGAIN-DAG: : 4 launches, 4221 bytes to the device, 63 back
// AGAIN-DAG: checked 63 elements of 1 outputs: bit-exact
func.func @memory_again(%x: tensor<9x5xi8>, %w0: tensor<5x70xi8>, %w1: tensor<70x3xi8>, %w2: tensor<3x120xi8>, %w3: tensor<120x7xi8>) -> tensor<9x7xi8> {
  %z_0 = arith.constant dense<0> : tensor<9x70xi32>
  %p_0 = mixp.matmul ins(%x, %w0 : tensor<9x5xi8>, tensor<5x70xi8>) outs(%z_0 : tensor<9x70xi32>) -> tensor<9x70xi32>
  %0 = arith.trunci %p_0 : tensor<9x70xi32> to tensor<9x70xi8>
  %z_1 = arith.constant dense<0> : tensor<9x3xi32>
  %p_1 = mixp.matmul ins(%0, %w1 : tensor<9x70xi8>, tensor<70x3xi8>) outs(%z_1 : tensor<9x3xi32>) -> tensor<9x3xi32>
  %1 = arith.trunci %p_1 : tensor<9x3xi32> to tensor<9x3xi8>
  %z_2 = arith.constant dense<0> : tensor<9x120xi32>
  %p_2 = mixp.matmul ins(%1, %w2 : tensor<9x3xi8>, tensor<3x120xi8>) outs(%z_2 : tensor<9x120xi32>) -> tensor<9x120xi32>
  %2 = arith.trunci %p_2 : tensor<9x120xi32> to tensor<9x120xi8>
  %z_3 = arith.constant dense<0> : tensor<9x7xi32>
  %p_3 = mixp.matmul ins(%2, %w3 : tensor<9x120xi8>, tensor<120x7xi8>) outs(%z_3 : tensor<9x7xi32>) -> tensor<9x7xi32>
  %3 = arith.trunci %p_3 : tensor<9x7xi32> to tensor<9x7xi8>
  return %3 : tensor<9x7xi8>
}
