"""FileCheck directives that never run: a misspelled one passes silently."""

import difflib
import re

from repository import Offender

SUFFIXES = ("", "-NEXT", "-SAME", "-NOT", "-DAG", "-LABEL", "-EMPTY")
COUNTED = re.compile(r"-COUNT-\d+$")
COMMENT = re.compile(r"^\s*(?://|#|;)+\s*(?P<word>[A-Za-z][A-Za-z0-9_-]*)\s*(?P<colon>:?)")
# Words that tests write before a colon and that are no directives.
CONSTRAINT = re.compile(r"[A-Z]\d+")
OTHER_WORDS = {"RUN", "REQUIRES", "UNSUPPORTED", "XFAIL", "ALLOW_RETRIES", "DEFINE", "REDEFINE", "COM", "NOTE", "END"}
# Test data in comments, read by a script that the test runs.
OTHER_WORDS.add("CASE")


def prefixes(text):
    """The prefixes that the RUN lines of a test give to FileCheck."""
    runs = "\n".join(
        line for line in text.splitlines() if not COMMENT.match(line) or "RUN" in line
    )
    found = set()
    for names in re.findall(r"--?check-prefix(?:es)?[= ]([\w,-]+)", text):
        found.update(names.split(","))
    if re.search(r"FileCheck(?![^|\n\\]*check-prefix)", runs):
        found.add("CHECK")
    return found


def directive_base(word):
    """The prefix of a directive, or None where the suffix is unknown."""
    word = COUNTED.sub("", word)
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if suffix and word.endswith(suffix):
            return word[: -len(suffix)]
    return word


def check(repository):
    for name in repository.select(".mlir", ".test", under="test/"):
        text = repository.text(name)
        known = prefixes(text) | {"CHECK"}
        allowed = {prefix + suffix for prefix in known for suffix in SUFFIXES}
        for number, line in repository.lines(name):
            yield from check_line(name, number, line, known, allowed)


def check_line(name, number, line, known, allowed):
    match = COMMENT.match(line)
    if not match:
        return
    word = match["word"]
    upper = word.isupper() and not CONSTRAINT.fullmatch(word)
    if not upper or COUNTED.sub("", word) in allowed or word in OTHER_WORDS:
        if upper and not match["colon"] and word in allowed and "-" in word:
            yield Offender(name, number, f"directive {word} without a colon", f"write {word}:")
        return
    if match["colon"]:
        nearest = difflib.get_close_matches(word, sorted(allowed), 1, 0.6)
        remedy = f"did you mean {nearest[0]}?" if nearest else "add the prefix to a FileCheck command"
        base = directive_base(word)
        what = "unknown directive" if base in known else "directive of a prefix that no RUN line names"
        yield Offender(name, number, f"{what} {word}", remedy)
    elif difflib.get_close_matches(word, ["CHECK-NEXT", "CHECK-LABEL", "CHECK-SAME"], 1, 0.85):
        yield Offender(name, number, f"directive {word} without a colon", f"write {word}:")
