"""The kernels that are mutated: models, targets and inputs.

Sizes are such that tails count: K is no multiple of a step and takes more steps
than there are stages, M and N end inside of a tile. K is known in the models, so
that kernels have parts of it only where they should.
"""

import dataclasses
import pathlib
import sys
from typing import Callable, Optional

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2] / "Run" / "Inputs"))

import npy  # noqa: E402


@dataclasses.dataclass(frozen=True)
class Kernel:
    """A model in this folder, in which DEPTH, ROWS and GROUPS stand for sizes of
    the operands, compiled for a target, with inputs of these shapes: random
    ones, or matrices whose elements `value` gives from the operand's number and
    their place."""

    model: str
    target: str
    shapes: tuple
    value: Optional[Callable[[int, int, int], float]] = None

    def write_model(self, folder):
        """The path of the model with its sizes."""
        text = (HERE / f"{self.model}.mlir").read_text()
        sizes = {"ROWS": self.shapes[0][0], "DEPTH": self.shapes[0][1], "GROUPS": self.shapes[2][0]}
        for name, size in sizes.items():
            text = text.replace(name, str(size))
        path = folder / "model.mlir"
        path.write_text(text)
        return path

    def inputs(self, folder):
        """The options of `mixp run`; writes files that they name."""
        options = []
        for operand, shape in enumerate(self.shapes):
            source = f"random:{operand + 1}:{'x'.join(map(str, shape))}"
            if self.value and len(shape) == 2:
                source = folder / f"input{operand}.npy"
                rows, columns = map(range, shape)
                values = [self.value(operand, i, j) for i in rows for j in columns]
                source.write_bytes(npy.encode("f4", shape, values))
            options.append(f"--input={source}")
        return options


def product(m, n, k):
    """Shapes of lhs, rhs and a bias."""
    return ((m, k), (k, n), (n,))


def weights(m, n, k, group):
    """Shapes of activations, weights, scales for groups, and what is added to."""
    return ((m, k), (k, n), (-(-k // group), n), (m, n))


def below_next_tf32(operand, i, j):
    """The last f32 before a tf32: cutting it off misses twice what rounding it
    may miss."""
    step = 2.0**-10
    return 1 + (3 * i + 5 * j + operand) % 32 * step + step - 2.0**-23


def positive_float8(operand, i, j):
    """Sums of many such terms outgrow an accumulator of few bits."""
    choices = ((1.75, 1.5, 1.75), (1.25, 1.25, 1.75))[operand]
    return choices[(i + 2 * j) % 3]


KERNELS = {
    "f16-sm75": Kernel("f16", "sm_75", product(43, 73, 150)),
    "s8-sm75": Kernel("s8", "sm_75", product(43, 77, 290)),
    "f16-sm80": Kernel("f16", "sm_80", product(43, 73, 150)),
    # Columns end where a vector of the result does.
    "f16-sm80-whole": Kernel("f16", "sm_80", product(43, 72, 150)),
    "s8-sm80": Kernel("s8", "sm_80", product(43, 77, 290)),
    "tf32-sm80": Kernel("tf32", "sm_80", product(43, 77, 75)),
    "tf32-sm80-cut": Kernel("tf32", "sm_80", product(43, 77, 75), below_next_tf32),
    "f8-sm89": Kernel("f8", "sm_89", product(43, 77, 400)),
    "f8-sm89-long": Kernel("f8", "sm_89", product(13, 21, 895), positive_float8),
    # Three tiles on two multiprocessors: one block has two.
    "bf16-sm90a": Kernel("bf16", "sm_90a", product(270, 77, 270)),
    # Results of 16 bits: from fragments, with a residual, of weights in fewer bits.
    "half-sm90a": Kernel("half", "sm_90a", product(270, 77, 70)),
    "residual-sm90a": Kernel("residual", "sm_90a", ((270, 70), (70, 77), (270, 77))),
    "i4-sm90a": Kernel("i4", "sm_90a", ((270, 70), (77, 70), (77, 2))),
    "s8-sm90a": Kernel("s8", "sm_90a", product(43, 77, 600)),
    "f8-sm90a": Kernel("f8", "sm_90a", product(43, 77, 600)),
    "f8-sm90a-long": Kernel("f8", "sm_90a", product(13, 21, 895), positive_float8),
    # Blocks share a tile: as many as sizes say at run time, or always.
    "f16-sm80-split": Kernel("f16", "sm_80", product(43, 150, 700)),
    "bf16-sm90a-split": Kernel("bf16", "sm_90a", product(43, 300, 1100)),
    "weights-sm80-split": Kernel("weights", "sm_80", weights(5, 73, 3000, 128)),
    "weights-sm90a-split": Kernel("weights", "sm_90a", weights(70, 73, 700, 128)),
}
