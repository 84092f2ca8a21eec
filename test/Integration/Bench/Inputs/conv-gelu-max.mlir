// A convolution of one spatial dim, 256 to 512 channels with a window of 5, its
// bias, GELU in the tanh form, and the maximum over all positions: the largest
// layer of a model that tells file types. In f32, and with the input quantized
// to 8 bits in the call. Times do not depend on the values, so that filters are
// splats.
#nco = affine_map<(n, c, p) -> (n, c, p)>
#c = affine_map<(n, c, p) -> (c)>
#nc = affine_map<(n, c, p) -> (n, c)>

func.func @f32(%x: tensor<1x512x256xf32>) -> tensor<1x512xf32> {
  %ex = tensor.empty() : tensor<1x256x512xf32>
  %t0 = linalg.transpose ins(%x : tensor<1x512x256xf32>) outs(%ex : tensor<1x256x512xf32>) permutation = [0, 2, 1]
  %zeros = arith.constant dense<0.0> : tensor<1x512x508xf32>
  %w = arith.constant dense<0.03125> : tensor<512x256x5xf32>
  %y = mixp.conv ins(%t0, %w : tensor<1x256x512xf32>, tensor<512x256x5xf32>)
         layout(nchw_fchw) outs(%zeros : tensor<1x512x508xf32>) -> tensor<1x512x508xf32>
  %bias = arith.constant dense<0.125> : tensor<512xf32>
  %low = arith.constant dense<0xFF800000> : tensor<1x512xf32>
  %e = tensor.empty() : tensor<1x512x508xf32>
  %g = linalg.generic {indexing_maps = [#nco, #c, #nco], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%y, %bias : tensor<1x512x508xf32>, tensor<512xf32>) outs(%e : tensor<1x512x508xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %half = arith.constant 0.5 : f32
    %one = arith.constant 1.0 : f32
    %factor = arith.constant 0.79788458 : f32
    %cubic = arith.constant 0.044715 : f32
    %v = arith.addf %a, %b : f32
    %v2 = arith.mulf %v, %v : f32
    %v3 = arith.mulf %v2, %v : f32
    %kv = arith.mulf %v3, %cubic : f32
    %in = arith.addf %v, %kv : f32
    %arg = arith.mulf %in, %factor : f32
    %t = math.tanh %arg : f32
    %t1 = arith.addf %t, %one : f32
    %vt = arith.mulf %v, %t1 : f32
    %h = arith.mulf %vt, %half : f32
    linalg.yield %h : f32
  } -> tensor<1x512x508xf32>
  %m = linalg.generic {indexing_maps = [#nco, #nc], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%g : tensor<1x512x508xf32>) outs(%low : tensor<1x512xf32>) {
  ^bb0(%a: f32, %o: f32):
    %r = arith.maximumf %o, %a : f32
    linalg.yield %r : f32
  } -> tensor<1x512xf32>
  return %m : tensor<1x512xf32>
}

func.func @u8s8(%x: tensor<1x512x256xf32>) -> tensor<1x512xf32> {
  %ex = tensor.empty() : tensor<1x256x512xf32>
  %t0 = linalg.transpose ins(%x : tensor<1x512x256xf32>) outs(%ex : tensor<1x256x512xf32>) permutation = [0, 2, 1]
  %zeros = arith.constant dense<0.0> : tensor<1x512x508xf32>
  %w = arith.constant dense<17> : tensor<512x256x5xi8>
  %sw = arith.constant dense<0.0005> : tensor<512x1x1xf32>
  %sx = arith.constant dense<0.02> : tensor<1x1x1xf32>
  %zx = arith.constant dense<121> : tensor<1x1x1xi32>
  %q = mixp.quantize %t0 scale(%sx : tensor<1x1x1xf32>) zero_point(%zx : tensor<1x1x1xi32>) block [0, 0, 0] : tensor<1x256x512xf32> -> tensor<1x256x512xui8>
  %y = mixp.conv ins(%q, %w : tensor<1x256x512xui8>, tensor<512x256x5xi8>)
         input_scale(%sx : tensor<1x1x1xf32>) input_zero_point(%zx : tensor<1x1x1xi32>) input_block [0, 0, 0]
         filter_scale(%sw : tensor<512x1x1xf32>) filter_block [1, 0, 0]
         layout(nchw_fchw) outs(%zeros : tensor<1x512x508xf32>) -> tensor<1x512x508xf32>
  %bias = arith.constant dense<0.125> : tensor<512xf32>
  %low = arith.constant dense<0xFF800000> : tensor<1x512xf32>
  %e = tensor.empty() : tensor<1x512x508xf32>
  %g = linalg.generic {indexing_maps = [#nco, #c, #nco], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%y, %bias : tensor<1x512x508xf32>, tensor<512xf32>) outs(%e : tensor<1x512x508xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %half = arith.constant 0.5 : f32
    %one = arith.constant 1.0 : f32
    %factor = arith.constant 0.79788458 : f32
    %cubic = arith.constant 0.044715 : f32
    %v = arith.addf %a, %b : f32
    %v2 = arith.mulf %v, %v : f32
    %v3 = arith.mulf %v2, %v : f32
    %kv = arith.mulf %v3, %cubic : f32
    %in = arith.addf %v, %kv : f32
    %arg = arith.mulf %in, %factor : f32
    %t = math.tanh %arg : f32
    %t1 = arith.addf %t, %one : f32
    %vt = arith.mulf %v, %t1 : f32
    %h = arith.mulf %vt, %half : f32
    linalg.yield %h : f32
  } -> tensor<1x512x508xf32>
  %m = linalg.generic {indexing_maps = [#nco, #nc], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%g : tensor<1x512x508xf32>) outs(%low : tensor<1x512xf32>) {
  ^bb0(%a: f32, %o: f32):
    %r = arith.maximumf %o, %a : f32
    linalg.yield %r : f32
  } -> tensor<1x512xf32>
  return %m : tensor<1x512xf32>
}
