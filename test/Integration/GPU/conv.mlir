// Convolutions whose products run on the GPU: two with channels first, an
// elementwise op between them, and groups as a batch.
//
// RUN: mixp run %s --function=chain --random=1 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=CHAIN
// RUN: mixp run %s --function=chain --random=2 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=CHAIN
// RUN: mixp run %s --function=groups --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=GROUPS
// CHAIN-DAG: : 2 launches,
// CHAIN-DAG: checked 819 elements of 1 outputs: bit-exact
// GROUPS-DAG: : 1 launches,
// GROUPS-DAG: checked 980 elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}

func.func @chain(%x: tensor<1x5x9x7xi8>, %w: tensor<17x5x3x3xi8>, %b: tensor<17xi32>, %v: tensor<13x17x1x1xi8>) -> tensor<1x13x9x7xi32> {
  %c = arith.constant dense<0> : tensor<1x17x9x7xi32>
  %d = arith.constant dense<0> : tensor<1x13x9x7xi32>
  %z = arith.constant dense<-3> : tensor<1x1x1x1xi32>
  %e = tensor.empty() : tensor<1x17x9x7xi32>
  %0 = mixp.conv ins(%x, %w : tensor<1x5x9x7xi8>, tensor<17x5x3x3xi8>)
         input_zero_point(%z : tensor<1x1x1x1xi32>) input_block [0, 0, 0, 0]
         layout(nchw_fchw) pad_low [1, 1] pad_high [1, 1] outs(%c : tensor<1x17x9x7xi32>) -> tensor<1x17x9x7xi32>
  %1 = linalg.generic {indexing_maps = [affine_map<(n, c, y, x) -> (n, c, y, x)>, affine_map<(n, c, y, x) -> (c)>, affine_map<(n, c, y, x) -> (n, c, y, x)>],
      iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%0, %b : tensor<1x17x9x7xi32>, tensor<17xi32>) outs(%e : tensor<1x17x9x7xi32>) {
  ^bb0(%acc: i32, %bias: i32, %o: i32):
    %s = arith.addi %acc, %bias : i32
    linalg.yield %s : i32
  } -> tensor<1x17x9x7xi32>
  %q = mixp.cast %1 saturate : tensor<1x17x9x7xi32> -> tensor<1x17x9x7xi8>
  %2 = mixp.conv ins(%q, %v : tensor<1x17x9x7xi8>, tensor<13x17x1x1xi8>)
         layout(nchw_fchw) outs(%d : tensor<1x13x9x7xi32>) -> tensor<1x13x9x7xi32>
  return %2 : tensor<1x13x9x7xi32>
}

func.func @groups(%x: tensor<2x8x6x6xf16>, %w: tensor<14x2x2x3xf16>) -> tensor<2x7x5x14xf32> {
  %d = arith.constant dense<0.0> : tensor<2x7x5x14xf32>
  %0 = mixp.conv ins(%x, %w : tensor<2x8x6x6xf16>, tensor<14x2x2x3xf16>)
         layout(nhwc_fhwc) groups(2) outs(%d : tensor<2x7x5x14xf32>) -> tensor<2x7x5x14xf32>
  return %0 : tensor<2x7x5x14xf32>
}
