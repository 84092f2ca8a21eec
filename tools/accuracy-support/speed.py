"""How fast a model has to be, for a machine of a given peak."""

import dataclasses
import json


@dataclasses.dataclass(frozen=True)
class SpeedLimit:
    """One sample takes at most `milliseconds` on a machine that does `gops` 1e9
    operations a second at the peak of products of `types`."""

    milliseconds: float
    types: str
    gops: float


LIMITS = {
    "magika": {
        "--scheme=f32": SpeedLimit(3.5, "f32,f32,f32", 258),
        "--scheme=w8a8 --calibrator=mse": SpeedLimit(1.2, "ui8,i8,i32", 1030),
    },
}
# That of the convolution in which Magika spends its time.
PRODUCT = ("-m", "508", "-n", "512", "-k", "1280")


def peak(mixp, types):
    """This machine's peak at products of these types, in 1e9 operations a
    second."""
    return json.loads(mixp.call("bench", f"--types={types}", *PRODUCT, "--json"))["peak_gops"]


def judge(model, rows, mixp):
    """(texts of what was measured, texts of what is too slow)."""
    found, broken = [], []
    for row in rows:
        limit = LIMITS.get(model, {}).get(row["options"])
        if not limit:
            continue
        measured = peak(mixp, limit.types)
        milliseconds = row["us"] / 1000
        scaled = milliseconds * measured / limit.gops
        text = (
            f"`{row['options']}`: {milliseconds:.2f} ms at a peak of {measured:.0f} GOP/s ({limit.types}) are {scaled:.2f} ms "
            f"at {limit.gops} GOP/s; asked are {limit.milliseconds} ms"
        )
        found.append(text)
        if scaled > limit.milliseconds:
            broken.append(f"{model} {text}")
    return found, broken
