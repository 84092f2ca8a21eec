// Operands and results that are parts of larger tensors: rows further apart
// than they are long, elements further apart than one.
//
// RUN: mixp run %s --random=1 --check-outputs | FileCheck %s
// RUN: mixp run %s --random=2 --check-outputs --target=portable | FileCheck %s
// RUN: %if avx2 %{ mixp run %s --random=3 --check-outputs --target=x86-64-v3 | FileCheck %s %}
// CHECK: checked 1238 elements of 6 outputs: within their bounds
func.func @main(%a: tensor<9x40xi8>, %b: tensor<40x70xi8>, %x: tensor<9x40xf32>, %y: tensor<40x70xf32>, %p: tensor<2x9x40xbf16>, %q: tensor<2x40x70xbf16>, %all: tensor<11x50xf32>)
    -> (tensor<5x31xi32>, tensor<3x35xi32>, tensor<5x31xf32>, tensor<3x35xf32>, tensor<2x4x21xf32>, tensor<11x50xf32>) {
  %c = arith.constant dense<0> : tensor<5x31xi32>
  %d = arith.constant dense<0> : tensor<3x35xi32>
  %f = arith.constant dense<0.0> : tensor<5x31xf32>
  %g = arith.constant dense<0.0> : tensor<3x35xf32>
  %s = tensor.extract_slice %a[2, 3] [5, 20] [1, 1] : tensor<9x40xi8> to tensor<5x20xi8>
  %t = tensor.extract_slice %b[1, 7] [20, 31] [1, 1] : tensor<40x70xi8> to tensor<20x31xi8>
  %0 = mixp.matmul ins(%s, %t : tensor<5x20xi8>, tensor<20x31xi8>) outs(%c : tensor<5x31xi32>) -> tensor<5x31xi32>
  %u = tensor.extract_slice %a[1, 1] [3, 16] [3, 2] : tensor<9x40xi8> to tensor<3x16xi8>
  %v = tensor.extract_slice %b[0, 0] [16, 35] [2, 2] : tensor<40x70xi8> to tensor<16x35xi8>
  %1 = mixp.matmul ins(%u, %v : tensor<3x16xi8>, tensor<16x35xi8>) outs(%d : tensor<3x35xi32>) -> tensor<3x35xi32>
  %s2 = tensor.extract_slice %x[2, 3] [5, 20] [1, 1] : tensor<9x40xf32> to tensor<5x20xf32>
  %t2 = tensor.extract_slice %y[1, 7] [20, 31] [1, 1] : tensor<40x70xf32> to tensor<20x31xf32>
  %2 = mixp.matmul ins(%s2, %t2 : tensor<5x20xf32>, tensor<20x31xf32>) outs(%f : tensor<5x31xf32>) -> tensor<5x31xf32>
  %u2 = tensor.extract_slice %x[1, 1] [3, 16] [3, 2] : tensor<9x40xf32> to tensor<3x16xf32>
  %v2 = tensor.extract_slice %y[0, 0] [16, 35] [2, 2] : tensor<40x70xf32> to tensor<16x35xf32>
  %3 = mixp.matmul ins(%u2, %v2 : tensor<3x16xf32>, tensor<16x35xf32>) outs(%g : tensor<3x35xf32>) -> tensor<3x35xf32>
  %h = arith.constant dense<0.0> : tensor<2x4x21xf32>
  %s3 = tensor.extract_slice %p[0, 4, 2] [2, 4, 18] [1, 1, 1] : tensor<2x9x40xbf16> to tensor<2x4x18xbf16>
  %t3 = tensor.extract_slice %q[0, 5, 9] [2, 18, 21] [1, 2, 1] : tensor<2x40x70xbf16> to tensor<2x18x21xbf16>
  %4 = mixp.matmul ins(%s3, %t3 : tensor<2x4x18xbf16>, tensor<2x18x21xbf16>) outs(%h : tensor<2x4x21xf32>) -> tensor<2x4x21xf32>
  %part = tensor.extract_slice %all[3, 10] [5, 31] [1, 1] : tensor<11x50xf32> to tensor<5x31xf32>
  %sum = mixp.matmul ins(%s2, %t2 : tensor<5x20xf32>, tensor<20x31xf32>) outs(%part : tensor<5x31xf32>) -> tensor<5x31xf32>
  %5 = tensor.insert_slice %sum into %all[3, 10] [5, 31] [1, 1] : tensor<5x31xf32> into tensor<11x50xf32>
  return %0, %1, %2, %3, %4, %5 : tensor<5x31xi32>, tensor<3x35xi32>, tensor<5x31xf32>, tensor<3x35xf32>, tensor<2x4x21xf32>, tensor<11x50xf32>
}
