#!/usr/bin/env python3
"""Tests the code blocks of a Markdown file; snippets.py says how.

Commands run in a scratch folder that holds links to the repository's entries,
so that their paths are the reader's and what they write stays out of it.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import time

from snippets import snippets


def squeeze(text):
    """Without spaces, and with all SSA names alike."""
    return re.sub(r"\s+", "", re.sub(r"%[\w#]+", "%", text))


def missing_part(expected, actual):
    """The first part of `expected` between "..." lines that is not, in order,
    in `actual`; None where all are. Line breaks are free."""
    rest = squeeze(actual)
    for part in re.split(r"^\s*(?://|#)?\s*\.\.\.\s*$", expected, flags=re.MULTILINE):
        _, found, after = rest.partition(squeeze(part))
        if not found and squeeze(part):
            return part.strip()
        rest = after if found else rest
    return None


class Runner:
    def __init__(self, root, build, scratch):
        self.root, self.scratch, self.previous = root, scratch, ""
        scratch.mkdir(parents=True, exist_ok=True)
        for entry in root.iterdir():
            if entry.name not in ("build", ".git"):
                self.link(entry.name, entry)
        self.link("build", build)

    def link(self, name, target):
        link = self.scratch / name
        if not link.is_symlink():
            link.symlink_to(target)

    def shell(self, script, text=None):
        """Runs `script` by bash; returns its output, or None where it failed."""
        command = ["bash", "-euo", "pipefail", "-c", script]
        path = f"PATH={self.scratch}/build/bin:$PATH; "
        command[-1] = path + script
        result = subprocess.run(command, cwd=self.scratch, input=text, capture_output=True, text=True)
        if result.returncode:
            print(script, result.stdout, result.stderr, sep="\n")
            return None
        return result.stdout

    def run(self, snippet):
        """None where the block is right, else what is wrong with it."""
        if snippet.how == "run":
            return None if self.shell(snippet.text) is not None else "the commands failed"
        if snippet.how == "parse":
            self.previous = snippet.text
            return None if self.shell("mixp-opt", snippet.text) is not None else "does not parse"
        if snippet.how == "becomes":
            actual = self.shell(snippet.argument, self.previous)
            if actual is None:
                return f"{snippet.argument} failed"
            part = missing_part(snippet.text, actual)
            return f"not in the output: {part}\n{actual}" if part else None
        if snippet.how == "excerpt":
            part = missing_part(snippet.text, (self.root / snippet.argument).read_text())
            return f"not in {snippet.argument}: {part}" if part else None
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--scratch", type=pathlib.Path, required=True)
    arguments = parser.parse_args()

    runner = Runner(arguments.root.resolve(), arguments.build.resolve(), arguments.scratch)
    failures = 0
    for snippet in snippets(arguments.file.read_text()):
        start = time.monotonic()
        wrong = runner.run(snippet)
        seconds = time.monotonic() - start
        print(f"{arguments.file}:{snippet.line}: {snippet.how or 'unmarked'}, {seconds:.1f} s", flush=True)
        if wrong:
            print(f"{arguments.file}:{snippet.line}: error: {wrong}")
            failures += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
