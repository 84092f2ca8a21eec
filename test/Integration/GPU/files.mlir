// What mixp compile writes for a GPU, and what it says of products. A function has
// the name that the module of kernels would have.
//
// RUN: rm -rf %t && mkdir %t
// RUN: mixp compile %s --function=kernels --target=sm_80 --emit=ptx -o - | FileCheck %s --check-prefix=PTX
// PTX: .version 8.0
// PTX: .target sm_80
// PTX: .visible .entry matmul_0(
// PTX: .reqntid 128, 1, 1
// PTX: cp.async.cg.shared.global
// PTX: ldmatrix.sync.aligned.m8n8.x4
// PTX: mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32
// PTX: st.global.v4
// PTX: .visible .entry matmul_1(
// PTX-NOT: .visible .entry
//
// RUN: mixp compile %s --function=kernels --target=sm_90a --emit=ptx -o %t/90.ptx --remarks=mixp-gpu 2>&1 | FileCheck %s --check-prefix=REMARKS
// RUN: FileCheck %s --check-prefix=PTX90 --input-file=%t/90.ptx
// REMARKS: [Passed] mixp-gpu-001 {{.*}} Instruction=wgmma
// REMARKS: [Passed] mixp-gpu-001 {{.*}} Instruction=wgmma
// REMARKS-DAG: [Passed] mixp-gpu-003 {{.*}} Bytes=6*M, From="an argument",
// REMARKS-DAG: [Passed] mixp-gpu-003 {{.*}} BytesOnce=30, From="a constant",
// REMARKS-DAG: [Passed] mixp-gpu-003 {{.*}} BytesOnce=50, From="a constant",
// REMARKS-DAG: [Passed] mixp-gpu-004 {{.*}} Bytes=20*M, For="'func.return', which hands tensors on",
// PTX90: .target sm_90a
// PTX90: cp.async.bulk.tensor.2d
// PTX90: wgmma.mma_async.sync.aligned
//
// What stays on the host, and why.
// RUN: not mixp compile %s --function=on_host --target=sm_80 --emit=ptx -o %t/x.ptx --remarks=mixp-gpu 2>&1 | FileCheck %s --check-prefix=HOST
// HOST: [Missed] mixp-gpu-104
// HOST: mixp: error: 'on_host' has no product for sm_80; --remarks=mixp-gpu says why each stays on the host
//
// A bundle without ptxas has PTX only.
// RUN: env MIXP_PTXAS= mixp compile %s --function=kernels --target=sm_80 --emit=bundle --name=two -o %t/two --remarks=mixp-gpu 2>&1 | FileCheck %s --check-prefix=NO-PTXAS
// NO-PTXAS: [Missed] mixp-gpu-002 {{.*}}Reason="no ptxas was found, so the bundle has PTX only, which the driver compiles when it is loaded"
// RUN: ls %t/two | FileCheck %s --check-prefix=FOLDER --implicit-check-not={{.}}
// FOLDER: constants.bin
// FOLDER-NEXT: manifest.json
// FOLDER-NEXT: two.h
// FOLDER-NEXT: two.ptx
// RUN: mixp-gpu-run %t/two --list | FileCheck %s --check-prefix=LIST
// LIST: bundle two for sm_80: two.ptx
// LIST-DAG: input {{.*}}: ?x3xf16
// LIST-DAG: constant {{.*}}: 3x5xf16
// LIST-DAG: constant {{.*}}: 5x5xf16
// LIST-DAG: temporary {{.*}}: ?x5xf16
// LIST-DAG: output {{.*}}: ?x5xf32
// LIST: matmul_0: 128 threads
// LIST: matmul_1: 128 threads
// RUN: FileCheck %s --check-prefix=HEADER --input-file=%t/two/two.h
// HEADER: #define two_num_inputs 1
// HEADER: static const char *const two_outputs[] = {
//
// Where two kernels want a value in two layouts, it is one value still.
// RUN: mixp compile %s --function=other_layout --target=sm_80 --emit=bundle --name=relaid -o %t/relaid
// RUN: mixp-gpu-run %t/relaid --list | FileCheck %s --check-prefix=RELAID
// RELAID: temporary value3: 3x5xi8
// RELAID: writes value3 (rows)
// RELAID: reads value3 (rows, transposed)
//
// A bundle cannot be run without a driver, and says so.
// RUN: env MIXP_LIBCUDA=%t/none.so %python %S/Runtime/Inputs/exits.py 77 mixp-gpu-run %t/two 2>&1 | FileCheck %s --check-prefix=DRIVER
// DRIVER: mixp-gpu-run: skipped: no CUDA driver
//
// RUN: not mixp compile %s --function=host_between --target=sm_80 --emit=bundle -o %t/b 2>&1 | FileCheck %s --check-prefix=BETWEEN
// BETWEEN: mixp: error: --emit=bundle: 'linalg.{{.*}}' at {{.*}}files.mlir{{.*}} runs on the host only, and a bundle holds kernels; use mixp run, or --emit=ptx for the kernels alone
// RUN: not mixp compile %s --function=result_input --target=sm_80 --emit=bundle -o %t/b 2>&1 | FileCheck %s --check-prefix=INPUT
// INPUT: mixp: error: --emit=bundle: result '{{.*}}' is not written by a kernel of its own
// RUN: not mixp compile %s --function=twice --target=sm_80 --emit=bundle -o %t/b 2>&1 | FileCheck %s --check-prefix=INPUT
// RUN: not ls %t/b
//
// RUN: not env MIXP_PTXAS=%t/none mixp compile %s --function=kernels --target=sm_80 --emit=cubin -o %t/x.cubin 2>&1 | FileCheck %s --check-prefix=PTXAS
// PTXAS: mixp: error: '{{.*}}none' failed with status -1: {{.}}
// RUN: not env MIXP_PTXAS= mixp compile %s --function=kernels --target=sm_80 --emit=cubin -o %t/x.cubin 2>&1 | FileCheck %s --check-prefix=ABSENT
// ABSENT: mixp: error: --emit=cubin: no ptxas found; put it on the PATH, name it with MIXP_PTXAS, or use --emit=ptx, which a driver compiles
//
// An edited PTX takes the kernels' place.
// RUN: mixp compile %s --function=kernels --target=sm_80 --emit=ptx -o %t/good.ptx
// RUN: mixp run %s --function=kernels --target=sm_80 --gpu=emulator --ptx=%t/good.ptx --random=1 --dim=7 --check-outputs 2>&1 | FileCheck %s --check-prefix=GIVEN
// GIVEN: : 2 launches,
// GIVEN: checked 35 elements of 1 outputs: within
// RUN: sed -e 's/bar.sync/membar.gl; \/\/ bar.sync/' %t/good.ptx > %t/bad.ptx
// RUN: not mixp run %s --function=kernels --target=sm_80 --gpu=emulator --ptx=%t/bad.ptx --random=1 --dim=7 --check-outputs 2>&1 | FileCheck %s --check-prefix=BAD
// BAD: mixp: error: kernel 'matmul_0'{{.*}}race

