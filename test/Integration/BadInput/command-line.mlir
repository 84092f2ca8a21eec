// Mistakes on the command line: one message, exit status 1.

// RUN: rm -rf %t && mkdir %t && touch %t/empty.mlir %t/empty.onnx
// RUN: not mixp run %s --random=1 --dim=-1 2>&1 | FileCheck %s --check-prefix=NEGATIVE
// NEGATIVE: mixp: error: --dim: expected a size of at least 0 but got -1
// RUN: not mixp run %s --random=1 --dim=100000000000 2>&1 | FileCheck %s --check-prefix=HUGE
// HUGE: mixp: error: 'x': an array of shape [100000000000, 3] does not fit this machine's memory
// RUN: not mixp run %s --random=1 --dim=99999999999999999999 2>&1 | FileCheck %s --check-prefix=BITS
// BITS: mixp: error: option '--dim': expected N but got '99999999999999999999' (see mixp run --help)
// RUN: not mixp run %s --random=1 --dump-stages=%s 2>&1 | FileCheck %s --check-prefix=DUMP
// DUMP: mixp: error: --dump-stages: cannot create the folder '{{.*}}command-line.mlir':
// RUN: not mixp run %t --random=1 2>&1 | FileCheck %s --check-prefix=FOLDER
// FOLDER: mixp: error: cannot open '{{.*}}': expected a regular file
// RUN: not mixp run %t/empty.mlir --random=1 2>&1 | FileCheck %s --check-prefix=EMPTY
// EMPTY: mixp: error: the module has no public function
// RUN: not mixp import %t/empty.onnx -o %t/x.mlir 2>&1 | FileCheck %s --check-prefix=ONNX
// ONNX: mixp: error: {{.*}}empty.onnx: the file is empty; expected an ONNX model
// RUN: not mixp run %s --random=1 --target=nope 2>&1 | FileCheck %s --check-prefix=TARGET
// TARGET: error: unknown target 'nope': expected host,
// RUN: not mixp run %s --random=1 --function=index 2>&1 | FileCheck %s --check-prefix=TYPE
// TYPE: mixp: error: arg0 has type index; expected a ranked tensor of bool, integers or floats
// RUN: not mixp run %s --random=1 --function=unranked 2>&1 | FileCheck %s --check-prefix=UNRANKED
// UNRANKED: mixp: error: arg0 has type tensor<*xf32>; expected a ranked tensor of bool, integers or floats
// RUN: not mixp compile %s --function=complex -o %t/x.so 2>&1 | FileCheck %s --check-prefix=COMPLEX
// COMPLEX: mixp: error: arg0 has type tensor<3xcomplex<f32>>; expected
// RUN: not mixp compile %s -o %t/none/x.s --emit=asm 2>&1 | FileCheck %s --check-prefix=WRITE
// WRITE: mixp: error: cannot write '{{.*}}none/x.s': No such file or directory
// RUN: not mixp compile %s -o %t --emit=llvm 2>&1 | FileCheck %s --check-prefix=WRITEFOLDER
// WRITEFOLDER: mixp: error: cannot write '{{.*}}': Is a directory
// RUN: not mixp quantize %s --scheme=int3 -o %t/x.mlir 2>&1 | FileCheck %s --check-prefix=SCHEME
// SCHEME: mixp: error: unknown scheme 'int3'; known are: f32,
// RUN: not mixp quantize %s --scheme=bf16 -o %t/x.mlir --json=/dev/full 2>&1 | FileCheck %s --check-prefix=FULL
// FULL: mixp: error: cannot write '/dev/full': No space left on device
// RUN: not mixp bench %s --random=1 --batch=0 2>&1 | FileCheck %s --check-prefix=BATCH
// BATCH: mixp: error: --batch: expected sizes from 1 to 1000000
// RUN: not mixp bench --types=f32,f32,f32 -m -1 -n 5 -k 5 2>&1 | FileCheck %s --check-prefix=SIZES
// SIZES: mixp: error: expected -m, -n and -k of at least 1
// RUN: not mixp bench --types=f32,f32,f32 -m 1000000000 -n 1000000000 -k 1000000000 2>&1 | FileCheck %s --check-prefix=LARGE
// LARGE: mixp: error: {{.*}}does not fit this machine's memory
// RUN: not mixp targets all 2>&1 | FileCheck %s --check-prefix=TARGETS
// TARGETS: mixp: error: unexpected argument 'all' (see mixp targets --help)

// No samples are samples too.
// RUN: mixp run %s --input random:1:0x3 --print | FileCheck %s --check-prefix=ZERO
// ZERO: result0: float32[0, 3]

func.func @main(%x: tensor<?x3xf32> {mixp.name = "x"}) -> tensor<?x3xf32> {
  return %x : tensor<?x3xf32>
}
func.func @index(%x: index) { return }
func.func @unranked(%x: tensor<*xf32>) { return }
func.func @complex(%x: tensor<3xcomplex<f32>>) { return }
