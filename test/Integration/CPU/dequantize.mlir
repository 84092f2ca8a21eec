// REQUIRES: avx2
// RUN: mixp run %s --function=per_tensor --random=1 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=per_row --random=88 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=per_channel --random=76 --random-special --dim=19 --check-outputs
// RUN: mixp run %s --function=groups --random=68 --random-special --dim=19 --check-outputs

// No, integer and real zero points; i32 ones that are no f32.

func.func @per_tensor(%i8: tensor<?x37xi8>, %ui8: tensor<?x37xui8>, %i4: tensor<?x37xi4>, %ui4: tensor<?x37xui4>, %s: tensor<1x1xf32>, %z: tensor<1x1xi32>, %r: tensor<1x1xf32>) -> (tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>) {
  %0 = mixp.dequantize %i8 scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<?x37xi8> -> tensor<?x37xf32>
  %1 = mixp.dequantize %i8 scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<?x37xi8> -> tensor<?x37xbf16>
  %2 = mixp.dequantize %i8 scale(%s : tensor<1x1xf32>) zero_point(%r : tensor<1x1xf32>) block [0, 0] : tensor<?x37xi8> -> tensor<?x37xf16>
  %3 = mixp.dequantize %ui8 scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<?x37xui8> -> tensor<?x37xf32>
  %4 = mixp.dequantize %ui8 scale(%s : tensor<1x1xf32>) zero_point(%r : tensor<1x1xf32>) block [0, 0] : tensor<?x37xui8> -> tensor<?x37xbf16>
  %5 = mixp.dequantize %ui8 scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<?x37xui8> -> tensor<?x37xf16>
  %6 = mixp.dequantize %i4 scale(%s : tensor<1x1xf32>) zero_point(%r : tensor<1x1xf32>) block [0, 0] : tensor<?x37xi4> -> tensor<?x37xf32>
  %7 = mixp.dequantize %i4 scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<?x37xi4> -> tensor<?x37xbf16>
  %8 = mixp.dequantize %i4 scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<?x37xi4> -> tensor<?x37xf16>
  %9 = mixp.dequantize %ui4 scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<?x37xui4> -> tensor<?x37xf32>
  %10 = mixp.dequantize %ui4 scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<?x37xui4> -> tensor<?x37xbf16>
  %11 = mixp.dequantize %ui4 scale(%s : tensor<1x1xf32>) zero_point(%r : tensor<1x1xf32>) block [0, 0] : tensor<?x37xui4> -> tensor<?x37xf16>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11 : tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>
}

func.func @per_row(%i8: tensor<?x37xi8>, %ui8: tensor<?x37xui8>, %i4: tensor<?x37xi4>, %ui4: tensor<?x37xui4>, %s: tensor<?x1xf32>, %z: tensor<?x1xi32>, %r: tensor<?x1xf32>) -> (tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>) {
  %0 = mixp.dequantize %i8 scale(%s : tensor<?x1xf32>) block [1, 0] : tensor<?x37xi8> -> tensor<?x37xf32>
  %1 = mixp.dequantize %i8 scale(%s : tensor<?x1xf32>) zero_point(%z : tensor<?x1xi32>) block [1, 0] : tensor<?x37xi8> -> tensor<?x37xbf16>
  %2 = mixp.dequantize %i8 scale(%s : tensor<?x1xf32>) zero_point(%r : tensor<?x1xf32>) block [1, 0] : tensor<?x37xi8> -> tensor<?x37xf16>
  %3 = mixp.dequantize %ui8 scale(%s : tensor<?x1xf32>) zero_point(%z : tensor<?x1xi32>) block [1, 0] : tensor<?x37xui8> -> tensor<?x37xf32>
  %4 = mixp.dequantize %ui8 scale(%s : tensor<?x1xf32>) zero_point(%r : tensor<?x1xf32>) block [1, 0] : tensor<?x37xui8> -> tensor<?x37xbf16>
  %5 = mixp.dequantize %ui8 scale(%s : tensor<?x1xf32>) block [1, 0] : tensor<?x37xui8> -> tensor<?x37xf16>
  %6 = mixp.dequantize %i4 scale(%s : tensor<?x1xf32>) zero_point(%r : tensor<?x1xf32>) block [1, 0] : tensor<?x37xi4> -> tensor<?x37xf32>
  %7 = mixp.dequantize %i4 scale(%s : tensor<?x1xf32>) block [1, 0] : tensor<?x37xi4> -> tensor<?x37xbf16>
  %8 = mixp.dequantize %i4 scale(%s : tensor<?x1xf32>) zero_point(%z : tensor<?x1xi32>) block [1, 0] : tensor<?x37xi4> -> tensor<?x37xf16>
  %9 = mixp.dequantize %ui4 scale(%s : tensor<?x1xf32>) block [1, 0] : tensor<?x37xui4> -> tensor<?x37xf32>
  %10 = mixp.dequantize %ui4 scale(%s : tensor<?x1xf32>) zero_point(%z : tensor<?x1xi32>) block [1, 0] : tensor<?x37xui4> -> tensor<?x37xbf16>
  %11 = mixp.dequantize %ui4 scale(%s : tensor<?x1xf32>) zero_point(%r : tensor<?x1xf32>) block [1, 0] : tensor<?x37xui4> -> tensor<?x37xf16>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11 : tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>
}

