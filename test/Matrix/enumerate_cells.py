"""Which cells there are: all of them, and a set that covers the axes in pairs."""

import itertools

import cells
import enumerate_convs
import formats
from cells import GRANULARITIES, MODES, Side
from formats import is_integer

PROFILES = ["onnx", "tflite", "tosa_single", "tosa_double", "truncate"]
PRECISIONS = ["tf32", "bf16x3", "bf16x6"]


class Rotation:
    """The next of a few values each time: spreads an axis over other axes."""

    def __init__(self, values):
        self.values = itertools.cycle(values)

    def __call__(self):
        return next(self.values)


def casts(shape):
    """Each pair with saturation and without, where formats may refuse it. The
    exhaustive tests in test/Unit/Formats take each mode for each pair."""
    mode = Rotation(MODES)
    for source, target in itertools.product(formats.CASTABLE, repeat=2):
        yield cells.cast(source, target, mode(), True, shape)
        yield cells.cast(source, target, mode(), False, shape)


def zero_points(op, kind, granularity):
    """The zero points that an op takes beside a scale."""
    if not is_integer(kind) or granularity == "none":
        return [""]
    return ["", "i32", "f32"] if op == "dequantize" else ["", "i32"]


def conversions(op, shape, full):
    real, scale = Rotation(formats.REALS), Rotation(formats.SCALES)
    for stored in formats.STORED:
        pair = (lambda r: (r, stored)) if op == "quantize" else (lambda r: (stored, r))
        for granularity in GRANULARITIES:
            for zero_point in zero_points(op, stored, granularity):
                for r in formats.REALS if full else [real()]:
                    yield cells.conversion(op, *pair(r), granularity, scale(), zero_point, shape)
        for r in [] if full else formats.REALS:
            yield cells.conversion(op, *pair(r), "tensor", scale(), "", shape)


def fake_quantizations(op, shape, full):
    real, scale = Rotation(formats.REALS), Rotation(formats.SCALES)
    for storage, granularity in itertools.product(formats.STORED, GRANULARITIES):
        for zero_point in zero_points("quantize", storage, granularity):
            for r in formats.REALS if full else [real()]:
                yield cells.fake_quantization(op, r, storage, granularity, scale(), zero_point, shape)


def requantizations(shape, full):
    turn = Rotation(itertools.product(GRANULARITIES[1:], (False, True)))
    for profile, target in itertools.product(PROFILES, formats.REQUANTIZED):
        combinations = itertools.product(GRANULARITIES[1:], (False, True))
        for granularity, zero_point in combinations if full else [turn()]:
            yield cells.requantize(profile, target, granularity, zero_point, shape)


def chosen_scales(shape, full):
    source, scale = Rotation(formats.REALS), Rotation(["f32", "f8E8M0FNU", "f8E4M3FN"])
    storages = formats.NARROW_INTS + formats.NARROW_FLOATS
    for kind, storage, granularity in itertools.product(
            ["symmetric", "asymmetric"], storages, GRANULARITIES[1:]):
        for chosen in ["f32", "f8E8M0FNU", "f8E4M3FN"] if full else [scale()]:
            for output in range(2 if kind == "asymmetric" else 1):
                yield cells.choose_scales(kind, storage, chosen, granularity, source(), shape, output)


def pairs(shape, full):
    """Every pair of operand types, plain or with each granularity on rhs."""
    turn = Rotation([(False, False), (False, True), (True, False), (True, True)])
    scale, other = Rotation(formats.SCALES), Rotation(GRANULARITIES)
    for lhs, rhs in itertools.product(formats.OPERANDS, repeat=2):
        for right in GRANULARITIES if full else ["none"]:
            left, transposed = other() if full else "none", turn()
            yield cells.matmul(Side(lhs, left, scale(), transposed=transposed[0]),
                               Side(rhs, right, scale(), transposed=transposed[1]), shape)


def scaled_sides(shape):
    """Each type on each side at each granularity, scale types and zero points."""
    other = Rotation(["i8", "f32", "ui8", "i4", "f8E4M3FN", "f16", "bf16"])
    scale, batch = Rotation(formats.SCALES), Rotation([0, 0, 2])
    for kind, granularity in itertools.product(formats.OPERANDS, GRANULARITIES[1:]):
        for zero_point in zero_points("dequantize", kind, granularity):
            for is_lhs in (True, False):
                side = Side(kind, granularity, scale(), zero_point)
                plain = Side(other())
                sides = (side, plain) if is_lhs else (plain, side)
                yield cells.matmul(*sides, shape, batch=batch())
    for granularity, kind in itertools.product(GRANULARITIES[1:], formats.SCALES):
        yield cells.matmul(Side("i8", granularity, kind), Side("i8", granularity, kind), shape)
        yield cells.matmul(Side("f32"), Side("f4E2M1FN", granularity, kind), shape)


def results_and_precisions(shape):
    """Result types, operand precisions and 2:4 sparsity."""
    combinations = [("i8", "i8", "channel"), ("f32", "f32", "none"), ("f16", "i4", "group"),
                    ("f8E4M3FN", "f8E5M2", "tensor"), ("f64", "f32", "none"), ("bf16", "bf16", "none")]
    for result, (lhs, rhs, granularity) in itertools.product(
            ["f64", "f32", "bf16", "f16", "i32"], combinations):
        yield cells.matmul(Side(lhs), Side(rhs, granularity), shape, result=result)
    for precision, pair in itertools.product(PRECISIONS, [("f32", "f32"), ("f32", "bf16"), ("f64", "f64")]):
        yield cells.matmul(Side(pair[0]), Side(pair[1]), shape, precision=precision)
    for kind in formats.OPERANDS:
        other = "i8" if is_integer(kind) else "f32"
        yield cells.matmul(Side(kind, sparse=True), Side(other), shape)
        yield cells.matmul(Side(other), Side(kind, sparse=True, transposed=True), shape)
        for output in (0, 1):
            yield cells.sparse_encode(kind, shape, output)
    for granularity in GRANULARITIES[1:]:
        yield cells.matmul(Side("i8"), Side("i8", granularity, sparse=True), shape)


def enumerate_cells(shape, full=False):
    """All cells (`full`), or each pair of types and each type with each
    granularity once."""
    groups = [casts(shape), conversions("quantize", shape, full),
              conversions("dequantize", shape, full),
              fake_quantizations("fake_quantize", shape, full),
              fake_quantizations("fake_quantize_grad", shape, full), requantizations(shape, full),
              chosen_scales(shape, full), pairs(shape, full), scaled_sides(shape),
              results_and_precisions(shape), enumerate_convs.enumerate_convs(shape, full)]
    seen = {}
    for cell in itertools.chain(*groups):
        seen.setdefault(cell.key, cell)
    return list(seen.values())
