// RUN: mixp-opt %s --split-input-file --mixp-resolve-target=target=sapphirerapids-amx --mixp-pack-matmul --verify-diagnostics

// Sizes that are no tiles.
func.func @rows(%a: tensor<40x64xi8>, %b: tensor<64x32xi8>) -> tensor<40x32xi32> {
  %c = arith.constant dense<0> : tensor<40x32xi32>
  // expected-error @below {{has a schedule that no kernel of the target obeys}}
  %0 = mixp.matmul ins(%a, %b : tensor<40x64xi8>, tensor<64x32xi8>) outs(%c : tensor<40x32xi32>)
         {schedule = #mixp.schedule<mma = tdpbssd, mr = 6, nr = 32, unroll = 1, mc = 48, nc = 32>} -> tensor<40x32xi32>
  return %0 : tensor<40x32xi32>
}

// -----

// A chunk would begin within a tile.
func.func @chunks(%a: tensor<96x64xi8>, %b: tensor<64x32xi8>) -> tensor<96x32xi32> {
  %c = arith.constant dense<0> : tensor<96x32xi32>
  // expected-error @below {{has a schedule that no kernel of the target obeys}}
  %0 = mixp.matmul ins(%a, %b : tensor<96x64xi8>, tensor<64x32xi8>) outs(%c : tensor<96x32xi32>)
         {schedule = #mixp.schedule<mma = tdpbssd, mr = 32, nr = 32, unroll = 1, mc = 96, nc = 32, chunk_rows = 48, chunk_columns = 32>} -> tensor<96x32xi32>
  return %0 : tensor<96x32xi32>
}
