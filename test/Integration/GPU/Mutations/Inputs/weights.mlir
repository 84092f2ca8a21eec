// Weights of 4 bits with scales for groups of 128 along K.
func.func @main(%a: tensor<ROWSxDEPTHxf16>, %w: tensor<DEPTHx73xi4>, %s: tensor<GROUPSx73xf16>, %c: tensor<ROWSx73xf32>) -> tensor<ROWSx73xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<ROWSxDEPTHxf16>, tensor<DEPTHx73xi4>) rhs_scale(%s : tensor<GROUPSx73xf16>) rhs_block [128, 1] outs(%c : tensor<ROWSx73xf32>) -> tensor<ROWSx73xf32>
  return %0 : tensor<ROWSx73xf32>
}
