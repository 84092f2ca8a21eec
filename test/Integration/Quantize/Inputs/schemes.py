"""Writes a model of products and convolutions with uneven constant weights."""
import math


def dense(shape, seed):
    """Weights in which no two neighbours are equal, some of them large."""
    def fill(dims, at):
        if not dims:
            large = 6 if at[0] % 41 == 7 else 1
            at[0] += 1
            return f"{large * math.sin(at[0] * 1.7 + seed):.6f}"
        return "[" + ", ".join(fill(dims[1:], at) for _ in range(dims[0])) + "]"
    return fill(shape, [0])


print(f"""
func.func @main(%x: tensor<5x80xf32>, %y: tensor<3x64x9xf32>, %z: tensor<2x5x80xf32>, %k: tensor<2x7x80xf32>,
                %c: tensor<5x3xf32>, %d: tensor<3x5x7xf32>, %e: tensor<2x5x7xf32>) -> (tensor<5x3xf32>, tensor<3x5x7xf32>, tensor<2x5x7xf32>) {{
  %w = arith.constant dense<{dense([80, 3], 1)}> : tensor<80x3xf32>
  %f = arith.constant dense<{dense([5, 64, 3], 2)}> : tensor<5x64x3xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<5x80xf32>, tensor<80x3xf32>) outs(%c : tensor<5x3xf32>)
         {{mixp.lhs_range = array<f32: -2.0, 3.0>}} -> tensor<5x3xf32>
  %1 = mixp.conv ins(%y, %f : tensor<3x64x9xf32>, tensor<5x64x3xf32>) layout(nchw_fchw) outs(%d : tensor<3x5x7xf32>)
         {{mixp.lhs_range = array<f32: -2.0, 3.0>}} -> tensor<3x5x7xf32>
  %2 = mixp.matmul ins(%z, %k : tensor<2x5x80xf32>, tensor<2x7x80xf32>) outs(%e : tensor<2x5x7xf32>)
         {{transpose_rhs, mixp.lhs_range = array<f32: -2.0, 3.0>, mixp.rhs_range = array<f32: -1.0, 1.5>}} -> tensor<2x5x7xf32>
  return %0, %1, %2 : tensor<5x3xf32>, tensor<3x5x7xf32>, tensor<2x5x7xf32>
}}""")
