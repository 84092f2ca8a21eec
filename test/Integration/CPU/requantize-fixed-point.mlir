// REQUIRES: avx2
// RUN: mixp run %s --function=tflite --random=3 --check-outputs
// RUN: mixp run %s --function=tosa_single --random=5 --check-outputs
// RUN: mixp run %s --function=tosa_double --random=7 --check-outputs
// RUN: mixp run %s --function=truncate --random=11 --check-outputs
// RUN: mixp run %s --function=constants --random=13 --check-outputs
// RUN: mixp run %s --function=every_width --random=17 --check-outputs
// RUN: mixp run %s --function=every_unsigned_width --random=19 --check-outputs
// RUN: mixp run %s --function=onnx_widths --random=23 --random-special --check-outputs

// Every profile and granularity; parameters of all magnitudes, also out of the
// profile's range, where they are clamped.

func.func @tflite(%acc: tensor<19x37xi32>, %m0: tensor<1x1xi32>, %r0: tensor<1x1xi8>, %m1: tensor<1x37xi32>, %r1: tensor<1x37xi8>, %z1: tensor<1x37xi32>, %m2: tensor<19x3xi32>, %r2: tensor<19x3xi8>, %z2: tensor<19x3xi32>) -> (tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi16>, tensor<19x37xi32>) {
  %0 = mixp.requantize tflite %acc multiplier(%m0 : tensor<1x1xi32>) shift(%r0 : tensor<1x1xi8>) : tensor<19x37xi32> -> tensor<19x37xi8>
  %1 = mixp.requantize tflite %acc multiplier(%m1 : tensor<1x37xi32>) shift(%r1 : tensor<1x37xi8>) zero_point(%z1 : tensor<1x37xi32>) : tensor<19x37xi32> -> tensor<19x37xi8>
  %2 = mixp.requantize tflite %acc multiplier(%m2 : tensor<19x3xi32>) shift(%r2 : tensor<19x3xi8>) zero_point(%z2 : tensor<19x3xi32>) block [1, 16] : tensor<19x37xi32> -> tensor<19x37xui8>
  %3 = mixp.requantize tflite %acc multiplier(%m1 : tensor<1x37xi32>) shift(%r1 : tensor<1x37xi8>) : tensor<19x37xi32> -> tensor<19x37xi16>
  %4 = mixp.requantize tflite %acc multiplier(%m2 : tensor<19x3xi32>) shift(%r2 : tensor<19x3xi8>) zero_point(%z2 : tensor<19x3xi32>) block [1, 16] : tensor<19x37xi32> -> tensor<19x37xi32>
  return %0, %1, %2, %3, %4 : tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xui8>, tensor<19x37xi16>, tensor<19x37xi32>
}

func.func @tosa_single(%acc: tensor<19x37xi32>, %m0: tensor<1x1xi32>, %r0: tensor<1x1xi8>, %m1: tensor<19x1xi32>, %r1: tensor<19x1xi8>, %z1: tensor<19x1xi32>) -> (tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xi32>) {
  %0 = mixp.requantize tosa_single %acc multiplier(%m0 : tensor<1x1xi32>) shift(%r0 : tensor<1x1xi8>) : tensor<19x37xi32> -> tensor<19x37xi8>
  %1 = mixp.requantize tosa_single %acc multiplier(%m1 : tensor<19x1xi32>) shift(%r1 : tensor<19x1xi8>) zero_point(%z1 : tensor<19x1xi32>) block [1, 0] {result_unsigned} : tensor<19x37xi32> -> tensor<19x37xi8>
  %2 = mixp.requantize tosa_single %acc multiplier(%m1 : tensor<19x1xi32>) shift(%r1 : tensor<19x1xi8>) zero_point(%z1 : tensor<19x1xi32>) block [1, 0] {result_unsigned} : tensor<19x37xi32> -> tensor<19x37xi32>
  return %0, %1, %2 : tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xi32>
}

