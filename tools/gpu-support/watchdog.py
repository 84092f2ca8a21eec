"""Cases in a child process that may hang or break the device's context.

The child appends a line of JSON for each case. Where it ends early, or is
silent for too long and is killed, the case that it was at gets the reason, and
another child goes on behind it: nothing that was measured is lost.
"""

import json
import pathlib
import subprocess
import tempfile
import time

POLL_SECONDS = 0.05
STOPPED = 3  # exit status of a child that wants another one to go on


def append_row(path, row):
    with path.open("a") as file:
        file.write(json.dumps(row) + "\n")


def read_rows(path):
    """Those that are written whole."""
    lines = path.read_text().split("\n")[:-1] if path.exists() else []
    return [json.loads(line) for line in lines]


def watch(child, path, silence, deadline, on_row):
    """Waits for a child's end and tells why it ended."""
    last, count = time.monotonic(), len(read_rows(path))
    while True:
        ended = child.poll() is not None
        rows = read_rows(path)
        for row in rows[count:]:
            on_row(row)
            last = time.monotonic()
        count = len(rows)
        if ended:
            return f"the process ended with {child.returncode}"
        now = time.monotonic()
        if now - last > silence or now > deadline:
            child.kill()
            child.wait()
            return "the time limit is reached" if now > deadline else f"no answer within {silence} s: it may never end"
        time.sleep(POLL_SECONDS)


def run_cases(command, count, silence, deadline, on_row, missing):
    """Rows of `count` cases, or of those before the deadline. `command(path, N)`
    is a child's command line from case N on; `missing(N, reason)` makes the row
    of a case that has none."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        path = pathlib.Path(name) / "rows"
        while len(rows) < count and time.monotonic() < deadline:
            with subprocess.Popen(command(path, len(rows))) as child:
                reason = watch(child, path, silence, deadline, on_row)
            before, rows = len(rows), read_rows(path)
            # A child that ends after the row of an error has said why itself.
            told = len(rows) > before and "error" in rows[-1] and child.returncode == STOPPED
            if len(rows) < count and not told:
                row = missing(len(rows), reason)
                append_row(path, row)
                on_row(row)
                rows = read_rows(path)
    return rows
