"""What a mutation is, and edits that several need."""

import dataclasses
from typing import Callable

from ptx_text import NotFound, PtxText, registers

WRONG = "wrong-result"


@dataclasses.dataclass(frozen=True)
class Mutation:
    """One mistake in the kernels that are named. `apply` edits the text in
    exactly `edits` places, or in any positive number where that is None; each
    way in which it is caught has to be one of `caught`: a class of the
    emulator's errors, or a wrong result."""

    name: str
    kernels: tuple
    apply: Callable[[PtxText], None]
    caught: tuple
    edits: int = 1


def delete(pattern, index=0):
    """The match `index` of `pattern`, from the end where that is negative."""
    return lambda ptx: ptx.delete(ptx.find(pattern, index))


def replace(pattern, old, new, index=0):
    """`old` in the line that is the match `index` of `pattern`."""
    return lambda ptx: ptx.replace(ptx.find(pattern, index), old, new)


def replace_all(pattern, old, new):
    """`old` in each line with `pattern`."""

    def apply(ptx):
        for at in ptx.find_all(pattern):
            ptx.replace(at, old, new)

    return apply


def off_by_one(ptx, at):
    """A comparison takes one element more."""
    if "setp.lt" in ptx.lines[at]:
        ptx.replace(at, r"setp\.lt", "setp.le")
    elif "setp.ge" in ptx.lines[at]:
        ptx.replace(at, r"setp\.ge", "setp.gt")
    else:
        raise NotFound(f"expected a comparison by < or >= but got '{ptx.lines[at].strip()}'")


def pass_first(ptx, at):
    """The result of an operation is its first operand."""
    ptx.replace(at, r"\t[a-z][\w.]*(\s+%\w+, %\w+), [^;]+;", r"\tmov.b32 \1;")


def address(ptx, at, index=0):
    """The text of one of the line's addresses."""
    parts = ptx.lines[at].split("[")
    if len(parts) <= index + 1:
        raise NotFound(f"expected {index + 1} addresses in '{ptx.lines[at].strip()}'")
    return parts[index + 1].split("]")[0]


def find_addressed(ptx, pattern, origin):
    """Of the first line with `pattern` whose address comes from a line with
    `origin`, that origin."""
    for at in ptx.find_all(pattern):
        found = ptx.reach(at, origin, address(ptx, at))
        if found is not None:
            return found
    raise NotFound(f"expected a line with '{pattern}' whose address comes from '{origin}'")


def without_lane(ptx, at):
    """Thread 3 does not execute the line."""
    thread = registers(ptx.lines[ptx.find(r"mov\.u32\s+%r\d+, %tid\.x")])[0]
    ptx.replace(at, r"\t([^;]+;)",
                rf"\t{{ .reg .pred Q1; setp.ne.b32 Q1, {thread}, 3; @Q1 \1 }}")


def parameter(number):
    """A kernel's parameter that is a pointer."""
    return rf"ld\.param\.b64.*_param_{number}\]"
