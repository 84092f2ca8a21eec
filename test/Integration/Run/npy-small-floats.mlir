// Types that numpy does not have come and go as float32; integers of odd widths
// as a byte per element, or packed where their width divides 8.

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/npy.py write %t/f8.npy f4 3,3 0.1 -0.0 1e9 nan -450 449 0.0009765625 3 -inf
// RUN: %python %S/Inputs/npy.py write %t/f4.npy f4 5 0.25 -5 nan 2.5 100
// RUN: %python %S/Inputs/npy.py write %t/f6.npy f4 5 0.3 -28 1.1 0.03 29
// RUN: %python %S/Inputs/npy.py write %t/scale.npy f4 3 0 0.75 1e30
// RUN: %python %S/Inputs/npy.py write %t/i3.npy i1 5 -4 3 -1 0 2
// RUN: %python %S/Inputs/npy.py write %t/bits.npy u1 9 1 0 1 1 0 0 0 0 1
// RUN: mixp run %s --input %t/f8.npy --input %t/f4.npy --input %t/f6.npy --input %t/scale.npy --input %t/i3.npy --input %t/bits.npy \
// RUN:   --output %t/f8-out.npy --output result1=%t/f4-out.npy --output result5=%t/bits-out.npy --check --print | FileCheck %s
// RUN: mixp run %s --input %t/f8.npy --input %t/f4.npy --input %t/f6.npy --input %t/scale.npy --input %t/i3.npy --input %t/bits.npy \
// RUN:   --pipeline=reference --print | FileCheck %s
// CHECK: result0: float8_e4m3fn[3, 3]
// CHECK-NEXT: 0.1015625 -0 448
// CHECK-NEXT: nan -448 448
// CHECK-NEXT: 0 3 -448
// CHECK: result1: float4_e2m1fn[5]
// CHECK-NEXT: 0 -4 0 2 6
// CHECK: result2: float6_e3m2fn[5]
// CHECK-NEXT: 0.3125 -28 1 0 28
// CHECK: result3: float8_e8m0fnu[3]
// CHECK-NEXT: 5.87747175e-39 1 1.2676506e+30
// CHECK: result4: int8[5]
// CHECK-NEXT: -4 3 -1 0 2
// CHECK: result5: uint8[9]
// CHECK-NEXT: 1 0 1 1 0 0 0 0 1
// RUN: %python %S/Inputs/npy.py print %t/f4-out.npy | FileCheck %s --check-prefix=F4
// F4: <f4 (5,) 0.0 -4.0 0.0 2.0 6.0
// RUN: %python %S/Inputs/npy.py print %t/bits-out.npy | FileCheck %s --check-prefix=BITS
// BITS: |u1 (9,) 1 0 1 1 0 0 0 0 1

// RUN: %python %S/Inputs/npy.py write %t/bad.npy i1 5 -4 3 4 0 2
// RUN: not mixp run %s --random=1 --input arg4=%t/bad.npy 2>&1 | FileCheck %s --check-prefix=RANGE
// RANGE: mixp: error: 'arg4': element 2 is 4, which does not fit i3
// RUN: not mixp run %s --random=1 --input arg3=%t/bad.npy 2>&1 | FileCheck %s --check-prefix=KIND
// KIND: mixp: error: 'arg3': expected shape [3] but got [5]
// RUN: not mixp run %s --random=1 --input arg1=%t/bad.npy 2>&1 | FileCheck %s --check-prefix=REMEDY
// REMEDY: mixp: error: 'arg1': expected elements of f4E2M1FN but got int8; convert with .astype('float32')

func.func @main(%f8: tensor<?x3xf8E4M3FN>, %f4: tensor<5xf4E2M1FN>, %f6: tensor<5xf6E3M2FN>,
                %scale: tensor<3xf8E8M0FNU>, %i3: tensor<5xi3>, %bits: tensor<9xui1>)
    -> (tensor<?x3xf8E4M3FN>, tensor<5xf4E2M1FN>, tensor<5xf6E3M2FN>,
        tensor<3xf8E8M0FNU>, tensor<5xi3>, tensor<9xui1>) {
  return %f8, %f4, %f6, %scale, %i3, %bits
    : tensor<?x3xf8E4M3FN>, tensor<5xf4E2M1FN>, tensor<5xf6E3M2FN>,
      tensor<3xf8E8M0FNU>, tensor<5xi3>, tensor<9xui1>
}
