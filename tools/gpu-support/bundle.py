"""Reads what `mixp compile --emit=bundle` writes: docs/GpuBundle.md."""

from __future__ import annotations

import dataclasses
import json
import pathlib

from targets import Target, format_capability

FORMAT, VERSION = "mixp-gpu-bundle", 2


class BundleError(Exception):
    """A folder is no bundle, or does not fit the device."""


@dataclasses.dataclass(frozen=True)
class Layout:
    """How an operand lies on the device."""

    kind: str  # "rows" or "fragments"
    transpose: bool
    round: str | None = None  # "tf32": elements are rounded before they are stored
    bits: int = 0  # of fragments, like the next two
    block_n: int = 0
    block_k: int = 0
    flip: bool | None = None  # whether top bits are inverted; None: those of signed integers


@dataclasses.dataclass(frozen=True)
class Operand:
    value: str
    access: str  # "read" or "write"
    layout: Layout
    dims: tuple | None = None  # names of sizes, integers or None


@dataclasses.dataclass(frozen=True)
class Launch:
    """One kernel. `sizes`, `grid` and `arguments` are as in the manifest."""

    kernel: str
    threads: int
    shared_bytes: int
    sizes: dict
    operands: tuple
    grid: dict
    arguments: tuple


@dataclasses.dataclass(frozen=True)
class Value:
    name: str
    type: str
    shape: tuple  # -1 where only a run knows
    kind: str  # "input", "output", "temporary" or "constant"
    offset: int = 0  # of constants, like the next
    bytes: int = 0


@dataclasses.dataclass(frozen=True)
class Bundle:
    folder: pathlib.Path
    name: str
    target: str
    values: dict  # by name, in the manifest's order
    launches: tuple
    ptx: str
    cubin: str | None
    constants_file: str | None

    @staticmethod
    def read(folder):
        folder = pathlib.Path(folder)
        try:
            manifest = json.loads((folder / "manifest.json").read_text())
        except (OSError, ValueError) as error:
            raise BundleError(f"cannot read a bundle from '{folder}': {error}") from error
        if (manifest.get("format"), manifest.get("version")) != (FORMAT, VERSION):
            raise BundleError(f"'{folder}': expected version {VERSION} of {FORMAT}; compile the bundle again")
        try:
            values = {value["name"]: _read_value(value) for value in manifest["values"]}
            launches = tuple(read_launch(launch) for launch in manifest["launches"])
            return Bundle(
                folder, manifest["name"], manifest["target"], values, launches,
                manifest["ptx"], manifest["cubin"], manifest["constants_file"],
            )  # fmt: skip
        except (KeyError, TypeError) as error:
            raise BundleError(f"'{folder}': unexpected manifest: {error}; compile the bundle again") from error

    def names(self, kind):
        return [value.name for value in self.values.values() if value.kind == kind]

    def constant(self, name):
        """The bytes of a constant, as the host holds it."""
        value = self.values[name]
        contents = (self.folder / self.constants_file).read_bytes()[value.offset : value.offset + value.bytes]
        if len(contents) != value.bytes:
            raise BundleError(f"constant '{name}': the file of constants is too short; copy the bundle again")
        return contents

    def images(self, capability):
        """(kind, contents) of what runs on a device, what is best first."""
        target = Target.parse(self.target)
        names = []
        if self.cubin and target.runs_cubin(capability):
            names.append(("cubin", self.cubin))
        if target.runs_ptx(capability):
            names.append(("ptx", self.ptx))
        if not names:
            raise BundleError(
                f"bundle '{self.name}' is for {self.target} but the device has compute capability "
                f"{format_capability(capability)}; compile with --target for the device"
            )
        return [(kind, (self.folder / name).read_bytes()) for kind, name in names]


def _read_value(value):
    return Value(**{**value, "shape": tuple(value["shape"])})


def _read_operand(operand):
    dims = operand.get("dims")
    layout = Layout(**operand["layout"])
    return Operand(operand["value"], operand["access"], layout, None if dims is None else tuple(dims))


def read_launch(launch):
    """A Launch from its object in the manifest."""
    operands = tuple(_read_operand(operand) for operand in launch["operands"])
    return Launch(**{**launch, "operands": operands, "arguments": tuple(launch["arguments"])})
