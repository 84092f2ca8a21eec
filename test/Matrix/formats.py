"""The element types of the dialect and constants of them."""

REALS = ["f64", "f32", "bf16", "f16"]
FLOAT8 = ["f8E5M2", "f8E4M3", "f8E4M3FN", "f8E3M4", "f8E5M2FNUZ", "f8E4M3FNUZ", "f8E4M3B11FNUZ"]
SMALL_FLOATS = ["f6E3M2FN", "f6E2M3FN", "f4E2M1FN"]
NARROW_FLOATS = FLOAT8 + SMALL_FLOATS
SIGNED = [f"i{width}" for width in range(1, 9)]
UNSIGNED = [f"ui{width}" for width in range(1, 9)]
NARROW_INTS = SIGNED + UNSIGNED
SCALES = ["f32", "bf16", "f16", "f8E8M0FNU", "f8E4M3FN"]

# What each op takes: include/mixp/Dialect/Mixp/IR/MixpTypes.td.
CASTABLE = REALS + NARROW_FLOATS + ["f8E8M0FNU"] + NARROW_INTS + ["i16", "i32", "i64"]
STORED = NARROW_INTS + ["i16", "i32"] + NARROW_FLOATS + ["bf16", "f16"]
REQUANTIZED = NARROW_INTS + ["i16", "i32"]
OPERANDS = REALS + NARROW_FLOATS + NARROW_INTS + ["i16"]

# Scales that every scale type holds; f8E8M0FNU only has powers of two.
SCALE_VALUES = [0.5, 0.75, 1.5, 0.25, 2.0, 0.625, 1.0]
POWERS_OF_TWO = [0.5, 0.25, 2.0, 1.0, 0.125]


def is_integer(kind):
    return kind.startswith(("i", "ui"))


def width(kind):
    return int(kind.lstrip("ui"))


def limits(kind):
    """Least and greatest value of an integer type."""
    if kind.startswith("u"):
        return 0, 2 ** width(kind) - 1
    return -(2 ** (width(kind) - 1)), 2 ** (width(kind) - 1) - 1


def tensor(kind, shape):
    return "tensor<" + "".join(f"{size}x" for size in shape) + kind + ">"


def dense(values, shape):
    """A nested literal of the values, repeated as often as the shape asks."""
    values, count = list(values), 0

    def build(rest):
        nonlocal count
        if not rest:
            count += 1
            return str(values[(count - 1) % len(values)])
        return "[" + ", ".join(build(rest[1:]) for _ in range(rest[0])) + "]"

    return "dense<" + build(list(shape)) + ">"


def element_literals(kind):
    """Elements that a type holds, as many as no dim of a cell divides."""
    if not is_integer(kind):
        return [0.5, -1.5, 2.0, 1.0, -0.5, 3.0, -2.0, 0.0, 4.0, -1.0, 1.5, -4.0, 6.0]
    low, high = limits(kind)
    return [low + i * 40503 % (high - low + 1) for i in range(13)]


def scale_literals(kind):
    return POWERS_OF_TWO if kind == "f8E8M0FNU" else SCALE_VALUES


def zero_point_literals(kind):
    """i32 zero points within the range of an integer type, extremes included."""
    low, high = limits(kind) if width(kind) <= 16 else (-1000, 1000)
    middle = [(low + high) // 2, low + (high - low) // 3]
    return list(dict.fromkeys([low, *middle, high]))
