// REQUIRES: avx2
// RUN: mixp run %s --function=per_tensor --random=1 --random-special --check-outputs
// RUN: mixp run %s --function=per_row --random=88 --random-special --check-outputs
// RUN: mixp run %s --function=per_channel --random=76 --random-special --check-outputs
// RUN: mixp run %s --function=groups --random=68 --random-special --check-outputs

// Every storage format and granularity; K = 37 leaves a partial last group.

func.func @per_tensor(%f32: tensor<19x37xf32>, %bf16: tensor<19x37xbf16>, %f16: tensor<19x37xf16>, %s: tensor<1x1xf32>, %z: tensor<1x1xi32>) -> (tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xf16>, tensor<19x37xbf16>, tensor<19x37xf16>) {
  %0 = mixp.quantize %f32 scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<19x37xf32> -> tensor<19x37xi8>
  %1 = mixp.quantize %f32 scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<19x37xf32> -> tensor<19x37xui8>
  %2 = mixp.quantize %f32 scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<19x37xf32> -> tensor<19x37xi4>
  %3 = mixp.quantize %f32 scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<19x37xf32> -> tensor<19x37xui4>
  %4 = mixp.quantize %bf16 scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<19x37xbf16> -> tensor<19x37xi8>
  %5 = mixp.quantize %bf16 scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<19x37xbf16> -> tensor<19x37xui8>
  %6 = mixp.quantize %bf16 scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<19x37xbf16> -> tensor<19x37xi4>
  %7 = mixp.quantize %bf16 scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<19x37xbf16> -> tensor<19x37xui4>
  %8 = mixp.quantize %f16 scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<19x37xf16> -> tensor<19x37xi8>
  %9 = mixp.quantize %f16 scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<19x37xf16> -> tensor<19x37xui8>
  %10 = mixp.quantize %f16 scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<19x37xf16> -> tensor<19x37xi4>
  %11 = mixp.quantize %f16 scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<19x37xf16> -> tensor<19x37xui4>
  %f0 = mixp.quantize %f32 scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<19x37xf32> -> tensor<19x37xf16>
  %f1 = mixp.quantize %f32 scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<19x37xf32> -> tensor<19x37xbf16>
  %f2 = mixp.quantize %bf16 scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<19x37xbf16> -> tensor<19x37xf16>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %f0, %f1, %f2 : tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xf16>, tensor<19x37xbf16>, tensor<19x37xf16>
}

func.func @per_row(%f32: tensor<19x37xf32>, %bf16: tensor<19x37xbf16>, %f16: tensor<19x37xf16>, %s: tensor<19x1xf32>, %z: tensor<19x1xi32>) -> (tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xf16>, tensor<19x37xbf16>, tensor<19x37xf16>) {
  %0 = mixp.quantize %f32 scale(%s : tensor<19x1xf32>) block [1, 0] : tensor<19x37xf32> -> tensor<19x37xi8>
  %1 = mixp.quantize %f32 scale(%s : tensor<19x1xf32>) zero_point(%z : tensor<19x1xi32>) block [1, 0] : tensor<19x37xf32> -> tensor<19x37xui8>
  %2 = mixp.quantize %f32 scale(%s : tensor<19x1xf32>) zero_point(%z : tensor<19x1xi32>) block [1, 0] : tensor<19x37xf32> -> tensor<19x37xi4>
  %3 = mixp.quantize %f32 scale(%s : tensor<19x1xf32>) block [1, 0] : tensor<19x37xf32> -> tensor<19x37xui4>
  %4 = mixp.quantize %bf16 scale(%s : tensor<19x1xf32>) zero_point(%z : tensor<19x1xi32>) block [1, 0] : tensor<19x37xbf16> -> tensor<19x37xi8>
  %5 = mixp.quantize %bf16 scale(%s : tensor<19x1xf32>) zero_point(%z : tensor<19x1xi32>) block [1, 0] : tensor<19x37xbf16> -> tensor<19x37xui8>
  %6 = mixp.quantize %bf16 scale(%s : tensor<19x1xf32>) block [1, 0] : tensor<19x37xbf16> -> tensor<19x37xi4>
  %7 = mixp.quantize %bf16 scale(%s : tensor<19x1xf32>) zero_point(%z : tensor<19x1xi32>) block [1, 0] : tensor<19x37xbf16> -> tensor<19x37xui4>
  %8 = mixp.quantize %f16 scale(%s : tensor<19x1xf32>) zero_point(%z : tensor<19x1xi32>) block [1, 0] : tensor<19x37xf16> -> tensor<19x37xi8>
  %9 = mixp.quantize %f16 scale(%s : tensor<19x1xf32>) block [1, 0] : tensor<19x37xf16> -> tensor<19x37xui8>
  %10 = mixp.quantize %f16 scale(%s : tensor<19x1xf32>) zero_point(%z : tensor<19x1xi32>) block [1, 0] : tensor<19x37xf16> -> tensor<19x37xi4>
  %11 = mixp.quantize %f16 scale(%s : tensor<19x1xf32>) zero_point(%z : tensor<19x1xi32>) block [1, 0] : tensor<19x37xf16> -> tensor<19x37xui4>
  %f0 = mixp.quantize %f32 scale(%s : tensor<19x1xf32>) block [1, 0] : tensor<19x37xf32> -> tensor<19x37xf16>
  %f1 = mixp.quantize %f32 scale(%s : tensor<19x1xf32>) block [1, 0] : tensor<19x37xf32> -> tensor<19x37xbf16>
  %f2 = mixp.quantize %bf16 scale(%s : tensor<19x1xf32>) block [1, 0] : tensor<19x37xbf16> -> tensor<19x37xf16>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %f0, %f1, %f2 : tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xf16>, tensor<19x37xbf16>, tensor<19x37xf16>
}

