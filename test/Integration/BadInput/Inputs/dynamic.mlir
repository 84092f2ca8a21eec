func.func @main(%x: tensor<?x3xf32> {mixp.name = "x"}) -> (tensor<?x3xf32>, tensor<?x1xf32>) {
  %s = mixp.choose_scales symmetric %x storage(i8) block [1, 0] : tensor<?x3xf32> -> tensor<?x1xf32>
  %q = mixp.quantize %x scale(%s : tensor<?x1xf32>) block [1, 0] : tensor<?x3xf32> -> tensor<?x3xi8>
  %d = mixp.dequantize %q scale(%s : tensor<?x1xf32>) block [1, 0] : tensor<?x3xi8> -> tensor<?x3xf32>
  return %d, %s : tensor<?x3xf32>, tensor<?x1xf32>
}
