#!/usr/bin/env python3
"""Runs cells of the support matrix: what verifies must give what the evaluator
gives.

    run_cells.py                 the covering set, at one odd shape; of casts a quarter
    run_cells.py --all           every cell at three shapes (half an hour)
    run_cells.py --match='matmul f8'    only cells whose name holds the text

Every cell is put through the verifier; those that it accepts are compiled, run
on generated inputs and compared with the reference evaluator, many to a module
(`mixp run --check-outputs`: each op's result is an output). Prints each cell
that disagrees, crashes or has no lowering; exits 1 if there is one.
"""

import argparse
import bisect
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import cells
import enumerate_cells
import formats

sys.path.append(str(pathlib.Path(__file__).parents[1]))
from batch import Mixp, in_batches  # noqa: E402

MIXP = Mixp()
CELLS_PER_MODULE = 48
CELLS_PER_FILE = 500


def verify(folder, chosen):
    """The verifier's message for each cell, None where it accepts the cell."""
    # mixp-opt's time grows with the square of a file's number of parts.
    groups = [chosen[i:i + CELLS_PER_FILE] for i in range(0, len(chosen), CELLS_PER_FILE)]
    return [message for group in groups for message in verify_file(folder, group)]


def verify_file(folder, chosen):
    chunks, starts, lines = [], [], 0
    for cell in chosen:
        starts.append(lines)
        arguments = ", ".join(f"%{name}: {kind}" for name, kind in cell.inputs)
        body = "\n".join("  " + line for line in cell.body)
        chunks.append(f"func.func @f({arguments}) {{\n{body}\n  return\n}}\n// -----\n")
        lines += chunks[-1].count("\n")
    path = pathlib.Path(folder) / "cells.mlir"
    path.write_text("".join(chunks))
    result = subprocess.run(["mixp-opt", "--split-input-file", str(path), "-o", os.devnull],
                            capture_output=True, text=True)
    if result.returncode not in (0, 1):
        sys.exit(f"mixp-opt crashed on {path}:\n{result.stderr[-2000:]}")
    messages = [None] * len(chosen)
    by_line = {}
    for line, message in re.findall(r"cells\.mlir:(\d+)(?: offset :\d+)?(?::\d+)*: error: (.*)", result.stderr):
        by_line.setdefault(int(line), message)
    for line, message in by_line.items():
        index = bisect.bisect_left(starts, line) - 1
        messages[index] = messages[index] or message
    return messages


def module_of(chosen):
    """One function with the inputs that the cells share and a result each."""
    arguments, lines, results = {}, [], []
    for i, cell in enumerate(chosen):
        names = {}
        for name, kind in cell.inputs:
            shared = re.sub(r"\W", "_", f"{name}_{kind[7:-1]}")
            arguments[shared] = kind
            names[name] = shared
        for line in cell.body:
            line = re.sub(r"%(\w+)", lambda m: "%" + names.get(m[1], f"c{i}_{m[1]}"), line)
            lines.append("  " + line)
        results.append(f'{cell.result} {{mixp.name = "{cell.name}"}}')
    inputs = ", ".join(f"%{name}: {kind}" for name, kind in arguments.items())
    returned = ", ".join(f"%c{i}_r" for i in range(len(chosen)))
    kinds = ", ".join(cell.result for cell in chosen)
    return (f"func.func @main({inputs}) -> ({', '.join(results)}) {{\n" + "\n".join(lines)
            + f"\n  return {returned} : {kinds}\n}}\n")


def is_cast(cell):
    return cell.key[0] == "cast"


def is_worth_a_run(cell):
    """A quarter of the casts, with each type on both sides several times: the
    unit tests of CompiledCasts compile all, in each mode."""
    if not is_cast(cell):
        return True
    source, target = (formats.CASTABLE.index(kind) for kind in cell.key[1:3])
    return (source + target) % 4 == 0


def run_module(folder, number, chosen, options, part=""):
    """The cells that fail, each with what the tool said."""
    path = pathlib.Path(folder) / f"module-{number}{part}.mlir"
    path.write_text(module_of(chosen))
    command = ["run", path, f"--random={number + 1}", "--check-outputs", f"--target={options.target}", "--dim=2"]
    # A product would show nothing else of a row or column with NaN.
    if is_cast(chosen[0]):
        command.append("--random-special")
    try:
        result = MIXP.run(command, timeout=300)
    except subprocess.TimeoutExpired:
        return [(cell, "no answer in 300 s") for cell in chosen]
    if result.returncode == 0:
        return []
    if len(chosen) == 1:
        text = (result.stderr.strip() or result.stdout.strip()).replace(str(folder) + "/", "")
        return [(chosen[0], f"exit {result.returncode}: {text[:600]}")]
    # One bad cell hides the others of its module: look on in both halves.
    half = len(chosen) // 2
    return (run_module(folder, number, chosen[:half], options, part + "a")
            + run_module(folder, number, chosen[half:], options, part + "b"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--match", default="")
    parser.add_argument("--target", default="host")
    parser.add_argument("--bin", help="the folder of mixp and mixp-opt, looked in before PATH")
    parser.add_argument("--list", action="store_true", help="print the cells and the verifier's messages, run none")
    parser.add_argument("--limit", type=int, default=0, help="of failures, after which it stops")
    options = parser.parse_args()
    if options.bin:
        os.environ["PATH"] = os.pathsep.join([options.bin, os.environ["PATH"]])

    chosen = []
    for shape in cells.SHAPES if options.all else cells.SHAPES[:1]:
        chosen += [c for c in enumerate_cells.enumerate_cells(shape, options.all) if options.match in c.name]
    if not options.all and not options.match:
        chosen = list(filter(is_worth_a_run, chosen))
    started, failures, accepted = time.time(), [], []
    with tempfile.TemporaryDirectory() as folder:
        messages = verify(folder, chosen)
        if options.list:
            for cell, message in zip(chosen, messages):
                print(f"{cell.name}: {message or 'accepted'}")
            return 0
        accepted = [cell for cell, message in zip(chosen, messages) if not message]
        modules = list(in_batches(accepted, CELLS_PER_MODULE, is_cast))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            jobs = [pool.submit(run_module, folder, i, module, options) for i, module in enumerate(modules)]
            for done, job in enumerate(jobs):
                for cell, message in job.result():
                    failures.append(cell)
                    print(f"FAIL {cell.name}\n  {message}", flush=True)
                if options.limit and len(failures) >= options.limit:
                    pool.shutdown(cancel_futures=True)
                    break
                if sys.stderr.isatty():
                    print(f"\r{done + 1} of {len(modules)} modules", end="", file=sys.stderr)
    print(f"{len(accepted) - len(failures)} of {len(accepted)} cells agree with the evaluator on {options.target}, "
          f"{len(chosen) - len(accepted)} are refused; {time.time() - started:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
