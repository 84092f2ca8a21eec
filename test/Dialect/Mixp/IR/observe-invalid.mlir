// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// C1: `histogram` and `over` are both there, or neither is.
func.func @c1_over(%x: tensor<3xf32>) {
  // expected-error@+1 {{expected 'histogram' and 'over' together; give over [LO, HI] too, or neither}}
  %0 = mixp.observe %x "x" histogram(4) : tensor<3xf32>
  return
}

// -----

func.func @c1_histogram(%x: tensor<3xf32>) {
  // expected-error@+1 {{expected 'histogram' and 'over' together; give histogram(BINS) too, or neither}}
  %0 = mixp.observe %x "x" over [0.0, 1.0] : tensor<3xf32>
  return
}

// -----

// C2: there are 1 to 4096 bins.
func.func @c2(%x: tensor<3xf32>) {
  // expected-error@+1 {{expected 1 to 4096 bins but got 0}}
  %0 = mixp.observe %x "x" histogram(0) over [0.0, 1.0] : tensor<3xf32>
  return
}

// -----

// C3: `over` is [lo, hi] ...
func.func @c3_size(%x: tensor<3xf32>) {
  // expected-error@+1 {{expected 'over' to be [LO, HI] but got 1 numbers}}
  %0 = mixp.observe %x "x" histogram(4) over [0.0] : tensor<3xf32>
  return
}

// -----

// ... with lo < hi ...
func.func @c3_order(%x: tensor<3xf32>) {
  // expected-error@+1 {{expected 'over' to be finite f32 numbers LO < HI whose difference is finite but got [1.000000e+00, 1.000000e+00]}}
  %0 = mixp.observe %x "x" histogram(4) over [1.0, 1.0] : tensor<3xf32>
  return
}

// -----

// ... whose difference is finite.
func.func @c3_overflow(%x: tensor<3xf32>) {
  // expected-error@+1 {{expected 'over' to be finite f32 numbers LO < HI}}
  %0 = mixp.observe %x "x" histogram(4) over [-1.7014118346046923e+38, 3.0e+38] : tensor<3xf32>
  return
}
