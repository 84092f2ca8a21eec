// RUN: mixp-reduce %s -o %t \
// RUN:   --reduction-tree='traversal-mode=0 test=%S/Inputs/has-unsigned-quantize.sh' \
// RUN:   --reduction-tree='traversal-mode=0 test=%S/Inputs/has-unsigned-quantize.sh' \
// RUN:   2> %t.rejected
// RUN: FileCheck %s < %t

// Of all ops only the one that fails is left, with its operands as small as
// they go; the second run takes away what the first one left without uses.

// CHECK-NOT: mixp.
// CHECK: func.func @main(%{{.*}}: tensor<3x5xf32>,
// CHECK-NEXT: %[[EMPTY:.*]] = tensor.empty() : tensor<3x7xf32>
// CHECK-NEXT: mixp.quantize %[[EMPTY]] scale(%arg3
// CHECK-NEXT: return
// CHECK-NOT: mixp.
func.func @main(%input: tensor<3x5xf32>, %weight: tensor<5x7xf32>,
                %bias: tensor<3x7xf32>, %scale: tensor<1x1xf32>)
    -> tensor<3x7xui8> {
  %lhs = mixp.cast %input : tensor<3x5xf32> -> tensor<3x5xbf16>
  %rhs = mixp.cast %weight : tensor<5x7xf32> -> tensor<5x7xbf16>
  %product = mixp.matmul ins(%lhs, %rhs : tensor<3x5xbf16>, tensor<5x7xbf16>)
    outs(%bias : tensor<3x7xf32>) -> tensor<3x7xf32>
  %sum = arith.addf %product, %bias : tensor<3x7xf32>
  %result = mixp.quantize %sum scale(%scale : tensor<1x1xf32>)
    : tensor<3x7xf32> -> tensor<3x7xui8>
  return %result : tensor<3x7xui8>
}

func.func @unrelated(%input: tensor<3x5xf32>) -> tensor<3x5xbf16> {
  %result = mixp.cast %input : tensor<3x5xf32> -> tensor<3x5xbf16>
  return %result : tensor<3x5xbf16>
}
