// Constant weights go to the device once, however often their function is called,
// also where a launcher has to exchange their dims; others go in each call.
//
// RUN: mixp run %s --function=constant --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=CONSTANT
// RUN: mixp run %s --function=constant --random=3 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=CONSTANT
// RUN: mixp run %s --function=run_time --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=RUN-TIME
//
// Four times lhs of 9 and outs of 60 bytes, and 5 rows of 16 bytes.
// CONSTANT-DAG: : 4 launches, 356 bytes to the device, 240 back
// CONSTANT-DAG: checked 15 elements of 1 outputs: bit-exact
// RUN-TIME-DAG: : 4 launches, 596 bytes to the device, 240 back
// RUN-TIME-DAG: checked 15 elements of 1 outputs: bit-exact
func.func private @constant_step(%a: tensor<3x3xi8>, %sum: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %w = arith.constant dense<[[1, 2, 3, 4, 5], [-1, 7, -2, 9, 3], [5, 5, -6, 8, 11]]> : tensor<3x5xi8>
  %0 = mixp.matmul ins(%a, %w : tensor<3x3xi8>, tensor<3x5xi8>) outs(%sum : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}
func.func @constant(%a: tensor<3x3xi8>) -> tensor<3x5xi32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %z = arith.constant dense<0> : tensor<3x5xi32>
  %r = scf.for %i = %c0 to %c4 step %c1 iter_args(%sum = %z) -> tensor<3x5xi32> {
    %0 = func.call @constant_step(%a, %sum) : (tensor<3x3xi8>, tensor<3x5xi32>) -> tensor<3x5xi32>
    scf.yield %0 : tensor<3x5xi32>
  }
  return %r : tensor<3x5xi32>
}
func.func private @run_time_step(%a: tensor<3x3xi8>, %w: tensor<3x5xi8>, %sum: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %0 = mixp.matmul ins(%a, %w : tensor<3x3xi8>, tensor<3x5xi8>) outs(%sum : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}
func.func @run_time(%a: tensor<3x3xi8>, %w: tensor<3x5xi8>) -> tensor<3x5xi32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %z = arith.constant dense<0> : tensor<3x5xi32>
  %r = scf.for %i = %c0 to %c4 step %c1 iter_args(%sum = %z) -> tensor<3x5xi32> {
    %0 = func.call @run_time_step(%a, %w, %sum) : (tensor<3x3xi8>, tensor<3x5xi8>, tensor<3x5xi32>) -> tensor<3x5xi32>
    scf.yield %0 : tensor<3x5xi32>
  }
  return %r : tensor<3x5xi32>
}
