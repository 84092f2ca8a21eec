"""Blocks of the README and of pages like it that no test runs."""

from repository import Offender
from snippets import snippets

PAGES = ("README.md", "docs/UsingInYourCompiler.md")
HARNESS = ("tools/demo", "tools/check")


def check(repository):
    for name in repository.select(*PAGES):
        if name not in PAGES:
            continue
        for snippet in snippets(repository.text(name)):
            if not snippet.how:
                yield Offender(
                    name, snippet.line, "a block that no test runs", "put <!-- test: run --> or the like before it"
                )
            elif snippet.how == "none":
                yield from check_exempt(name, snippet)


def check_exempt(name, snippet):
    """Only the two commands that run the tests are not run by a test."""
    if snippet.language != "sh":
        return
    for number, line in enumerate(snippet.text.splitlines(), snippet.line + 1):
        words = line.split("#")[0].split()
        if words and not any(word.startswith(HARNESS) for word in words) and words[0] not in ("git", "cd"):
            yield Offender(name, number, f"a command that no test runs: {line.strip()}", "mark its block to be run")
