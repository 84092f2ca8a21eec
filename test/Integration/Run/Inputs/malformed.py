"""Writes malformed .npy files into a folder and runs mixp on each.

Every one must give exit code 1 and one line that names the file and contains
the expected words; anything else is printed and fails the test.
"""

import os
import subprocess
import sys

import npy

GOOD = npy.encode("f4", (2, 3), [1, 2, 3, 4, 5, 6])


def header(text, body=b""):
    text += " " * (-(11 + len(text)) % 64) + "\n"
    return b"\x93NUMPY\1\0" + len(text).to_bytes(2, "little") + text.encode() + body


def shape(text, body=b""):
    return header(
        "{'descr': '<f4', 'fortran_order': False, 'shape': " + text + ", }", body
    )


CASES = {
    "empty": (b"", "not a .npy file"),
    "text": (b"1 2 3\n", "numpy.save"),
    "magic-only": (GOOD[:6], "truncated"),
    "version-only": (GOOD[:9], "truncated"),
    "header-cut": (GOOD[:40], "truncated"),
    "data-cut": (GOOD[:-1], "truncated"),
    "no-data": (GOOD[:128], "truncated"),
    "data-extra": (GOOD + b"x", "longer"),
    "version-9": (GOOD[:6] + b"\x09" + GOOD[7:], "version 9"),
    "huge-header": (b"\x93NUMPY\2\0\xff\xff\xff\xff{", "truncated"),
    "not-a-dict": (header("[1, 2]"), "expected '{'"),
    "unterminated": (header("{'descr"), "not terminated"),
    "open-dict": (header("{'descr': '<f4'"), "expected ','"),
    "no-shape": (header("{'descr': '<f4', 'fortran_order': False}"), "lacks"),
    "twice": (header("{'descr': '<f4', 'descr': '<f4'}"), "repeated"),
    "unknown-key": (header("{'what': 3}"), "unknown key"),
    "order": (header("{'fortran_order': 1}"), "True or False"),
    "big-endian": (header("{'descr': '>f4'}"), ".astype('<f4')"),
    "complex": (header("{'descr': '<c8'}"), "'<c8' is not supported"),
    "object": (header("{'descr': '|O'}"), "'|O' is not supported"),
    "structured": (header("{'descr': [('a', '<f4')]}"), "structured"),
    "negative": (shape("(-1, 3)"), "negative"),
    "huge": (shape("(1000000000000000000, 3)"), "too large"),
    "overflow": (shape("(99999999999999999999999, 3)"), "63 bits"),
    "wraps": (shape("(4294967296, 4294967296)"), "too large"),
    "zero-and-huge": (shape("(0, 4294967296, 4294967296)"), "too large"),
    "not-a-tuple": (shape("[2, 3]"), "tuple"),
    "not-a-number": (shape("(2, x)"), "expected a size"),
    "rank": (shape("(" + "1," * 40 + ")", b"1234"), "32 dims"),
    "wrong-dtype": (npy.encode("i4", (2, 3), range(6)), ".astype('float32')"),
    "wrong-rank": (npy.encode("f4", (6,), range(6)), "expected shape [?, 3]"),
    "wrong-size": (npy.encode("f4", (3, 2), range(6)), "got [3, 2]"),
}


def main():
    model, folder = sys.argv[1:]
    failures = 0
    for name, (data, words) in CASES.items():
        path = os.path.join(folder, name + ".npy")
        with open(path, "wb") as file:
            file.write(data)
        result = subprocess.run(
            ["mixp", "run", model, "--input", path],
            capture_output=True, text=True, timeout=60,
        )
        lines = result.stderr.splitlines()
        about_input = name.startswith("wrong-")
        good = (
            result.returncode == 1
            and len(lines) == 1
            and words in lines[0]
            and ("'x'" if about_input else path) in lines[0]
        )
        if not good:
            failures += 1
            print(f"{name}: exit {result.returncode}: {result.stderr}")
    print(f"{len(CASES)} malformed files, {failures} failures")
    return failures != 0


if __name__ == "__main__":
    sys.exit(main())
