"""Prints a module with a matrix product, its weights constant or run-time.

    matmul_case.py LHS RHS [RESULT] [-m M] [-k K] [-n N] [options]

LHS and RHS are element types with scales after a colon, and the scales' type
after another where it is not f32: `:tensor`, `:row` of lhs, `:channel` of rhs,
`:gG` for groups of G along K (of lhs: of each row), `:kG` of lhs for such groups
of all rows, `:bGxC` for blocks of G along K and C columns.
Sizes may be `?`. Constant weights take every value of their type in an order
that exposes transposed or shifted layouts.
"""

import argparse
import functools
import random
import re
import shlex
import sys

LIMITS = {f"i{w}": (-(2 ** (w - 1)), 2 ** (w - 1) - 1) for w in (*range(1, 9), 16)}
LIMITS |= {f"ui{w}": (0, 2**w - 1) for w in range(1, 9)}
# What all floats of at most 8 bits hold.
NARROW = [6, -0.5, 4, 3, -2, 1.5, 1, 0.5, 0, -6, -4, -3, 2, -1.5, -1]
NARROW_FLOAT = re.compile(r"f[468]E")
# Bits of exponent and fraction, bias, and the largest finite number.
LAYOUTS = {"f8E5M2": (5, 2, 15, 57344), "f8E4M3": (4, 3, 7, 240), "f8E4M3FN": (4, 3, 7, 448),
           "f8E3M4": (3, 4, 3, 15.5), "f8E5M2FNUZ": (5, 2, 16, 57344), "f8E4M3FNUZ": (4, 3, 8, 240),
           "f8E4M3B11FNUZ": (4, 3, 11, 30), "f6E3M2FN": (3, 2, 3, 28), "f6E2M3FN": (2, 3, 1, 7.5),
           "f4E2M1FN": (2, 1, 1, 6)}


def finite_numbers(element):
    """All finite numbers of a format of at most 8 bits but -0."""
    exponent_bits, fraction_bits, bias, largest = LAYOUTS[element]
    numbers = []
    for code in range(2 ** (exponent_bits + fraction_bits)):
        exponent, fraction = divmod(code, 2**fraction_bits)
        significand = fraction + (2**fraction_bits if exponent else 0)
        numbers.append(significand * 2.0 ** (max(exponent, 1) - bias - fraction_bits))
    numbers = [number for number in numbers if number <= largest]
    return numbers + [-number for number in numbers[1:]]


def weights(element, count, seed, every_number=False):
    """Literals of `count` elements: extremes first, then a seeded mixture."""
    numbers = random.Random(seed)
    if element in LIMITS:
        low, high = LIMITS[element]
        values = [low, high, 0, 1][:count]
        values += [numbers.randint(low, high) for _ in range(count - len(values))]
        return [str(value) for value in values]
    if NARROW_FLOAT.match(element):
        every = finite_numbers(element)
        if count >= len(every) and every_number:
            return [repr(every[i % len(every)]) for i in range(count)]
        return [f"{numbers.choice(NARROW):.6f}" for _ in range(count)]
    return [f"{numbers.randint(-64, 64) / 32:.6f}" for _ in range(count)]


def dense(literals, rows, columns):
    lines = (
        "[" + ", ".join(literals[r * columns : (r + 1) * columns]) + "]"
        for r in range(rows)
    )
    return "dense<[" + ", ".join(lines) + "]>"


