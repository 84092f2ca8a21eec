"""Fashion-MNIST, as Debian's dataset-fashion-mnist installs it, as .npy files."""

import gzip
import pathlib
import struct

import numpy

SOURCE = pathlib.Path("/usr/share/datasets/fashion-mnist")
CALIBRATION_IMAGES = 512


class DatasetMissing(Exception):
    pass


def read_idx(path):
    """The u8 array of an idx file: big-endian magic, sizes, then the values."""
    if not path.exists():
        raise DatasetMissing(f"{path} not found: install Debian's dataset-fashion-mnist")
    with gzip.open(path) as stream:
        data = stream.read()
    rank = data[3]
    shape = struct.unpack(f">{rank}I", data[4 : 4 + 4 * rank])
    return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * rank).reshape(shape)


def images(part, count):
    """The first `count` images, f32 [count, 1, 28, 28] in 0..1, as trained on."""
    pixels = read_idx(SOURCE / f"{part}-images-idx3-ubyte.gz")[:count]
    return (pixels.astype(numpy.float32) / 255)[:, None, :, :]


class Dataset:
    """Paths of the .npy files below `folder`; written once."""

    def __init__(self, folder, test_images):
        self.calibration = folder / f"calibration-{CALIBRATION_IMAGES}.npy"
        self.test = folder / f"test-{test_images}.npy"
        if not self.calibration.exists():
            numpy.save(self.calibration, images("train", CALIBRATION_IMAGES))
        if not self.test.exists():
            numpy.save(self.test, images("t10k", test_images))
        self.labels = read_idx(SOURCE / "t10k-labels-idx1-ubyte.gz")[:test_images]
