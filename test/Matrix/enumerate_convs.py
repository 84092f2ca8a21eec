"""Which convolutions there are: all of them, and a set that covers the axes in
pairs."""

import itertools

import conv_cells
import formats
from conv_cells import EPILOGUES, FILTER_GRANULARITIES, GEOMETRIES, INPUT_GRANULARITIES, Side
from covering import covering
from formats import is_integer

# Types that meet every value of the other axes in each test run: integers,
# small ones, floats, weight-only and mixed.
COMMON_PAIRS = [("ui8", "i8"), ("i8", "i8"), ("ui4", "i2"), ("f32", "f32"), ("bf16", "bf16"),
                ("f8E4M3FN", "f8E5M2"), ("f16", "i4"), ("i8", "f16")]
# And otherwise.
PAIRS = COMMON_PAIRS + [
    ("ui8", "ui8"), ("i8", "i4"), ("ui1", "ui1"), ("i16", "i8"), ("f64", "f32"), ("f16", "f16"),
    ("f6E3M2FN", "f4E2M1FN"), ("f32", "i8"), ("bf16", "ui4"), ("ui8", "f8E4M3FN")]
# Granularity and zero point of input and filter. `-` has a zero point only.
TABLES = [("none", "", "none", ""), ("-", "i32", "none", ""), ("-batch", "i32", "-channel", "i32"),
          ("none", "", "-group", "i32"), ("tensor", "", "tensor", ""), ("tensor", "i32", "channel", ""),
          ("batch", "", "channel", "i32"), ("batch", "i32", "group", "i32"), ("tensor", "i32", "group", ""),
          ("none", "", "channel", ""), ("none", "", "group", "f32"), ("none", "", "channel", "f32"),
          ("-", "i32", "tensor", "i32")]


def side(kind, granularity, zero_point, scale):
    """A side; what a float cannot have is left out."""
    alone = granularity.startswith("-")
    if not is_integer(kind):
        zero_point = ""
    if alone and not zero_point:
        return Side(kind)
    return Side(kind, granularity.lstrip("-") or "tensor", "" if alone else scale, zero_point)


class Turns:
    """The next scale types, by and by all pairs of them."""

    def __init__(self):
        self.values = itertools.cycle(itertools.product(formats.SCALES, repeat=2))

    def sides(self, left, right, tables):
        scales = next(self.values)
        return side(left, *tables[:2], scales[0]), side(right, *tables[2:], scales[1])


def axes_in_pairs(shape, full):
    """Common types in every geometry, with all tables, epilogues, and what is
    constant or unknown; or (`full`) every two of more types and all of these."""
    turns = Turns()
    axes = [PAIRS if full else COMMON_PAIRS, GEOMETRIES, TABLES, EPILOGUES, [False, True], [False, True]]
    for (left, right), geometry, tables, epilogue, constant, unknown in covering(axes, first_only=not full):
        yield conv_cells.conv(*turns.sides(left, right, tables), geometry, shape, epilogue=epilogue,
                              constant=constant, unknown=unknown)


def geometries(shape):
    """More types in every geometry, without scales."""
    for (left, right), geometry in itertools.product(PAIRS, GEOMETRIES):
        yield conv_cells.conv(Side(left), Side(right), geometry, shape)


def types(shape):
    """Each type on each side."""
    turns, tables, count = Turns(), itertools.cycle(TABLES), len(formats.OPERANDS)
    places = itertools.cycle(GEOMETRIES[:3])
    for i, left in enumerate(formats.OPERANDS):
        right = formats.OPERANDS[(i + 9) % count]
        yield conv_cells.conv(*turns.sides(left, right, next(tables)), next(places), shape)


def zero_points(kind, granularity):
    """The zero points that a side takes."""
    if not is_integer(kind):
        return [""]
    return ["", "i32"] + ["f32"] * (granularity != "none")


