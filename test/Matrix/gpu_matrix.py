#!/usr/bin/env python3
"""docs/SupportMatrix-GPU.md, from the tools: gpu_matrix.py [--write].

Every product of gpu_cells.py is compiled for every GPU and run on the PTX
emulator, at sizes of whole tiles and at others, against the evaluator. A cell is
`emulated` only if all of these agree and a kernel really ran. Without --write
the page must say what this finds; --target looks at one GPU only.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import gpu_cells

sys.path.append(str(pathlib.Path(__file__).parents[1]))
from batch import Mixp  # noqa: E402

MIXP = Mixp()
TARGETS = ("sm_75", "sm_80", "sm_86", "sm_89", "sm_90a")
PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "SupportMatrix-GPU.md"
INTRODUCTION = """# Support matrix of GPUs

Which products and convolutions tensor cores take. Made by `test/Matrix/gpu_matrix.py --write`, and locked by tests that do
the same for each GPU.

* `emulated`: the kernel's PTX ran on the emulator and agrees with the evaluator at sizes of whole tiles and at others:
  plain, with both operands stored the other way around, batched, and with outs, bias and ReLU; convolutions with channels
  last, channels first, in groups, and with bias and ReLU. Only this counts as supported.
* `assembled`: ptxas takes the PTX, but it was not run or does not agree.
* `text`: PTX was written, no more is known.
* A code is that of the remark which says why the product stays on the host ([Remarks](Remarks.md)).

"""


class Cell:
    """One row for one GPU."""

    def __init__(self, row, target, folder, refusal):
        self.row, self.target, self.refusal = row, target, refusal
        self.folder = pathlib.Path(folder)

    def _write(self, name, text):
        path = self.folder / (re.sub(r"\W+", "_", f"{self.row.name} {self.target} {name}") + ".mlir")
        path.write_text(text)
        return path

    def _run(self, runs):
        """Nothing, or what is wrong."""
        name = " ".join(f"{variant} {sizes}" for variant, sizes in runs)
        text = gpu_cells.module_of_all(self.row, runs)
        command = ["run", self._write(name, text), "--random=5", f"--target={self.target}", "--gpu=emulator"]
        result = MIXP.run([*command, "--check-outputs"], timeout=120)
        if result.returncode:
            return f"{name}: {result.stderr[-600:]}"
        if f": {len(runs)} launches" not in result.stderr:
            return f"{name}: expected {len(runs)} launches: {result.stderr[-300:]}"
        return ""

    def _assembles(self):
        """Whether ptxas takes the kernel."""
        path = self._write("plain", gpu_cells.module(self.row, "plain", gpu_cells.TAILS))
        ptx = path.with_suffix(".ptx")
        MIXP.run(["compile", path, f"--target={self.target}", "--emit=ptx", "-o", ptx], timeout=120)
        command = ["ptxas", f"-arch={self.target}", ptx, "-o", os.devnull]
        return subprocess.run(command, capture_output=True).returncode == 0

    def evaluate(self):
        """(text of the cell, complaints)."""
        if self.refusal:
            return f"`{self.refusal}`", []
        runs = [(variant, gpu_cells.TAILS) for variant in gpu_cells.VARIANTS]
        runs.append(("plain", gpu_cells.TILES))
        # All by one command; one after the other only to tell which is wrong.
        problems = [self._run(runs)]
        if problems[0]:
            problems += [self._run([run]) for run in runs]
        problems = [f"{self.row.name} on {self.target}, {p}" for p in problems if p]
        if not problems:
            return "emulated", []
        return ("assembled" if self._assembles() else "text"), problems


def find_refusals(target, folder):
    """For each row the code of the remark that says why it gets no kernel, or
    nothing: the passes up to the choice, on all rows in one module."""
    path = pathlib.Path(folder) / f"rows-{target}.mlir"
    functions = [gpu_cells.module(row, "plain", gpu_cells.TAILS) for row in gpu_cells.ROWS]
    path.write_text("".join(text.replace("@main", f"@row{i}") for i, text in enumerate(functions)))
    command = ["mixp-opt", path, f"--mixp-gpu-prepare-pipeline=target={target}", "--mixp-gpu-form-pipeline",
               "--remarks-filter=mixp-gpu", "-o", os.devnull]  # fmt: skip
    remarks = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    found = dict(re.findall(r"\[Missed\] (?=.* Function=row(\d+))(mixp-gpu-1\d\d)", remarks))
    taken = set(re.findall(r"\[Passed\] mixp-gpu-001 .* Function=row(\d+)", remarks))
    rows = [str(i) for i in range(len(functions))]
    if unclear := [row for row in rows if (row in found) == (row in taken)]:
        raise RuntimeError(f"{target}: rows {unclear} are neither taken nor refused:\n{remarks[-2000:]}")
    return [found.get(row, "") for row in rows]


def table(columns):
    """Markdown from {target: [text of each row]}."""
    lines = ["| product | " + " | ".join(columns) + " |", "|---" * (1 + len(columns)) + "|"]
    for i, row in enumerate(gpu_cells.ROWS):
        lines.append(f"| {row.name} | " + " | ".join(column[i] for column in columns.values()) + " |")
    return "\n".join(lines) + "\n"


def read_column(page, target):
    """A GPU's texts from the page."""
    lines = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in page.splitlines() if line[:1] == "|"]
    at = lines[0].index(target)
    return [line[at] for line in lines[2:]]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--target", choices=TARGETS)
    parser.add_argument("--page", type=pathlib.Path, default=PAGE)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    targets = [options.target] if options.target else TARGETS
    columns, failed = {}, False
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for target in targets:
            refusals = find_refusals(target, folder)
            cells = [Cell(row, target, folder, refusal) for row, refusal in zip(gpu_cells.ROWS, refusals)]
            answers = list(pool.map(Cell.evaluate, cells))
            columns[target] = [text for text, _ in answers]
            for _, problems in answers:
                for problem in problems:
                    failed = True
                    print(problem, file=sys.stderr)
            count = columns[target].count("emulated")
            print(f"{target}: {count} of {len(cells)} rows emulated")
    if options.write:
        options.page.write_text(INTRODUCTION + table(columns))
        return int(failed)
    page = options.page.read_text()
    for target, column in columns.items():
        found = read_column(page, target)
        for row, text, want in zip(gpu_cells.ROWS, column, found):
            if text != want:
                failed = True
                print(f"{row.name} on {target}: the page says {want}, but it is {text}", file=sys.stderr)
        if len(found) != len(column):
            failed = True
            print("the page has other rows", file=sys.stderr)
    if failed:
        print("run test/Matrix/gpu_matrix.py --write if this is meant", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
