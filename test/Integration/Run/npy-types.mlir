// Types at the boundary: bf16 comes and goes as float32, i4 and ui4 as one
// element per byte, column-major files are transposed, wider integers are
// accepted where their values fit.

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/npy.py write %t/f.npy f8 2,3 1.00390625 -0.0 65504.1 1e39 nan 3
// RUN: %python %S/Inputs/npy.py write %t/s.npy i1 5 -8 7 -1 0 3
// RUN: %python %S/Inputs/npy.py write %t/u.npy i8 5 15 0 8 1 7
// RUN: mixp run %s --input %t/f.npy --input u=%t/u.npy --input s=%t/s.npy \
// RUN:   --output %t/f-out.npy --output result2=%t/u-out.npy --output result1=%t/s-out.npy --print | FileCheck %s
// CHECK: result0: bfloat16[2, 3]
// CHECK-NEXT: 1 -0 65536
// CHECK-NEXT: inf nan 3
// CHECK: result1: int8[5]
// CHECK-NEXT: -8 7 -1 0 3
// CHECK: result2: uint8[5]
// CHECK-NEXT: 15 0 8 1 7
// RUN: %python %S/Inputs/npy.py print %t/f-out.npy | FileCheck %s --check-prefix=F
// F: <f4 (2, 3) 1.0 -0.0 65536.0 inf nan 3.0
// RUN: %python %S/Inputs/npy.py print %t/s-out.npy | FileCheck %s --check-prefix=S
// S: |i1 (5,) -8 7 -1 0 3
// RUN: %python %S/Inputs/npy.py print %t/u-out.npy | FileCheck %s --check-prefix=U
// U: |u1 (5,) 15 0 8 1 7

// RUN: %python %S/Inputs/npy.py write %t/bad.npy i1 5 -8 8 -1 0 3
// RUN: not mixp run %s --random=1 --input s=%t/bad.npy 2>&1 | FileCheck %s --check-prefix=RANGE
// RANGE: mixp: error: 's': element 1 is 8, which does not fit i4

func.func @main(%f: tensor<?x3xbf16> {mixp.name = "f"}, %s: tensor<5xi4> {mixp.name = "s"},
                %u: tensor<5xui4> {mixp.name = "u"})
    -> (tensor<?x3xbf16>, tensor<5xi4>, tensor<5xui4>) {
  return %f, %s, %u : tensor<?x3xbf16>, tensor<5xi4>, tensor<5xui4>
}
