"""The cells of the support matrix: one op on certain types and scales each."""

import dataclasses

import formats
from formats import dense, is_integer, tensor

# How scales lie on an operand; `along` is the dim that a product reduces.
GRANULARITIES = ["none", "tensor", "channel", "group", "block"]
MODES = ["nearest_even", "nearest_away", "toward_zero", "floor", "ceil", "stochastic"]
# rows, columns of element-wise ops; M, K, N of products.
SHAPES = [(3, 37, 5), (1, 19, 33), (7, 12, 17)]


@dataclasses.dataclass
class Cell:
    """One op. `key` says which; `inputs` are pairs of name and type; `body` is
    the text that makes `%r` of them, a value of type `result`."""

    key: tuple
    inputs: list
    body: list
    result: str

    @property
    def name(self):
        return " ".join(str(part) for part in self.key if part not in ("", None))


def block_of(granularity, rank, along):
    """The block of the last two dims; batch dims have a scale each. None where
    there is no scale."""
    if granularity == "none":
        return None
    small, other = (4, 1) if granularity == "group" else (8, 2)
    sizes = {"tensor": [0, 0], "channel": [0, 0], "group": [1, 1], "block": [2, 2]}[granularity]
    if granularity == "channel":
        sizes[1 - along] = 1
    elif granularity != "tensor":
        sizes[along] = small
        sizes[1 - along] = other
    return [1] * (rank - 2) + sizes


