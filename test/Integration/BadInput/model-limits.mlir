// What no tool could do anything with is refused as soon as a model is read,
// before anything is allocated, by every subcommand alike.

// RUN: rm -rf %t && split-file %s %t
// RUN: not mixp run %t/large.mlir --random=1 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not mixp run %t/large.mlir --random=1 --pipeline=reference 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not mixp compile %t/large.mlir -o %t/x.so 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not mixp quantize %t/large.mlir --scheme=bf16 -o %t/x.mlir 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not mixp bench %t/large.mlir --random=1 2>&1 | FileCheck %s --check-prefix=LARGE
// LARGE: large.mlir":2:{{.*}}: error: type 'tensor<1000000x1000000xf32>' is too large: expected at most 64 GiB in one tensor; split it
// RUN: not mixp run %t/overflow.mlir --random=1 2>&1 | FileCheck %s --check-prefix=OVERFLOW
// OVERFLOW: error: type 'tensor<0x9223372036854775807x4xf32>' is too large
// RUN: not mixp compile %t/splat.mlir -o %t/x.so 2>&1 | FileCheck %s --check-prefix=SPLAT
// SPLAT: splat.mlir":3:{{.*}}: error: the model's constants up to this one, of type 'tensor<60000x20000xf32>', are too large: expected at most 8 GiB; fill large tensors by linalg.fill
// RUN: not mixp compile %t/vector.mlir -o %t/x.so 2>&1 | FileCheck %s --check-prefix=VECTOR
// VECTOR: error: type 'vector<1000000xf32>' is too large: expected at most 65536 elements in one vector; use a tensor
// RUN: not mixp run %t/missing.mlir --random=1 2>&1 | FileCheck %s --check-prefix=MISSING
// MISSING: missing.mlir":2:{{.*}}: error: the resource 'w' of a constant is missing; the file is truncated or was printed with resources elided
// RUN: not mixp run %t/short.mlir --random=1 2>&1 | FileCheck %s --check-prefix=SHORT
// SHORT: short.mlir":2:{{.*}}: error: the resource 'w' has 4 bytes but a constant of type 'tensor<3xf32>' needs 12; write the model again
// RUN: not mixp run %t/recursion.mlir --random=1 2>&1 | FileCheck %s --check-prefix=RECURSION
// RECURSION: error: 'func.func' op calls itself, perhaps through other functions; recursion is not supported, use scf.for or scf.while
// RUN: not mixp compile %t/declared.mlir -o %t/x.so 2>&1 | FileCheck %s --check-prefix=DECLARED
// DECLARED: error: 'func.call' op expected a function with a body but 'ext' is only declared
// RUN: not mixp run %t/name.mlir --random=1 2>&1 | FileCheck %s --check-prefix=NAME
// NAME: error: 'func.func' op 'malloc' is a name that compiled code needs; rename the function

// Nesting that would exhaust the parser's stack.
// RUN: %python -c "print('func.func @main() {\n' + 'scf.execute_region {' * 100000)" > %t/deep.mlir
// RUN: not mixp run %t/deep.mlir 2>&1 | FileCheck %s --check-prefix=DEEP
// RUN: %python -c "print('#a =\n' + '[' * 100000)" > %t/deep.mlir
// RUN: not mixp run %t/deep.mlir 2>&1 | FileCheck %s --check-prefix=DEEP
// DEEP: mixp: error: '{{.*}}deep.mlir' line 2: brackets are nested more than 256 deep; the file is damaged

//--- large.mlir
func.func @main(%x: tensor<3xf32>) -> tensor<3xf32> {
  %e = tensor.empty() : tensor<1000000x1000000xf32>
  return %x : tensor<3xf32>
}
//--- overflow.mlir
func.func @main(%x: tensor<0x9223372036854775807x4xf32>) {
  return
}
//--- splat.mlir
func.func @main(%x: tensor<3x60000xf32>, %z: tensor<3x20000xf32>) -> tensor<3x20000xf32> {
  %b = arith.constant dense<2.0> : tensor<60000x20000xf32>
  %w = arith.constant dense<1.0> : tensor<60000x20000xf32>
  %y = mixp.matmul ins(%x, %w : tensor<3x60000xf32>, tensor<60000x20000xf32>) outs(%z : tensor<3x20000xf32>) -> tensor<3x20000xf32>
  return %y : tensor<3x20000xf32>
}
//--- vector.mlir
func.func @main() {
  %v = arith.constant dense<1.0> : vector<1000000xf32>
  return
}
//--- missing.mlir
func.func @main() -> tensor<3xf32> {
  %w = arith.constant dense_resource<w> : tensor<3xf32>
  return %w : tensor<3xf32>
}
//--- short.mlir
func.func @main() -> tensor<3xf32> {
  %w = arith.constant dense_resource<w> : tensor<3xf32>
  return %w : tensor<3xf32>
}
{-# dialect_resources: { builtin: { w: "0x040000000000803F" } } #-}
//--- recursion.mlir
func.func @main(%x: tensor<3xf32>) -> tensor<3xf32> {
  %y = call @other(%x) : (tensor<3xf32>) -> tensor<3xf32>
  return %y : tensor<3xf32>
}
func.func @other(%x: tensor<3xf32>) -> tensor<3xf32> {
  %y = call @main(%x) : (tensor<3xf32>) -> tensor<3xf32>
  return %y : tensor<3xf32>
}
//--- declared.mlir
func.func private @ext(tensor<3xf32>) -> tensor<3xf32>
func.func @main(%x: tensor<3xf32>) -> tensor<3xf32> {
  %y = call @ext(%x) : (tensor<3xf32>) -> tensor<3xf32>
  return %y : tensor<3xf32>
}
//--- name.mlir
func.func @main(%x: tensor<3xf32>) -> tensor<3xf32> {
  return %x : tensor<3xf32>
}
func.func @malloc(%x: tensor<3xf32>) -> tensor<3xf32> {
  return %x : tensor<3xf32>
}
