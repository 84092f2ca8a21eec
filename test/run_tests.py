#!/usr/bin/env python3
"""Runs all suites by lit and ends with the line "N passed, N failed"."""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

PASSED = {"PASS", "FLAKYPASS", "XFAIL"}
NOT_RUN = {"UNSUPPORTED", "EXCLUDED", "SKIPPED"}


def lit_command(build):
    """The lit binary that CMake found."""
    cache = (build / "CMakeCache.txt").read_text()
    found = re.search(r"^MIXP_LIT:FILEPATH=(.*)$", cache, re.MULTILINE)
    if not found:
        sys.exit(f"{build}: configured without tests; set MIXP_INCLUDE_TESTS=ON")
    return found.group(1)


def count(tests):
    """(passed, failed, not run) in lit's list of results."""
    codes = collections.Counter(test["code"] for test in tests)
    passed = sum(codes[code] for code in PASSED)
    not_run = sum(codes[code] for code in NOT_RUN)
    return passed, sum(codes.values()) - passed - not_run, not_run


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("lit_arguments", nargs="*")
    arguments = parser.parse_args()

    results = arguments.build / "test" / "results.json"
    results.unlink(missing_ok=True)
    suites = [arguments.build / "test", arguments.build / "test" / "Unit"]
    command = [lit_command(arguments.build), "-sv", "--timeout=600"]
    command += [f"--output={results}", *arguments.lit_arguments]
    status = subprocess.run([*command, *map(str, suites)]).returncode
    if not results.exists():
        print("0 passed, 1 failed")
        return 1
    tests = json.loads(results.read_text())["tests"]
    passed, failed, not_run = count(tests)
    if not_run:
        print(f"{not_run} tests not run: they need features this machine lacks")
    if not tests:
        print("no test was found")
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or status or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
