// What APFloat makes of values that a small format lacks, as constant folding
// shows: NaN and infinity become 0 in f4E2M1FN, -1 folds to a number that
// f8E8M0FNU has not, and f8E8M0FNU's NaN becomes infinity elsewhere. mixp rounds by its own rules and says so in
// docs/Numerics.md; once this fails, compare them again.
//
// RUN: mlir-opt %s --canonicalize | FileCheck %s

// CHECK-DAG: %[[NAN:.*]] = arith.constant 0x0 : f4E2M1FN
// CHECK-DAG: %[[MINUS:.*]] = arith.constant -1.000000e+00 : f8E8M0FNU
// CHECK-DAG: %[[BACK:.*]] = arith.constant 0x7F800000 : f32
// CHECK: return %[[NAN]], %{{.*}}, %[[MINUS]], %[[BACK]]
func.func @values() -> (f4E2M1FN, f4E2M1FN, f8E8M0FNU, f32) {
  %nan = arith.constant 0x7fc00000 : f32
  %inf = arith.constant 0x7f800000 : f32
  %minus = arith.constant -1.0 : f32
  %0 = arith.truncf %nan : f32 to f4E2M1FN
  %1 = arith.truncf %inf : f32 to f4E2M1FN
  %2 = arith.truncf %minus : f32 to f8E8M0FNU
  %scale_nan = arith.constant 0xff : f8E8M0FNU
  %3 = arith.extf %scale_nan : f8E8M0FNU to f32
  return %0, %1, %2, %3 : f4E2M1FN, f4E2M1FN, f8E8M0FNU, f32
}
