"""C, C++ and TableGen files begin with a line that says what they are."""

import pathlib
import re

from repository import Offender

WIDTH = 80


def check(repository):
    for name in repository.select(".cpp", ".h", ".c", ".td"):
        base = pathlib.PurePosixPath(name).name
        first = (repository.text(name).splitlines() or [""])[0]
        expected = rf"//===- {re.escape(base)} - \S.*-(\*- (C\+\+|C|tablegen) -\*-)?===//"
        if not re.fullmatch(expected, first):
            yield Offender(
                name, 1, "no header line", f"begin with //===- {base} - what it is ---===// to column {WIDTH}"
            )
        elif len(first) > WIDTH:
            yield Offender(name, 1, f"header line of {len(first)} columns", f"shorten it to {WIDTH}")
