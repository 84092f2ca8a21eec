"""Conversions and functions of single lanes, on random and on special words."""

import dataclasses

from calibrate_case import TRIALS_OF_A_WARP, Case
from calibrate_models import DOUBLE, IEEE
from calibrate_values import CLASSES, seeded, words
from ptx_text import address, kernel, load_words, store_words

WARP = 32


@dataclasses.dataclass(frozen=True)
class Scalar:
    """`lines` make %r9 of words %r0, %r1, ... of `operands`. `output` is how
    elements of the result are counted."""

    instruction: str
    operands: tuple
    output: str
    target: str = "sm_75"
    lines: tuple = ()
    model: str = IEEE

    def body(self):
        names = ", ".join(f"%r{i}" for i in range(len(self.operands)))
        return list(self.lines) or [f"{self.instruction} %r9, {names};"]


def narrow(instruction, operands, output, target):
    """One whose result has 16 bits."""
    names = ", ".join(f"%r{i}" for i in range(len(operands)))
    return Scalar(instruction, operands, output, target, (f"{instruction} %h0, {names};", "cvt.u32.u16 %r9, %h0;"))


def of_half(instruction, operand, output, target):
    return Scalar(instruction, (operand,), output, target, ("cvt.u16.u32 %h0, %r0;", f"{instruction} %r9, %h0;"))


INSTRUCTIONS = (
    Scalar("cvt.rna.tf32.f32", ("f32",), "f32", "sm_80"),
    narrow("cvt.rn.f16.f32", ("f32",), "f16", "sm_75"),
    narrow("cvt.rn.bf16.f32", ("f32",), "bf16", "sm_80"),
    Scalar("cvt.rn.f16x2.f32", ("f32", "f32"), "f16", "sm_80"),
    Scalar("cvt.rn.bf16x2.f32", ("f32", "f32"), "bf16", "sm_80"),
    narrow("cvt.rn.satfinite.e4m3x2.f32", ("f32", "f32"), "bytes", "sm_89"),
    narrow("cvt.rn.satfinite.e5m2x2.f32", ("f32", "f32"), "bytes", "sm_89"),
    of_half("cvt.rn.f16x2.e4m3x2", "e4m3", "f16", "sm_89"),
    of_half("cvt.rn.f16x2.e5m2x2", "e5m2", "f16", "sm_89"),
    of_half("cvt.f32.f16", "f16", "f32", "sm_75"),
    Scalar("cvt.rni.s32.f32", ("f32",), "s32"),
    Scalar("cvt.rn.f32.s32", ("s32",), "f32"),
    Scalar("fma.rn.f32", ("f32", "f32", "f32"), "f32"),
    Scalar("fma.rn.f16x2", ("f16", "f16", "f16"), "f16"),
    Scalar("mul.rn.f16x2", ("f16", "f16"), "f16"),
    Scalar("fma.rn.bf16x2", ("bf16", "bf16", "bf16"), "bf16", "sm_80"),
    Scalar("div.rn.f32", ("f32", "f32"), "f32"),
    Scalar("max.f32", ("f32", "f32"), "f32"),
    Scalar("max.NaN.f32", ("f32", "f32"), "f32", "sm_80"),
    Scalar("ex2.approx.f32", ("f32",), "f32", model=DOUBLE),
    Scalar("ex2.approx.ftz.f32", ("f32",), "f32", model=DOUBLE),
    Scalar("rcp.approx.ftz.f32", ("f32",), "f32", model=DOUBLE),
    Scalar("rsqrt.approx.f32", ("f32",), "f32", model=DOUBLE),
    Scalar("tanh.approx.f32", ("f32",), "f32", model=DOUBLE),
)


def make_case(scalar, target):
    name = scalar.instruction.replace(".", "-")
    generator = seeded(name)
    operands = [b""] * len(scalar.operands)
    for trial in range(TRIALS_OF_A_WARP):
        kind = CLASSES[trial % len(CLASSES)]
        for number, type in enumerate(scalar.operands):
            operands[number] += words(type, WARP, kind, generator)
    body = []
    for number in range(len(operands)):
        body += address("%rd10", f"%rd{number}", WARP, 1) + load_words([f"%r{number}"], "%rd10", WARP)
    body += scalar.body()
    body += address("%rd11", f"%rd{len(operands)}", WARP, 1) + store_words(["%r9"], "%rd11", WARP)
    ptx = kernel(target, ["u64"] * (len(operands) + 1), body, WARP)
    return Case(
        name, scalar.instruction, scalar.target, ptx, WARP, TRIALS_OF_A_WARP, operands, TRIALS_OF_A_WARP * WARP * 4,
        scalar.output, 0, CLASSES, scalar.model,
    )  # fmt: skip


def cases(target):
    return [make_case(scalar, target) for scalar in INSTRUCTIONS]
