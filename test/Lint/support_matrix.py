#!/usr/bin/env python3
"""The README's support matrix, from the tests: support_matrix.py [--write].

A result type stands for an op with these element types in some test that runs
it on a CPU and compares it with the evaluator; in brackets where tests only
lower it to linalg. Without --write, the README's tables must be those that the
tests make.
"""

import argparse
import pathlib
import re
import sys

from repository import Repository

BEGIN, END = "<!-- support matrix: begin -->\n", "<!-- support matrix: end -->\n"
# What a test's RUN lines must hold, by how far they go.
LOWERED = re.compile(r"convert-mixp-to-linalg|mixp-cpu-pipeline|mixp (run|compile)")
RUN = re.compile(r"mixp run.*--check")
TENSOR = r"tensor<(?:[\d?]+x)*(\w+)>"
ELEMENTWISE = re.compile(r"mixp\.(cast|quantize|dequantize|requantize)\b([^:]*?(?:\([^)]*\)[^:]*?)*):\s*" + TENSOR + r"\s*->\s*" + TENSOR)
MATMUL = re.compile(r"mixp\.matmul\s+ins\([^:]*:\s*" + TENSOR + r",\s*" + TENSOR + r"\s*\)(.*?)outs\([^)]*\)(?:\s*\{[^}]*\})?\s*->\s*" + TENSOR, re.DOTALL)


CASE = re.compile(r"^# CASE: (\S+) (\S+)(?: ([a-z]\S*))?", re.MULTILINE)


def signed(kind, unsigned):
    """A signless integer that a flag makes unsigned is written as one."""
    return "u" + kind if unsigned and re.fullmatch(r"i\d+", kind) else kind


def rows_of(text):
    """The rows that a test's ops stand for."""
    for lhs, rhs, between, result in MATMUL.findall(text):
        scaled = "scaled" if "_scale(" in between else ""
        lhs, rhs = signed(lhs, "lhs_unsigned" in between), signed(rhs, "rhs_unsigned" in between)
        yield ("matmul", f"{lhs} x {rhs}", result, scaled)
    for op, flags, source, result in ELEMENTWISE.findall(text):
        source = signed(source, "input_unsigned" in flags)
        yield (op, source, signed(result, "result_unsigned" in flags), "")


def rows_of_cases(text):
    """The rows of a test that lists products as `CASE: LHS RHS [RESULT] ...`."""
    for lhs, rhs, result in CASE.findall(text):
        (lhs, _, rows), (rhs, _, columns) = lhs.partition(":"), rhs.partition(":")
        scaled = "scaled" if rows or columns else ""
        integer = not scaled and "f" not in lhs + rhs
        real = "f64" if "f64" in (lhs, rhs) else "f32"
        yield ("matmul", f"{lhs} x {rhs}", result or ("i32" if integer else real), scaled)


def collect(repository):
    """Row -> whether some test runs it; rows that no test lowers are left out."""
    reached = {}
    for name in repository.select(".test", under="test/Integration/CPU/"):
        for row in rows_of_cases(repository.text(name)):
            reached[row] = True
    for name in repository.select(".mlir", under="test/"):
        if "invalid" in name or "/Inputs/" in name:
            continue
        text = repository.text(name)
        commands = re.sub(r"\\\s*\n//\s*RUN:", "", "\n".join(re.findall(r"// RUN:.*", text)))
        if LOWERED.search(commands):
            for row in rows_of(re.sub(r"//[^\n]*", "", text)):
                reached[row] = reached.get(row, False) or bool(RUN.search(commands))
    return reached


def by_width(kind):
    """Sorts floats before integers, wide before narrow."""
    return ("i" in kind, -int(re.search(r"\d+", kind).group()), kind)


def cell(reached, op, source):
    """The result types of an op on these operands."""
    parts = []
    for (row_op, row_source, result, scaled), run in sorted(reached.items()):
        if (row_op, row_source) == (op, source):
            text = f"{result} scaled" if scaled else result
            parts.append(text if run else f"({text})")
    return ", ".join(parts)


def line(cells):
    return "| " + " | ".join(cells) + " |\n"


def table(repository):
    """The matrix as Markdown: products by operand types, then conversions."""
    reached = collect(repository)
    pairs = [row[1].split(" x ") for row in reached if row[0] == "matmul"]
    left = sorted({lhs for lhs, _ in pairs}, key=by_width)
    right = sorted({rhs for _, rhs in pairs}, key=by_width)
    text = line(["`matmul`: lhs \\ rhs", *right]) + "|---" * (1 + len(right)) + "|\n"
    for lhs in left:
        text += line([lhs, *(cell(reached, "matmul", f"{lhs} x {rhs}") for rhs in right)])
    text += "\n" + line(["conversion", "from", "to"]) + "|---|---|---|\n"
    conversions = {(op, source) for op, source, _, _ in reached if op != "matmul"}
    for op, source in sorted(conversions, key=lambda row: (row[0], by_width(row[1]))):
        text += line([f"`{op}`", source, cell(reached, op, source)])
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).parents[2])
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    arguments = parser.parse_args()

    readme = arguments.root / "README.md"
    text = readme.read_text()
    head, _, rest = text.partition(BEGIN)
    old, end, tail = rest.partition(END)
    if not end:
        sys.exit(f"{readme}: no {BEGIN.strip()} ... {END.strip()}")
    new = "\n" + table(Repository(arguments.root)) + "\n"
    if arguments.write:
        readme.write_text(head + BEGIN + new + END + tail)
    elif new != old:
        sys.exit(f"{readme}: the support matrix is not the tests'; run test/Lint/support_matrix.py --write")
    return 0


if __name__ == "__main__":
    sys.exit(main())
