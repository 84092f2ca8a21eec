"""The products that a GPU's column of docs/SupportMatrix-GPU.md is about."""

import re
from dataclasses import dataclass, field

import gpu_convs

# Sizes M, N, K: whole tiles, and sizes that leave a part of a tile, of an
# instruction and of 16 bytes in each dimension.
TILES = (256, 256, 256)
TAILS = (137, 71, 51)
# Elements of K that share a scale.
GROUP = 32


@dataclass(frozen=True)
class Row:
    """One line of the table: types, and what is on the operands."""

    lhs: str
    rhs: str
    result: str
    precision: str = ""
    # Names of scales and zero points, see _tables.
    tables: tuple = field(default=())

    @property
    def name(self):
        text = f"{self.lhs} x {self.rhs} -> {self.result}"
        if self.precision:
            text += f", {self.precision}"
        return text + "".join(f", {table}" for table in self.tables)


FLOATS = [
    Row("f16", "f16", "f32"),
    Row("f16", "f16", "f16"),
    Row("bf16", "bf16", "f32"),
    Row("bf16", "bf16", "bf16"),
    Row("f32", "f32", "f32", "tf32"),
]
INTEGERS = [Row(lhs, rhs, "i32") for lhs in ("i8", "ui8") for rhs in ("i8", "ui8")] + [
    Row("i8", "i4", "i32"),
    Row("i8", "i8", "f32", tables=("row scales", "channel scales")),
    Row("ui8", "i8", "f32", tables=("tensor scales", "lhs zero point")),
    Row("i8", "i8", "f16", tables=("channel scales", "rhs zero points")),
]
SMALL_FLOATS = [
    Row(lhs, rhs, "f32") for lhs in ("f8E4M3FN", "f8E5M2") for rhs in ("f8E4M3FN", "f8E5M2")
] + [
    Row("f8E4M3FN", "f8E4M3FN", "bf16", tables=("row scales", "channel scales")),
]
FAST = [
    Row("f16", "f16", "f16", tables=("fast_accumulate",)),
    Row("f8E4M3FN", "f8E4M3FN", "f32", tables=("fast_accumulate",)),
]
WEIGHTS = [
    Row(lhs, rhs, "f32", tables=("group scales",))
    for lhs in ("f16", "bf16")
    for rhs in ("i4", "ui4", "i8", "ui8", "f8E4M3FN", "f8E5M2")
] + [
    Row("f16", "ui4", "f16", tables=("group scales", "group zero points")),
    Row("bf16", "i4", "bf16", tables=("channel scales",)),
]
ROWS = FLOATS + INTEGERS + SMALL_FLOATS + FAST + WEIGHTS + gpu_convs.ROWS

# What is done to a row's product: plain; operands stored the other way around;
# several matrices; added to what is there, with an epilogue.
VARIANTS = ("plain", "transposed", "batched", "epilogue")


def _tensor(batch, sizes, element):
    return "tensor<" + "".join(f"{size}x" for size in ([3] if batch else []) + list(sizes)) + f"{element}>"


def _numbers(kind):
    """Small numbers as the elements of a constant of this type."""
    sizes = [int(size) for size in kind[len("tensor<") : -1].split("x")[:-1]]

    def nested(at, first):
        if at == len(sizes):
            return str(first % 16)
        return "[" + ", ".join(nested(at + 1, first + i * (5 if at % 2 else 3)) for i in range(sizes[at])) + "]"

    return f"dense<{nested(0, 1)}>"