func.func @kernels(%a: tensor<?x3xf16>) -> tensor<?x5xf32> {
  %w0 = arith.constant dense<[[0.5, -1.0, 2.0, 0.25, 3.0], [1.5, -2.0, 0.75, 1.25, -3.5], [0.125, 7.0, -0.5, 4.25, 9.0]]> : tensor<3x5xf16>
  %w1 = arith.constant dense<[[1.0, 2.0, -3.0, 4.0, 5.0], [-1.0, 0.5, 2.5, 0.25, 8.0], [0.0, 1.0, 6.0, -7.0, 2.0], [3.0, 9.0, 1.0, 0.5, -0.5], [2.0, -4.0, 8.0, 1.5, 0.75]]> : tensor<5x5xf16>
  %c0 = arith.constant 0 : index
  %m = tensor.dim %a, %c0 : tensor<?x3xf16>
  %z = arith.constant 0.0 : f32
  %zh = arith.constant 0.0 : f16
  %e0 = tensor.empty(%m) : tensor<?x5xf16>
  %z0 = linalg.fill ins(%zh : f16) outs(%e0 : tensor<?x5xf16>) -> tensor<?x5xf16>
  %e1 = tensor.empty(%m) : tensor<?x5xf32>
  %z1 = linalg.fill ins(%z : f32) outs(%e1 : tensor<?x5xf32>) -> tensor<?x5xf32>
  %0 = mixp.matmul ins(%a, %w0 : tensor<?x3xf16>, tensor<3x5xf16>) outs(%z0 : tensor<?x5xf16>) -> tensor<?x5xf16>
  %1 = mixp.matmul ins(%0, %w1 : tensor<?x5xf16>, tensor<5x5xf16>) outs(%z1 : tensor<?x5xf32>) -> tensor<?x5xf32>
  return %1 : tensor<?x5xf32>
}

