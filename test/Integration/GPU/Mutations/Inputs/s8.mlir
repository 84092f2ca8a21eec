// A product with a bias for each column and a relu, which the kernel applies
// before it stores.
func.func @main(%a: tensor<?xDEPTHxi8>, %b: tensor<DEPTHx?xui8>, %bias: tensor<?xi32>) -> tensor<?x?xi32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0 : i32
  %m = tensor.dim %a, %c0 : tensor<?xDEPTHxi8>
  %n = tensor.dim %b, %c1 : tensor<DEPTHx?xui8>
  %empty = tensor.empty(%m, %n) : tensor<?x?xi32>
  %zeros = linalg.fill ins(%zero : i32) outs(%empty : tensor<?x?xi32>) -> tensor<?x?xi32>
  %product = mixp.matmul ins(%a, %b : tensor<?xDEPTHxi8>, tensor<DEPTHx?xui8>) outs(%zeros : tensor<?x?xi32>) -> tensor<?x?xi32>
  %result = tensor.empty(%m, %n) : tensor<?x?xi32>
  %0 = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>],
    iterator_types = ["parallel", "parallel"]
  } ins(%product, %bias : tensor<?x?xi32>, tensor<?xi32>) outs(%result : tensor<?x?xi32>) {
  ^bb0(%x: i32, %y: i32, %o: i32):
    %s = arith.addi %x, %y : i32
    %v = arith.maxsi %s, %zero : i32
    linalg.yield %v : i32
  } -> tensor<?x?xi32>
  return %0 : tensor<?x?xi32>
}