func.func @per_channel(%f32: tensor<19x37xf32>, %bf16: tensor<19x37xbf16>, %f16: tensor<19x37xf16>, %s: tensor<1x37xf32>, %z: tensor<1x37xi32>) -> (tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xf16>, tensor<19x37xbf16>, tensor<19x37xf16>) {
  %0 = mixp.quantize %f32 scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<19x37xf32> -> tensor<19x37xi8>
  %1 = mixp.quantize %f32 scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<19x37xf32> -> tensor<19x37xui8>
  %2 = mixp.quantize %f32 scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<19x37xf32> -> tensor<19x37xi4>
  %3 = mixp.quantize %f32 scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<19x37xf32> -> tensor<19x37xui4>
  %4 = mixp.quantize %bf16 scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<19x37xbf16> -> tensor<19x37xi8>
  %5 = mixp.quantize %bf16 scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<19x37xbf16> -> tensor<19x37xui8>
  %6 = mixp.quantize %bf16 scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<19x37xbf16> -> tensor<19x37xi4>
  %7 = mixp.quantize %bf16 scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<19x37xbf16> -> tensor<19x37xui4>
  %8 = mixp.quantize %f16 scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<19x37xf16> -> tensor<19x37xi8>
  %9 = mixp.quantize %f16 scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<19x37xf16> -> tensor<19x37xui8>
  %10 = mixp.quantize %f16 scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<19x37xf16> -> tensor<19x37xi4>
  %11 = mixp.quantize %f16 scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<19x37xf16> -> tensor<19x37xui4>
  %f0 = mixp.quantize %f32 scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<19x37xf32> -> tensor<19x37xf16>
  %f1 = mixp.quantize %f32 scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<19x37xf32> -> tensor<19x37xbf16>
  %f2 = mixp.quantize %bf16 scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<19x37xbf16> -> tensor<19x37xf16>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %f0, %f1, %f2 : tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xf16>, tensor<19x37xbf16>, tensor<19x37xf16>
}

func.func @groups(%f32: tensor<19x37xf32>, %bf16: tensor<19x37xbf16>, %f16: tensor<19x37xf16>, %s: tensor<19x3xf32>, %z: tensor<19x3xi32>) -> (tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xf16>, tensor<19x37xbf16>, tensor<19x37xf16>) {
  %0 = mixp.quantize %f32 scale(%s : tensor<19x3xf32>) block [1, 16] : tensor<19x37xf32> -> tensor<19x37xi8>
  %1 = mixp.quantize %f32 scale(%s : tensor<19x3xf32>) zero_point(%z : tensor<19x3xi32>) block [1, 16] : tensor<19x37xf32> -> tensor<19x37xui8>
  %2 = mixp.quantize %f32 scale(%s : tensor<19x3xf32>) zero_point(%z : tensor<19x3xi32>) block [1, 16] : tensor<19x37xf32> -> tensor<19x37xi4>
  %3 = mixp.quantize %f32 scale(%s : tensor<19x3xf32>) block [1, 16] : tensor<19x37xf32> -> tensor<19x37xui4>
  %4 = mixp.quantize %bf16 scale(%s : tensor<19x3xf32>) zero_point(%z : tensor<19x3xi32>) block [1, 16] : tensor<19x37xbf16> -> tensor<19x37xi8>
  %5 = mixp.quantize %bf16 scale(%s : tensor<19x3xf32>) zero_point(%z : tensor<19x3xi32>) block [1, 16] : tensor<19x37xbf16> -> tensor<19x37xui8>
  %6 = mixp.quantize %bf16 scale(%s : tensor<19x3xf32>) block [1, 16] : tensor<19x37xbf16> -> tensor<19x37xi4>
  %7 = mixp.quantize %bf16 scale(%s : tensor<19x3xf32>) zero_point(%z : tensor<19x3xi32>) block [1, 16] : tensor<19x37xbf16> -> tensor<19x37xui4>
  %8 = mixp.quantize %f16 scale(%s : tensor<19x3xf32>) zero_point(%z : tensor<19x3xi32>) block [1, 16] : tensor<19x37xf16> -> tensor<19x37xi8>
  %9 = mixp.quantize %f16 scale(%s : tensor<19x3xf32>) block [1, 16] : tensor<19x37xf16> -> tensor<19x37xui8>
  %10 = mixp.quantize %f16 scale(%s : tensor<19x3xf32>) zero_point(%z : tensor<19x3xi32>) block [1, 16] : tensor<19x37xf16> -> tensor<19x37xi4>
  %11 = mixp.quantize %f16 scale(%s : tensor<19x3xf32>) zero_point(%z : tensor<19x3xi32>) block [1, 16] : tensor<19x37xf16> -> tensor<19x37xui4>
  %f0 = mixp.quantize %f32 scale(%s : tensor<19x3xf32>) block [1, 16] : tensor<19x37xf32> -> tensor<19x37xf16>
  %f1 = mixp.quantize %f32 scale(%s : tensor<19x3xf32>) block [1, 16] : tensor<19x37xf32> -> tensor<19x37xbf16>
  %f2 = mixp.quantize %bf16 scale(%s : tensor<19x3xf32>) block [1, 16] : tensor<19x37xbf16> -> tensor<19x37xf16>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %f0, %f1, %f2 : tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xf16>, tensor<19x37xbf16>, tensor<19x37xf16>
}
