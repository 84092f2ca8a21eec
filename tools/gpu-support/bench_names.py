"""Names of contenders, for what does not load PyTorch."""

CUBLAS = "cuBLAS"
# 8-bit floats only: sums of the tensor core that are not promoted to f32.
CUBLAS_FAST = "cuBLAS fast"