def scale_shape(shape, block):
    return [1 if b == 0 else -(-size // b) for size, b in zip(shape, block)]


class Parameters:
    """Constants of a scale and a zero point, and the clauses that name them."""

    def __init__(self, prefix, shape, block):
        self.prefix, self.block, self.lines, self.clauses = prefix, block, [], []
        if block:
            self.shape = scale_shape(shape, block)

    def add(self, clause, kind, values):
        name, kind = "%" + self.prefix + clause, tensor(kind, self.shape)
        self.lines.append(f"{name} = arith.constant {dense(values, self.shape)} : {kind}")
        self.clauses.append(f"{self.prefix}{clause}({name} : {kind})")

    def add_scale(self, kind):
        self.add("scale", kind, formats.scale_literals(kind))

    def add_zero_point(self, stored, kind="i32"):
        values = formats.zero_point_literals(stored)
        if kind == "f32":
            values = [value + 0.5 for value in values]
        self.add("zero_point", kind, values)

    def text(self):
        if not self.clauses:
            return ""
        block = ", ".join(map(str, self.block))
        return " ".join(self.clauses) + f" {self.prefix}block [{block}]"


def cast(source, target, mode, saturate, shape):
    seed = " seed(%seed)" if mode == "stochastic" else ""
    flags = f" rounding({mode}){seed}" + (" saturate" if saturate else "")
    lines = ["%seed = arith.constant 81985529216486895 : i64"] if seed else []
    result = tensor(target, shape[:2])
    lines.append(f"%r = mixp.cast %x{flags} : {tensor(source, shape[:2])} -> {result}")
    key = ("cast", source, target, mode, "saturate" if saturate else "")
    return Cell(key, [("x", tensor(source, shape[:2]))], lines, result)


def conversion(op, source, target, granularity, scale, zero_point, shape):
    """quantize and dequantize."""
    parameters = Parameters("", shape[:2], block_of(granularity, 2, along=1))
    stored = target if op == "quantize" else source
    if granularity != "none":
        parameters.add_scale(scale)
    if zero_point:
        parameters.add_zero_point(stored, zero_point)
    types = f"{tensor(source, shape[:2])} -> {tensor(target, shape[:2])}"
    lines = parameters.lines + [f"%r = mixp.{op} %x {parameters.text()} : {types}"]
    key = (op, source, target, granularity, scale, zero_point and f"zero point {zero_point}")
    return Cell(key, [("x", tensor(source, shape[:2]))], lines, tensor(target, shape[:2]))


def fake_quantization(op, real, storage, granularity, scale, zero_point, shape):
    """fake_quantize and its gradient."""
    parameters = Parameters("", shape[:2], block_of(granularity, 2, along=1))
    if granularity != "none":
        parameters.add_scale(scale)
    if zero_point:
        parameters.add_zero_point(storage, zero_point)
    kind = tensor(real, shape[:2])
    operands = "%x" if op == "fake_quantize" else "%dy at %x"
    line = f"%r = mixp.{op} {operands} storage({storage}) {parameters.text()} : {kind}"
    key = (op, real, storage, granularity, scale, zero_point and f"zero point {zero_point}")
    inputs = [("x", kind)] if op == "fake_quantize" else [("dy", kind), ("x", kind)]
    return Cell(key, inputs, parameters.lines + [line], kind)


def requantize(profile, target, granularity, zero_point, shape):
    parameters = Parameters("", shape[:2], block_of(granularity, 2, along=1))
    if profile == "onnx":
        parameters.add("scale", "f32", [0.0009765625, 0.0123, 0.5, 0.00031])
    else:
        parameters.add("multiplier", "i32", [1073741824, 2147483647, 1234567891, 1])
        parameters.add("shift", "i8", [31, 38, 33] if profile != "tflite" else [7, 0, 12, 3])
    if zero_point:
        parameters.add_zero_point(target)
    types = f"{tensor('i32', shape[:2])} -> {tensor(target, shape[:2])}"
    lines = parameters.lines + [f"%r = mixp.requantize {profile} %x {parameters.text()} : {types}"]
    key = ("requantize", profile, target, granularity, zero_point and "zero point")
    return Cell(key, [("x", tensor("i32", shape[:2]))], lines, tensor(target, shape[:2]))


def choose_scales(kind, storage, scale, granularity, source, shape, output=0):
    block = block_of(granularity, 2, along=1)
    chosen = scale_shape(shape[:2], block)
    results = [tensor(scale, chosen)] + ([tensor("i32", chosen)] if kind == "asymmetric" else [])
    left = "%r" if len(results) == 1 else ("%r, %other" if output == 0 else "%other, %r")
    operand = tensor(source, shape[:2])
    line = (f"{left} = mixp.choose_scales {kind} %x storage({storage}) "
            f"block [{block[0]}, {block[1]}] : {operand} -> {', '.join(results)}")
    key = ("choose_scales", kind, storage, scale, granularity, source, "zero point" if output else "")
    return Cell(key, [("x", operand)], [line], results[output])


@dataclasses.dataclass
class Side:
    """One operand of a product."""

    kind: str
    granularity: str = "none"
    scale: str = "f32"
    zero_point: str = ""
    transposed: bool = False
    sparse: bool = False

    def parameters(self, prefix, shape, along):
        result = Parameters(prefix, shape, block_of(self.granularity, len(shape), along))
        if self.granularity != "none":
            result.add_scale(self.scale)
            if self.zero_point:
                result.add_zero_point(self.kind, self.zero_point)
        return result

    def __str__(self):
        parts = [self.kind]
        if self.granularity != "none":
            parts.append(f":{self.granularity}({self.scale})")
        parts += [f"-{self.zero_point}" * bool(self.zero_point)]
        parts += ["'" * self.transposed, "*2:4" * self.sparse]
        return "".join(parts)


def default_result(lhs, rhs):
    """Integers make integers, of zero points alone, too."""
    if "f64" in (lhs.kind, rhs.kind):
        return "f64"
    scaled = any(side.granularity != "none" and side.scale for side in (lhs, rhs))
    return "i32" if is_integer(lhs.kind) and is_integer(rhs.kind) and not scaled else "f32"


def matmul(lhs, rhs, shape, result=None, precision="", batch=0):
    m, k, n = shape
    if lhs.sparse or rhs.sparse:
        k = -(-k // 4) * 4
    result = result or default_result(lhs, rhs)
    prefix = [batch] if batch else []

    def stored(side, parallel, is_lhs):
        depth = k // 2 if side.sparse else k
        sizes = [parallel, depth] if is_lhs != side.transposed else [depth, parallel]
        return prefix + sizes, 1 if is_lhs != side.transposed else 0

    inputs, lines, clauses, flags = [], [], [], []
    for name, side, parallel in (("lhs", lhs, m), ("rhs", rhs, n)):
        sizes, along = stored(side, parallel, name == "lhs")
        inputs.append((name, tensor(side.kind, sizes)))
        parameters = side.parameters(name + "_", sizes, along)
        lines += parameters.lines
        clauses.append(parameters.text())
        if side.sparse:
            kind = tensor("ui2", sizes)
            inputs.append((name + "_positions", kind))
            flags.append(f"{name}_metadata(%{name}_positions : {kind})")
        clauses.append(f"{{transpose_{name}}}" if side.transposed else "")
    attributes = [c.strip("{}") for c in clauses if c.startswith("{")]
    clauses = [c for c in clauses if c and not c.startswith("{")] + flags
    if precision:
        clauses.append(f"precision({precision})")
    out = tensor(result, prefix + [m, n])
    inputs.append(("outs", out))
    braces = " {" + ", ".join(attributes) + "}" if attributes else ""
    lines.append(f"%r = mixp.matmul ins(%lhs, %rhs : {inputs[0][1]}, "
                 f"{dict(inputs)['rhs']}) {' '.join(clauses)} outs(%outs : {out}){braces} -> {out}")
    key = ("matmul", str(lhs), str(rhs), result, precision, f"batch {batch}" if batch else "")
    return Cell(key, inputs, lines, out)


def sparse_encode(kind, shape, output=0):
    rows, columns = shape[2], -(-shape[1] // 4) * 4
    source, values = tensor(kind, [rows, columns]), tensor(kind, [rows, columns // 2])
    positions = tensor("ui2", [rows, columns // 2])
    left = "%other, %r" if output else "%r, %other"
    line = f"{left} = mixp.sparse_encode %x dim(1) : {source} -> {values}, {positions}"
    key = ("sparse_encode", kind, "positions" if output else "values")
    return Cell(key, [("x", source)], [line], positions if output else values)
