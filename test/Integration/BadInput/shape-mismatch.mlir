// Sizes that only a run can tell to be wrong are an error that names the op,
// in this process and in a shared library: nothing is read out of bounds.

// RUN: not mixp run %s --function=product --input random:1:3x4 --input random:1:5x6 2>&1 | FileCheck %s --check-prefix=PRODUCT
// PRODUCT: mixp: error: {{.*}}shape-mismatch.mlir:[[#]]:8: mixp.matmul: expected lhs and rhs of the same K
// RUN: not mixp bench %s --function=product --input random:1:3x4 --input random:1:5x6 2>&1 | FileCheck %s --check-prefix=PRODUCT
// RUN: mixp run %s --function=product --input random:1:3x4 --input random:1:4x6 --check | FileCheck %s --check-prefix=FITS
// FITS: checked 18 elements
// RUN: not mixp run %s --function=sum --input random:1:3x2 --input random:1:4x2 2>&1 | FileCheck %s --check-prefix=SUM
// SUM: mixp: error: {{.*}}: linalg.generic: expected the size of operand #1 dim #0 to be that of the operands before
// RUN: not mixp run %s --function=cast --random=1 2>&1 | FileCheck %s --check-prefix=CAST
// CAST: mixp: error: {{.*}}: tensor.cast: size mismatch of dim 0
// RUN: not mixp run %s --function=product --input random:1:4194304x1 --input random:1:1x4194304 2>&1 | FileCheck %s --check-prefix=MEMORY
// MEMORY: mixp: error: out of memory in the model; run it on less data at a time
// RUN: not mixp run %s --function=product --input random:1:1099511627776x0 --input random:1:0x1099511627776 2>&1 | FileCheck %s --check-prefix=OVERFLOW
// OVERFLOW: mixp: error: {{.*}}: tensor.empty: expected sizes of at least 0 and at most 2^46 bytes

// RUN: rm -rf %t && mkdir %t
// RUN: mixp compile %s --function=product --name=product -o %t/libproduct.so
// RUN: %host_cc -I %t %S/Inputs/product.c %t/libproduct.so -Wl,-rpath,%t -o %t/product
// RUN: %t/product | FileCheck %s --check-prefix=LIBRARY
// LIBRARY: fits 0: 32
// LIBRARY: differs 6
// LIBRARY: fits 0: 32

func.func @product(%a: tensor<?x?xf32>, %b: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %m = tensor.dim %a, %c0 : tensor<?x?xf32>
  %n = tensor.dim %b, %c1 : tensor<?x?xf32>
  %e = tensor.empty(%m, %n) : tensor<?x?xf32>
  %c = linalg.fill ins(%zero : f32) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<?x?xf32>, tensor<?x?xf32>) outs(%c : tensor<?x?xf32>) -> tensor<?x?xf32>
  return %0 : tensor<?x?xf32>
}

func.func @sum(%a: tensor<?x2xf32>, %b: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %0 = arith.addf %a, %b : tensor<?x2xf32>
  return %0 : tensor<?x2xf32>
}

func.func @cast(%a: tensor<?x2xf32>) -> tensor<7x2xf32> {
  %0 = tensor.cast %a : tensor<?x2xf32> to tensor<7x2xf32>
  return %0 : tensor<7x2xf32>
}
