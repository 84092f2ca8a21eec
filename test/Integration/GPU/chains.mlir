// Products one after another, and beside what stays on the host.
//
// RUN: mixp run %s --function=three --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=THREE
// RUN: mixp run %s --function=three --random=3 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=THREE
// RUN: mixp run %s --function=host_beside --random=4 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=TWO
// RUN: mixp run %s --function=host_beside --random=4 --target=sm_75 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=TWO
// RUN: mixp run %s --function=shared_result --random=5 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=TWO
// RUN: mixp run %s --function=in_loop --random=6 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=LOOP
// RUN: mixp run %s --function=called --random=7 --dim=19 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=TWO
// RUN: mixp run %s --function=parts --random=8 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=PARTS
// THREE-DAG: : 3 launches,
// THREE-DAG: checked 1023 elements of 1 outputs: bit-exact
// TWO-DAG: : 2 launches,
// TWO-DAG: checked {{[0-9]+}} elements of {{[12]}} outputs: bit-exact
// PARTS-DAG: : 2 launches,
// PARTS-DAG: checked 655 elements of 2 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
// LOOP-DAG: : 4 launches,
// LOOP-DAG: checked 1089 elements of 1 outputs: bit-exact

// Two of one kernel, and one with another epilogue; integers, so that the last
// result is right to the bit or wrong.
func.func @three(%x: tensor<33x47xi8>, %w0: tensor<47x29xi8>, %w1: tensor<29x53xi8>, %w2: tensor<53x31xi8>) -> tensor<33x31xi32> {
  %z0 = arith.constant dense<0> : tensor<33x29xi32>
  %z1 = arith.constant dense<0> : tensor<33x53xi32>
  %z2 = arith.constant dense<0> : tensor<33x31xi32>
  %0 = mixp.matmul ins(%x, %w0 : tensor<33x47xi8>, tensor<47x29xi8>) outs(%z0 : tensor<33x29xi32>) -> tensor<33x29xi32>
  %c0 = mixp.cast %0 : tensor<33x29xi32> -> tensor<33x29xi8>
  %1 = mixp.matmul ins(%c0, %w1 : tensor<33x29xi8>, tensor<29x53xi8>) outs(%z1 : tensor<33x53xi32>) -> tensor<33x53xi32>
  %c1 = mixp.cast %1 : tensor<33x53xi32> -> tensor<33x53xi8>
  %2 = mixp.matmul ins(%c1, %w2 : tensor<33x53xi8>, tensor<53x31xi8>) outs(%z2 : tensor<33x31xi32>) -> tensor<33x31xi32>
  return %2 : tensor<33x31xi32>
}

// i16 stays on the host, between two products that do not.
func.func @host_beside(%x: tensor<33x47xi8>, %w0: tensor<47x29xi8>, %w1: tensor<29x53xi16>, %w2: tensor<53x31xi8>) -> tensor<33x31xi32> {
  %z0 = arith.constant dense<0> : tensor<33x29xi32>
  %z1 = arith.constant dense<0> : tensor<33x53xi32>
  %z2 = arith.constant dense<0> : tensor<33x31xi32>
  %0 = mixp.matmul ins(%x, %w0 : tensor<33x47xi8>, tensor<47x29xi8>) outs(%z0 : tensor<33x29xi32>) -> tensor<33x29xi32>
  %c0 = mixp.cast %0 : tensor<33x29xi32> -> tensor<33x29xi16>
  %1 = mixp.matmul ins(%c0, %w1 : tensor<33x29xi16>, tensor<29x53xi16>) outs(%z1 : tensor<33x53xi32>) -> tensor<33x53xi32>
  %c1 = mixp.cast %1 : tensor<33x53xi32> -> tensor<33x53xi8>
  %2 = mixp.matmul ins(%c1, %w2 : tensor<33x53xi8>, tensor<53x31xi8>) outs(%z2 : tensor<33x31xi32>) -> tensor<33x31xi32>
  return %2 : tensor<33x31xi32>
}