func.func @other_layout(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %c: tensor<9x3xi8>) -> tensor<9x5xi32> {
  %z0 = arith.constant dense<0> : tensor<3x5xi32>
  %z1 = arith.constant dense<0> : tensor<9x5xi32>
  %p = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>) outs(%z0 : tensor<3x5xi32>) -> tensor<3x5xi32>
  %0 = mixp.cast %p : tensor<3x5xi32> -> tensor<3x5xi8>
  %1 = mixp.matmul ins(%c, %0 : tensor<9x3xi8>, tensor<3x5xi8>) outs(%z1 : tensor<9x5xi32>) -> tensor<9x5xi32>
  return %1 : tensor<9x5xi32>
}

func.func @on_host(%a: tensor<7x3xf32>, %b: tensor<3x5xf32>, %c: tensor<7x5xf32>) -> tensor<7x5xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x3xf32>, tensor<3x5xf32>) outs(%c : tensor<7x5xf32>) -> tensor<7x5xf32>
  return %0 : tensor<7x5xf32>
}

// Exchanging dims is the host's.
func.func @host_between(%a: tensor<7x3xf16>, %b: tensor<3x5xf16>, %c: tensor<7x5xf16>, %d: tensor<5x5xf32>) -> tensor<5x5xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x3xf16>, tensor<3x5xf16>) outs(%c : tensor<7x5xf16>) -> tensor<7x5xf16>
  %e = tensor.empty() : tensor<5x7xf16>
  %t = linalg.transpose ins(%0 : tensor<7x5xf16>) outs(%e : tensor<5x7xf16>) permutation = [1, 0]
  %1 = mixp.matmul ins(%t, %0 : tensor<5x7xf16>, tensor<7x5xf16>) outs(%d : tensor<5x5xf32>) -> tensor<5x5xf32>
  return %1 : tensor<5x5xf32>
}

func.func @result_input(%a: tensor<7x3xf16>, %b: tensor<3x5xf16>, %c: tensor<7x5xf32>) -> (tensor<7x5xf32>, tensor<7x3xf16>) {
  %0 = mixp.matmul ins(%a, %b : tensor<7x3xf16>, tensor<3x5xf16>) outs(%c : tensor<7x5xf32>) -> tensor<7x5xf32>
  return %0, %a : tensor<7x5xf32>, tensor<7x3xf16>
}

func.func @twice(%a: tensor<7x3xf16>, %b: tensor<3x5xf16>, %c: tensor<7x5xf32>) -> (tensor<7x5xf32>, tensor<7x5xf32>) {
  %0 = mixp.matmul ins(%a, %b : tensor<7x3xf16>, tensor<3x5xf16>) outs(%c : tensor<7x5xf32>) -> tensor<7x5xf32>
  return %0, %0 : tensor<7x5xf32>, tensor<7x5xf32>
}
