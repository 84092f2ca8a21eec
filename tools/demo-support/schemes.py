"""The precisions of the demo and what each must keep and gain."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Scheme:
    """`most_loss` is in points of top-1, `most_weight` a share of f32's bytes."""

    name: str
    most_loss: float = 0.0
    most_weight: float = 1.0
    least_speedup: float = 0.0  # over f32 at batch 256, where the CPU has VNNI


SCHEMES = [
    Scheme("f32"),
    Scheme("bf16", most_loss=0.3),
    Scheme("f16", most_loss=0.3),
    Scheme("w8a8", most_loss=0.5, most_weight=0.27, least_speedup=1.8),
    Scheme("w8a8-dynamic", most_loss=0.5, most_weight=0.27),
    Scheme("w4a8-g128", most_loss=1.5, most_weight=0.16),
    Scheme("w4a16-g128", most_loss=1.5, most_weight=0.16),
]
LEAST_F32_TOP1 = 89.0


def has_vnni():
    """Whether this CPU multiplies bytes four at a time."""
    try:
        with open("/proc/cpuinfo") as cpuinfo:
            flags = cpuinfo.read().split()
    except OSError:
        return False
    return "avx512_vnni" in flags or "avx_vnni" in flags


def verdicts(rows, timed):
    """(text, whether it holds) for every limit; `rows` by scheme name.

    Speed is judged where it was measured in full and the CPU has VNNI.
    """
    base = rows["f32"]
    yield f"f32 top-1 {base['top1']:.2f} % >= {LEAST_F32_TOP1} %", base["top1"] >= LEAST_F32_TOP1
    for scheme in SCHEMES:
        row = rows[scheme.name]
        if scheme.most_loss:
            loss = base["top1"] - row["top1"]
            yield f"{scheme.name} loses {loss:.2f} points <= {scheme.most_loss}", loss <= scheme.most_loss + 1e-9
        if scheme.most_weight < 1:
            share = row["weight_bytes"] / base["weight_bytes"]
            yield f"{scheme.name} weights {share:.3f} of f32 <= {scheme.most_weight}", share <= scheme.most_weight
        if scheme.least_speedup and timed and has_vnni():
            gain = row["speedup"]
            yield f"{scheme.name} {gain:.2f} x f32 >= {scheme.least_speedup}", gain >= scheme.least_speedup
