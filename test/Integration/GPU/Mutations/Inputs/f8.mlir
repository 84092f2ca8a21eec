// A product with a bias for each column and a relu, which the kernel applies
// before it stores.
func.func @main(%a: tensor<?xDEPTHxf8E4M3FN>, %b: tensor<DEPTHx?xf8E5M2>, %bias: tensor<?xf32>) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %m = tensor.dim %a, %c0 : tensor<?xDEPTHxf8E4M3FN>
  %n = tensor.dim %b, %c1 : tensor<DEPTHx?xf8E5M2>
  %empty = tensor.empty(%m, %n) : tensor<?x?xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%empty : tensor<?x?xf32>) -> tensor<?x?xf32>
  %product = mixp.matmul ins(%a, %b : tensor<?xDEPTHxf8E4M3FN>, tensor<DEPTHx?xf8E5M2>) outs(%zeros : tensor<?x?xf32>) -> tensor<?x?xf32>
  %result = tensor.empty(%m, %n) : tensor<?x?xf32>
  %0 = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>],
    iterator_types = ["parallel", "parallel"]
  } ins(%product, %bias : tensor<?x?xf32>, tensor<?xf32>) outs(%result : tensor<?x?xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    %v = arith.maximumf %s, %zero : f32
    linalg.yield %v : f32
  } -> tensor<?x?xf32>
  return %0 : tensor<?x?xf32>
}
