"""Registered pipelines that no test runs or that docs/Pipelines.md leaves out."""

import re

from repository import Offender

PAGE = "docs/Pipelines.md"


def check(repository):
    page = "".join(repository.text(name) for name in repository.select(PAGE))
    tests = "\n".join(repository.text(name) for name in repository.select(".mlir", ".test", under="test/"))
    for name in repository.select(".cpp", under="lib/"):
        for number, line in enumerate(repository.text(name).splitlines(), 1):
            for pipeline in re.findall(r'"(mixp-[\w-]*pipeline)"', line):
                word = rf"(?<![\w-]){pipeline}(?![\w-])"
                if not re.search(word, page):
                    yield Offender(name, number, f"pipeline {pipeline} is not in {PAGE}", "say there what it does")
                if not re.search(word, tests.replace("--", " ")):
                    yield Offender(name, number, f"pipeline {pipeline} is run by no test", "add one below test/")
