// Blocks that share a tile of the result: few tiles and much of K, which the parts
// do not divide evenly; integers to the bit, epilogues once, several matrices.
//
// RUN: mixp run %s --function=integer --random=3 --target=sm_75 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=INTEGER
// RUN: mixp run %s --function=integer --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=INTEGER
// RUN: mixp run %s --function=integer --random=3 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=INTEGER
// RUN: mixp run %s --function=float --random=4 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=FLOAT
// RUN: mixp run %s --function=float --random=4 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=FLOAT
// INTEGER-DAG: : 1 launches,
// INTEGER-DAG: checked 5254 elements of 1 outputs: bit-exact
// FLOAT-DAG: : 1 launches,
// FLOAT-DAG: checked 2627 elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
//
// Each turn of a loop finds the counters as the one before has left them.
// RUN: mixp run %s --function=repeated --random=5 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=REPEATED
// REPEATED-DAG: : 3 launches,
// REPEATED-DAG: checked 2627 elements of 1 outputs: bit-exact
//
// RUN: mixp compile %s --function=integer --target=sm_80 --emit=bundle -o %t
// RUN: mixp-gpu-run %t --list | FileCheck %s --check-prefix=LIST
// LIST: split_k {{[2-8]}}
func.func @integer(%a: tensor<2x37x1900xi8>, %b: tensor<2x1900x71xi8>, %c: tensor<2x37x71xi32>) -> tensor<2x37x71xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<2x37x1900xi8>, tensor<2x1900x71xi8>) outs(%c : tensor<2x37x71xi32>) -> tensor<2x37x71xi32>
  return %0 : tensor<2x37x71xi32>
}

func.func @float(%a: tensor<37x1900xf16>, %b: tensor<1900x71xf16>, %v: tensor<71xf32>) -> tensor<37x71xf32> {
  %z = arith.constant dense<0.0> : tensor<37x71xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<37x1900xf16>, tensor<1900x71xf16>) outs(%z : tensor<37x71xf32>) -> tensor<37x71xf32>
  %e = tensor.empty() : tensor<37x71xf32>
  %1 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]}
      ins(%0, %v : tensor<37x71xf32>, tensor<71xf32>) outs(%e : tensor<37x71xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<37x71xf32>
  return %1 : tensor<37x71xf32>
}

func.func @repeated(%a: tensor<37x1900xi8>, %b: tensor<1900x71xi8>) -> tensor<37x71xi32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %z = arith.constant dense<0> : tensor<37x71xi32>
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%sum = %z) -> tensor<37x71xi32> {
    %0 = mixp.matmul ins(%a, %b : tensor<37x1900xi8>, tensor<1900x71xi8>) outs(%sum : tensor<37x71xi32>) -> tensor<37x71xi32>
    scf.yield %0 : tensor<37x71xi32>
  }
  return %r : tensor<37x71xi32>
}
