"""Layers to quantize, and what is left of their results."""

import numpy

LINEAR = """func.func @main(%x: tensor<?xKxf32>) -> tensor<?xNxf32> {
  %w = arith.constant dense<"WEIGHTS"> : tensor<KxNxf32>
  %zero = arith.constant 0 : index
  %rows = tensor.dim %x, %zero : tensor<?xKxf32>
  %empty = tensor.empty(%rows) : tensor<?xNxf32>
  %f = arith.constant 0.0 : f32
  %outs = linalg.fill ins(%f : f32) outs(%empty : tensor<?xNxf32>) -> tensor<?xNxf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?xKxf32>, tensor<KxNxf32>) outs(%outs : tensor<?xNxf32>) -> tensor<?xNxf32>
  return %0 : tensor<?xNxf32>
}
"""


def linear(weights):
    """A module that multiplies rows with `weights`, K x N."""
    k, n = weights.shape
    text = LINEAR.replace("?xK", f"?x{k}").replace("?xN", f"?x{n}").replace("KxN", f"{k}x{n}")
    return text.replace("WEIGHTS", "0x" + weights.astype("<f4").tobytes().hex().upper())


def signal_to_noise(expected, measured):
    """In dB."""
    expected = numpy.asarray(expected, numpy.float64)
    noise = measured - expected
    return 10 * numpy.log10((expected**2).sum() / (noise**2).sum())
