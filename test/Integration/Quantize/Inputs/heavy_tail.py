"""Signal to noise of a quantized layer whose activations have a heavy tail.

The layer multiplies by the identity, so that its result is its quantized
activations: a million normal values, and one of 60.
"""

import json
import pathlib
import subprocess
import sys

import numpy

SIZE = 8
MODEL = """func.func @main(%x: tensor<?xSIZExf32>) -> tensor<?xSIZExf32> {
  %w = arith.constant dense<IDENTITY> : tensor<SIZExSIZExf32>
  %zero = arith.constant 0 : index
  %rows = tensor.dim %x, %zero : tensor<?xSIZExf32>
  %empty = tensor.empty(%rows) : tensor<?xSIZExf32>
  %f = arith.constant 0.0 : f32
  %outs = linalg.fill ins(%f : f32) outs(%empty : tensor<?xSIZExf32>) -> tensor<?xSIZExf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?xSIZExf32>, tensor<SIZExSIZExf32>) outs(%outs : tensor<?xSIZExf32>) -> tensor<?xSIZExf32>
  return %0 : tensor<?xSIZExf32>
}
"""


def measure(folder, calibrator, x):
    model, table, quantized = folder / "m.mlir", folder / "table.json", folder / "q.mlir"
    subprocess.run(
        ["mixp", "quantize", model, "--scheme=w8a8", "--calibration", folder / "x.npy", "-o", quantized,
         f"--calibrator={calibrator}", "--save-calibration", table],
        check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["mixp", "run", quantized, "--input", folder / "x.npy", "--output", folder / "y.npy"], check=True)
    noise = numpy.load(folder / "y.npy").astype(numpy.float64) - x
    lhs = json.loads(table.read_text())["layers"][0]["lhs"]
    text = f"{calibrator}: {10 * numpy.log10(numpy.sum(numpy.square(x, dtype=numpy.float64)) / numpy.sum(noise**2)):.2f} dB"
    if "signal_to_noise_db" in lhs:
        text += f", in the table {lhs['signal_to_noise_db']:.2f} dB"
    print(text)


def main():
    folder = pathlib.Path(sys.argv[1])
    x = numpy.random.default_rng(1).standard_normal((125000, SIZE)).astype(numpy.float32)
    x[777, 3] = 60
    numpy.save(folder / "x.npy", x)
    identity = str(numpy.eye(SIZE).tolist())
    (folder / "m.mlir").write_text(MODEL.replace("IDENTITY", identity).replace("SIZE", str(SIZE)))
    for calibrator in ("minmax", "percentile=99.99", "mse", "entropy"):
        measure(folder, calibrator, x)


main()
