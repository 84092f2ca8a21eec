"""Test files that lit does not run."""

from repository import Offender


def check(repository):
    for name in repository.select(".mlir", ".test", ".py", ".c", ".cpp", under="test/"):
        is_test = name.endswith((".mlir", ".test")) and "/Inputs/" not in name
        runs = [number for number, line in repository.lines(name) if "RUN:" in line]
        if is_test and not runs:
            yield Offender(name, 1, "no RUN line", "add one, or move the file to Inputs/")
        if not is_test and runs and "/Lint/" not in name:
            yield Offender(name, runs[0], "a RUN line that lit never sees", "name the file .mlir or .test")
