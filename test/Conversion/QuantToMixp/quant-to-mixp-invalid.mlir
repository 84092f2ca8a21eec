// RUN: mixp-opt %s -convert-quant-to-mixp -split-input-file -verify-diagnostics

func.func @unranked(%x: tensor<*xf32>) -> tensor<*x!quant.uniform<i8:f32, 0.5>> {
  // expected-error @+1 {{'quant.qcast' op cannot become a mixp op: expected a ranked tensor: blocks are per dim; cast it first}}
  %0 = quant.qcast %x : tensor<*xf32> to tensor<*x!quant.uniform<i8:f32, 0.5>>
  return %0 : tensor<*x!quant.uniform<i8:f32, 0.5>>
}

// -----

func.func @zero_point_out_of_range(%x: tensor<3xf32>) -> tensor<3x!quant.uniform<i8:f32, 0.5:300>> {
  // expected-error @+1 {{'quant.qcast' op cannot become a mixp op: zero point 300 is not one that the storage type holds; choose one between -128 and 127}}
  %0 = quant.qcast %x : tensor<3xf32> to tensor<3x!quant.uniform<i8:f32, 0.5:300>>
  return %0 : tensor<3x!quant.uniform<i8:f32, 0.5:300>>
}

// -----

func.func @storage(%q: tensor<3x!quant.uniform<i12:f32, 0.5>>) -> tensor<3xf32> {
  // expected-error @+1 {{'quant.dcast' op cannot become a mixp op: expected storage of 1 to 8, 16 or 32 bits but got 12}}
  %0 = quant.dcast %q : tensor<3x!quant.uniform<i12:f32, 0.5>> to tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

func.func @f64_scale(%q: tensor<3x!quant.uniform<i8:f64, 0.1>>) -> tensor<3xf64> {
  // expected-error @+1 {{'quant.dcast' op cannot become a mixp op: scale 0.10 of an f64 value is not an f32 number; give one that is, or quantize from f32}}
  %0 = quant.dcast %q : tensor<3x!quant.uniform<i8:f64, 0.1>> to tensor<3xf64>
  return %0 : tensor<3xf64>
}

// -----

func.func @calibrated(%q: tensor<3x!quant.any<i8:f32>>) -> tensor<3xf32> {
  // expected-error @+1 {{'quant.dcast' op cannot become a mixp op: expected a !quant.uniform type; others do not say their scale}}
  %0 = quant.dcast %q : tensor<3x!quant.any<i8:f32>> to tensor<3xf32>
  return %0 : tensor<3xf32>
}
