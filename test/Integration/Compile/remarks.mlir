// Passes say why on request: absorbed, and taken by a kernel.
//
// RUN: mixp compile %s --target=avx512-vnni --emit=llvm -o %t.ll --remarks='mixp.*' 2>&1 | FileCheck %s
// RUN: mixp compile %s --target=avx512-vnni --emit=llvm -o %t.ll 2>&1 | count 0
// RUN: not mixp compile %s --emit=llvm -o %t.ll --remarks='(' 2>&1 | FileCheck %s --check-prefix=BAD
//
// CHECK: remarks.mlir:[[@LINE+11]]:{{[0-9]+}}: remark: [Passed] mixp-absorb-001 | Category:mixp-absorb | Function=main
// CHECK: remarks.mlir:[[@LINE+10]]:{{[0-9]+}}: remark: [Passed] mixp-legal-001 | Category:mixp-legal | Function=main | Instruction=vpdpbusd
// BAD: mixp: error: --remarks: expected a regular expression but got '(': parentheses not balanced

func.func @main(%qa: tensor<3x7xi8>, %qb: tensor<7x5xi8>) -> tensor<3x5xf32> {
  %s = arith.constant dense<0.3> : tensor<1x1xf32>
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<3x5xf32>
  %c = linalg.fill ins(%z : f32) outs(%e : tensor<3x5xf32>) -> tensor<3x5xf32>
  %a = mixp.dequantize %qa scale(%s : tensor<1x1xf32>) : tensor<3x7xi8> -> tensor<3x7xf32>
  %b = mixp.dequantize %qb scale(%s : tensor<1x1xf32>) : tensor<7x5xi8> -> tensor<7x5xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
