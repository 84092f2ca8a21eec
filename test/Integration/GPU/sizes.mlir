// Sizes of one, of nothing, and of more than one tile; a kernel that does not
// run gives what no product adds to.
//
// RUN: mixp run %s --input random:1:1x51 --input random:2:51x71 --input random:3:1x71 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefixes=ONE,M1
// RUN: mixp run %s --input random:1:37x1 --input random:2:1x71 --input random:3:37x71 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefixes=ONE,MN
// RUN: mixp run %s --input random:1:37x51 --input random:2:51x1 --input random:3:37x1 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefixes=ONE,N1
// RUN: mixp run %s --input random:1:1x1 --input random:2:1x1 --input random:3:1x1 --target=sm_75 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefixes=ONE,ALL1
// RUN: mixp run %s --input random:1:1x1 --input random:2:1x1 --input random:3:1x1 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefixes=ONE,ALL1
// RUN: mixp run %s --input random:1:257x130 --input random:2:130x259 --input random:3:257x259 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefixes=ONE,TILES
//
// K = 0: outs as it was, from a kernel whose loops do not turn.
// RUN: mixp run %s --input random:1:37x0 --input random:2:0x71 --input random:3:37x71 --target=sm_75 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefixes=ONE,K0
// RUN: mixp run %s --input random:1:37x0 --input random:2:0x71 --input random:3:37x71 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefixes=ONE,K0
// RUN: mixp run %s --input random:1:37x0 --input random:2:0x71 --input random:3:37x71 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefixes=ONE,K0
//
// A result without elements needs no kernel.
// RUN: mixp run %s --input random:1:0x51 --input random:2:51x71 --input random:3:0x71 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: mixp run %s --input random:1:37x51 --input random:2:51x0 --input random:3:37x0 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=NONE
//
// ONE-DAG: : 1 launches,
// M1-DAG: checked 71 elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
// MN-DAG: checked 2627 elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
// N1-DAG: checked 37 elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
// ALL1-DAG: checked 1 elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
// TILES-DAG: checked 66563 elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
// K0-DAG: checked 2627 elements of 1 outputs: bit-exact
// NONE-DAG: : 0 launches,
// NONE-DAG: checked 0 elements of 1 outputs: bit-exact
func.func @main(%a: tensor<?x?xf16>, %b: tensor<?x?xf16>, %c: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<?x?xf16>, tensor<?x?xf16>) outs(%c : tensor<?x?xf32>) -> tensor<?x?xf32>
  return %0 : tensor<?x?xf32>
}