func.func @tosa_double(%acc: tensor<?x37xi32>, %m0: tensor<1x1xi32>, %r0: tensor<1x1xi8>, %m1: tensor<?x1xi32>, %r1: tensor<?x1xi8>, %z1: tensor<?x1xi32>) -> (tensor<?x37xi8>, tensor<?x37xui8>, tensor<?x37xi32>) {
  %0 = mixp.requantize tosa_double %acc multiplier(%m0 : tensor<1x1xi32>) shift(%r0 : tensor<1x1xi8>) block [0, 0] : tensor<?x37xi32> -> tensor<?x37xi8>
  %1 = mixp.requantize tosa_double %acc multiplier(%m1 : tensor<?x1xi32>) shift(%r1 : tensor<?x1xi8>) zero_point(%z1 : tensor<?x1xi32>) block [1, 0] : tensor<?x37xi32> -> tensor<?x37xui8>
  %2 = mixp.requantize tosa_double %acc multiplier(%m1 : tensor<?x1xi32>) shift(%r1 : tensor<?x1xi8>) zero_point(%z1 : tensor<?x1xi32>) block [1, 0] : tensor<?x37xi32> -> tensor<?x37xi32>
  return %0, %1, %2 : tensor<?x37xi8>, tensor<?x37xui8>, tensor<?x37xi32>
}

func.func @truncate(%acc: tensor<19x37xi32>, %m0: tensor<1x1xi32>, %r0: tensor<1x1xi8>, %m1: tensor<10x37xi32>, %r1: tensor<10x37xi8>, %z1: tensor<10x37xi32>) -> (tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xi32>) {
  %0 = mixp.requantize truncate %acc multiplier(%m0 : tensor<1x1xi32>) shift(%r0 : tensor<1x1xi8>) : tensor<19x37xi32> -> tensor<19x37xi8>
  %1 = mixp.requantize truncate %acc multiplier(%m1 : tensor<10x37xi32>) shift(%r1 : tensor<10x37xi8>) zero_point(%z1 : tensor<10x37xi32>) block [2, 1] : tensor<19x37xi32> -> tensor<19x37xi8>
  %2 = mixp.requantize truncate %acc multiplier(%m1 : tensor<10x37xi32>) shift(%r1 : tensor<10x37xi8>) zero_point(%z1 : tensor<10x37xi32>) block [2, 1] : tensor<19x37xi32> -> tensor<19x37xi32>
  return %0, %1, %2 : tensor<19x37xi8>, tensor<19x37xi8>, tensor<19x37xi32>
}

func.func @constants(%acc: tensor<3x5xi32>) -> (tensor<3x5xi8>, tensor<3x5xi8>, tensor<3x5xi8>) {
  %m = arith.constant dense<[[1073741825, 1500000000, 2147483647, 1181116006, 1610612736]]> : tensor<1x5xi32>
  %r = arith.constant dense<[[38, 40, 33, 62, 45]]> : tensor<1x5xi8>
  %n = arith.constant dense<[[23, 0, -3, 31, 24]]> : tensor<1x5xi8>
  %z = arith.constant dense<[[-128, 127, 0, 5, -7]]> : tensor<1x5xi32>
  %0 = mixp.requantize tosa_double %acc multiplier(%m : tensor<1x5xi32>) shift(%r : tensor<1x5xi8>) zero_point(%z : tensor<1x5xi32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  %1 = mixp.requantize tflite %acc multiplier(%m : tensor<1x5xi32>) shift(%n : tensor<1x5xi8>) zero_point(%z : tensor<1x5xi32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  %2 = mixp.requantize truncate %acc multiplier(%m : tensor<1x5xi32>) shift(%r : tensor<1x5xi8>) zero_point(%z : tensor<1x5xi32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return %0, %1, %2 : tensor<3x5xi8>, tensor<3x5xi8>, tensor<3x5xi8>
}

func.func @every_width(%acc: tensor<5x7xi32>, %m: tensor<5x1xi32>, %r: tensor<5x1xi8>, %z: tensor<5x1xi32>) -> (tensor<5x7xi1>, tensor<5x7xi2>, tensor<5x7xi3>, tensor<5x7xi4>, tensor<5x7xi5>, tensor<5x7xi6>, tensor<5x7xi7>) {
  %1 = mixp.requantize tosa_single %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) zero_point(%z : tensor<5x1xi32>) : tensor<5x7xi32> -> tensor<5x7xi1>
  %2 = mixp.requantize tosa_single %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) zero_point(%z : tensor<5x1xi32>) : tensor<5x7xi32> -> tensor<5x7xi2>
  %3 = mixp.requantize tosa_double %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) : tensor<5x7xi32> -> tensor<5x7xi3>
  %4 = mixp.requantize tflite %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) zero_point(%z : tensor<5x1xi32>) : tensor<5x7xi32> -> tensor<5x7xi4>
  %5 = mixp.requantize truncate %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) zero_point(%z : tensor<5x1xi32>) : tensor<5x7xi32> -> tensor<5x7xi5>
  %6 = mixp.requantize tosa_single %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) : tensor<5x7xi32> -> tensor<5x7xi6>
  %7 = mixp.requantize tflite %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) zero_point(%z : tensor<5x1xi32>) : tensor<5x7xi32> -> tensor<5x7xi7>
  return %1, %2, %3, %4, %5, %6, %7 : tensor<5x7xi1>, tensor<5x7xi2>, tensor<5x7xi3>, tensor<5x7xi4>, tensor<5x7xi5>, tensor<5x7xi6>, tensor<5x7xi7>
}