func.func @per_channel(%i8: tensor<?x37xi8>, %ui8: tensor<?x37xui8>, %i4: tensor<?x37xi4>, %ui4: tensor<?x37xui4>, %s: tensor<1x37xf32>, %z: tensor<1x37xi32>, %r: tensor<1x37xf32>) -> (tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>) {
  %0 = mixp.dequantize %i8 scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<?x37xi8> -> tensor<?x37xf32>
  %1 = mixp.dequantize %i8 scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<?x37xi8> -> tensor<?x37xbf16>
  %2 = mixp.dequantize %i8 scale(%s : tensor<1x37xf32>) zero_point(%r : tensor<1x37xf32>) block [0, 1] : tensor<?x37xi8> -> tensor<?x37xf16>
  %3 = mixp.dequantize %ui8 scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<?x37xui8> -> tensor<?x37xf32>
  %4 = mixp.dequantize %ui8 scale(%s : tensor<1x37xf32>) zero_point(%r : tensor<1x37xf32>) block [0, 1] : tensor<?x37xui8> -> tensor<?x37xbf16>
  %5 = mixp.dequantize %ui8 scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<?x37xui8> -> tensor<?x37xf16>
  %6 = mixp.dequantize %i4 scale(%s : tensor<1x37xf32>) zero_point(%r : tensor<1x37xf32>) block [0, 1] : tensor<?x37xi4> -> tensor<?x37xf32>
  %7 = mixp.dequantize %i4 scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<?x37xi4> -> tensor<?x37xbf16>
  %8 = mixp.dequantize %i4 scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<?x37xi4> -> tensor<?x37xf16>
  %9 = mixp.dequantize %ui4 scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<?x37xui4> -> tensor<?x37xf32>
  %10 = mixp.dequantize %ui4 scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<?x37xui4> -> tensor<?x37xbf16>
  %11 = mixp.dequantize %ui4 scale(%s : tensor<1x37xf32>) zero_point(%r : tensor<1x37xf32>) block [0, 1] : tensor<?x37xui4> -> tensor<?x37xf16>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11 : tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>
}

func.func @groups(%i8: tensor<?x37xi8>, %ui8: tensor<?x37xui8>, %i4: tensor<?x37xi4>, %ui4: tensor<?x37xui4>, %s: tensor<?x3xf32>, %z: tensor<?x3xi32>, %r: tensor<?x3xf32>) -> (tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>) {
  %0 = mixp.dequantize %i8 scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xi8> -> tensor<?x37xf32>
  %1 = mixp.dequantize %i8 scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xi8> -> tensor<?x37xbf16>
  %2 = mixp.dequantize %i8 scale(%s : tensor<?x3xf32>) zero_point(%r : tensor<?x3xf32>) block [1, 16] : tensor<?x37xi8> -> tensor<?x37xf16>
  %3 = mixp.dequantize %ui8 scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xui8> -> tensor<?x37xf32>
  %4 = mixp.dequantize %ui8 scale(%s : tensor<?x3xf32>) zero_point(%r : tensor<?x3xf32>) block [1, 16] : tensor<?x37xui8> -> tensor<?x37xbf16>
  %5 = mixp.dequantize %ui8 scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xui8> -> tensor<?x37xf16>
  %6 = mixp.dequantize %i4 scale(%s : tensor<?x3xf32>) zero_point(%r : tensor<?x3xf32>) block [1, 16] : tensor<?x37xi4> -> tensor<?x37xf32>
  %7 = mixp.dequantize %i4 scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xi4> -> tensor<?x37xbf16>
  %8 = mixp.dequantize %i4 scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xi4> -> tensor<?x37xf16>
  %9 = mixp.dequantize %ui4 scale(%s : tensor<?x3xf32>) block [1, 16] : tensor<?x37xui4> -> tensor<?x37xf32>
  %10 = mixp.dequantize %ui4 scale(%s : tensor<?x3xf32>) zero_point(%z : tensor<?x3xi32>) block [1, 16] : tensor<?x37xui4> -> tensor<?x37xbf16>
  %11 = mixp.dequantize %ui4 scale(%s : tensor<?x3xf32>) zero_point(%r : tensor<?x3xf32>) block [1, 16] : tensor<?x37xui4> -> tensor<?x37xf16>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11 : tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>, tensor<?x37xf32>, tensor<?x37xbf16>, tensor<?x37xf16>
}
