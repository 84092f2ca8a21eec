"""mma.sync: each lane loads its registers, in whatever order they lie."""

import dataclasses

from calibrate_case import TRIALS_OF_A_WARP, Case
from calibrate_models import model_of
from calibrate_values import classes_of, seeded, words
from ptx_text import address, braces, kernel, load_words, registers, store_words

WARP = 32


@dataclasses.dataclass(frozen=True)
class Mma:
    shape: str
    a: str
    b: str
    registers: tuple  # of A, B and C in a lane
    target: str

    @property
    def accumulator(self):
        return "s32" if self.a in ("s8", "u8") else "f32"

    @property
    def instruction(self):
        acc = self.accumulator
        return f"mma.sync.aligned.{self.shape}.row.col.{acc}.{self.a}.{self.b}.{acc}"


INSTRUCTIONS = (
    [Mma("m16n8k8", "f16", "f16", (2, 1, 4), "sm_75")]
    + [Mma("m8n8k16", a, b, (1, 1, 2), "sm_75") for a in ("s8", "u8") for b in ("s8", "u8")]
    + [Mma("m16n8k16", type, type, (4, 2, 4), "sm_80") for type in ("f16", "bf16")]
    + [Mma("m16n8k8", "tf32", "tf32", (4, 2, 4), "sm_80")]
    + [Mma("m16n8k32", a, b, (4, 2, 4), "sm_80") for a in ("s8", "u8") for b in ("s8", "u8")]
    + [Mma("m16n8k32", a, b, (4, 2, 4), "sm_89") for a in ("e4m3", "e5m2") for b in ("e4m3", "e5m2")]
)


def make_ptx(mma, target, chain):
    count_a, count_b, count_c = mma.registers
    a, b, c = registers("%a", count_a), registers("%b", count_b), registers("%c", count_c)
    body = [f".reg .b32 %a<{count_a}>, %b<{count_b}>, %c<{count_c}>;"]
    body += address("%rd10", "%rd2", WARP, count_c) + load_words(c, "%rd10", WARP)
    for step in range(chain):
        body += address("%rd11", "%rd0", WARP, chain * count_a, step * count_a) + load_words(a, "%rd11", WARP)
        body += address("%rd12", "%rd1", WARP, chain * count_b, step * count_b) + load_words(b, "%rd12", WARP)
        body.append(f"{mma.instruction} {braces(c)}, {braces(a)}, {braces(b)}, {braces(c)};")
    body += address("%rd13", "%rd3", WARP, count_c) + store_words(c, "%rd13", WARP)
    return kernel(target, ["u64"] * 4, body, WARP)


def make_case(mma, target, chain):
    name = f"mma-{mma.shape}-{mma.a}-{mma.b}-x{chain}"
    generator, classes = seeded(name), classes_of(mma.a)
    operands = [b"", b"", b""]
    for trial in range(TRIALS_OF_A_WARP):
        kind = classes[trial % len(classes)]
        for number, (type, count) in enumerate(zip((mma.a, mma.b, mma.accumulator), mma.registers)):
            steps = chain if number < 2 else 1
            operands[number] += words(type, steps * count * WARP, kind, generator, number == 2)
    label = mma.instruction + (f", {chain} in a row" if chain > 1 else "")
    return Case(
        name, label, mma.target, make_ptx(mma, target, chain), WARP, TRIALS_OF_A_WARP, operands,
        TRIALS_OF_A_WARP * mma.registers[2] * WARP * 4, mma.accumulator, 0, classes, model_of(mma.a, target),
    )  # fmt: skip


def cases(target):
    return [make_case(mma, target, chain) for mma in INSTRUCTIONS for chain in (1, 4)]
