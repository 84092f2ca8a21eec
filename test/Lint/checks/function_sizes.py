"""Functions that are too long: C++ by its braces, Python by its syntax tree."""

import ast
import re

from repository import Offender

MOST_LINES = 100
TOKENS = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<delimiter>[^(\s]*)\(.*?\)(?P=delimiter)"|"""
    r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|^\#(?:\\\n|[^\n])*|[{};]""",
    re.DOTALL | re.MULTILINE,
)
SCOPE = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b(?![^{]*\)\s*(const)?\s*$)")


def cpp_functions(text):
    """(name, first line, last line) of each function with a body."""
    scopes = []  # (kind, head, line of the head's start)
    head_start = 0
    for token in TOKENS.finditer(text):
        symbol = token.group()
        if symbol not in "{};":
            continue
        if symbol == "{":
            head = re.sub(r"//[^\n]*", "", text[head_start : token.start()]).strip()
            outer = all(kind == "scope" for kind, _, _ in scopes)
            kind = "other"
            if outer and SCOPE.search(head):
                kind = "scope"
            elif outer and ")" in head:
                kind = "function"
            lead = len(text[head_start:]) - len(text[head_start:].lstrip())
            scopes.append((kind, head, text.count("\n", 0, head_start + lead) + 1))
        elif symbol == "}" and scopes:
            kind, head, first = scopes.pop()
            if kind == "function":
                called = re.search(r"([\w:~]+)\s*\(", head)
                name = called.group(1) if called else "a function"
                yield name, first, text.count("\n", 0, token.start()) + 1
        inside = scopes and scopes[-1][0] != "scope"
        if not inside:
            head_start = token.end()


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, node.end_lineno


def check(repository):
    for name in repository.select(".cpp", ".h", ".c", ".py"):
        find = python_functions if name.endswith(".py") else cpp_functions
        for function, first, last in find(repository.text(name)):
            length = last - first + 1
            if length > MOST_LINES:
                yield Offender(
                    name, first, f"{function} has {length} lines, at most {MOST_LINES}", "split it by step"
                )
