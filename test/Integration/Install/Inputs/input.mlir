func.func @main(%input: tensor<5xf32>) -> tensor<5xbf16> {
  %result = mixp.cast %input : tensor<5xf32> -> tensor<5xbf16>
  return %result : tensor<5xbf16>
}
