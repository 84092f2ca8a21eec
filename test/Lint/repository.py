"""The files that the lint looks at."""

import dataclasses
import functools
import pathlib
import subprocess

# The lint's own tests hold what it looks for.
OFFENDING_SAMPLES = ("test/Lint/", ".test")


@dataclasses.dataclass(frozen=True)
class Offender:
    """One thing that is wrong. `path` is relative to the root."""

    path: str
    line: int
    message: str
    remedy: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}; {self.remedy}"


class Repository:
    """A source tree: what git knows of it, or every file where git knows none."""

    def __init__(self, root, mlir_include=None):
        self.root = pathlib.Path(root).resolve()
        self.mlir_include = mlir_include

    @functools.cached_property
    def files(self):
        """Paths relative to the root, as strings with slashes, sorted."""
        if (self.root / ".git").exists():
            command = ["git", "-C", str(self.root), "ls-files"]
            command += ["--cached", "--others", "--exclude-standard"]
            output = subprocess.run(
                command, check=True, capture_output=True, text=True
            ).stdout
            names = output.splitlines()
        else:
            paths = (path for path in self.root.rglob("*") if path.is_file())
            names = [path.relative_to(self.root).as_posix() for path in paths]
            names = [
                name
                for name in names
                if not name.startswith("build") and "__pycache__" not in name
            ]
        return sorted(
            name
            for name in set(names)
            if not (name.startswith(OFFENDING_SAMPLES[0]) and name.endswith(OFFENDING_SAMPLES[1]))
            and (self.root / name).is_file()
        )

    def select(self, *suffixes, under=""):
        """The files below the folder `under` that end in one of `suffixes`."""
        return [
            name
            for name in self.files
            if name.endswith(suffixes) and name.startswith(under)
        ]

    @functools.lru_cache(maxsize=None)
    def text(self, name):
        """The file's text; empty for binary files."""
        try:
            return (self.root / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return ""

    def lines(self, name):
        """(number, line) pairs, numbers from 1."""
        return list(enumerate(self.text(name).splitlines(), 1))
