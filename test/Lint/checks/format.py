"""C and C++ files that clang-format 22 would write otherwise."""

import re
import shutil
import subprocess

from repository import Offender

NAMES = ("clang-format-22", "clang-format")


def formatter():
    """The installed clang-format of version 22, or None."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            version = subprocess.run([path, "--version"], capture_output=True, text=True)
            if re.search(r"version 22\.", version.stdout):
                return path
    return None


def check(repository):
    files = repository.select(".cpp", ".h", ".c")
    if not files:
        return
    program = formatter()
    if not program:
        yield Offender(".clang-format", 1, "no clang-format 22 found", "install clang-format-22")
        return
    command = [program, "--dry-run", "--Werror", "--fallback-style=LLVM", *files]
    errors = subprocess.run(command, cwd=repository.root, capture_output=True, text=True).stderr
    seen = set()
    for path, line in re.findall(r"^(\S+?):(\d+):\d+: error:", errors, re.MULTILINE):
        if path not in seen:
            seen.add(path)
            yield Offender(path, int(line), "not in the project's format", f"run {NAMES[0]} -i {path}")
