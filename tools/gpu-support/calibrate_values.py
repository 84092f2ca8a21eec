"""Bit patterns of operands, by class: what hardware may treat differently."""

import dataclasses
import random
import struct


@dataclasses.dataclass(frozen=True)
class Format:
    """A float format; `infinity` tells whether its largest exponent is IEEE's."""

    exponent_bits: int
    fraction_bits: int
    infinity: bool = True
    storage: int = 0  # bits of an element where they are more than its own

    @property
    def bits(self):
        return self.storage or 1 + self.exponent_bits + self.fraction_bits

    @property
    def bias(self):
        return (1 << (self.exponent_bits - 1)) - 1


FORMATS = {
    "f16": Format(5, 10), "bf16": Format(8, 7), "f32": Format(8, 23), "tf32": Format(8, 10, storage=32),
    "e5m2": Format(5, 2), "e4m3": Format(4, 3, infinity=False),
}  # fmt: skip
# normal: exponents near 1, random fractions. truncation: +-1 and +-1.5, with
# accumulators up to 2^26 times as large: shows which bits a sum keeps. wide: many
# exponents. subnormal: half of the elements. special: NaN, infinities, zeros
# and the largest numbers among normal ones.
CLASSES = ("normal", "truncation", "wide", "subnormal", "special")
INTEGER_CLASSES = ("any", "extreme")


def pack_float(form, sign, exponent, fraction):
    code = (sign << form.exponent_bits | exponent) << form.fraction_bits | fraction
    # tf32 is the upper bits of f32.
    return code << (form.storage - 1 - form.exponent_bits - form.fraction_bits) if form.storage else code


def draw_special(form, generator, sign):
    top = (1 << form.exponent_bits) - 1
    ones = (1 << form.fraction_bits) - 1
    choices = [(0, 0), (0, 1), (1, 0)]
    if form.infinity:
        choices += [(top, 0), (top, 1 << (form.fraction_bits - 1)), (top - 1, ones)]
    else:
        choices += [(top, ones), (top, ones - 1)]  # NaN and the largest number
    return pack_float(form, sign, *generator.choice(choices))


def draw_float(form, kind, generator, is_accumulator):
    sign, fraction = generator.getrandbits(1), generator.getrandbits(form.fraction_bits)
    bias = form.bias
    if kind == "special" and generator.random() < 0.04:
        return draw_special(form, generator, sign)
    if kind == "truncation":
        if is_accumulator:
            return pack_float(form, sign, bias + generator.randint(0, min(26, bias - 1)), fraction)
        return pack_float(form, sign, bias, generator.choice((0, 1 << (form.fraction_bits - 1))))
    if kind == "subnormal" and generator.random() < 0.5:
        return pack_float(form, sign, 0, fraction)
    reach = min(40, bias - 1) if kind == "wide" else 3
    return pack_float(form, sign, bias + generator.randint(-reach, reach), fraction)


def draw_integer(bits, signed, kind, generator):
    if kind == "extreme":
        low = 1 << (bits - 1) if signed else 0
        high = (1 << (bits - 1)) - 1 if signed else (1 << bits) - 1
        return generator.choice((low, high, high - 1, 0, 1, (1 << bits) - 1))
    return generator.getrandbits(bits)


def words(type, count, kind, generator, is_accumulator=False):
    """`count` 32-bit words of packed elements, as bytes."""
    if type in FORMATS:
        form = FORMATS[type]
        bits = form.bits

        def draw():
            return draw_float(form, kind, generator, is_accumulator)

    else:
        bits, signed = int(type[1:]), type[0] == "s"
        if kind not in INTEGER_CLASSES:
            kind = INTEGER_CLASSES[0]

        def draw():
            return draw_integer(bits, signed, kind, generator)

    packed = []
    for _ in range(count):
        word = 0
        for place in range(0, 32, bits):
            word |= draw() << place
        packed.append(word)
    return struct.pack(f"<{count}I", *packed)


def seeded(name):
    """A generator whose values depend on the case's name only."""
    return random.Random(f"mixp calibrate {name}")


def classes_of(type):
    return CLASSES if type in FORMATS else INTEGER_CLASSES
