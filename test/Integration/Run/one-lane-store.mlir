// One byte of a last vector is stored as one byte: LLVM's code generator alone
// would write four and overwrite the start of the next row.

// RUN: mixp run %s --random=1 --check | FileCheck %s
// CHECK: checked 85 elements of 1 outputs: bit-exact

func.func @main(%a: tensor<5x9xi8>, %b: tensor<9x17xi8>) -> tensor<5x17xi8> {
  %zero = arith.constant 0 : i32
  %empty = tensor.empty() : tensor<5x17xi32>
  %start = linalg.fill ins(%zero : i32) outs(%empty : tensor<5x17xi32>) -> tensor<5x17xi32>
  %product = mixp.matmul ins(%a, %b : tensor<5x9xi8>, tensor<9x17xi8>) outs(%start : tensor<5x17xi32>) -> tensor<5x17xi32>
  %m = arith.constant dense<0.001953125> : tensor<1x1xf32>
  %narrow = mixp.requantize onnx %product scale(%m : tensor<1x1xf32>) : tensor<5x17xi32> -> tensor<5x17xi8>
  return %narrow : tensor<5x17xi8>
}
