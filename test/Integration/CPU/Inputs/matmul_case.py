"""Prints a module with one matrix product, its weights constant or run-time.

    matmul_case.py LHS RHS [RESULT] [-m M] [-k K] [-n N] [options]

LHS and RHS are element types, a rhs with `:channel` or `:gG` for one scale per
column or per group of G along K; sizes may be `?`. Constant weights take every
value of their type in an order that exposes transposed or shifted layouts.
"""

import argparse
import random

LIMITS = {"i8": (-128, 127), "ui8": (0, 255), "i4": (-8, 7), "ui4": (0, 15)}


def weights(element, count, seed):
    """Literals of `count` elements: extremes first, then a seeded mixture."""
    numbers = random.Random(seed)
    if element in LIMITS:
        low, high = LIMITS[element]
        values = [low, high, 0, 1][:count]
        values += [numbers.randint(low, high) for _ in range(count - len(values))]
        return [str(value) for value in values]
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
        self.lhs, _, self.lhs_scaled = options.lhs.partition(":")
        self.rhs, _, self.granularity = options.rhs.partition(":")
        self.batch = [options.batch] if options.batch else []

    def tensor(self, element, *sizes):
        return "tensor<" + "".join(f"{size}x" for size in sizes) + element + ">"

    def argument(self, name, kind):
        self.arguments.append(f"%{name}: {kind}")

    def scales(self, name, rows, columns, seed):
        count = rows * columns
        numbers = random.Random(seed)
        literals = [f"{numbers.randint(1, 64) / 1024:.9f}" for _ in range(count)]
        kind = self.tensor("f32", *(["1"] * len(self.batch)), rows, columns)
        text = dense(literals, rows, columns)
        text = text.replace("dense<", "dense<[").replace("]>", "]]>") if self.batch else text
        self.body.append(f"%{name} = arith.constant {text} : {kind}")
        self.clauses.append(f"{name}(%{name} : {kind})")

    def zero_point(self, name, rows, columns, low, high, seed):
        numbers = random.Random(seed)
        literals = [str(numbers.randint(low, high)) for _ in range(rows * columns)]
        kind = self.tensor("i32", rows, columns)
        text = dense(literals, rows, columns)
        self.body.append(f"%{name} = arith.constant {text} : {kind}")
        self.clauses.append(f"{name}(%{name} : {kind})")

    def add_rhs(self):
        options = self.options
        rows, columns = options.k, options.n
        if options.transpose_rhs:
            rows, columns = columns, rows
        kind = self.tensor(self.rhs, *self.batch, rows, columns)
        if options.runtime:
            self.argument("b", kind)
            return kind
        rows, columns = int(rows), int(columns)
        literals = weights(self.rhs, rows * columns, options.seed)
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
        if self.lhs_scaled:
            rows = options.m if self.lhs_scaled == "row" else 1
            if rows == "?":
                kind = self.tensor("f32", "?", 1)
                self.argument("lhs_scale", kind)
                self.clauses.append(f"lhs_scale(%lhs_scale : {kind})")
            else:
                self.scales("lhs_scale", int(rows), 1, seed + 1)
        if options.lhs_zero_point:
            low, high = LIMITS[self.lhs]
            rows = 1 if options.m == "?" or self.lhs_scaled != "row" else int(options.m)
            self.zero_point("lhs_zero_point", rows, 1, low, high, seed + 2)
        if self.lhs_scaled or options.lhs_zero_point:
            self.clauses.append("lhs_block [" + ("1" if self.lhs_scaled == "row" else "0") + ", 0]")
        if not self.granularity and not options.rhs_zero_point:
            return
        groups, block = 1, 0
        if self.granularity.startswith("g"):
            block = int(self.granularity[1:])
            groups = -(-int(options.k) // block)
        if self.granularity:
            self.scales("rhs_scale", groups, int(options.n), seed + 3)
        if options.rhs_zero_point:
            low, high = LIMITS[self.rhs]
            self.zero_point("rhs_zero_point", groups, int(options.n), low, high, seed + 4)
        self.clauses.append(f"rhs_block [{block}, 1]")

    def text(self):
        options = self.options
        scaled = bool(self.granularity or self.lhs_scaled)
        integer = self.lhs in LIMITS and self.rhs in LIMITS and not scaled
        result = options.result or ("i32" if integer else "f32")
        lhs_sizes = [options.m, options.k]
        if options.transpose_lhs:
            lhs_sizes.reverse()
        lhs = self.tensor(self.lhs, *self.batch, *lhs_sizes)
        outs = self.tensor(result, *self.batch, options.m, options.n)
        self.argument("a", lhs)
        rhs = self.add_rhs()
        self.argument("c", outs)
        self.add_scales()
        flags = [f for f in ("transpose_lhs", "transpose_rhs") if getattr(options, f)]
        if "unsigned" in self.clauses:
            self.clauses.remove("unsigned")
            flags.append("rhs_unsigned")
        attributes = "{" + ", ".join(flags) + "} " if flags else ""
        return "\n".join(
            [f"func.func @main({', '.join(self.arguments)}) -> {outs} {{"]
            + ["  " + line for line in self.body]
            + [
                f"  %r = mixp.matmul ins(%a, %b : {lhs}, {rhs})",
                f"    {' '.join(self.clauses)} outs(%c : {outs}) {attributes}-> {outs}",
                f"  return %r : {outs}",
                "}",
            ]
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lhs")
    parser.add_argument("rhs")
    parser.add_argument("result", nargs="?")
    parser.add_argument("-m", default="7")
    parser.add_argument("-k", default="13")
    parser.add_argument("-n", default="21")
    parser.add_argument("--batch")
    parser.add_argument("--seed", type=int, default=1)
    for flag in ("runtime", "transpose-lhs", "transpose-rhs", "lhs-zero-point",
                 "rhs-zero-point"):
        parser.add_argument("--" + flag, action="store_true")
    print(Case(parser.parse_args()).text())


if __name__ == "__main__":
    main()
