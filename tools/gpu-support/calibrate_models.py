"""Names of the emulator's models of sums: docs/PtxEmulator.md, "Tensor cores".

aligned_truncate(B, F): products of B terms and the accumulator are aligned to
the largest, cut off F bits below its leading one, and added.
"""

EXACT, COPY, IEEE, DOUBLE = "exact", "copy", "ieee", "computed in f64, rounded once"


def model_of(operand, target):
    version = int("".join(filter(str.isdigit, target)))
    if operand in ("s8", "u8"):
        return EXACT
    if operand in ("e4m3", "e5m2"):
        return "aligned_truncate(32, 13)"
    if operand == "tf32":
        return "aligned_truncate(8, 24)" if version >= 90 else "aligned_truncate(4, 24)"
    if version >= 90:
        return "aligned_truncate(16, 25)"
    return "aligned_truncate(8, 24)" if version >= 80 else "aligned_truncate(4, 24)"
