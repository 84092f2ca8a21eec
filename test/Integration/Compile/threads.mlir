// Code for several threads calls OpenMP, and a shared library brings it along;
// code for one thread does not know of it.
// REQUIRES: avx2, libomp

// RUN: rm -rf %t && mkdir %t
// RUN: mixp compile %s --threads=2 --name=product -o %t/two.so
// RUN: llvm-readelf --dynamic %t/two.so | FileCheck %s --check-prefix=TWO
// TWO: NEEDED{{.*}}libomp.so
// RUN: FileCheck %s --check-prefix=HEADER < %t/product.h
// HEADER: Runs on threads of OpenMP: link an object with -lomp
// RUN: mixp compile %s --threads=0 --emit=llvm -o - | FileCheck %s --check-prefix=ALL --implicit-check-not=push_num_threads
// ALL: call {{.*}} @__kmpc_fork_call

// RUN: mixp compile %s --name=product -o %t/one.so
// RUN: llvm-readelf --dynamic --symbols %t/one.so | FileCheck %s --check-prefix=ONE --implicit-check-not=libomp --implicit-check-not=kmpc
// ONE: product_run
// RUN: FileCheck %s --check-prefix=HEADER-ONE < %t/product.h
// HEADER-ONE-NOT: OpenMP

// RUN: not mixp compile %s --threads=-1 -o %t/none.so 2>&1 | FileCheck %s --check-prefix=LESS
// RUN: not mixp run %s --random=1 --threads=1025 2>&1 | FileCheck %s --check-prefix=MORE
// RUN: not mixp run %s --random=1 --threads=2 --perf=%t/perf 2>&1 | FileCheck %s --check-prefix=PERF
// LESS: mixp: error: --threads: expected 0 to 1024 but got -1
// MORE: mixp: error: --threads: expected 0 to 1024 but got 1025
// PERF: mixp: error: --perf: expected --threads=1

func.func @main(%x: tensor<130x301xf32>, %w: tensor<301x257xf32>, %c: tensor<130x257xf32>) -> tensor<130x257xf32> {
  %y = mixp.matmul ins(%x, %w : tensor<130x301xf32>, tensor<301x257xf32>) outs(%c : tensor<130x257xf32>) -> tensor<130x257xf32>
  return %y : tensor<130x257xf32>
}
