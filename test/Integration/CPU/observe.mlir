// REQUIRES: avx2
// RUN: mixp run %s --random=1 --dim=19 --check
// RUN: mixp-opt %s --mixp-export-observations -o %t.mlir
// RUN: mixp run %t.mlir --random=1 --dim=19 --check
// RUN: mixp run %t.mlir --random=1 --random-special --dim=19 --check

// Without the export, the op is the identity; with it, records are results like
// all others. An odd number of elements of each type.

func.func @main(%x: tensor<?x37xf32>, %y: tensor<?x37xbf16>, %z: tensor<?x37xf64>) -> (tensor<?x37xf32>, tensor<?x37xbf16>) {
  %0 = mixp.observe %x "x" histogram(7) over [-0.75, 1.0] : tensor<?x37xf32>
  %1 = mixp.observe %y "y" histogram(64) over [-3.0, 5.0] : tensor<?x37xbf16>
  %2 = mixp.observe %z "z" histogram(3) over [0.0, 0.125] : tensor<?x37xf64>
  return %0, %1 : tensor<?x37xf32>, tensor<?x37xbf16>
}
