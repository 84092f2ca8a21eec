"""Scores of Magika (MIXP_MODELS) beside those that it came with, and labels.

features.npy holds the first and last bytes of 205 files, float_scores.npy what
ONNX Runtime made of them. The model's own scores are rounded to f32 in another
order, which moves them by less than LARGEST.
"""

import os
import pathlib
import subprocess
import sys

import numpy

LARGEST = 1e-4


def main():
    folder = pathlib.Path(sys.argv[1])
    magika = pathlib.Path(os.environ["MIXP_MODELS"]) / "magika"
    module, outputs = folder / "magika.mlirbc", folder / "scores.npy"
    subprocess.run(["mixp", "import", magika / "model.onnx", "-o", module], check=True)
    features = magika / "features.npy"
    subprocess.run(["mixp", "run", module, "--input", features, "--output", outputs, *sys.argv[2:]], check=True)
    scores, expected = numpy.load(outputs), numpy.load(magika / "float_scores.npy")
    distance = numpy.abs(scores - expected).max()
    same = (scores.argmax(axis=1) == expected.argmax(axis=1)).sum()
    good = scores.shape == expected.shape and distance <= LARGEST
    print(f"{len(scores)} files, {same} of the same label, scores within {distance:.1e}: {'good' if good else 'bad'}")
    sys.exit(not good)


main()