func.func @every_unsigned_width(%acc: tensor<5x7xi32>, %m: tensor<5x1xi32>, %r: tensor<5x1xi8>, %z: tensor<5x1xi32>) -> (tensor<5x7xui1>, tensor<5x7xui2>, tensor<5x7xui3>, tensor<5x7xui4>, tensor<5x7xui5>, tensor<5x7xui6>, tensor<5x7xui7>) {
  %1 = mixp.requantize tosa_single %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) zero_point(%z : tensor<5x1xi32>) : tensor<5x7xi32> -> tensor<5x7xui1>
  %2 = mixp.requantize tosa_single %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) zero_point(%z : tensor<5x1xi32>) : tensor<5x7xi32> -> tensor<5x7xui2>
  %3 = mixp.requantize tosa_double %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) : tensor<5x7xi32> -> tensor<5x7xui3>
  %4 = mixp.requantize tflite %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) zero_point(%z : tensor<5x1xi32>) : tensor<5x7xi32> -> tensor<5x7xui4>
  %5 = mixp.requantize truncate %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) zero_point(%z : tensor<5x1xi32>) : tensor<5x7xi32> -> tensor<5x7xui5>
  %6 = mixp.requantize tosa_single %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) : tensor<5x7xi32> -> tensor<5x7xui6>
  %7 = mixp.requantize tflite %acc multiplier(%m : tensor<5x1xi32>) shift(%r : tensor<5x1xi8>) zero_point(%z : tensor<5x1xi32>) : tensor<5x7xi32> -> tensor<5x7xui7>
  return %1, %2, %3, %4, %5, %6, %7 : tensor<5x7xui1>, tensor<5x7xui2>, tensor<5x7xui3>, tensor<5x7xui4>, tensor<5x7xui5>, tensor<5x7xui6>, tensor<5x7xui7>
}

func.func @onnx_widths(%acc: tensor<5x7xi32>, %s: tensor<5x1xf32>, %z: tensor<5x1xi32>) -> (tensor<5x7xi1>, tensor<5x7xui3>, tensor<5x7xi6>, tensor<5x7xi16>, tensor<5x7xi32>, tensor<5x7xi32>, tensor<5x7xi32>) {
  %0 = mixp.requantize onnx %acc scale(%s : tensor<5x1xf32>) zero_point(%z : tensor<5x1xi32>) block [1, 0] : tensor<5x7xi32> -> tensor<5x7xi1>
  %1 = mixp.requantize onnx %acc scale(%s : tensor<5x1xf32>) zero_point(%z : tensor<5x1xi32>) block [1, 0] : tensor<5x7xi32> -> tensor<5x7xui3>
  %2 = mixp.requantize onnx %acc scale(%s : tensor<5x1xf32>) zero_point(%z : tensor<5x1xi32>) block [1, 0] : tensor<5x7xi32> -> tensor<5x7xi6>
  %3 = mixp.requantize onnx %acc scale(%s : tensor<5x1xf32>) zero_point(%z : tensor<5x1xi32>) block [1, 0] : tensor<5x7xi32> -> tensor<5x7xi16>
  %4 = mixp.requantize onnx %acc scale(%s : tensor<5x1xf32>) zero_point(%z : tensor<5x1xi32>) block [1, 0] : tensor<5x7xi32> -> tensor<5x7xi32>
  %5 = mixp.requantize onnx %acc scale(%s : tensor<5x1xf32>) block [1, 0] : tensor<5x7xi32> -> tensor<5x7xi32>
  %6 = mixp.requantize onnx %acc scale(%s : tensor<5x1xf32>) zero_point(%z : tensor<5x1xi32>) block [1, 0] {result_unsigned} : tensor<5x7xi32> -> tensor<5x7xi32>
  return %0, %1, %2, %3, %4, %5, %6 : tensor<5x7xi1>, tensor<5x7xui3>, tensor<5x7xi6>, tensor<5x7xi16>, tensor<5x7xi32>, tensor<5x7xi32>, tensor<5x7xi32>
}