def _tables(row, variant, sizes):
    """(arguments, attributes) of the scales and zero points."""
    m, n, k = sizes
    batch = variant == "batched"
    flipped = variant == "transposed"

    def shape(of_lhs, per_channel):
        size = (m if of_lhs else n) if per_channel else 1
        dims = (size, 1) if of_lhs != flipped else (1, size)
        return _tensor(False, ((1,) if batch else ()) + dims, "{}")

    def group(element):
        # Groups along K of one column each.
        dims = (-(-k // GROUP), n) if not flipped else (n, -(-k // GROUP))
        sizes = (GROUP, 1) if not flipped else (1, GROUP)
        text = "[" + ", ".join(str(s) for s in ([1] if batch else []) + list(sizes)) + "]"
        return _tensor(batch, dims, element), text

    def block(of_lhs, per_channel):
        own = 1 if per_channel else (m if of_lhs else n)
        sizes = (own, k) if of_lhs != flipped else (k, own)
        return "[" + ", ".join(str(s) for s in ([3] if batch else []) + list(sizes)) + "]"

    found = {}
    for table in row.tables:
        if table in ("row scales", "tensor scales"):
            found["lhs_scale"] = (shape(True, table == "row scales").format("f32"), block(True, table == "row scales"))
        if table in ("channel scales", "tensor scales"):
            per = table == "channel scales"
            found["rhs_scale"] = (shape(False, per).format("f32"), block(False, per))
        if table == "group scales":
            found["rhs_scale"] = group("f32")
        if table == "group zero points":
            found["rhs_zero_point"] = group("i32")
        if table == "lhs zero point":
            found["lhs_zero_point"] = (shape(True, False).format("i32"), block(True, False))
        if table == "rhs zero points":
            found["rhs_zero_point"] = (shape(False, True).format("i32"), block(False, True))
    arguments, constants, text = [], [], ""
    for side in ("lhs", "rhs"):
        mine = [key for key in (f"{side}_scale", f"{side}_zero_point") if key in found]
        for key in mine:
            if key == "rhs_zero_point" and "group zero points" in row.tables:
                # Their range decides whether a kernel takes them.
                constants.append(f"%{key} = arith.constant {_numbers(found[key][0])} : {found[key][0]}")
            else:
                arguments.append((key, found[key][0]))
            text += f" {key}(%{key} : {found[key][0]})"
        if mine:
            text += f" {side}_block {found[mine[0]][1]}"
    return arguments, constants, text


def _product(row, variant, sizes):
    """(arguments, lines, name of the result, its type) of one product."""
    if isinstance(row, gpu_convs.ConvRow):
        cell = gpu_convs.cell(row, variant, sizes)
        return cell.inputs, cell.body, "r", cell.result
    m, n, k = sizes
    batch, flipped = variant == "batched", variant == "transposed"
    lhs = _tensor(batch, (k, m) if flipped else (m, k), row.lhs)
    rhs = _tensor(batch, (n, k) if flipped else (k, n), row.rhs)
    out = _tensor(batch, (m, n), row.result)
    tables, constants, text = _tables(row, variant, sizes)
    arguments = [("lhs", lhs), ("rhs", rhs), *tables]
    lines = constants
    if variant == "epilogue":
        arguments.append(("outs", out))
    else:
        zero = "0" if row.result.startswith("i") else "0.0"
        lines += [
            f"%zero = arith.constant {zero} : {row.result}",
            f"%e = tensor.empty() : {out}",
            f"%outs = linalg.fill ins(%zero : {row.result}) outs(%e : {out}) -> {out}",
        ]
    precision = f" precision({row.precision})" if row.precision else ""
    attributes = ["transpose_lhs", "transpose_rhs"] if flipped else []
    attributes += [table for table in row.tables if table == "fast_accumulate"]
    flags = " {" + ", ".join(attributes) + "}" if attributes else ""
    lines.append(
        f"%r = mixp.matmul ins(%lhs, %rhs : {lhs}, {rhs}){text}{precision} outs(%outs : {out}){flags} -> {out}"
    )
    result = "r"
    if variant == "epilogue":
        result = "s"
        vector = f"tensor<{n}x{row.result}>"
        arguments.append(("bias", vector))
        add, largest = ("addi", "maxsi") if row.result.startswith("i") else ("addf", "maximumf")
        zero = "0" if row.result.startswith("i") else "0.0"
        lines += [
            f"%zero = arith.constant {zero} : {row.result}",
            f"%e = tensor.empty() : {out}",
            "%s = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, "
            'affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} '
            f"ins(%r, %bias : {out}, {vector}) outs(%e : {out}) {{",
            f"^bb0(%x: {row.result}, %b: {row.result}, %o: {row.result}):",
            f"  %t = arith.{add} %x, %b : {row.result}",
            f"  %u = arith.{largest} %t, %zero : {row.result}",
            f"  linalg.yield %u : {row.result}",
            f"}} -> {out}",
        ]
    return arguments, lines, result, out


def module(row, variant, sizes):
    """The text of a function of one product."""
    arguments, lines, result, out = _product(row, variant, sizes)
    return _function(arguments, lines, [result], [out])


def module_of_all(row, runs):
    """The text of one function of the products of all (variant, sizes)."""
    arguments, lines, results, outs = [], [], [], []
    for i, run in enumerate(runs):
        own, body, result, out = _product(row, *run)
        arguments += [(f"p{i}_{name}", kind) for name, kind in own]
        lines += [re.sub(r"%(\w+)", rf"%p{i}_\1", line) for line in body]
        results.append(f"p{i}_{result}")
        outs.append(out)
    return _function(arguments, lines, results, outs)


def _function(arguments, lines, results, types):
    head = ", ".join(f"%{name}: {kind}" for name, kind in arguments)
    body = "\n".join("  " + line for line in lines)
    values = ", ".join(f"%{result}" for result in results)
    kinds = ", ".join(types)
    return f"func.func @main({head}) -> ({kinds}) {{\n{body}\n  return {values} : {kinds}\n}}\n"
