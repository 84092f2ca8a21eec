// MX formats from TOSA, executed: values are put into blocks of 32 with
// f8E8M0FNU scales, multiplied, and read back.
//
// REQUIRES: avx2
// RUN: rm -rf %t && mkdir %t
// RUN: mixp-opt %s --convert-tosa-to-mixp -o %t/mixp.mlir
// RUN: FileCheck %s --check-prefix=IR < %t/mixp.mlir
// IR-NOT: tosa.
// RUN: mixp run %t/mixp.mlir --random=4 --check
// RUN: mixp run %t/mixp.mlir --function=read_back --random=5 --check | FileCheck %s
// CHECK: bit-exact

func.func @main(%x: tensor<2x5x64xf32>, %y: tensor<1x3x64xf32>) -> tensor<2x5x3xf32> {
  %a, %sa = tosa.cast_to_block_scaled %x {block_size = BLOCK_SIZE_32} : (tensor<2x5x64xf32>) -> (tensor<2x5x64xf8E4M3FN>, tensor<2x5x2xf8E8M0FNU>)
  %b, %sb = tosa.cast_to_block_scaled %y {block_size = BLOCK_SIZE_32} : (tensor<1x3x64xf32>) -> (tensor<1x3x64xf8E4M3FN>, tensor<1x3x2xf8E8M0FNU>)
  %0 = tosa.matmul_t_block_scaled %a, %sa, %b, %sb {block_size = BLOCK_SIZE_32} : (tensor<2x5x64xf8E4M3FN>, tensor<2x5x2xf8E8M0FNU>, tensor<1x3x64xf8E4M3FN>, tensor<1x3x2xf8E8M0FNU>) -> tensor<2x5x3xf32>
  return %0 : tensor<2x5x3xf32>
}

func.func @read_back(%x: tensor<3x64xf32>) -> (tensor<3x64xf32>, tensor<3x64xbf16>) {
  %q, %s = tosa.cast_to_block_scaled %x {block_size = BLOCK_SIZE_32} : (tensor<3x64xf32>) -> (tensor<3x64xf4E2M1FN>, tensor<3x2xf8E8M0FNU>)
  %0 = tosa.cast_from_block_scaled %q, %s {block_size = BLOCK_SIZE_32} : (tensor<3x64xf4E2M1FN>, tensor<3x2xf8E8M0FNU>) -> tensor<3x64xf32>
  %1 = tosa.cast_from_block_scaled %q, %s {block_size = BLOCK_SIZE_32} : (tensor<3x64xf4E2M1FN>, tensor<3x2xf8E8M0FNU>) -> tensor<3x64xbf16>
  return %0, %1 : tensor<3x64xf32>, tensor<3x64xbf16>
}
