#!/usr/bin/env python3
"""Wrong uses and their messages: checks a table, writes it anew, makes the page.

A table (ir.txt, cli.txt, onnx.txt, npy.txt) is a list of cases:

    === what is wrong
    $ mixp run case.mlir --random=1        the command; this one if left out
    %% case.mlir                           a file that it reads, as text
    ...
    %% error                               all that it writes to stderr
    ...

The text of an .onnx file is that of onnx_text.py, that of an .npy file is a
Python expression of its bytes, with encode and header of npy.py and this file.
Every command ends with status 1, or another after `$?`. Commands run in an empty
folder, the last one of `&&` being the wrong use.

errors.py TABLE [--update]    --update puts what is printed into the table
errors.py --page [--write]    checks or writes docs/Errors.md
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PAGE = ROOT / "docs" / "Errors.md"
AREAS = {
    "ir": ("IR", "mixp run case.mlir --random=1"),
    "cli": ("Command line", "mixp run good.mlir --random=1"),
    "onnx": ("ONNX", "mixp import case.onnx -o case.mlir"),
    "npy": (".npy files", "mixp run good.mlir --input x.npy"),
}
INTRODUCTION = """# Errors

What mixp says to wrong uses: what was wrong, where, and what to do. Exit status 1, and 2 where a check fails. This page
is made from the tables in `test/Integration/Errors`, which a test runs, by `test/Integration/Errors/errors.py --page
--write`.
"""


class Case:
    def __init__(self, title, area):
        self.title, self.command, self.status = title, AREAS[area][1], 1
        self.files, self.error = {}, []

    def explicit_command(self, area):
        return self.command != AREAS[area][1]


def read_cases(path):
    """(lines before the first case, cases)"""
    area, preamble, cases, body = path.stem, [], [], None
    for line in path.read_text().splitlines():
        if line.startswith("=== "):
            cases.append(Case(line[4:], area))
            body = None
        elif not cases:
            preamble.append(line)
        elif line.startswith("$? "):
            cases[-1].status = int(line[3:])
        elif line.startswith("$ "):
            cases[-1].command = line[2:]
        elif line == "%% error":
            body = cases[-1].error
        elif line.startswith("%% "):
            body = cases[-1].files[line[3:]] = []
        elif body is not None:
            body.append(line)
    for case in cases:
        for lines in [case.error, *case.files.values()]:
            while lines and not lines[-1]:
                lines.pop()
    return preamble, cases


def write_cases(path, preamble, cases):
    text = "\n".join(preamble + [""] if preamble else [])
    text = text.rstrip() + "\n\n" if preamble else ""
    for case in cases:
        text += f"=== {case.title}\n"
        if case.explicit_command(path.stem):
            text += f"$ {case.command}\n"
        if case.status != 1:
            text += f"$? {case.status}\n"
        for name, lines in [*case.files.items(), ("error", case.error)]:
            text += f"%% {name}\n" + "".join(line + "\n" for line in lines)
        text += "\n"
    path.write_text(text.rstrip() + "\n")


def npy_header(text, body=b""):
    """An .npy file whose header is any text."""
    text += " " * (-(11 + len(text)) % 64) + "\n"
    return b"\x93NUMPY\1\0" + len(text).to_bytes(2, "little") + text.encode() + body


def write_file(path, lines):
    if path.suffix == ".onnx" and lines:
        import onnx
        from onnx_text import Model

        onnx.save(Model(lines).build(), path)
    elif path.suffix == ".npy" and lines:
        import npy

        names = {"encode": npy.encode, "header": npy_header}
        path.write_bytes(eval("\n".join(lines), names))
    else:
        path.write_text("".join(line + "\n" for line in lines))


def run_case(case, shared):
    """(status, lines of stderr)"""
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in {**shared, **case.files}.items():
            write_file(pathlib.Path(folder) / name, lines)
        result = subprocess.run(
            case.command, shell=True, cwd=folder, capture_output=True, text=True, timeout=120
        )
    # A slow machine gets signs of life.
    lines = result.stderr.splitlines()
    return result.returncode, [line for line in lines if not re.fullmatch(r"mixp: .* \(\d+ s\)", line)]


def check_table(path, update):
    preamble, cases = read_cases(path)
    shared = {"good.mlir": (HERE / "Inputs" / "good.mlir").read_text().splitlines()}
    failures = 0
    for case in cases:
        status, lines = run_case(case, shared)
        if status == case.status and lines == case.error:
            continue
        if update:
            case.status, case.error = status, lines
            continue
        failures += 1
        print(f"{path.name}: {case.title}\n$ {case.command}")
        print("\n".join([f"expected status {case.status} and:", *case.error]))
        print("\n".join([f"got status {status} and:", *lines, ""]))
    if update:
        write_cases(path, preamble, cases)
    print(f"{path.name}: {len(cases)} wrong uses, {failures} failures")
    return failures != 0


def make_page():
    text = INTRODUCTION
    for area, (title, _) in AREAS.items():
        _, cases = read_cases(HERE / f"{area}.txt")
        text += f"\n## {title}\n"
        for case in cases:
            text += f"\n**{case.title}** (`{case.command}`)\n\n"
            for line in case.error:
                if "note: see current operation" not in line:
                    text += f"    {line}\n"
    return text


def check_page(write):
    page = make_page()
    if write:
        PAGE.write_text(page)
    if not PAGE.exists() or PAGE.read_text() != page:
        print("docs/Errors.md is not what the tables say; run test/Integration/Errors/errors.py --page --write")
        return True
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("table", nargs="?", type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--page", action="store_true")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    for folder in ("test/Integration/Run/Inputs", "test/Conversion/ONNXToMixp/Inputs"):
        sys.path.append(str(ROOT / folder))
    if arguments.page:
        return check_page(arguments.write)
    return check_table(arguments.table, arguments.update)


if __name__ == "__main__":
    sys.exit(main())
