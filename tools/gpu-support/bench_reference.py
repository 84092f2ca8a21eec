"""Compares a result with the product in f64, by the rules of docs/Numerics.md.

Section 6.3: |y - y*| <= gamma S + epsilon S + rho with S = sum |a||b|,
gamma = n u / (1 - n u), n = K + 4. Sums of whole numbers below 2^53 are exact in
f64, so integer types and `exact` inputs have the bound 0.
"""

import dataclasses

import torch

from bench_inputs import real_rhs
from torch_types import torch_type

ROWS_AT_ONCE = 1024

# What a tensor core's accumulator of f32 keeps, in bits: the descriptions of
# targets say 23, since it truncates, and 14 for 8-bit floats.
UNIT = 2.0**-23
UNIT_F8 = 2.0**-14
PROMOTED_AFTER = 128  # elements of K, where an accumulator has less than 20 bits
UNIT_F32 = 2.0**-24
# Unit roundoff and half of the smallest subnormal of a result (section 1).
NARROW = {"f16": (2.0**-11, 2.0**-25), "bf16": (2.0**-8, 2.0**-134), "f32": (0.0, 0.0)}
MISSED_BY_TF32 = 2.0**-10  # section 6.4, which also widens gamma by 33/32


@dataclasses.dataclass
class Comparison:
    """`worst` is the largest error over its bound; more than 1 is wrong. With
    `exact`, 1 for each element that differs at all."""

    wrong: int
    worst: float
    place: str


def relative_bound(bench_type, k):
    """(gamma + epsilon) of a product with K = k."""

    def gamma(terms, unit):
        return terms * unit / (1 - terms * unit)

    if bench_type.lhs.startswith("f8"):
        return gamma(min(k + 4, PROMOTED_AFTER + 4), UNIT_F8) + gamma(k / PROMOTED_AFTER + 1, UNIT_F32)
    if bench_type.precision == "tf32":
        return gamma(k + 4, UNIT) * 33 / 32 + MISSED_BY_TF32
    return gamma(k + 4, UNIT)


def compare(bench_type, inputs, result, exact):
    """A Comparison of all elements of a result."""
    exact = exact or bench_type.result == "i32"
    rhs = real_rhs(bench_type, inputs)
    rhs_size = None if exact else rhs.abs()
    wrong, worst, place = 0, 0.0, "none"
    for first in range(0, result.shape[0], ROWS_AT_ONCE):
        rows = result[first : first + ROWS_AT_ONCE]
        lhs = inputs.real_lhs(first, first + rows.shape[0])
        wanted = lhs @ rhs
        if exact:
            error = (rows != wanted.to(torch_type(bench_type.result))).double()
            bad, ratio = error > 0, error
        else:
            bound = relative_bound(bench_type, lhs.shape[1]) * (lhs.abs() @ rhs_size)
            unit, least = NARROW[bench_type.result]
            bound = bound + torch.clamp(unit * (wanted.abs() + bound), min=least)
            ratio = (rows.double() - wanted).abs() / torch.clamp(bound, min=1e-300)
            bad = ~(ratio <= 1)  # NaN too
        wrong += int(bad.sum())
        ratio = torch.nan_to_num(ratio, nan=float("inf"), posinf=float("inf"))
        if float(ratio.max()) > worst:
            worst = float(ratio.max())
            row, column = divmod(int(ratio.argmax()), ratio.shape[1])
            place = f"[{first + row}, {column}]: {float(rows[row, column])} for {float(wanted[row, column])}"
    return Comparison(wrong, worst, place)
