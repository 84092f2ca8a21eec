// A shared library is used from C and from C++ through its header.

// RUN: rm -rf %t && mkdir %t
// RUN: mixp compile %s --emit=shared --name=scale -o %t/libscale.so
// RUN: FileCheck %s --check-prefix=HEADER < %t/scale.h
// HEADER: SCALE_ERROR_NULL = 1
// HEADER: x: f32[?, 3], x_size0 is dim 0
// HEADER: An output may alias inputs
// HEADER: int scale_run(const float *x, int64_t x_size0,
// HEADER-NEXT: const float *auto_,
// HEADER-NEXT: float *y, int64_t y_size0,
// HEADER-NEXT: float *y_);

// RUN: %host_cc -Wall -Werror -I %t %S/Inputs/use.c %t/libscale.so -o %t/use-c
// RUN: env LD_LIBRARY_PATH=%t %t/use-c | FileCheck %S/Inputs/use.c
// RUN: %host_cxx -x c++ -Wall -Werror -I %t %S/Inputs/use.c -x none %t/libscale.so -o %t/use-cxx
// RUN: env LD_LIBRARY_PATH=%t %t/use-cxx | FileCheck %S/Inputs/use.c

// Nothing else is exported, and nothing is written but the caller's memory.
// RUN: llvm-nm --dynamic --defined-only --extern-only %t/libscale.so | FileCheck %s --check-prefix=SYMBOLS
// SYMBOLS-NOT: {{[TDB]}} {{main|_mlir}}
// SYMBOLS: T scale_run
// SYMBOLS-NOT: {{[TDB]}} {{main|_mlir}}

#rows = affine_map<(i, j) -> (i, j)>
#columns = affine_map<(i, j) -> (j)>

func.func @main(%x: tensor<?x3xf32> {mixp.name = "x"}, %bias: tensor<3xf32> {mixp.name = "auto"})
    -> (tensor<?x3xf32> {mixp.name = "y"}, tensor<3xf32> {mixp.name = "y"}) {
  %c0 = arith.constant 0 : index
  %rows = tensor.dim %x, %c0 : tensor<?x3xf32>
  %empty = tensor.empty(%rows) : tensor<?x3xf32>
  %y = linalg.generic {indexing_maps = [#rows, #columns, #rows], iterator_types = ["parallel", "parallel"]}
      ins(%x, %bias : tensor<?x3xf32>, tensor<3xf32>) outs(%empty : tensor<?x3xf32>) {
    ^bb0(%a: f32, %b: f32, %c: f32):
      %two = arith.addf %a, %a : f32
      %sum = arith.addf %two, %b : f32
      linalg.yield %sum : f32
  } -> tensor<?x3xf32>
  %empty1 = tensor.empty() : tensor<3xf32>
  %total = linalg.add ins(%bias, %bias : tensor<3xf32>, tensor<3xf32>) outs(%empty1 : tensor<3xf32>) -> tensor<3xf32>
  return %y, %total : tensor<?x3xf32>, tensor<3xf32>
}
