"""Runs the matmul_case.py cases that a test file lists as `CASE: ...` lines.

Each case is compiled for the host and for every target named by --targets that
the host can run, executed on generated inputs and compared with the reference
evaluator (`mixp run --check`). Prints each failing command; exits 1 if any.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

GENERATOR = pathlib.Path(__file__).with_name("matmul_case.py")


def read_cases(path):
    text = pathlib.Path(path).read_text()
    cases = re.findall(r"^(?:#|//) CASE: (.*)$", text, re.MULTILINE)
    if not cases:
        sys.exit(f"{path}: expected CASE: lines, found none")
    return cases


def run_case(folder, number, case, target, options):
    """Returns nothing, or what failed."""
    module = pathlib.Path(folder) / f"case-{number}.mlir"
    generated = subprocess.run(
        [sys.executable, GENERATOR, *shlex.split(case)],
        capture_output=True, text=True, check=True)
    module.write_text(generated.stdout)
    sizes = ("1", "7", "23") if target == "host" else ("23",)
    for rows in sizes if "-m ?" in case else ("3",):
        command = ["mixp", "run", str(module), f"--random={number + 1}",
                   f"--dim={rows}", f"--target={target}", "--check-outputs"]
        if options.threads != 1:
            command.append(f"--threads={options.threads}")
        if options.special:
            command.append("--random-special")
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            shown = " ".join(command)
            return f"CASE: {case}\n  {shown}\n  {result.stdout}{result.stderr}"
    return None


def report(jobs):
    """Prints what failed and how many cases agree; exits 1 if one failed."""
    failures = 0
    for job in jobs:
        if failure := job.result():
            failures += 1
            print(failure)
    print(f"{len(jobs) - failures} of {len(jobs)} cases agree")
    sys.exit(1 if failures else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--targets", default="host,x86-64-v3,portable")
    parser.add_argument("--special", action="store_true",
                        help="NaN and infinities in float inputs")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    cases = read_cases(options.file)
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = []
        for number, target in enumerate(options.targets.split(",")):
            place = pathlib.Path(folder) / str(number)
            place.mkdir()
            jobs += [pool.submit(run_case, place, i, case, target, options)
                     for i, case in enumerate(cases)]
        report(jobs)


if __name__ == "__main__":
    main()
