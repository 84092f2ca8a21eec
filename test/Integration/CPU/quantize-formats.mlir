// REQUIRES: avx2
// RUN: mixp run %s --function=q64 --random=1 --random-special --check-outputs
// RUN: mixp run %s --function=q32 --random=2 --random-special --check-outputs
// RUN: mixp run %s --function=d --random=1 --random-special --check-outputs

// Storage, scale and real types beyond those that most models have.

func.func @q64(%x: tensor<3x37xf64>, %s: tensor<3x2xf8E8M0FNU>, %z: tensor<3x2xi32>) -> (tensor<3x37xi32>, tensor<3x37xui3>, tensor<3x37xf8E4M3FN>, tensor<3x37xi16>, tensor<3x37xi1>) {
  %0 = mixp.quantize %x scale(%s : tensor<3x2xf8E8M0FNU>) zero_point(%z : tensor<3x2xi32>) block [1, 32] : tensor<3x37xf64> -> tensor<3x37xi32>
  %1 = mixp.quantize %x scale(%s : tensor<3x2xf8E8M0FNU>) zero_point(%z : tensor<3x2xi32>) block [1, 32] : tensor<3x37xf64> -> tensor<3x37xui3>
  %2 = mixp.quantize %x scale(%s : tensor<3x2xf8E8M0FNU>) block [1, 32] : tensor<3x37xf64> -> tensor<3x37xf8E4M3FN>
  %3 = mixp.quantize %x scale(%s : tensor<3x2xf8E8M0FNU>) zero_point(%z : tensor<3x2xi32>) block [1, 32] : tensor<3x37xf64> -> tensor<3x37xi16>
  %4 = mixp.quantize %x scale(%s : tensor<3x2xf8E8M0FNU>) block [1, 32] : tensor<3x37xf64> -> tensor<3x37xi1>
  return %0, %1, %2, %3, %4 : tensor<3x37xi32>, tensor<3x37xui3>, tensor<3x37xf8E4M3FN>, tensor<3x37xi16>, tensor<3x37xi1>
}
func.func @q32(%x: tensor<3x37xf32>, %s: tensor<3x3xf8E4M3FN>, %h: tensor<1x1xf16>, %z: tensor<1x1xi32>) -> (tensor<3x37xf4E2M1FN>, tensor<3x37xf6E2M3FN>, tensor<3x37xf8E5M2FNUZ>, tensor<3x37xi32>, tensor<3x37xui1>, tensor<3x37xi7>) {
  %0 = mixp.quantize %x scale(%s : tensor<3x3xf8E4M3FN>) block [1, 16] : tensor<3x37xf32> -> tensor<3x37xf4E2M1FN>
  %1 = mixp.quantize %x scale(%s : tensor<3x3xf8E4M3FN>) block [1, 16] : tensor<3x37xf32> -> tensor<3x37xf6E2M3FN>
  %2 = mixp.quantize %x scale(%h : tensor<1x1xf16>) block [0, 0] : tensor<3x37xf32> -> tensor<3x37xf8E5M2FNUZ>
  %3 = mixp.quantize %x scale(%h : tensor<1x1xf16>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<3x37xf32> -> tensor<3x37xi32>
  %4 = mixp.quantize %x scale(%h : tensor<1x1xf16>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<3x37xf32> -> tensor<3x37xui1>
  %5 = mixp.quantize %x scale(%h : tensor<1x1xf16>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<3x37xf32> -> tensor<3x37xi7>
  return %0, %1, %2, %3, %4, %5 : tensor<3x37xf4E2M1FN>, tensor<3x37xf6E2M3FN>, tensor<3x37xf8E5M2FNUZ>, tensor<3x37xi32>, tensor<3x37xui1>, tensor<3x37xi7>
}
func.func @d(%f4: tensor<3x37xf4E2M1FN>, %s: tensor<3x3xf8E4M3FN>, %i32: tensor<3x37xi32>, %z: tensor<1x1xf32>, %ui1: tensor<3x37xui1>, %e: tensor<1x1xf32>, %i5: tensor<3x37xi5>, %zi: tensor<1x1xi32>, %m: tensor<1x1xf8E8M0FNU>) -> (tensor<3x37xf32>, tensor<3x37xf32>, tensor<3x37xf64>, tensor<3x37xf32>, tensor<3x37xf16>, tensor<3x37xf64>, tensor<3x37xbf16>) {
  %0 = mixp.dequantize %f4 scale(%s : tensor<3x3xf8E4M3FN>) block [1, 16] : tensor<3x37xf4E2M1FN> -> tensor<3x37xf32>
  %1 = mixp.dequantize %i32 zero_point(%z : tensor<1x1xf32>) block [0, 0] : tensor<3x37xi32> -> tensor<3x37xf32>
  %2 = mixp.dequantize %i32 zero_point(%z : tensor<1x1xf32>) block [0, 0] : tensor<3x37xi32> -> tensor<3x37xf64>
  %3 = mixp.dequantize %ui1 scale(%e : tensor<1x1xf32>) zero_point(%z : tensor<1x1xf32>) block [0, 0] : tensor<3x37xui1> -> tensor<3x37xf32>
  %4 = mixp.dequantize %i5 scale(%m : tensor<1x1xf8E8M0FNU>) zero_point(%zi : tensor<1x1xi32>) block [0, 0] : tensor<3x37xi5> -> tensor<3x37xf16>
  %5 = mixp.dequantize %i5 scale(%m : tensor<1x1xf8E8M0FNU>) zero_point(%zi : tensor<1x1xi32>) block [0, 0] : tensor<3x37xi5> -> tensor<3x37xf64>
  %6 = mixp.dequantize %i32 scale(%e : tensor<1x1xf32>) zero_point(%zi : tensor<1x1xi32>) block [0, 0] : tensor<3x37xi32> -> tensor<3x37xbf16>
  return %0, %1, %2, %3, %4, %5, %6 : tensor<3x37xf32>, tensor<3x37xf32>, tensor<3x37xf64>, tensor<3x37xf32>, tensor<3x37xf16>, tensor<3x37xf64>, tensor<3x37xbf16>
}
