#!/usr/bin/env python3
"""The README's support matrix, from the tests: support_matrix.py [--write].

A row is an op with element types that stand in some test; a column is marked
where such a test's RUN lines go that far. Without --write, the README's table
must be the one that the tests make.
"""

import argparse
import pathlib
import re
import sys

from repository import Repository

BEGIN, END = "<!-- support matrix: begin -->\n", "<!-- support matrix: end -->\n"
# What a RUN line must hold for a column's mark.
COLUMNS = {
    "lowered to linalg": r"convert-mixp-to-linalg|mixp-cpu-pipeline|mixp (run|compile)",
    "run on a CPU, equal to the evaluator": r"mixp run.*--check",
}
TENSOR = r"tensor<(?:[\d?]+x)*(\w+)>"
ELEMENTWISE = re.compile(r"mixp\.(cast|quantize|dequantize|requantize)\b([^:]*?(?:\([^)]*\)[^:]*?)*):\s*" + TENSOR + r"\s*->\s*" + TENSOR)
MATMUL = re.compile(r"mixp\.matmul\s+ins\([^:]*:\s*" + TENSOR + r",\s*" + TENSOR + r"\s*\)(.*?)outs\([^)]*\)(?:\s*\{[^}]*\})?\s*->\s*" + TENSOR, re.DOTALL)


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


def table(repository):
    """The matrix as Markdown."""
    reached = {}
    for name in repository.select(".mlir", under="test/"):
        if "invalid" in name or "/Inputs/" in name:
            continue
        text = repository.text(name)
        runs = re.sub(r"\\\s*\n//\s*RUN:", "", "\n".join(re.findall(r"// RUN:.*", text)))
        marks = {title for title, pattern in COLUMNS.items() if re.search(pattern, runs)}
        code = re.sub(r"//[^\n]*", "", text)
        for row in rows_of(code):
            reached.setdefault(row, set()).update(marks)
    lines = ["| op | from | to | " + " | ".join(COLUMNS) + " |"]
    lines.append("|---" * (3 + len(COLUMNS)) + "|")
    for row in sorted(reached):
        op, source, result, scaled = row
        cells = [f"`{op}`" + (f", {scaled}" if scaled else ""), source, result]
        cells += ["yes" if title in reached[row] else "" for title in COLUMNS]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


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
