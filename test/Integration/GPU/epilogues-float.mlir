// What follows a product is in its kernel: the bytes tell which operands went to
// the device, and that a narrow result came back.

#mn = affine_map<(m, n) -> (m, n)>
#m = affine_map<(m, n) -> (m)>
#n = affine_map<(m, n) -> (n)>
#nm = affine_map<(m, n) -> (n, m)>
#m0 = affine_map<(m, n) -> (m, 0)>
#on = affine_map<(m, n) -> (0, n)>
#oo = affine_map<(m, n) -> (0, 0)>
#one = affine_map<(m, n) -> ()>

// A bias and GELU by erf.
// RUN: mixp run %s --function=gelu --random=4 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=GELU
// RUN: mixp run %s --function=gelu --random=5 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=GELU
// GELU-DAG: : 1 launches, 11300 bytes to the device, 10508 back
// GELU-DAG: checked {{[0-9]+}} elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
func.func @gelu(%a: tensor<37x51xf16>, %b: tensor<51x71xf16>, %v: tensor<71xf32>) -> tensor<37x71xf32> {
  %z = arith.constant dense<0.0> : tensor<37x71xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<37x51xf16>, tensor<51x71xf16>) outs(%z : tensor<37x71xf32>) -> tensor<37x71xf32>
  %e = tensor.empty() : tensor<37x71xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #n, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %v : tensor<37x71xf32>, tensor<71xf32>) outs(%e : tensor<37x71xf32>) {
  ^bb0(%x: f32, %bv: f32, %o: f32):
    %h = arith.constant 0.5 : f32
    %r = arith.constant 0.707106781 : f32
    %i = arith.constant 1.0 : f32
    %s = arith.addf %x, %bv : f32
    %d = arith.mulf %s, %r : f32
    %f = math.erf %d : f32
    %g = arith.addf %f, %i : f32
    %p = arith.mulf %s, %h : f32
    %q = arith.mulf %p, %g : f32
    linalg.yield %q : f32
  } -> tensor<37x71xf32>
  return %1 : tensor<37x71xf32>
}

// Values for each row: a vector and a column.
// RUN: mixp run %s --function=rows --random=4 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=ROWS
// RUN: mixp run %s --function=rows --random=5 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=ROWS
// ROWS-DAG: : 1 launches, 11312 bytes to the device, 10508 back
// ROWS-DAG: checked {{[0-9]+}} elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
func.func @rows(%a: tensor<37x51xf16>, %b: tensor<51x71xf16>, %v: tensor<37xf32>, %w: tensor<37x1xf32>) -> tensor<37x71xf32> {
  %z = arith.constant dense<0.0> : tensor<37x71xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<37x51xf16>, tensor<51x71xf16>) outs(%z : tensor<37x71xf32>) -> tensor<37x71xf32>
  %e = tensor.empty() : tensor<37x71xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #m, #m0, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %v, %w : tensor<37x71xf32>, tensor<37xf32>, tensor<37x1xf32>) outs(%e : tensor<37x71xf32>) {
  ^bb0(%x: f32, %bv: f32, %bw: f32, %o: f32):
    %s = arith.mulf %x, %bv : f32
    %t = arith.subf %s, %bw : f32
    linalg.yield %t : f32
  } -> tensor<37x71xf32>
  return %1 : tensor<37x71xf32>
}

// One value for all, and a row for all rows.
// RUN: mixp run %s --function=scalars --random=4 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=SCALARS
// RUN: mixp run %s --function=scalars --random=5 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=SCALARS
// SCALARS-DAG: : 1 launches, 11306 bytes to the device, 10508 back
// SCALARS-DAG: checked {{[0-9]+}} elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
func.func @scalars(%a: tensor<37x51xf16>, %b: tensor<51x71xf16>, %v: tensor<f32>, %w: tensor<1x1xf16>, %u: tensor<1x71xf32>) -> tensor<37x71xf32> {
  %z = arith.constant dense<0.0> : tensor<37x71xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<37x51xf16>, tensor<51x71xf16>) outs(%z : tensor<37x71xf32>) -> tensor<37x71xf32>
  %e = tensor.empty() : tensor<37x71xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #one, #oo, #on, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %v, %w, %u : tensor<37x71xf32>, tensor<f32>, tensor<1x1xf16>, tensor<1x71xf32>) outs(%e : tensor<37x71xf32>) {
  ^bb0(%x: f32, %bv: f32, %bw: f16, %bu: f32, %o: f32):
    %s = arith.mulf %x, %bv : f32
    %f = arith.extf %bw : f16 to f32
    %t = arith.subf %s, %f : f32
    %q = arith.maximumf %t, %bu : f32
    linalg.yield %q : f32
  } -> tensor<37x71xf32>
  return %1 : tensor<37x71xf32>
}
