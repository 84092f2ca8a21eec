// REQUIRES: avx2
// RUN: mixp run %s --function=per_tensor --random=1 --random-special --check-outputs
// RUN: mixp run %s --function=per_row --random=88 --random-special --check-outputs
// RUN: mixp run %s --function=per_channel --random=76 --random-special --check-outputs
// RUN: mixp run %s --function=groups --random=68 --random-special --check-outputs

// Every storage format and granularity, with and without a zero point.

func.func @per_tensor(%acc: tensor<19x37xi32>, %s: tensor<1x1xf32>, %z: tensor<1x1xi32>) -> (tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>) {
  %0 = mixp.requantize onnx %acc scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<19x37xi32> -> tensor<19x37xi8>
  %1 = mixp.requantize onnx %acc scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<19x37xi32> -> tensor<19x37xi8>
  %2 = mixp.requantize onnx %acc scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<19x37xi32> -> tensor<19x37xui8>
  %3 = mixp.requantize onnx %acc scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<19x37xi32> -> tensor<19x37xui8>
  %4 = mixp.requantize onnx %acc scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<19x37xi32> -> tensor<19x37xi4>
  %5 = mixp.requantize onnx %acc scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<19x37xi32> -> tensor<19x37xi4>
  %6 = mixp.requantize onnx %acc scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<19x37xi32> -> tensor<19x37xui4>
  %7 = mixp.requantize onnx %acc scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<19x37xi32> -> tensor<19x37xui4>
  return %0, %1, %2, %3, %4, %5, %6, %7 : tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>
}

func.func @per_row(%acc: tensor<19x37xi32>, %s: tensor<19x1xf32>, %z: tensor<19x1xi32>) -> (tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>) {
  %0 = mixp.requantize onnx %acc scale(%s : tensor<19x1xf32>) block [1, 0] : tensor<19x37xi32> -> tensor<19x37xi8>
  %1 = mixp.requantize onnx %acc scale(%s : tensor<19x1xf32>) zero_point(%z : tensor<19x1xi32>) block [1, 0] : tensor<19x37xi32> -> tensor<19x37xi8>
  %2 = mixp.requantize onnx %acc scale(%s : tensor<19x1xf32>) block [1, 0] : tensor<19x37xi32> -> tensor<19x37xui8>
  %3 = mixp.requantize onnx %acc scale(%s : tensor<19x1xf32>) zero_point(%z : tensor<19x1xi32>) block [1, 0] : tensor<19x37xi32> -> tensor<19x37xui8>
  %4 = mixp.requantize onnx %acc scale(%s : tensor<19x1xf32>) block [1, 0] : tensor<19x37xi32> -> tensor<19x37xi4>
  %5 = mixp.requantize onnx %acc scale(%s : tensor<19x1xf32>) zero_point(%z : tensor<19x1xi32>) block [1, 0] : tensor<19x37xi32> -> tensor<19x37xi4>
  %6 = mixp.requantize onnx %acc scale(%s : tensor<19x1xf32>) block [1, 0] : tensor<19x37xi32> -> tensor<19x37xui4>
  %7 = mixp.requantize onnx %acc scale(%s : tensor<19x1xf32>) zero_point(%z : tensor<19x1xi32>) block [1, 0] : tensor<19x37xi32> -> tensor<19x37xui4>
  return %0, %1, %2, %3, %4, %5, %6, %7 : tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>
}

func.func @per_channel(%acc: tensor<19x37xi32>, %s: tensor<1x37xf32>, %z: tensor<1x37xi32>) -> (tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>) {
  %0 = mixp.requantize onnx %acc scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<19x37xi32> -> tensor<19x37xi8>
  %1 = mixp.requantize onnx %acc scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<19x37xi32> -> tensor<19x37xi8>
  %2 = mixp.requantize onnx %acc scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<19x37xi32> -> tensor<19x37xui8>
  %3 = mixp.requantize onnx %acc scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<19x37xi32> -> tensor<19x37xui8>
  %4 = mixp.requantize onnx %acc scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<19x37xi32> -> tensor<19x37xi4>
  %5 = mixp.requantize onnx %acc scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<19x37xi32> -> tensor<19x37xi4>
  %6 = mixp.requantize onnx %acc scale(%s : tensor<1x37xf32>) block [0, 1] : tensor<19x37xi32> -> tensor<19x37xui4>
  %7 = mixp.requantize onnx %acc scale(%s : tensor<1x37xf32>) zero_point(%z : tensor<1x37xi32>) block [0, 1] : tensor<19x37xi32> -> tensor<19x37xui4>
  return %0, %1, %2, %3, %4, %5, %6, %7 : tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>
}

func.func @groups(%acc: tensor<19x37xi32>, %s: tensor<19x3xf32>, %z: tensor<19x3xi32>) -> (tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>) {
  %0 = mixp.requantize onnx %acc scale(%s : tensor<19x3xf32>) block [1, 16] : tensor<19x37xi32> -> tensor<19x37xi8>
  %1 = mixp.requantize onnx %acc scale(%s : tensor<19x3xf32>) zero_point(%z : tensor<19x3xi32>) block [1, 16] : tensor<19x37xi32> -> tensor<19x37xi8>
  %2 = mixp.requantize onnx %acc scale(%s : tensor<19x3xf32>) block [1, 16] : tensor<19x37xi32> -> tensor<19x37xui8>
  %3 = mixp.requantize onnx %acc scale(%s : tensor<19x3xf32>) zero_point(%z : tensor<19x3xi32>) block [1, 16] : tensor<19x37xi32> -> tensor<19x37xui8>
  %4 = mixp.requantize onnx %acc scale(%s : tensor<19x3xf32>) block [1, 16] : tensor<19x37xi32> -> tensor<19x37xi4>
  %5 = mixp.requantize onnx %acc scale(%s : tensor<19x3xf32>) zero_point(%z : tensor<19x3xi32>) block [1, 16] : tensor<19x37xi32> -> tensor<19x37xi4>
  %6 = mixp.requantize onnx %acc scale(%s : tensor<19x3xf32>) block [1, 16] : tensor<19x37xi32> -> tensor<19x37xui4>
  %7 = mixp.requantize onnx %acc scale(%s : tensor<19x3xf32>) zero_point(%z : tensor<19x3xi32>) block [1, 16] : tensor<19x37xi32> -> tensor<19x37xui4>
  return %0, %1, %2, %3, %4, %5, %6, %7 : tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xui8>, tensor<19x37xi4>, tensor<19x37xi4>, tensor<19x37xui4>, tensor<19x37xui4>
}