def types_and_granularities(shape):
    """Each type on each side at each granularity and with each zero point, in
    geometries that become products."""
    products = [g for g in GEOMETRIES if not g.depthwise and g.name != "no pixel"]
    other = itertools.cycle(["i8", "f32", "ui8", "i4", "f8E4M3FN", "f16", "bf16"])
    # An f32 zero point of the input and padding do not go together.
    unpadded = itertools.cycle([g for g in products if not g.low and not g.high])
    places, scales = itertools.cycle(products), itertools.cycle(formats.SCALES)
    for kind in formats.OPERANDS:
        for granularity in INPUT_GRANULARITIES:
            for zero in zero_points(kind, granularity):
                left = side(kind, granularity if granularity != "none" else "-", zero, next(scales))
                geometry = next(unpadded if zero == "f32" else places)
                yield conv_cells.conv(left, Side(next(other)), geometry, shape)
        for granularity in FILTER_GRANULARITIES:
            for zero in zero_points(kind, granularity):
                right = side(kind, granularity if granularity != "none" else "-", zero, next(scales))
                yield conv_cells.conv(Side(next(other)), right, next(places), shape)


def results_and_precisions(shape):
    """Result types and operand precisions, and what does not go together."""
    combinations = [("i8", "i8", "channel"), ("f32", "f32", "none"), ("f16", "i4", "group"),
                    ("f8E4M3FN", "f8E5M2", "tensor"), ("f64", "f32", "none"), ("bf16", "bf16", "none")]
    precise = [("f32", "f32"), ("f32", "bf16"), ("f64", "f64")]
    for geometry in ("1d", "1d depthwise"):
        geometry = next(g for g in GEOMETRIES if g.name == geometry)
        for result, (left, right, granularity) in itertools.product(
                ["f64", "f32", "bf16", "f16", "i32"], combinations):
            yield conv_cells.conv(Side(left), Side(right, granularity), geometry, shape, result=result)
        for precision, (left, right) in itertools.product(["tf32", "bf16x3", "bf16x6", "fast"], precise):
            yield conv_cells.conv(Side(left), Side(right), geometry, shape, precision=precision)
    padded = next(g for g in GEOMETRIES if g.name == "padded")
    yield conv_cells.conv(Side("i8", "tensor", "f32", "f32"), Side("i8"), padded, shape)


def scale_types(shape):
    """Every two types of scales."""
    for geometry, scales in itertools.product(GEOMETRIES[:3], itertools.product(formats.SCALES, repeat=2)):
        yield conv_cells.conv(Side("i8", "batch", scales[0]), Side("i8", "group", scales[1]), geometry, shape)


def all_pairs(shape):
    """Every pair of operand types."""
    turns, tables, epilogues = Turns(), itertools.cycle(TABLES), itertools.cycle(EPILOGUES)
    places = itertools.cycle(GEOMETRIES)
    # As many as share no factor with the other axes, so that all meet.
    constants = itertools.cycle([(False, False), (True, False), (False, True), (True, True), (True, False)])
    for left, right in itertools.product(formats.OPERANDS, repeat=2):
        constant, unknown = next(constants)
        yield conv_cells.conv(*turns.sides(left, right, next(tables)), next(places), shape,
                              epilogue=next(epilogues), constant=constant, unknown=unknown)


def documented_convs(shape):
    """Those that docs/SupportMatrix.md is about."""
    yield from geometries(shape)
    yield from types_and_granularities(shape)
    yield from results_and_precisions(shape)


def enumerate_convs(shape, full=False):
    """All cells (`full`), or those that cover the axes in pairs with common
    types."""
    if full:
        yield from documented_convs(shape)
        yield from axes_in_pairs(shape, full=True)
        yield from scale_types(shape)
        yield from all_pairs(shape)
    else:
        yield from axes_in_pairs(shape, full=False)
        yield from types(shape)
        yield from results_and_precisions(shape)
