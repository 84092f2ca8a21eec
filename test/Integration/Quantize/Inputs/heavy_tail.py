"""Signal to noise of a quantized layer whose activations have a heavy tail.

The layer multiplies by the identity, so that its result is its quantized
activations: a million normal values, and one of 60.
"""

import json
import pathlib
import subprocess
import sys

import numpy
from layers import linear, signal_to_noise

SIZE = 8


def measure(folder, calibrator, x):
    model, table, quantized = folder / "m.mlir", folder / "table.json", folder / "q.mlir"
    subprocess.run(
        ["mixp", "quantize", model, "--scheme=w8a8", "--calibration", folder / "x.npy", "-o", quantized,
         f"--calibrator={calibrator}", "--save-calibration", table],
        check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["mixp", "run", quantized, "--input", folder / "x.npy", "--output", folder / "y.npy"], check=True)
    lhs = json.loads(table.read_text())["layers"][0]["lhs"]
    text = f"{calibrator}: {signal_to_noise(x, numpy.load(folder / 'y.npy')):.2f} dB"
    if "signal_to_noise_db" in lhs:
        text += f", in the table {lhs['signal_to_noise_db']:.2f} dB"
    print(text)


def main():
    folder = pathlib.Path(sys.argv[1])
    x = numpy.random.default_rng(1).standard_normal((125000, SIZE)).astype(numpy.float32)
    x[777, 3] = 60
    numpy.save(folder / "x.npy", x)
    (folder / "m.mlir").write_text(linear(numpy.eye(SIZE)))
    for calibrator in ("minmax", "percentile=99.99", "mse", "entropy"):
        measure(folder, calibrator, x)


main()
