// What follows a product of integers is in its kernel, to the bit. The launcher
// makes rhs contiguous along K, 64 bytes for each of 71 columns.

#mn = affine_map<(m, n) -> (m, n)>
#m = affine_map<(m, n) -> (m)>
#n = affine_map<(m, n) -> (n)>
#nm = affine_map<(m, n) -> (n, m)>
#m0 = affine_map<(m, n) -> (m, 0)>
#on = affine_map<(m, n) -> (0, n)>
#oo = affine_map<(m, n) -> (0, 0)>
#one = affine_map<(m, n) -> ()>

// Quantized by a scale for each column.
// RUN: mixp run %s --function=quantize --random=4 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=QUANTIZE
// RUN: mixp run %s --function=quantize --random=5 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=QUANTIZE
// QUANTIZE-DAG: : 1 launches, 6715 bytes to the device, 2627 back
// QUANTIZE-DAG: checked {{[0-9]+}} elements of 1 outputs: bit-exact
func.func @quantize(%a: tensor<37x51xi8>, %b: tensor<51x71xi8>, %v: tensor<1x71xf32>) -> tensor<37x71xi8> {
  %z = arith.constant dense<0> : tensor<37x71xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<37x51xi8>, tensor<51x71xi8>) outs(%z : tensor<37x71xi32>) -> tensor<37x71xi32>
  %1 = mixp.requantize onnx %0 scale(%v : tensor<1x71xf32>) block [0, 1] : tensor<37x71xi32> -> tensor<37x71xi8>
  return %1 : tensor<37x71xi8>
}

// The scales of the product, f32 between, and quantized with a zero point.
// RUN: mixp run %s --function=scaled --random=4 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=SCALED
// RUN: mixp run %s --function=scaled --random=5 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=SCALED
// SCALED-DAG: : 1 launches, 6871 bytes to the device, 2627 back
// SCALED-DAG: checked {{[0-9]+}} elements of 1 outputs: bit-exact
func.func @scaled(%a: tensor<37x51xi8>, %b: tensor<51x71xi8>, %sa: tensor<37x1xf32>, %sb: tensor<1x71xf32>, %so: tensor<1x1xf32>, %zo: tensor<1x1xi32>) -> tensor<37x71xi8> {
  %z = arith.constant dense<0.0> : tensor<37x71xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<37x51xi8>, tensor<51x71xi8>)
         lhs_scale(%sa : tensor<37x1xf32>) lhs_block [1, 0] rhs_scale(%sb : tensor<1x71xf32>) outs(%z : tensor<37x71xf32>) -> tensor<37x71xf32>
  %1 = mixp.quantize %0 scale(%so : tensor<1x1xf32>) zero_point(%zo : tensor<1x1xi32>) block [0, 0] : tensor<37x71xf32> -> tensor<37x71xi8>
  return %1 : tensor<37x71xi8>
}

// A bias of i32, ReLU and a shift.
// RUN: mixp run %s --function=shift --random=3 --target=sm_75 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=SHIFT
// RUN: mixp run %s --function=shift --random=4 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=SHIFT
// RUN: mixp run %s --function=shift --random=5 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=SHIFT
// SHIFT-DAG: : 1 launches, 6715 bytes to the device, 5254 back
// SHIFT-DAG: checked {{[0-9]+}} elements of 1 outputs: bit-exact
func.func @shift(%a: tensor<37x51xi8>, %b: tensor<51x71xi8>, %v: tensor<71xi32>) -> tensor<37x71xi16> {
  %z = arith.constant dense<0> : tensor<37x71xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<37x51xi8>, tensor<51x71xi8>) outs(%z : tensor<37x71xi32>) -> tensor<37x71xi32>
  %e = tensor.empty() : tensor<37x71xi16>
  %1 = linalg.generic {indexing_maps = [#mn, #n, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %v : tensor<37x71xi32>, tensor<71xi32>) outs(%e : tensor<37x71xi16>) {
  ^bb0(%x: i32, %bv: i32, %o: i16):
    %k = arith.constant 0 : i32
    %h = arith.constant 7 : i32
    %s = arith.addi %x, %bv : i32
    %r = arith.maxsi %s, %k : i32
    %t = arith.shrsi %r, %h : i32
    %q = arith.trunci %t : i32 to i16
    linalg.yield %q : i16
  } -> tensor<37x71xi16>
  return %1 : tensor<37x71xi16>
}
