"""Words that say that something is unfinished, or that name one machine."""

import re

from repository import Offender

# Written so that this file does not match itself.
RULES = [
    (re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X|HAC[K])\b"), "unfinished work", "finish it"),
    (re.compile(r"\.\./share[d]/"), "a path outside the repository", "take it from a variable"),
    (re.compile(r"(?<![\w.$}/-])/(wor[k]|hom[e]|roo[t])/"), "a path of one machine", "make it relative"),
    (re.compile(r"\bnot (yet )?implement[e]d\b|\bunimplement[e]d\b", re.I), "a stub", "finish it or refuse with a remedy"),
]
EXEMPT = {(".ci/run", "a path outside the repository")}


def check(repository):
    for name in repository.files:
        for number, line in repository.lines(name):
            for pattern, what, remedy in RULES:
                found = pattern.search(line)
                if found and (name, what) not in EXEMPT:
                    yield Offender(name, number, f"{what}: {found.group()}", remedy)
