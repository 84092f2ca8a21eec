"""Exit codes of the tools that use a GPU."""

import sys

SUCCESS, FAILED, OUT_OF_BOUND, SKIPPED = 0, 1, 2, 77


def skip(tool, reason):
    print(f"{tool}: skipped: {reason}", file=sys.stderr)
    return SKIPPED


def fail(tool, reason):
    print(f"{tool}: error: {reason}", file=sys.stderr)
    return FAILED
