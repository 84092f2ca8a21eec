"""Compares ways of rounding weights by what they do to a product's result.

weights.py FOLDER: a product of heavy-tailed weights with inputs whose
neighbours go together and two of whose channels are outliers, which the first
300 samples calibrate and 100 others judge.
"""

import os
import pathlib
import subprocess
import sys

import numpy as np
from layers import linear, signal_to_noise

CONFIGURATIONS = [
    "w4a16-g32",
    "w4a16-g32 --weights=gptq",
    "w2a16-g32 --weights=mse",
    "w2a16-g32 --weights=mse --correct-bias",
    "w8a8",
    "w8a8 --smooth",
]


def run(model):
    subprocess.run(["mixp", "run", model, "--input", "x.npy", "--output", "y.npy"],
                   check=True, stdout=subprocess.DEVNULL)
    return np.load("y.npy")


os.chdir(sys.argv[1])
random = np.random.default_rng(3)
pathlib.Path("m.mlir").write_text(linear(np.round(random.standard_t(4, size=(96, 7)) * 0.1, 5)))
inputs = np.cumsum(random.normal(size=(400, 96)), axis=1) * 0.3 + 0.5
inputs[:, [5, 40]] *= 12
inputs = inputs.astype(np.float32)
np.save("calibration.npy", inputs[:300])
np.save("x.npy", inputs[300:])
expected = run("m.mlir")
signal, bias = {}, {}
for options in CONFIGURATIONS:
    subprocess.run(["mixp", "quantize", "m.mlir", "-o", "q.mlir", "--calibration=calibration.npy",
                    *f"--scheme={options}".split()], check=True, stdout=subprocess.DEVNULL)
    results = run("q.mlir")
    signal[options] = signal_to_noise(expected, results)
    bias[options] = np.abs((results - expected).mean(axis=0)).max()
    print(f"{options}: {signal[options]:.1f} dB, mean error of a column up to {bias[options]:.3f}")

nearest, gptq, mse, corrected, plain, smooth = CONFIGURATIONS
print("gptq is better" if signal[gptq] > signal[nearest] + 8 else "gptq is not better")
print("bias is corrected" if bias[corrected] < bias[mse] / 3 else "bias is not corrected")
print("smoothing is better" if signal[smooth] > signal[plain] + 5 else "smoothing is not better")
