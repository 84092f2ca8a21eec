"""Runs the matmul_case.py cases that a test file lists as `CASE: ...` lines.

The cases are compiled for every target named by --targets, executed on generated
inputs and compared with the reference evaluator (`mixp run --check-outputs`);
those with rows known at run time with 1, 7 and 23 of them on this machine, with
23 elsewhere. Prints each failing case with its command; exits 1 if there is any.
The host stands for the most capable of the targets that it can run.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import sys
import tempfile

from matmul_case import module_of, parse_case

sys.path.append(str(pathlib.Path(__file__).parents[3]))
from batch import Mixp  # noqa: E402

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


def in_modules(cases, size=CASES_PER_MODULE):
    """Lists of cases, those with open sizes apart from the others."""
    for is_open in (False, True):
        group = [case for case in cases if ("?" in case) == is_open]
        yield from (group[i:i + size] for i in range(0, len(group), size))


def run_module(folder, name, cases, target, options):
    """What failed: a text for each case."""
    module = pathlib.Path(folder) / f"{name}.mlir"
    module.write_text(module_of([parse_case(case) for case in cases]))
    for rows in SIZES if "?" in cases[0] and target == "host" else SIZES[-1:]:
        command = ["run", str(module), "--random=1", f"--dim={rows}", f"--target={target}", "--check-outputs"]
        if options.threads != 1:
            command.append(f"--threads={options.threads}")
        if options.special:
            command.append("--random-special")
        result = MIXP.run(command)
        if result.returncode == 0:
            continue
        if len(cases) == 1:
            return [f"CASE: {cases[0]}\n  mixp {' '.join(command)}\n  {result.stdout}{result.stderr}"]
        # Which of them is it?
        alone = [run_module(folder, f"{name}-{i}", [case], target, options) for i, case in enumerate(cases)]
        return sum(alone, []) or [f"{len(cases)} cases in one module\n  {result.stdout}{result.stderr}"]
    return []


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
        jobs = [pool.submit(run_module, folder, f"target{i}-module{j}", module, target, options)
                for i, target in enumerate(targets) for j, module in enumerate(in_modules(cases))]
        report(jobs, len(cases) * len(targets))


if __name__ == "__main__":
    main()
