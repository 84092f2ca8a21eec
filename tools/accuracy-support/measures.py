"""What is lost by rounding a model: numbers from its scores and the float ones."""

import dataclasses

import numpy


@dataclasses.dataclass(frozen=True)
class Measure:
    """A column of a table. `of` gets a model's scores, the float model's, and
    the labels."""

    title: str
    of: object
    digits: int

    def text(self, value):
        return f"{value:.{self.digits}f}"


def top1(scores, reference, labels):
    """Percent of the samples whose largest score is the label's."""
    return 100 * float(numpy.mean(scores.argmax(axis=-1) == labels))


def same(scores, reference, labels):
    """How many samples have the float model's answer."""
    return int(numpy.sum(scores.argmax(axis=-1) == reference.argmax(axis=-1)))


# The float model's largest score stands out by this much at least.
CLEAR_MARGIN = 0.05


def clear(reference):
    """Which samples the float model is sure of."""
    ordered = numpy.sort(reference, axis=-1)
    return ordered[:, -1] - ordered[:, -2] >= CLEAR_MARGIN


def same_where_clear(scores, reference, labels):
    """`same` among the samples that the float model is sure of."""
    rows = clear(reference)
    return same(scores[rows], reference[rows], None)


def total_variation(scores, reference, labels):
    """Half the sum of the scores' differences, of probabilities; mean over the
    samples."""
    return float(0.5 * numpy.abs(scores.astype(float) - reference).sum(axis=-1).mean())


def largest_difference(scores, reference, labels):
    return float(numpy.abs(scores.astype(float) - reference).max())


TOP1 = Measure("top-1 %", top1, 2)
SAME = Measure("same answer", same, 0)
SAME_WHERE_CLEAR = Measure("same answer where sure", same_where_clear, 0)
TOTAL_VARIATION = Measure("mean total variation", total_variation, 4)
LARGEST_DIFFERENCE = Measure("largest difference", largest_difference, 6)