// A result that is returned and multiplied: the product is stored as it is.
func.func @shared_result(%x: tensor<33x47xi8>, %w0: tensor<47x29xi8>, %w1: tensor<29x53xi8>) -> (tensor<33x29xi32>, tensor<33x53xi32>) {
  %z0 = arith.constant dense<0> : tensor<33x29xi32>
  %z1 = arith.constant dense<0> : tensor<33x53xi32>
  %0 = mixp.matmul ins(%x, %w0 : tensor<33x47xi8>, tensor<47x29xi8>) outs(%z0 : tensor<33x29xi32>) -> tensor<33x29xi32>
  %c0 = mixp.cast %0 : tensor<33x29xi32> -> tensor<33x29xi8>
  %1 = mixp.matmul ins(%c0, %w1 : tensor<33x29xi8>, tensor<29x53xi8>) outs(%z1 : tensor<33x53xi32>) -> tensor<33x53xi32>
  return %0, %1 : tensor<33x29xi32>, tensor<33x53xi32>
}

// One launch of the module, run four times.
func.func @in_loop(%x: tensor<33x33xi8>, %w: tensor<33x33xi8>) -> tensor<33x33xi32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %z = arith.constant dense<0> : tensor<33x33xi32>
  %r = scf.for %i = %c0 to %c4 step %c1 iter_args(%sum = %z) -> tensor<33x33xi32> {
    %0 = mixp.matmul ins(%x, %w : tensor<33x33xi8>, tensor<33x33xi8>) outs(%sum : tensor<33x33xi32>) -> tensor<33x33xi32>
    scf.yield %0 : tensor<33x33xi32>
  }
  return %r : tensor<33x33xi32>
}

func.func private @layer(%x: tensor<?x33xi8>, %w: tensor<33x33xi8>) -> tensor<?x33xi8> {
  %c0 = arith.constant 0 : index
  %m = tensor.dim %x, %c0 : tensor<?x33xi8>
  %e = tensor.empty(%m) : tensor<?x33xi32>
  %zero = arith.constant 0 : i32
  %z = linalg.fill ins(%zero : i32) outs(%e : tensor<?x33xi32>) -> tensor<?x33xi32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x33xi8>, tensor<33x33xi8>) outs(%z : tensor<?x33xi32>) -> tensor<?x33xi32>
  %1 = mixp.cast %0 : tensor<?x33xi32> -> tensor<?x33xi8>
  return %1 : tensor<?x33xi8>
}
func.func @called(%x: tensor<?x33xi8>, %w: tensor<33x33xi8>) -> tensor<?x33xi8> {
  %0 = call @layer(%x, %w) : (tensor<?x33xi8>, tensor<33x33xi8>) -> tensor<?x33xi8>
  %1 = call @layer(%0, %w) : (tensor<?x33xi8>, tensor<33x33xi8>) -> tensor<?x33xi8>
  return %1 : tensor<?x33xi8>
}

// Operands that are parts of larger tensors, and a result that becomes one.
func.func @parts(%a: tensor<9x40xf16>, %b: tensor<40x70xf16>, %all: tensor<11x50xf32>) -> (tensor<3x35xf32>, tensor<11x50xf32>) {
  %z0 = arith.constant dense<0.0> : tensor<3x35xf32>
  %z1 = arith.constant dense<0.0> : tensor<5x31xf32>
  %u = tensor.extract_slice %a[1, 1] [3, 16] [3, 2] : tensor<9x40xf16> to tensor<3x16xf16>
  %v = tensor.extract_slice %b[0, 0] [16, 35] [2, 2] : tensor<40x70xf16> to tensor<16x35xf16>
  %0 = mixp.matmul ins(%u, %v : tensor<3x16xf16>, tensor<16x35xf16>) outs(%z0 : tensor<3x35xf32>) -> tensor<3x35xf32>
  %s = tensor.extract_slice %a[2, 3] [5, 20] [1, 1] : tensor<9x40xf16> to tensor<5x20xf16>
  %t = tensor.extract_slice %b[1, 7] [20, 31] [1, 1] : tensor<40x70xf16> to tensor<20x31xf16>
  %1 = mixp.matmul ins(%s, %t : tensor<5x20xf16>, tensor<20x31xf16>) outs(%z1 : tensor<5x31xf32>) -> tensor<5x31xf32>
  %2 = tensor.insert_slice %1 into %all[3, 9] [5, 31] [1, 1] : tensor<5x31xf32> into tensor<11x50xf32>
  return %0, %2 : tensor<3x35xf32>, tensor<11x50xf32>
}
