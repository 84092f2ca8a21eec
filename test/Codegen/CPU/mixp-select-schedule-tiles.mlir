// RUN: mixp-opt %s --mixp-resolve-target=target=sapphirerapids-amx --mixp-select-schedule=threads=2 | FileCheck %s

// Up to 16 rows are one tile high, more two; chunks begin at tiles.
// CHECK-LABEL: func.func @one_tile
// CHECK: schedule = #mixp.schedule<mma = tdpbssd, mr = 16, nr = 32, unroll = 4, {{[^>]*}}>
func.func @one_tile(%a: tensor<16x64xi8>, %b: tensor<64x70xi8>) -> tensor<16x70xi32> {
  %c = arith.constant dense<0> : tensor<16x70xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<16x64xi8>, tensor<64x70xi8>) outs(%c : tensor<16x70xi32>) -> tensor<16x70xi32>
  return %0 : tensor<16x70xi32>
}

// CHECK-LABEL: func.func @chunks
// CHECK: schedule = #mixp.schedule<mma = tdpbf16ps, mr = 32, nr = 32, {{.*}}, chunk_rows = {{32|64|96|128|160|192|224|256|288|320|352|384|416|448|480|512}},
func.func @chunks(%a: tensor<1000x1024xbf16>, %b: tensor<1024x1000xbf16>) -> tensor<1000x1000xf32> {
  %c = arith.constant dense<0.0> : tensor<1000x1000xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<1000x1024xbf16>, tensor<1024x1000xbf16>) outs(%c : tensor<1000x1000xf32>) -> tensor<1000x1000xf32>
  return %0 : tensor<1000x1000xf32>
}
