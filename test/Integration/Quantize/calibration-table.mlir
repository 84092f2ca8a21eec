// Ranges are saved to a table, and taken from it without samples.

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/../Run/Inputs/npy.py write %t/x.npy f4 3,2 0.5 -1 2 0 4 3
// RUN: mixp quantize %s --scheme=w8a8 --calibration %t/x.npy --save-calibration=%t/table.json -o %t/measured.mlir
// RUN: mixp quantize %s --scheme=w8a8 --calibration-table=%t/table.json -o %t/read.mlir
// RUN: diff %t/measured.mlir %t/read.mlir
// RUN: FileCheck %s --input-file %t/table.json --check-prefix=TABLE
// RUN: FileCheck %s --input-file %t/read.mlir

// TABLE: "calibrator": "minmax"
// TABLE: "inputs": [
// TABLE: "name": "x"
// TABLE: "layers": [
// TABLE: "lhs": {
// TABLE-NEXT: "range": [
// TABLE-NEXT: -1,
// TABLE-NEXT: 4
// TABLE: "name": "fc1"
// TABLE: "op": "mixp.matmul tensor<?x2xf32>, tensor<1x2xf32>"
// TABLE: "samples": 3
// TABLE: "version": 1
// CHECK-DAG: arith.constant dense<0.0196078438> : tensor<1x1xf32>
// CHECK-DAG: arith.constant dense<51> : tensor<1x1xi32>

// With --symmetric the range is [-4, 4]: 8 / 255 and zero point 127, rint of a
// little less than 127.5.
// RUN: mixp quantize %s --scheme=w8a8 --calibration %t/x.npy --symmetric -o - 2>%t/log | FileCheck %s --check-prefix=SYMMETRIC
// SYMMETRIC-DAG: arith.constant dense<0.0313725509> : tensor<1x1xf32>
// SYMMETRIC-DAG: arith.constant dense<127> : tensor<1x1xi32>

// A table of another model is refused with what differs; so are samples in
// other units, and a text that is no table.
// RUN: sed -e 's/loc("fc1")/loc("fc2")/' %s > %t/name.mlir
// RUN: not mixp quantize %t/name.mlir --scheme=w8a8 --calibration-table=%t/table.json -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=NAME
// NAME: mixp: error: '{{.*}}table.json' does not fit the model: matmul 0 ('fc2') is called 'fc1' in the table; measure it anew with --calibration and --save-calibration
// RUN: sed -e 's/?x2x/?x3x/g' -e 's/1x2x/1x3x/g' -e 's/2.0, -1.0/2.0, -1.0, 3.0/' %s > %t/type.mlir
// RUN: not mixp quantize %t/type.mlir --scheme=w8a8 --calibration-table=%t/table.json -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=TYPE
// TYPE: does not fit the model: matmul 0 ('fc1') is mixp.matmul tensor<?x3xf32>, tensor<1x3xf32> but mixp.matmul tensor<?x2xf32>, tensor<1x2xf32> in the table;
// RUN: not mixp quantize %S/calibration.mlir --scheme=w8a8 --calibration-table=%t/table.json -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=COUNT
// COUNT: does not fit the model: it has 1 contractions but the model has 2;
// RUN: sed -e 's/"lhs"/"left"/' %t/table.json > %t/left.json
// RUN: not mixp quantize %s --scheme=w8a8 --calibration-table=%t/left.json -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=LEFT
// LEFT: does not fit the model: matmul 0 ('fc1') has no range of its lhs in the table;
// RUN: sed -e 's/-1,/-1e99,/' %t/table.json > %t/wide.json
// RUN: not mixp quantize %s --scheme=w8a8 --calibration-table=%t/wide.json -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=WIDE
// WIDE: wide.json' is no calibration table: expected [lo, hi] of finite f32 numbers lo <= hi at table.
// RUN: sed -e 's/"version": 1/"version": 2/' %t/table.json > %t/new.json
// RUN: not mixp quantize %s --scheme=w8a8 --calibration-table=%t/new.json -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=VERSION
// VERSION: is no calibration table: expected version 1 but got 2; write one with mixp quantize --save-calibration
// RUN: %python %S/../Run/Inputs/npy.py write %t/bytes.npy f4 2,2 0 255 128 7
// RUN: not mixp quantize %s --scheme=w8a8 --calibration %t/bytes.npy --calibration-table=%t/table.json -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=UNITS
// UNITS: mixp: error: '{{.*}}bytes.npy': input 'x' is in [0, 255] but was in [-1, 4] when '{{.*}}table.json' was measured; scale the samples as the model expects them, or measure a new table

// RUN: %python %S/../Run/Inputs/npy.py write %t/zero.npy f4 2,2 0 0 0 0
// RUN: not mixp quantize %s --scheme=w8a8 --calibration %t/zero.npy -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=ZERO
// ZERO: mixp: error: --calibration: the lhs of matmul 0 ('fc1') is 0 in all samples, from which no scale follows; give samples for which it is not, or take a dynamic scheme

// RUN: not mixp quantize %s --scheme=w8a8 --calibration %t/x.npy --granularity=per-channel -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=CHANNEL
// CHANNEL: mixp: error: --granularity: a scale for each channel of an activation would have to be multiplied into every product
// RUN: not mixp quantize %s --scheme=w8a8 --calibration %t/x.npy --calibrator=max -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=CALIBRATOR
// CALIBRATOR: mixp: error: --calibrator: unknown calibrator 'max'; known are: minmax, percentile=P, mse, entropy
// RUN: not ls %t/q.mlir

func.func @main(%x: tensor<?x2xf32> {mixp.name = "x"}) -> tensor<?x1xf32> {
  %w = arith.constant dense<[[2.0, -1.0]]> : tensor<1x2xf32>
  %zero = arith.constant 0 : index
  %n = tensor.dim %x, %zero : tensor<?x2xf32>
  %empty = tensor.empty(%n) : tensor<?x1xf32>
  %f = arith.constant 0.0 : f32
  %outs = linalg.fill ins(%f : f32) outs(%empty : tensor<?x1xf32>) -> tensor<?x1xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x2xf32>, tensor<1x2xf32>)
         outs(%outs : tensor<?x1xf32>) {transpose_rhs} -> tensor<?x1xf32> loc("fc1")
  return %0 : tensor<?x1xf32>
}
