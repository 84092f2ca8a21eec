#!/usr/bin/env python3
"""Checks of the repository's own text: lint.py [--root DIR] CHECK...

Prints each offender as "file:line: what is wrong; remedy" and exits 1 where
there is one. Each check is a file of checks/ with a function
`check(repository)` that yields offenders.
"""

import argparse
import importlib
import pathlib
import sys

from repository import Repository

CHECKS = sorted(
    path.stem
    for path in (pathlib.Path(__file__).parent / "checks").glob("[a-z]*.py")
)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--root", type=pathlib.Path, default=".")
    parser.add_argument("--mlir-include", type=pathlib.Path, action="append")
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=", ".join(CHECKS))
    arguments = parser.parse_args()

    unknown = sorted(set(arguments.checks) - set(CHECKS))
    if unknown:
        sys.exit(f"no check {unknown[0]!r}; expected one of {', '.join(CHECKS)}")
    repository = Repository(arguments.root, arguments.mlir_include)
    offenders = 0
    for name in arguments.checks or CHECKS:
        module = importlib.import_module(f"checks.{name}")
        for offender in module.check(repository):
            print(offender)
            offenders += 1
    print(f"{offenders} offenders")
    return 1 if offenders else 0


if __name__ == "__main__":
    sys.exit(main())
