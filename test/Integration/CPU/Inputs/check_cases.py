"""Runs the matmul_case.py cases that a test file lists as `CASE: ...` lines.

The cases are compiled for every target named by --targets, executed on generated
inputs and compared with the reference evaluator (`mixp run --check-outputs`);
those with rows known at run time with 1, 7 and 23 of them on this machine, with
23 elsewhere. Prints each failing case with its command; exits 1 if there is any.
The host stands for the most capable of the targets that it can run.
"""

import argparse
import concurrent.futures
import functools
import os
import pathlib
import re
import sys
import tempfile

from matmul_case import module_of, parse_case

sys.path.append(str(pathlib.Path(__file__).parents[3]))
from batch import Mixp, in_batches  # noqa: E402

MIXP = Mixp()
# A product compiles faster in company than alone.
CASES_PER_MODULE = 8
# Rows where they are known at run time only.
SIZES = (1, 7, 23)


def read_cases(path):
    text = pathlib.Path(path).read_text()
    cases = re.findall(r"^(?:#|//) CASE: (.*)$", text, re.MULTILINE)
    if not cases:
        sys.exit(f"{path}: expected CASE: lines, found none")
    return cases


def is_open(text):
    """Whether a case or a module has sizes that only the run knows."""
    return "?" in text


def find_failures(cases, run, name="module"):
    """Texts of what fails of the cases: `run(name, text)`, of a module of all of
    them, gives nothing or what is wrong, in which case each is run alone."""
    failure = run(name, module_of([parse_case(case) for case in cases]))
    if not failure:
        return []
    if len(cases) == 1:
        return [f"CASE: {cases[0]}\n  {failure}"]
    alone = [find_failures([case], run, f"{name}-{i}") for i, case in enumerate(cases)]
    return sum(alone, []) or [f"{len(cases)} cases in one module\n  {failure}"]


def submit(pool, cases, size, run, name="module"):
    """Jobs that find_failures in modules of that many cases."""
    return [pool.submit(find_failures, module, run, f"{name}{i}")
            for i, module in enumerate(in_batches(cases, size, is_open))]


def run_module(folder, target, options, name, text):
    """Nothing, or what is wrong."""
    module = pathlib.Path(folder) / f"{name}.mlir"
    module.write_text(text)
    for rows in SIZES if is_open(text) and target == "host" else SIZES[-1:]:
        command = ["run", str(module), "--random=1", f"--dim={rows}", f"--target={target}", "--check-outputs"]
        if options.threads != 1:
            command.append(f"--threads={options.threads}")
        if options.special:
            command.append("--random-special")
        result = MIXP.run(command)
        if result.returncode != 0:
            return f"mixp {' '.join(command)}\n  {result.stdout}{result.stderr}"
    return ""


def report(jobs, count):
    """Prints what failed of that many cases; exits 1 if something did."""
    failures = 0
    for job in jobs:
        for failure in job.result():
            failures += 1
            print(failure)
    print(f"{count - failures} of {count} cases agree")
    sys.exit(1 if failures else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--targets", default="host,x86-64-v3,portable")
    parser.add_argument("--special", action="store_true",
                        help="NaN and infinities in float inputs")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    cases, targets = read_cases(options.file), options.targets.split(",")
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = []
        for i, target in enumerate(targets):
            run = functools.partial(run_module, folder, target, options)
            jobs += submit(pool, cases, CASES_PER_MODULE, run, f"target{i}-module")
        report(jobs, len(cases) * len(targets))


if __name__ == "__main__":
    main()
