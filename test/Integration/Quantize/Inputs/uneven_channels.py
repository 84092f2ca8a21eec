"""Signal to noise of a quantized layer whose channels differ in magnitude.

The 256 inputs of the layer are normal, those of each group of 32 ten times as
large as those of the group before, from 0.001 on; its weights undo that, so that
each input has the same share of the results. Half of the samples calibrate.
"""

import json
import pathlib
import subprocess
import sys

import numpy
from layers import linear, signal_to_noise

K, N, GROUP = 256, 16, 32


def mixp(*arguments):
    return subprocess.run(["mixp", *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def measure(folder, y, *options):
    quantized, table = folder / "q.mlirbc", folder / "table.json"
    mixp("quantize", folder / "m.mlir", *options, "--calibration", folder / "seen.npy", "-o", quantized,
         "--save-calibration", table)  # fmt: skip
    mixp("run", quantized, "--input", folder / "new.npy", "--output", folder / "y.npy", "--check")
    text = f"{' '.join(options)}: {signal_to_noise(y, numpy.load(folder / 'y.npy')):.2f} dB"
    lhs = json.loads(table.read_text())["layers"][0]["lhs"]
    print(text, f"with {len(lhs.get('ranges', [lhs.get('range')]))} ranges")


def main():
    folder = pathlib.Path(sys.argv[1])
    numbers = numpy.random.default_rng(1)
    size = 10.0 ** (numpy.arange(K) // GROUP - 3)
    x = (numbers.standard_normal((512, K)) * size).astype(numpy.float32)
    w = (numbers.standard_normal((K, N)) / size[:, None]).astype(numpy.float32)
    numpy.save(folder / "seen.npy", x[:256])
    numpy.save(folder / "new.npy", x[256:])
    y = x[256:].astype(numpy.float64) @ w.astype(numpy.float64)
    (folder / "m.mlir").write_text(linear(w))
    for options in (["w8a8"], ["w8a8-static-g32", "--granularity=per-tensor"], ["w8a8-static-g32"],
                    ["w8a8-static-g32", "--calibrator=mse"], ["w8a8-static-g32", "--symmetric"],
                    ["w4a8-static-g32"], ["w8a8-static-g64"], ["w8a8-dynamic"], ["w8a8-g32"]):  # fmt: skip
        measure(folder, y, f"--scheme={options[0]}", *options[1:])


main()