class Case:
    """One product and the operands it needs, as text."""

    def __init__(self, options):
        self.options = options
        self.arguments, self.body, self.clauses = [], [], []
        self.lhs, self.lhs_scaled, self.lhs_scale = (options.lhs + "::").split(":")[:3]
        self.rhs, self.granularity, self.rhs_scale = (options.rhs + "::").split(":")[:3]
        self.batch = [options.batch] if options.batch else []

    def tensor(self, element, *sizes):
        return "tensor<" + "".join(f"{size}x" for size in sizes) + element + ">"

    def argument(self, name, kind):
        self.arguments.append(f"%{name}: {kind}")

    def scales(self, name, rows, columns, seed, element):
        count = rows * columns
        numbers = random.Random(seed)
        if element:
            literals = [f"{numbers.choice([0.25, 0.5, 1, 2]):.6f}" for _ in range(count)]
        else:
            literals = [f"{numbers.randint(1, 64) / 1024:.9f}" for _ in range(count)]
        self.parameter(name, element or "f32", literals, rows, columns)

    def parameter(self, name, element, literals, rows, columns):
        """A constant with a dim of 1 for the batch."""
        kind = self.tensor(element, *(["1"] * len(self.batch)), rows, columns)
        text = dense(literals, rows, columns)
        text = text.replace("dense<", "dense<[").replace("]>", "]]>") if self.batch else text
        self.body.append(f"%{name} = arith.constant {text} : {kind}")
        self.clauses.append(f"{name}(%{name} : {kind})")

    def zero_point(self, name, rows, columns, low, high, seed):
        numbers = random.Random(seed)
        literals = [str(numbers.randint(low, high)) for _ in range(rows * columns)]
        if self.options.real_zero_points:
            literals = [literal + ".5" for literal in literals]
        self.parameter(name, "f32" if self.options.real_zero_points else "i32", literals, rows, columns)

    def depth(self, side):
        """K as that side stores it."""
        return int(self.options.k) // 2 if self.options.sparse == side else self.options.k

    def turned(self, *sizes):
        """Sizes of lhs, M first, in the order of its dims."""
        return sizes[::-1] if self.options.transpose_lhs else sizes

    def block(self, *sizes):
        return "[" + ", ".join(map(str, [0] * len(self.batch) + list(sizes))) + "]"

    def add_metadata(self, side, kind):
        if self.options.sparse == side:
            kind = "ui2".join(kind.rsplit(self.lhs if side == "lhs" else self.rhs, 1))
            self.argument(f"{side}_metadata", kind)
            self.clauses.append(f"{side}_metadata(%{side}_metadata : {kind})")

    def add_rhs(self):
        options = self.options
        rows, columns = self.depth("rhs"), options.n
        if options.transpose_rhs:
            rows, columns = columns, rows
        kind = self.tensor(self.rhs, *self.batch, rows, columns)
        if options.runtime:
            self.argument("b", kind)
            return kind
        rows, columns = int(rows), int(columns)
        literals = weights(self.rhs, rows * columns, options.seed, options.every_number)
        text = dense(literals, rows, columns)
        if self.rhs.startswith("u"):
            # The parser takes no unsigned elements by name of arith.constant.
            signless = self.tensor(self.rhs[1:], rows, columns)
            low, high = LIMITS[self.rhs]
            wrapped = [
                str(int(v) - (high + 1) if int(v) > high // 2 else int(v))
                for v in literals
            ]
            self.body.append(
                f"%b = arith.constant {dense(wrapped, rows, columns)} : {signless}"
            )
            self.clauses.append("unsigned")
            return signless
        self.body.append(f"%b = arith.constant {text} : {kind}")
        return kind

    def add_scales(self):
        options, seed = self.options, self.options.seed
        groups, lhs_block = 1, 0
        if self.lhs_scaled.startswith(("g", "k")):
            lhs_block = int(self.lhs_scaled[1:])
            groups = -(-int(self.depth("lhs")) // lhs_block)
        per_row = self.lhs_scaled.startswith(("row", "g"))
        if self.lhs_scaled:
            rows = options.m if per_row else 1
            if rows == "?":
                kind = self.tensor("f32", *self.turned("?", 1))
                self.argument("lhs_scale", kind)
                self.clauses.append(f"lhs_scale(%lhs_scale : {kind})")
            else:
                self.scales("lhs_scale", *self.turned(int(rows), groups), seed + 1, self.lhs_scale)
        if options.lhs_zero_point:
            low, high = LIMITS[self.lhs]
            rows = 1 if options.m == "?" or not per_row else int(options.m)
            self.zero_point("lhs_zero_point", *self.turned(rows, groups), low, high, seed + 2)
        if self.lhs_scaled or options.lhs_zero_point:
            self.clauses.append("lhs_block " + self.block(*self.turned(int(per_row), lhs_block)))
        if not self.granularity and not options.rhs_zero_point:
            return
        groups, columns, block, width = 1, int(options.n), 0, 1
        if self.granularity == "tensor":
            columns, width = 1, 0
        elif self.granularity.startswith(("g", "b")):
            block, _, across = self.granularity[1:].partition("x")
            block, width = int(block), int(across or 1)
            groups = -(-int(self.depth("rhs")) // block)
            columns = -(-columns // width)
        shape = [(groups, columns), (block, width)]
        if options.transpose_rhs:
            shape = [pair[::-1] for pair in shape]
        if self.granularity:
            self.scales("rhs_scale", *shape[0], seed + 3, self.rhs_scale)
        if options.rhs_zero_point:
            low, high = LIMITS[self.rhs]
            self.zero_point("rhs_zero_point", *shape[0], low, high, seed + 4)
        self.clauses.append("rhs_block " + self.block(*shape[1]))

    def emit(self):
        """The lines of the body, and the result's type."""
        options = self.options
        scaled = bool(self.granularity or self.lhs_scaled)
        integer = self.lhs in LIMITS and self.rhs in LIMITS and not scaled
        real = "f64" if "f64" in (self.lhs, self.rhs) else "f32"
        result = options.result or ("i32" if integer else real)
        lhs_sizes = [options.m, self.depth("lhs")]
        if options.transpose_lhs:
            lhs_sizes.reverse()
        lhs = self.tensor(self.lhs, *self.batch, *lhs_sizes)
        outs = self.tensor(result, *self.batch, options.m, options.n)
        self.argument("a", lhs)
        rhs = self.add_rhs()
        rhs_sizes = [self.depth("rhs"), options.n]
        if options.transpose_rhs:
            rhs_sizes.reverse()
        rhs_sizes = [*self.batch, *rhs_sizes]
        self.argument("c", outs)
        self.add_scales()
        self.add_metadata("lhs", lhs)
        self.add_metadata("rhs", self.tensor(self.rhs, *rhs_sizes))
        if options.precision:
            self.clauses.append(f"precision({options.precision})")
        flags = [f for f in ("transpose_lhs", "transpose_rhs") if getattr(options, f)]
        if "unsigned" in self.clauses:
            self.clauses.remove("unsigned")
            flags.append("rhs_unsigned")
        attributes = "{" + ", ".join(flags) + "} " if flags else ""
        product = [f"%r = mixp.matmul ins(%a, %b : {lhs}, {rhs})",
                   f"  {' '.join(self.clauses)} outs(%c : {outs}) {attributes}-> {outs}"]
        return self.body + product, outs


def module_of(cases):
    """A function with the arguments of all cases, `%a0, %c0, %a1 ...`, and a
    result for each."""
    arguments, lines, kinds = [], [], []
    for i, case in enumerate(cases):
        body, kind = case.emit()
        rename = functools.partial(re.sub, r"%(\w+)", rf"%\g<1>{i}")
        lines += ["  " + rename(line) for line in body]
        arguments += map(rename, case.arguments)
        kinds.append(kind)
    results = ", ".join(f"%r{i}" for i in range(len(cases)))
    kinds = ", ".join(kinds)
    head = f"func.func @main({', '.join(arguments)}) -> ({kinds}) {{"
    return "\n".join([head, *lines, f"  return {results} : {kinds}", "}", ""])


def parse_case(words):
    """The case that the words of a command line, or a line of them, ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lhs")
    parser.add_argument("rhs")
    parser.add_argument("result", nargs="?")
    parser.add_argument("-m", default="7")
    parser.add_argument("-k", default="13")
    parser.add_argument("-n", default="21")
    parser.add_argument("--batch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sparse", choices=["lhs", "rhs"])
    parser.add_argument("--precision")
    for flag in ("every-number", "real-zero-points", "runtime", "transpose-lhs", "transpose-rhs", "lhs-zero-point",
                 "rhs-zero-point"):
        parser.add_argument("--" + flag, action="store_true")
    return Case(parser.parse_args(shlex.split(words) if isinstance(words, str) else words))


if __name__ == "__main__":
    sys.stdout.write(module_of([parse_case(sys.argv[1:])]))
