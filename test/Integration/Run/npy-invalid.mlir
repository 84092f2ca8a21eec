// Every malformed .npy file is refused with a message that names the file, the
// place and the remedy.

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/malformed.py %s %t | FileCheck %s
// CHECK: malformed files, 0 failures

// RUN: not mixp run %s --input %t/absent.npy 2>&1 | FileCheck %s --check-prefix=ABSENT
// ABSENT: mixp: error: cannot open '{{.*}}absent.npy': No such file or directory
// RUN: not mixp run %s --input /dev/zero 2>&1 | FileCheck %s --check-prefix=DEVICE
// DEVICE: mixp: error: cannot open '/dev/zero': expected a regular file

func.func @main(%x: tensor<?x3xf32> {mixp.name = "x"}) -> tensor<?x3xf32> {
  return %x : tensor<?x3xf32>
}
