#!/usr/bin/env python3
"""docs/SupportMatrix.md, from the tools: support_matrix.py [--write].

Every cell of enumerate_cells.py is put through the verifier, and the products
and convolutions that it accepts through the first stages of the CPU pipeline,
to see which get a kernel. Without --write the page must be the one that this
makes. That accepted cells give what the evaluator gives is run_cells.py's part.
"""

import argparse
import itertools
import pathlib
import re
import subprocess
import sys
import tempfile

import cells
import conv_page
import enumerate_cells
import enumerate_convs
import formats
import run_cells
from markdown import show, table

TARGET = "avx512-vnni"
CONTRACTIONS = ("matmul", "conv")
INTRODUCTION = f"""# Support matrix

Which ops take which types and scales. Made by `test/Matrix/support_matrix.py --write` from what the verifier says, and
locked by a test. Whatever is accepted runs in the reference pipeline and in the CPU pipeline, and the two agree:
`test/Matrix/run_cells.py` runs a covering set in every test run and all cells with `--all`. A number stands for the
reason of a refusal, listed at the end.

Granularities: one scale for the *tensor*, for each row or column (*channel*), for *group*s along the reduced dim, for
2-D *block*s; the last group or block may be partial.
"""


class Reasons:
    """Numbers for refusals; types and names in them are made alike first."""

    def __init__(self):
        self.numbers = {}

    def __call__(self, message):
        text = re.sub(r", but got .*| but got .*", "", message)
        text = re.sub(r"operand #\d+", "operand", text)
        text = re.sub(r"(precision) \w+", r"\1 ...", text)
        text = re.sub(r"from '\w+' to '\w+'", "from ... to ...", text)
        return str(self.numbers.setdefault(text, len(self.numbers) + 1))


def with_kernel(folder, chosen):
    """For each contraction, whether the CPU pipeline gives it a kernel."""
    text = ""
    for i, cell in enumerate(chosen):
        arguments = ", ".join(f"%{name}: {kind}" for name, kind in cell.inputs)
        body = "\n".join("  " + line for line in cell.body)
        text += f"func.func @c{i}({arguments}) -> {cell.result} {{\n{body}\n  return %r : {cell.result}\n}}\n"
    path = pathlib.Path(folder) / "contractions.mlir"
    path.write_text(text)
    command = ["mixp-opt", f"--mixp-cpu-prepare-pipeline=target={TARGET}", f"--mixp-cpu-pack-pipeline", str(path)]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{' '.join(command)}:\n{result.stderr[-2000:]}")
    found = re.split(r"func\.func @c(\d+)\(", result.stdout)[1:]
    return {int(name): "mixp.packed_matmul" in body for name, body in zip(found[::2], found[1::2])}


class Matrix:
    """The verifier's answer to every cell."""

    def __init__(self, folder):
        shape = cells.SHAPES[0]
        chosen = itertools.chain(enumerate_cells.enumerate_cells(shape), enumerate_convs.documented_convs(shape))
        self.cells = list({cell.key: cell for cell in chosen}.values())
        self.messages = run_cells.verify(folder, self.cells)
        contractions = [c for c, m in zip(self.cells, self.messages) if c.key[0] in CONTRACTIONS and not m]
        kernels = with_kernel(folder, contractions)
        self.kernel = {c.key: kernels[i] for i, c in enumerate(contractions)}
        self.reasons = Reasons()

    def symbol(self, cell, message):
        if message:
            return self.reasons(message)
        return "x" if cell.key[0] not in CONTRACTIONS else "k" if self.kernel[cell.key] else "l"

    def rows(self, *ops):
        """Cells of the ops, each with its symbol."""
        for cell, message in zip(self.cells, self.messages):
            if cell.key[0] in ops:
                yield cell, self.symbol(cell, message)


def plain(side):
    return re.match(r"\w+", side)[0]


def granularity(side):
    found = re.search(r":(\w+)\(", side)
    return found[1] if found else "none"


