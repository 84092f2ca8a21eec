"""wgmma: tiles in shared memory with the swizzle of 128 bytes, as mixp has them.

A is 64 rows of 128 bytes along K. B is N rows of 128 bytes along K, or, for
16-bit types, panels of 64 columns whose rows of 128 bytes are those of K.
"""

import dataclasses

from calibrate_case import TRIALS_OF_A_WARPGROUP, Case
from calibrate_models import model_of
from calibrate_values import classes_of, seeded, words
from ptx_text import address, braces, copy_to_shared, kernel, load_words, registers, store_words

THREADS = 128
ROW_BYTES = 128
LHS_BYTES = 64 * ROW_BYTES
PANEL_BYTES = 64 * ROW_BYTES  # 64 steps of K by 64 columns of 16 bits
STEP_BYTES = 32  # along K of one instruction


@dataclasses.dataclass(frozen=True)
class Wgmma:
    a: str
    b: str
    n: int
    along_n: bool = False  # B's rows are those of K

    @property
    def accumulator(self):
        return "s32" if self.a in ("s8", "u8") else "f32"

    @property
    def element_bits(self):
        return {"f16": 16, "bf16": 16, "tf32": 32}.get(self.a, 8)

    @property
    def instruction(self):
        k = 8 * STEP_BYTES // self.element_bits
        return f"wgmma.mma_async.sync.aligned.m64n{self.n}k{k}.{self.accumulator}.{self.a}.{self.b}"

    @property
    def rhs_bytes(self):
        return self.n // 64 * PANEL_BYTES if self.along_n else self.n * ROW_BYTES


def instructions():
    types = [("f16", "f16"), ("bf16", "bf16"), ("tf32", "tf32"), ("s8", "s8"), ("u8", "s8"), ("s8", "u8")]
    types += [(a, b) for a in ("e4m3", "e5m2") for b in ("e4m3", "e5m2")]
    found = [Wgmma(a, b, n) for a, b in types for n in (8, 256)]
    return found + [Wgmma(type, type, n, along_n=True) for type in ("f16", "bf16") for n in (64, 256)]


def descriptor(result, first, leading):
    """PTX ISA, "Matrix Descriptor Format": in units of 16 bytes the address, the
    leading and the stride offset; 1 in bits 62 and 63 swizzles 128 bytes."""
    fixed = 1 << 62 | 1024 // 16 << 32 | leading // 16 << 16
    return [
        "mov.u32 %r26, shared;",
        f"add.u32 %r26, %r26, {first};",
        "and.b32 %r26, %r26, 0x3ffff;",
        "shr.u32 %r26, %r26, 4;",
        f"cvt.u64.u32 {result}, %r26;",
        f"or.b64 {result}, {result}, {fixed};",
    ]


def make_ptx(wgmma, chain):
    count = wgmma.n // 2
    d = registers("%d", count)
    body = [f".reg .b32 %d<{count}>;"]
    body += copy_to_shared("%rd0", 0, LHS_BYTES, THREADS, "copy_a")
    body += copy_to_shared("%rd1", LHS_BYTES, wgmma.rhs_bytes, THREADS, "copy_b")
    body += address("%rd10", "%rd2", THREADS, count) + load_words(d, "%rd10", THREADS)
    body += ["fence.proxy.async;", "bar.sync 0;"]
    body += descriptor("%rd11", 0, 16) + descriptor("%rd12", LHS_BYTES, PANEL_BYTES if wgmma.along_n else 16)
    # Rows of K are 128 bytes apart; mixp steps by 16 of them.
    rhs_step = 16 * ROW_BYTES if wgmma.along_n else STEP_BYTES
    modes = "" if wgmma.accumulator == "s32" else ", 1, 1"
    if wgmma.element_bits == 16:
        modes += f", 0, {int(wgmma.along_n)}"
    body += ["setp.eq.u32 %p1, 0, 0;", "wgmma.fence.sync.aligned;"]
    for step in range(chain):
        body += [
            f"add.u64 %rd13, %rd11, {step * STEP_BYTES // 16};",
            f"add.u64 %rd14, %rd12, {step * rhs_step // 16};",
            f"{wgmma.instruction} {braces(d)}, %rd13, %rd14, %p1{modes};",
        ]
    body += ["wgmma.commit_group.sync.aligned;", "wgmma.wait_group.sync.aligned 0;"]
    body += address("%rd15", "%rd3", THREADS, count) + store_words(d, "%rd15", THREADS)
    return kernel("sm_90a", ["u64"] * 4, body, THREADS, LHS_BYTES + wgmma.rhs_bytes)


def make_case(wgmma, chain):
    name = f"wgmma-n{wgmma.n}-{wgmma.a}-{wgmma.b}{'-kn' if wgmma.along_n else ''}-x{chain}"
    generator, classes = seeded(name), classes_of(wgmma.a)
    count = wgmma.n // 2
    inputs = [b"", b"", b""]
    for trial in range(TRIALS_OF_A_WARPGROUP):
        kind = classes[trial % len(classes)]
        inputs[0] += words(wgmma.a, LHS_BYTES // 4, kind, generator)
        inputs[1] += words(wgmma.b, wgmma.rhs_bytes // 4, kind, generator)
        inputs[2] += words(wgmma.accumulator, THREADS * count, kind, generator, is_accumulator=True)
    label = wgmma.instruction + (", B along N" if wgmma.along_n else "") + (f", {chain} in a row" if chain > 1 else "")
    return Case(
        name, label, "sm_90a", make_ptx(wgmma, chain), THREADS, TRIALS_OF_A_WARPGROUP, inputs,
        TRIALS_OF_A_WARPGROUP * THREADS * count * 4, wgmma.accumulator, LHS_BYTES + wgmma.rhs_bytes, classes,
        model_of(wgmma.a, "sm_90a"),
    )  # fmt: skip


def cases(target):
    if target != "sm_90a":
        return []
    return [make_case(wgmma, chain) for wgmma in instructions() for chain in (1, 4)]
