"""PTX text that is edited by what its instructions mean.

Registers have other names in each version of a kernel, so that places are found
by patterns and by the definitions that a value comes from. A place that is not
found, or is not what an edit expects, is an error: a mutation that changes
nothing would count as caught by nobody.
"""

import re


class NotFound(Exception):
    """The text has no such place; says what was looked for."""


REGISTER = r"%[a-z]+\d+"
NO_RESULT = re.compile(r"\s*(st|red|bra|bar|@|cp|prefetch|mbarrier\.init)\b")
RESULT = re.compile(r"\s*[a-z][\w.:]*\s+(\{[^}]*\}|%\w+)")


def registers(text):
    return re.findall(REGISTER, text)


class PtxText:
    """Lines of PTX, of which each holds whole instructions. Deleted lines stay
    as empty ones, so that places remain valid."""

    def __init__(self, text):
        # An mma has its operands on lines of their own.
        text = re.sub(
            r"\bw?g?mma[^;]*;", lambda match: re.sub(r"\n\s*", " ", match[0]), text
        )
        self.lines = text.splitlines()
        self.edits = 0

    def __str__(self):
        return "\n".join(self.lines) + "\n"

    def find_all(self, pattern, least=1, begin=0, end=None):
        """Places of the lines that `pattern` is in, in order."""
        end = len(self.lines) if end is None else end
        places = [at for at in range(begin, end) if re.search(pattern, self.lines[at])]
        if len(places) < least:
            raise NotFound(
                f"expected at least {least} lines with '{pattern}' but found {len(places)}"
            )
        return places

    def find(self, pattern, index=0, begin=0):
        """The place of one of them; a negative index counts from the end."""
        least = index + 1 if index >= 0 else -index
        return self.find_all(pattern, least, begin)[index]

    def last_before(self, pattern, at):
        return self.find_all(pattern, end=at)[-1]

    def definition(self, register, at):
        """Where a register that `at` reads gets its value: above, or at the end
        of a loop whose text begins below; None for a special register."""
        for place in [*range(at - 1, -1, -1), *range(len(self.lines) - 1, at, -1)]:
            line = self.lines[place]
            result = None if NO_RESULT.match(line) else RESULT.match(line)
            if result and register in registers(result[1]):
                return place
        return None

    def sources(self, at):
        """The registers that the line reads."""
        line = self.lines[at]
        result = None if NO_RESULT.match(line) else RESULT.match(line)
        return registers(line[result.end() :] if result else line)

    def origin(self, at, pattern, of=None):
        """The nearest line with `pattern` among the definitions that line `at`,
        or its operand `of`, comes from."""
        found = self.reach(at, pattern, of)
        if found is None:
            raise NotFound(
                f"expected a line with '{pattern}' among the origins of "
                f"'{(of or self.lines[at]).strip()}'"
            )
        return found

    def reach(self, at, pattern, of=None):
        """The same, or None."""
        wave = [(register, at) for register in (registers(of) if of else self.sources(at))]
        seen = set()
        while wave:
            register, reader = wave.pop(0)
            place = self.definition(register, reader)
            if place is None or place in seen:
                continue
            if re.search(pattern, self.lines[place]):
                return place
            seen.add(place)
            wave += [(source, place) for source in self.sources(place)]
        return None

    def delete(self, at):
        if not self.lines[at].strip():
            raise NotFound(f"line {at + 1} is empty already")
        self.edits += 1
        self.lines[at] = ""

    def replace(self, at, pattern, replacement):
        """Changes the one match of `pattern` in the line."""
        line, count = re.subn(pattern, replacement, self.lines[at])
        if count != 1 or line == self.lines[at]:
            raise NotFound(
                f"expected one '{pattern}' to change in '{self.lines[at].strip()}'"
            )
        self.edits += 1
        self.lines[at] = line

    def insert(self, at, text):
        """Adds an instruction after the line."""
        self.edits += 1
        self.lines[at] += "\n" + text
