"""What one comparison of the emulator with a GPU consists of."""

import dataclasses

TRIALS_OF_A_WARP = 40
TRIALS_OF_A_WARPGROUP = 10


@dataclasses.dataclass(frozen=True)
class MapArgument:
    """A tensor map over an input that is dense. Innermost dim first."""

    contents: bytes
    element: str  # MLIR's name
    dims: tuple
    box: tuple
    swizzle: int


@dataclasses.dataclass
class Case:
    """A kernel `calibrate` that each of `blocks` blocks runs on its own part of
    the inputs. Arguments are `inputs` in order (bytes or a MapArgument), then
    the output. Trial i has class i mod len(classes) of values."""

    name: str
    instruction: str
    target: str  # the first that has it; sm_90a: only that
    ptx: str
    threads: int
    blocks: int
    inputs: list
    output_bytes: int
    output: str  # f32, s32, f16, bf16, or bytes: what a difference is counted in
    shared_bytes: int = 0
    classes: tuple = ()
    model: str = ""
