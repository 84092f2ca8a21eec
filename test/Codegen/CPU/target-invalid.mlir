// RUN: mixp-opt %s --mixp-decompose-matmul --verify-diagnostics
// RUN: mixp-opt %s --mixp-select-schedule --verify-diagnostics
// RUN: mixp-opt %s --mixp-pack-matmul --verify-diagnostics
// RUN: mixp-opt %s --mixp-lower-packed-matmul --verify-diagnostics

// Code generation reads the hardware from the module.
// expected-error @below {{needs a module with a target: run mixp-resolve-target first}}
module {
}
