// Residuals are added in the kernel, where they are read along their rows.

#mn = affine_map<(m, n) -> (m, n)>
#m = affine_map<(m, n) -> (m)>
#n = affine_map<(m, n) -> (n)>
#nm = affine_map<(m, n) -> (n, m)>
#m0 = affine_map<(m, n) -> (m, 0)>
#on = affine_map<(m, n) -> (0, n)>
#oo = affine_map<(m, n) -> (0, 0)>
#one = affine_map<(m, n) -> ()>

// A residual of f16, and a result of f16.
// RUN: mixp run %s --function=residual --random=3 --target=sm_75 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=RESIDUAL
// RUN: mixp run %s --function=residual --random=4 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=RESIDUAL
// RUN: mixp run %s --function=residual --random=5 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=RESIDUAL
// RESIDUAL-DAG: : 1 launches, 16270 bytes to the device, 5254 back
// RESIDUAL-DAG: checked {{[0-9]+}} elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
func.func @residual(%a: tensor<37x51xf16>, %b: tensor<51x71xf16>, %v: tensor<37x71xf16>) -> tensor<37x71xf16> {
  %z = arith.constant dense<0.0> : tensor<37x71xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<37x51xf16>, tensor<51x71xf16>) outs(%z : tensor<37x71xf32>) -> tensor<37x71xf32>
  %e = tensor.empty() : tensor<37x71xf16>
  %1 = linalg.generic {indexing_maps = [#mn, #mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %v : tensor<37x71xf32>, tensor<37x71xf16>) outs(%e : tensor<37x71xf16>) {
  ^bb0(%x: f32, %bv: f16, %o: f16):
    %bw = arith.extf %bv : f16 to f32
    %s = arith.addf %x, %bw : f32
    %t = arith.truncf %s : f32 to f16
    linalg.yield %t : f16
  } -> tensor<37x71xf16>
  return %1 : tensor<37x71xf16>
}

// The same of bf16.
// RUN: mixp run %s --function=residual_bf16 --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=RESIDUAL-BF16
// RUN: mixp run %s --function=residual_bf16 --random=4 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=RESIDUAL-BF16
// RESIDUAL-BF16-DAG: : 1 launches, 16270 bytes to the device, 5254 back
// RESIDUAL-BF16-DAG: checked {{[0-9]+}} elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
func.func @residual_bf16(%a: tensor<37x51xbf16>, %b: tensor<51x71xbf16>, %v: tensor<37x71xbf16>) -> tensor<37x71xbf16> {
  %z = arith.constant dense<0.0> : tensor<37x71xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<37x51xbf16>, tensor<51x71xbf16>) outs(%z : tensor<37x71xf32>) -> tensor<37x71xf32>
  %e = tensor.empty() : tensor<37x71xbf16>
  %1 = linalg.generic {indexing_maps = [#mn, #mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %v : tensor<37x71xf32>, tensor<37x71xbf16>) outs(%e : tensor<37x71xbf16>) {
  ^bb0(%x: f32, %bv: bf16, %o: bf16):
    %bw = arith.extf %bv : bf16 to f32
    %s = arith.addf %x, %bw : f32
    %t = arith.truncf %s : f32 to bf16
    linalg.yield %t : bf16
  } -> tensor<37x71xbf16>
  return %1 : tensor<37x71xbf16>
}

// The same of bytes.
// RUN: mixp run %s --function=residual_i8 --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=RESIDUAL-I8
// RUN: mixp run %s --function=residual_i8 --random=4 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=RESIDUAL-I8
// RESIDUAL-I8-DAG: : 1 launches, 9058 bytes to the device, 2627 back
// RESIDUAL-I8-DAG: checked {{[0-9]+}} elements of 1 outputs: bit-exact
func.func @residual_i8(%a: tensor<37x51xi8>, %b: tensor<51x71xi8>, %v: tensor<37x71xi8>) -> tensor<37x71xi8> {
  %z = arith.constant dense<0> : tensor<37x71xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<37x51xi8>, tensor<51x71xi8>) outs(%z : tensor<37x71xi32>) -> tensor<37x71xi32>
  %e = tensor.empty() : tensor<37x71xi8>
  %1 = linalg.generic {indexing_maps = [#mn, #mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %v : tensor<37x71xi32>, tensor<37x71xi8>) outs(%e : tensor<37x71xi8>) {
  ^bb0(%x: i32, %bv: i8, %o: i8):
    %h = arith.constant 9 : i32
    %r = arith.shrsi %x, %h : i32
    %w = arith.extsi %bv : i8 to i32
    %s = arith.addi %r, %w : i32
    %t = arith.trunci %s : i32 to i8
    linalg.yield %t : i8
  } -> tensor<37x71xi8>
  return %1 : tensor<37x71xi8>
}

// A transposed residual would be read across its rows: it is added on the host.
// RUN: mixp run %s --function=transposed --random=4 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=TRANSPOSED
// RUN: mixp run %s --function=transposed --random=5 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=TRANSPOSED
// TRANSPOSED-DAG: : 1 launches, 11016 bytes to the device, 10508 back
// TRANSPOSED-DAG: checked {{[0-9]+}} elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
func.func @transposed(%a: tensor<37x51xf16>, %b: tensor<51x71xf16>, %v: tensor<71x37xf32>) -> tensor<37x71xf32> {
  %z = arith.constant dense<0.0> : tensor<37x71xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<37x51xf16>, tensor<51x71xf16>) outs(%z : tensor<37x71xf32>) -> tensor<37x71xf32>
  %e = tensor.empty() : tensor<37x71xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #nm, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %v : tensor<37x71xf32>, tensor<71x37xf32>) outs(%e : tensor<37x71xf32>) {
  ^bb0(%x: f32, %bv: f32, %o: f32):
    %s = arith.addf %x, %bv : f32
    linalg.yield %s : f32
  } -> tensor<37x71xf32>
  return %1 : tensor<37x71xf32>
}
