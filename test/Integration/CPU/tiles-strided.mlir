// Whole tiles of a part of a larger tensor, without a copy: rows are further
// apart than they are long.
//
// REQUIRES: avx512-bf16
// RUN: sed -e 's/= "sapphirerapids"/= "cooperlake"/' -e 's/,+avx512fp16//' %mixp_src_root/lib/Target/Descriptions/sapphirerapids-amx.mlir > %t.mlir
// RUN: %python %S/Inputs/check_emulated.py %s --target %t.mlir | FileCheck %s
// CHECK: 1 of 1 cases agree
func.func @main(%a: tensor<50x150xi8>, %b: tensor<90x40xi8>) -> tensor<32x32xi32> {
  %c = arith.constant dense<0> : tensor<32x32xi32>
  %s = tensor.extract_slice %a[7, 13] [32, 64] [1, 1] : tensor<50x150xi8> to tensor<32x64xi8>
  %t = tensor.extract_slice %b[5, 3] [64, 32] [1, 1] : tensor<90x40xi8> to tensor<64x32xi8>
  %0 = mixp.matmul ins(%s, %t : tensor<32x64xi8>, tensor<64x32xi8>) outs(%c : tensor<32x32xi32>) -> tensor<32x32xi32>
  return %0 : tensor<32x32xi32>
}
