// Several matrices, one, and none; what follows may be of each matrix, or the
// same for all.
//
// RUN: mixp run %s --input random:1:3x37x51 --input random:2:3x51x71 --input random:3:71 --input random:4:37x71 --input random:5:3x1x1 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=THREE
// RUN: mixp run %s --input random:1:3x37x51 --input random:2:3x51x71 --input random:3:71 --input random:4:37x71 --input random:5:3x1x1 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=THREE
// RUN: mixp run %s --input random:1:1x37x51 --input random:2:1x51x71 --input random:3:71 --input random:4:37x71 --input random:5:1x1x1 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=ONE
// RUN: mixp run %s --input random:1:0x37x51 --input random:2:0x51x71 --input random:3:71 --input random:4:37x71 --input random:5:0x1x1 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=NONE
// THREE-DAG: : 1 launches, {{[0-9]+}} bytes to the device, 31524 back
// THREE-DAG: checked 7881 elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
// ONE-DAG: : 1 launches, {{[0-9]+}} bytes to the device, 10508 back
// ONE-DAG: checked 2627 elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
// NONE-DAG: : 0 launches,
// NONE-DAG: checked 0 elements of 1 outputs: bit-exact
func.func @main(%a: tensor<?x37x51xbf16>, %b: tensor<?x51x71xbf16>, %bias: tensor<71xf32>, %residual: tensor<37x71xf32>, %each: tensor<?x1x1xf32>) -> tensor<?x37x71xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %a, %c0 : tensor<?x37x51xbf16>
  %e = tensor.empty(%n) : tensor<?x37x71xf32>
  %zero = arith.constant 0.0 : f32
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<?x37x71xf32>) -> tensor<?x37x71xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<?x37x51xbf16>, tensor<?x51x71xbf16>) outs(%z : tensor<?x37x71xf32>) -> tensor<?x37x71xf32>
  %1 = linalg.generic {indexing_maps = [affine_map<(b, m, n) -> (b, m, n)>, affine_map<(b, m, n) -> (n)>, affine_map<(b, m, n) -> (m, n)>, affine_map<(b, m, n) -> (b, 0, 0)>, affine_map<(b, m, n) -> (b, m, n)>],
                       iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%0, %bias, %residual, %each : tensor<?x37x71xf32>, tensor<71xf32>, tensor<37x71xf32>, tensor<?x1x1xf32>) outs(%e : tensor<?x37x71xf32>) {
  ^bb0(%x: f32, %u: f32, %v: f32, %w: f32, %o: f32):
    %s = arith.addf %x, %u : f32
    %t = arith.addf %s, %v : f32
    %p = arith.mulf %t, %w : f32
    linalg.yield %p : f32
  } -> tensor<?x37x71xf32>
  return %1 : tensor<?x37x71xf32>
}
