"""Bit by bit: what a GPU gave and what the emulator gives."""

import dataclasses
import struct

# (struct's letter, exponent bits or 0 for whole numbers)
ELEMENTS = {"f32": ("I", 8), "s32": ("i", 0), "f16": ("H", 5), "bf16": ("H", 8), "bytes": ("B", 0)}


@dataclasses.dataclass
class Difference:
    """Elements that are not the same bits. A NaN for a number counts in `nan`,
    two NaNs of other bits only in `payload`; `ulp` is the largest distance of
    the others in steps of the format."""

    elements: int = 0
    differing: int = 0
    ulp: int = 0
    nan: int = 0
    payload: int = 0

    def add(self, other):
        self.elements += other.elements
        self.differing += other.differing
        self.ulp = max(self.ulp, other.ulp)
        self.nan += other.nan
        self.payload += other.payload

    @property
    def equal(self):
        return self.differing == 0


def ordered(bits, width):
    """A float's bits as a number that grows with it."""
    sign = 1 << (width - 1)
    return -(bits - sign) if bits & sign else bits


def compare_part(type, wanted, got):
    """The Difference of two strings of bytes."""
    letter, exponent_bits = ELEMENTS[type]
    width = 8 * struct.calcsize(letter)
    count = 8 * len(wanted) // width
    found = Difference(elements=count)
    if wanted == got:
        return found
    fraction_bits = width - 1 - exponent_bits
    infinity = ((1 << exponent_bits) - 1) << fraction_bits
    magnitude = (1 << (width - 1)) - 1
    for want, have in zip(struct.unpack(f"<{count}{letter}", wanted), struct.unpack(f"<{count}{letter}", got)):
        if want == have:
            continue
        if exponent_bits:
            nans = ((want & magnitude) > infinity, (have & magnitude) > infinity)
            if all(nans):
                found.payload += 1
                continue
            found.nan += any(nans)
            distance = 0 if any(nans) else abs(ordered(want, width) - ordered(have, width))
        else:
            distance = abs(want - have)
        found.differing += 1
        found.ulp = max(found.ulp, distance)
    return found


def compare(case, wanted, got):
    """(all, by class) of a case of the index: part i of the output belongs to
    trial i, which has class i mod their number."""
    if len(wanted) != len(got):
        raise ValueError(f"expected {len(wanted)} bytes of output but got {len(got)}")
    whole, classes = Difference(), {}
    size = len(wanted) // case["blocks"]
    for trial in range(case["blocks"]):
        part = slice(trial * size, (trial + 1) * size)
        found = compare_part(case["output"], wanted[part], got[part])
        whole.add(found)
        kind = case["classes"][trial % len(case["classes"])] if case["classes"] else "all"
        classes.setdefault(kind, Difference()).add(found)
    return whole, classes
