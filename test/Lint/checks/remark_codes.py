"""Reason codes of remarks that the documentation or the tests do not have."""

import re

from repository import Offender

TABLE = "include/mixp/Dialect/Mixp/Transforms/RemarkCodes.def"
DOCS = "docs/Remarks.md"
ENTRY = re.compile(r'^MIXP_REMARK\(\w+,\s*"([\w-]+)",\s*(\w+),\s*((?:"[^"]*"\s*)+)\)', re.MULTILINE)


def check(repository):
    if TABLE not in repository.files:
        return
    text = repository.text(TABLE)
    documented = {}
    for number, line in repository.lines(DOCS):
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) == 4 and cells[0].startswith("`"):
            documented[cells[0].strip("`")] = (number, cells[1], cells[2])
    tests = "".join(
        repository.text(name)
        for name in repository.select(".mlir", ".test", under="test/")
    )
    seen = set()
    for entry in ENTRY.finditer(text):
        code, kind, reason = entry[1], entry[2], "".join(re.findall(r'"([^"]*)"', entry[3]))
        line = text.count("\n", 0, entry.start()) + 1
        if code in seen:
            yield Offender(TABLE, line, f"code {code} is there twice", "number it anew")
        seen.add(code)
        if documented.get(code, (0, "", ""))[1:] != (kind, reason):
            yield Offender(TABLE, line, f"{DOCS} does not say {code} | {kind} | {reason}", "add the row")
        if code not in tests:
            yield Offender(TABLE, line, f"code {code} is in no test", "add a case that gives it")
    for code, (number, _, _) in documented.items():
        if code not in seen:
            yield Offender(DOCS, number, f"no pass gives {code}", "remove the row")
