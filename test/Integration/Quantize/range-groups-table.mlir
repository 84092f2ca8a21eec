// Ranges of groups are saved to a table, and taken from it without samples. K is
// 40, the groups are 32 and 8.

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/../Run/Inputs/npy.py write %t/x.npy f4 2,40 \
// RUN:   -1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 4 0 0 0 0 0 0 0 200 \
// RUN:   -2 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 3 0 0 0 0 0 0 0 100
// RUN: mixp quantize %s --scheme=w8a8-static-g32 --calibration %t/x.npy --save-calibration=%t/table.json -o %t/measured.mlir
// RUN: mixp quantize %s --scheme=w8a8-static-g32 --granularity=per-group --calibration-table=%t/table.json -o %t/read.mlir
// RUN: diff %t/measured.mlir %t/read.mlir
// RUN: FileCheck %s --input-file %t/table.json --check-prefix=TABLE
// RUN: FileCheck %s --input-file %t/read.mlir

// TABLE: "group": 32
// TABLE: "lhs": {
// TABLE-NEXT: "ranges": [
// TABLE-NEXT: [
// TABLE-NEXT: -2,
// TABLE-NEXT: 4
// TABLE: [
// TABLE-NEXT: 0,
// TABLE-NEXT: 200
// TABLE: "version": 1
// CHECK-DAG: arith.constant dense<{{\[\[}}0.0235294122, 0.784313738]]> : tensor<1x2xf32>
// CHECK-DAG: arith.constant dense<{{\[\[}}85, 0]]> : tensor<1x2xi32>
// CHECK-NOT: mixp.lhs_range

// The table's expected signal to noise counts both groups.
// RUN: mixp quantize %s --scheme=w8a8-static-g32 --calibration %t/x.npy --calibrator=mse --save-calibration=%t/mse.json -o %t/mse.mlir
// RUN: FileCheck %s --input-file %t/mse.json --check-prefix=MSE
// MSE: "signal_to_noise_db":

// One range for all, as w8a8 has it, on demand; its table says so.
// RUN: mixp quantize %s --scheme=w8a8-static-g32 --granularity=per-tensor --calibration %t/x.npy --save-calibration=%t/one.json -o %t/one.mlir
// RUN: FileCheck %s --input-file %t/one.mlir --check-prefix=ONE
// ONE: lhs_scale({{.+}} : tensor<1x1xf32>) {{.*}} rhs_scale({{.+}} : tensor<2x1xf32>) rhs_block [32, 1]

// Tables of other groups are refused, either way, and so is one with a range
// too few, or of another form.
// RUN: not mixp quantize %s --scheme=w8a8 --calibration-table=%t/table.json -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=TENSOR
// TENSOR: mixp: error: '{{.*}}table.json' was measured for groups of 32 along K, but the scheme has one range for all of K; measure it anew with --calibration and --save-calibration, or change --scheme or --granularity
// RUN: not mixp quantize %s --scheme=w8a8-static-g48 --calibration-table=%t/table.json -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=OTHER
// OTHER: was measured for groups of 32 along K, but the scheme has groups of 48 along K;
// RUN: not mixp quantize %s --scheme=w8a8-static-g32 --calibration-table=%t/one.json -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=GROUPS
// GROUPS: was measured for one range for all of K, but the scheme has groups of 32 along K;
// RUN: sed -e 's/"group": 32/"group": 48/' %t/table.json > %t/count.json
// RUN: not mixp quantize %s --scheme=w8a8-static-g48 --calibration-table=%t/count.json -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=COUNT
// COUNT: does not fit the model: matmul 0 has 2 ranges of its lhs in the table, for 1 group along K;
// RUN: sed -e '/layers/,$s/200/1e99/' %t/table.json > %t/wide.json
// RUN: not mixp quantize %s --scheme=w8a8-static-g32 --calibration-table=%t/wide.json -o %t/q.mlir 2>&1 | FileCheck %s --check-prefix=WIDE
// WIDE: wide.json' is no calibration table: expected [lo, hi] of finite f32 numbers lo <= hi at table.layers[0].lhs.ranges[1];
// RUN: not ls %t/q.mlir

func.func @main(%x: tensor<?x40xf32> {mixp.name = "x"}) -> tensor<?x1xf32> {
  %w = arith.constant dense<2.0> : tensor<40x1xf32>
  %zero = arith.constant 0 : index
  %n = tensor.dim %x, %zero : tensor<?x40xf32>
  %e = tensor.empty(%n) : tensor<?x1xf32>
  %f = arith.constant 0.0 : f32
  %c = linalg.fill ins(%f : f32) outs(%e : tensor<?x1xf32>) -> tensor<?x1xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x40xf32>, tensor<40x1xf32>) outs(%c : tensor<?x1xf32>) -> tensor<?x1xf32>
  return %0 : tensor<?x1xf32>
}
