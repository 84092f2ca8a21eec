"""Files that are too long to read in one sitting."""

import statistics

from repository import Offender

SOURCES = (".cpp", ".h", ".c", ".td", ".py", ".cmake", ".mlir", ".test", ".sh")
MOST_LINES = 600
MEDIAN_CPP = 200


def check(repository):
    for name in repository.select(*SOURCES):
        length = len(repository.lines(name))
        if length > MOST_LINES:
            yield Offender(name, length, f"{length} lines, at most {MOST_LINES}", "split it by idea")
    lengths = [len(repository.lines(name)) for name in repository.select(".cpp")]
    median = statistics.median(lengths) if lengths else 0
    if median > MEDIAN_CPP:
        yield Offender(
            ".", 1, f"the median .cpp has {median} lines, at most {MEDIAN_CPP}", "split the longest"
        )
