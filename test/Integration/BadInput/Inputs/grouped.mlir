func.func @main(%x: tensor<?x8xf32> {mixp.name = "x"}) -> tensor<?x5xf32> {
  %w = arith.constant dense_resource<w> : tensor<8x5xi8>
  %s = arith.constant dense<[[0.1, 0.2, 0.3, 0.4, 0.5], [0.1, 0.2, 0.3, 0.4, 0.6]]> : tensor<2x5xf32>
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %n = tensor.dim %x, %c0 : tensor<?x8xf32>
  %e = tensor.empty(%n) : tensor<?x5xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<?x5xf32>) -> tensor<?x5xf32>
  %y = mixp.matmul ins(%x, %w : tensor<?x8xf32>, tensor<8x5xi8>) rhs_scale(%s : tensor<2x5xf32>) rhs_block [4, 1] outs(%f : tensor<?x5xf32>) -> tensor<?x5xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%y : tensor<?x5xf32>) outs(%e : tensor<?x5xf32>) {
  ^bb0(%in: f32, %out: f32):
    %m = arith.maximumf %in, %zero : f32
    linalg.yield %m : f32
  } -> tensor<?x5xf32>
  return %r : tensor<?x5xf32>
}
{-# dialect_resources: { builtin: { w: "0x010000000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728" } } #-}