def products(matrix):
    by_pair, by_type, other = {}, {}, {}
    for cell, symbol in matrix.rows("matmul"):
        _, lhs, rhs, result, precision, _ = cell.key
        scaled = granularity(lhs) != "none" or granularity(rhs) != "none"
        if precision or "2:4" in cell.name or result != usual_result(plain(lhs), plain(rhs), scaled):
            if "2:4" in cell.name:
                side = "lhs" if "2:4" in lhs else "rhs"
                other.setdefault((plain(lhs if side == "lhs" else rhs), f"{side} 2:4"), set()).add(symbol)
            else:
                other.setdefault((f"{lhs} x {rhs}", precision or result), set()).add(symbol)
        elif not scaled:
            by_pair.setdefault((plain(lhs), plain(rhs)), set()).add(symbol)
        for side, at in (("lhs", lhs), ("rhs", rhs)):
            if scaled and granularity(at) != "none" and result == "f32" or "f64" in (plain(lhs), plain(rhs)):
                zero = ", zero point" if "-" in at else ""
                by_type.setdefault((plain(at), f"{side} {granularity(at)}{zero}"), set()).add(symbol)
    text = f"""## mixp.matmul

`k`: a kernel of its own (target `{TARGET}`), `l`: loops through linalg, both: it depends on the other side. Without scales,
rows are lhs and columns rhs; the result is i32 for two integers, f64 beside an f64, else f32:

"""
    text += table("", formats.OPERANDS, formats.OPERANDS, show(by_pair))
    text += "With scales (f32, bf16, f16, f8E8M0FNU, f8E4M3FN), beside operands of several types:\n\n"
    columns = sorted({column for _, column in by_type if "none" not in column})
    text += table("", formats.OPERANDS, columns, show(by_type))
    text += "Other result types and operand precisions, and 2:4 sparse operands:\n\n"
    columns = ["f64", "f32", "bf16", "f16", "i32", *enumerate_cells.PRECISIONS]
    rows = list(dict.fromkeys(row for row, column in other if "2:4" not in column))
    text += table("", rows, columns, show(other))
    return text + table("", formats.OPERANDS, ["lhs 2:4", "rhs 2:4"], show(other))


def usual_result(lhs, rhs, scaled):
    if "f64" in (lhs, rhs):
        return "f64"
    return "i32" if formats.is_integer(lhs) and formats.is_integer(rhs) and not scaled else "f32"


def element_wise(matrix):
    index = {}
    for cell, symbol in matrix.rows("cast"):
        # Accepted with saturation and without is accepted.
        symbol = "s" if cell.key[4] and symbol == "x" else symbol
        index.setdefault((cell.key[1], cell.key[2]), set()).add(symbol)
    for symbols in index.values():
        symbols -= {"s"} if "x" in symbols else set()
    text = "## mixp.cast\n\nFrom rows to columns; `s`: only with `saturate`, for the reason beside it.\n\n"
    text += table("", formats.CASTABLE, formats.CASTABLE, show(index))
    axes = {
        "quantize": lambda key: (key[2], key[3] + (", zero point" if key[5] else "")),
        "dequantize": lambda key: (key[1], key[3] + (f", zero point {key[5][11:]}" if key[5] else "")),
        "fake_quantize": lambda key: (key[2], key[3] + (", zero point" if key[5] else "")),
        "fake_quantize_grad": lambda key: (key[2], key[3] + (", zero point" if key[5] else "")),
        "requantize": lambda key: (key[2], key[1]),
        "choose_scales": lambda key: (key[2], f"{key[1]} {key[3]}"),
        "sparse_encode": lambda key: (key[1], "encoded"),
    }
    for op, axis in axes.items():
        index = {}
        for cell, symbol in matrix.rows(op):
            index.setdefault(axis(cell.key), set()).add(symbol)
        rows, columns = (list(dict.fromkeys(pair[i] for pair in index)) for i in (0, 1))
        text += f"## mixp.{op}\n\n" + table("", rows, columns, show(index))
    return text


def page():
    with tempfile.TemporaryDirectory() as folder:
        matrix = Matrix(folder)
        text = INTRODUCTION + "\n" + products(matrix) + conv_page.convolutions(matrix) + element_wise(matrix)
        text += "## Why not\n\n"
        for message, number in matrix.reasons.numbers.items():
            text += f"{number}. {message}\n"
        return text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=pathlib.Path, action="append", help="instead of docs/SupportMatrix.md; repeats")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    text = page()
    stale = []
    for path in options.page or [pathlib.Path(__file__).parents[2] / "docs" / "SupportMatrix.md"]:
        if options.write:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            stale.append(f"{path}: is not what the tools say; run test/Matrix/support_matrix.py --write")
    return "\n".join(stale) or 0


if __name__ == "__main__":
    sys.exit(main())
