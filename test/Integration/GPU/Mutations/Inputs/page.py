"""The tables of docs/Mutations.md: page.py FILE [--write].

Without --write, fails where the file has others.
"""

import pathlib
import sys

from mutation import WRONG
from seeded import MUTATIONS, UNOBSERVED

BEGIN, END = "<!-- begin mistakes -->\n", "<!-- end mistakes -->\n"


def table(mutations):
    """Rows by class, the more precise classes before wrong results."""
    rows = sorted(mutations, key=lambda m: (m.caught[0] == WRONG, m.caught[0]))
    lines = [
        f"| {' or '.join(m.caught)} | {m.name} | {', '.join(m.kernels)} |" for m in rows
    ]
    return "\n".join(["| caught by | mistake | kernels |", "|---|---|---|", *lines]) + "\n"


def main():
    path = pathlib.Path(sys.argv[1])
    text = path.read_text()
    before, rest = text.split(BEGIN)
    old, after = rest.split(END)
    new = f"\n{table(MUTATIONS)}\nNot caught today (see below):\n\n{table(UNOBSERVED)}\n"
    if "--write" in sys.argv[2:]:
        path.write_text(before + BEGIN + new + END + after)
    elif old != new:
        sys.exit(f"{path}: the tables are not those of the list; page.py {path} --write")


main()
