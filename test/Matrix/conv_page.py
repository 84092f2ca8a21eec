"""What docs/SupportMatrix.md says about mixp.conv."""

import re

import cells
import conv_cells
import enumerate_cells
import enumerate_convs
import formats
from conv_cells import FILTER_GRANULARITIES, GEOMETRIES, INPUT_GRANULARITIES, Side
from markdown import show, table

INTRODUCTION = """## mixp.conv

Symbols as above. Input scales are one for the *tensor* or one for each element of the *batch*; filter scales one for the
*tensor*, one for each output *channel*, or one for each element of the window and *group* of channels. Zero points need no
scales beside them (*none*) where they are integers. Each type at each granularity, beside other types, in windows of 1 to 3
dims and groups, strided, dilated, padded:

"""
PLACES = """Geometries without scales; `conv_cells.py` says more of them. `run_cells.py` also runs each with scales, zero points, constant
filters, bias, ReLU and quantization:

"""


def parse(text):
    """The side that a cell's key names."""
    kind, granularity, scale, zero = re.fullmatch(r"(\w+)(?::(\w+)(?:\((\w+)\))?)?(?:-(\w+))?", text).groups()
    return Side(kind, granularity or "none", scale or "", zero or "")


def column(name, granularity, zero):
    return f"{name} {granularity}" + (f", zero point {zero}" if zero else "")


def columns_of_sides():
    """Granularities of input and filter with the zero points that integers
    have there, in order."""
    for name, granularities in (("input", INPUT_GRANULARITIES), ("filter", FILTER_GRANULARITIES)):
        for granularity in granularities:
            for zero in enumerate_convs.zero_points("i8", granularity):
                yield column(name, granularity, zero)


def described(geometry):
    dims = "" if re.match(r"\dd", geometry.name) else f", {len(geometry.window)}d"
    return f"{geometry.name}{dims}, {geometry.layout}"


def convolutions(matrix):
    """The section's text."""
    by_type, by_place, other = {}, {}, {}
    places = {geometry.name: described(geometry) for geometry in GEOMETRIES}
    documented = {cell.key for cell in enumerate_convs.documented_convs(cells.SHAPES[0])}
    for cell, symbol in matrix.rows("conv"):
        if cell.key not in documented:
            continue
        _, input_side, filter_side, result, precision, geometry = cell.key[:6]
        left, right = parse(input_side), parse(filter_side)
        if precision or result != cells.default_result(left, right):
            other.setdefault((f"{input_side} x {filter_side}, {geometry}", precision or result), set()).add(symbol)
            continue
        if left.granularity == right.granularity == "none":
            by_place.setdefault((places[geometry], f"{left.kind} x {right.kind}"), set()).add(symbol)
        if "depthwise" in geometry or geometry == "no pixel":
            continue
        for name, side in (("input", left), ("filter", right)):
            # A refusal is about scales or zero points that the other side has.
            if symbol.isdigit() and side.granularity == "none":
                continue
            granularity = side.granularity if side.scale else "none"
            by_type.setdefault((side.kind, column(name, granularity, side.zero_point)), set()).add(symbol)
    pairs = [f"{left} x {right}" for left, right in enumerate_convs.PAIRS]
    text = INTRODUCTION + table("", formats.OPERANDS, list(columns_of_sides()), show(by_type))
    text += PLACES + table("", list(places.values()), pairs, show(by_place))
    rows = list(dict.fromkeys(row for row, _ in other))
    columns = ["f64", "f32", "bf16", "f16", "i32", *enumerate_cells.PRECISIONS, "fast"]
    return text + ("Other result types and operand precisions; `fast` is fast_accumulate:\n\n"
                   + table("", rows, columns, show(other)))
