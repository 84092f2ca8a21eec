"""What bytecode.test needs beside mixp-opt.

    bytecode.py round-trip FOLDER           every op test of FOLDER survives bytecode
    bytecode.py version FILE NUMBER OUTPUT  FILE as if that dialect version wrote it
"""

import pathlib
import subprocess
import sys


def round_trip(folder):
    """mixp-opt compares the module with what is read back, as text and as bytecode."""
    files = [file for file in sorted(pathlib.Path(folder).glob("*.mlir")) if "invalid" not in file.name]
    assert files
    for file in files:
        subprocess.run(
            ["mixp-opt", "--verify-roundtrip", "--split-input-file", str(file)], check=True, stdout=subprocess.DEVNULL
        )


def set_version(file, number, output):
    """The version is a section of its own: id 7, its size, the number. Sizes and
    numbers below 128 are one byte, twice the value plus 1."""
    data = pathlib.Path(file).read_bytes()
    section = bytes([7, 2 * 1 + 1])
    written = section + bytes([2 * 1 + 1])
    assert data.count(written) == 1
    pathlib.Path(output).write_bytes(data.replace(written, section + bytes([2 * int(number) + 1])))


if sys.argv[1] == "round-trip":
    round_trip(sys.argv[2])
else:
    set_version(*sys.argv[2:])
