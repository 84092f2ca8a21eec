"""The code blocks of a Markdown file and how each is tested.

The comment before a block says how:

    <!-- test: run -->            sh: run by bash, in order, from one folder
    <!-- test: parse -->          mlir: parsed by mixp-opt
    <!-- test: becomes COMMAND --> mlir: what COMMAND makes of the block before;
                                  "..." stands for any lines, breaks are free
    <!-- test: excerpt FILE -->   it stands in FILE, "..." as above
    <!-- test: none, REASON -->   not run
"""

import dataclasses
import re

FENCE = re.compile(r"^```(\w*)\s*$")
MARK = re.compile(r"^<!-- test: (run|parse|becomes|excerpt|none,)\s*(.*?)\s*-->$")


@dataclasses.dataclass
class Snippet:
    line: int
    language: str
    text: str
    how: str  # "" where no comment says it
    argument: str


def snippets(text):
    """The blocks of `text`, in order."""
    how, argument, opened, language, body = "", "", 0, "", []
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if opened:
            if fence:
                yield Snippet(opened, language, "\n".join(body) + "\n", how, argument)
                opened, how, argument = 0, "", ""
            else:
                body.append(line)
        elif fence:
            opened, language, body = number, fence.group(1), []
        elif MARK.match(line):
            how, argument = MARK.match(line).groups()
            how = how.rstrip(",")
        elif line.strip():
            how, argument = "", ""
