"""The kernels that are mutated: models, targets and inputs.

Sizes are such that tails count: K is no multiple of a step and takes more steps
than there are stages, M and N end inside of a tile.
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
    """A model in this folder, compiled for a target, with inputs of m x k and
    k x n: random ones, or those of `value`, which gives an element of operand
    0 or 1 from its place."""

    model: str
    target: str
    m: int
    n: int
    k: int
    value: Optional[Callable[[int, int, int], float]] = None

    @property
    def path(self):
        return HERE / f"{self.model}.mlir"

    def inputs(self, folder):
        """The options of `mixp run`; writes files that they name."""
        shapes = ((self.m, self.k), (self.k, self.n), (self.n,))
        options = []
        for operand, shape in enumerate(shapes):
            source = f"random:{operand + 1}:{'x'.join(map(str, shape))}"
            if self.value and operand < 2:
                source = folder / f"input{operand}.npy"
                values = [
                    self.value(operand, i, j) for i in range(shape[0]) for j in range(shape[1])
                ]
                source.write_bytes(npy.encode("f4", shape, values))
            options.append(f"--input={source}")
        return options


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
    "f16-sm75": Kernel("f16", "sm_75", 43, 73, 150),
    "s8-sm75": Kernel("s8", "sm_75", 43, 77, 290),
    "f16-sm80": Kernel("f16", "sm_80", 43, 73, 150),
    # Columns end where a vector of the result does.
    "f16-sm80-whole": Kernel("f16", "sm_80", 43, 72, 150),
    "s8-sm80": Kernel("s8", "sm_80", 43, 77, 290),
    "tf32-sm80": Kernel("tf32", "sm_80", 43, 77, 75, below_next_tf32),
    "f8-sm89": Kernel("f8", "sm_89", 43, 77, 400),
    "f8-sm89-long": Kernel("f8", "sm_89", 13, 21, 1024, positive_float8),
    # Four tiles on two multiprocessors: each block has two.
    "bf16-sm90a": Kernel("bf16", "sm_90a", 137, 300, 330),
    "s8-sm90a": Kernel("s8", "sm_90a", 43, 77, 600),
    "f8-sm90a-long": Kernel("f8", "sm_90a", 13, 21, 1024, positive_float8),
}
