"""The first phase: kernels, inputs, and what the emulator makes of them."""

import json
import shutil
import subprocess
import tempfile
import pathlib

import calibrate_memory
import calibrate_mma
import calibrate_scalar
import calibrate_wgmma
import npy
from calibrate_case import MapArgument
from launches import element_bytes
from targets import Target

INDEX = "calibrate.json"
FAMILIES = (calibrate_mma, calibrate_wgmma, calibrate_memory, calibrate_scalar)


def has(target, first):
    """Whether a target has what came with the target `first`."""
    wanted, here = Target.parse(first), Target.parse(target)
    return here == wanted if wanted.suffix else here.capability >= wanted.capability


def select(target, pattern):
    """The cases of a target whose name a regular expression finds."""
    cases = [case for family in FAMILIES for case in family.cases(target)]
    return [case for case in cases if has(target, case.target) and pattern.search(case.name)]


def emulator_arguments(case, folder):
    """ptx-emu's words for a case, whose inputs are files of `folder`."""
    words, maps = [], 0
    for number, item in enumerate(case.inputs):
        contents = item.contents if isinstance(item, MapArgument) else item
        file = folder / f"in{number}.npy"
        npy.write(file, "|u1", (len(contents),), contents)
        if isinstance(item, MapArgument):
            box, dims = ("x".join(map(str, sizes)) for sizes in (item.box, item.dims))
            words.append(f"--memory=in:{file}")
            width = element_bytes(item.element)
            words.append(f"--arg=map:m{maps}:box={box}:shape={dims}:swizzle={item.swizzle}:bytes={width}")
            maps += 1
        else:
            words.append(f"--arg=in:{file}")
    return [*words, f"--arg=out:{folder / 'out.npy'}:uint8:{case.output_bytes}"]


def emulate(ptx_emu, case, ptx_file):
    """(output, None), or (None, what the emulator says)."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        command = [str(ptx_emu), str(ptx_file), f"--grid={case.blocks}", f"--shared={case.shared_bytes}"]
        done = subprocess.run([*command, *emulator_arguments(case, folder)], capture_output=True, text=True)
        if done.returncode:
            return None, (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[0]
        return npy.read(folder / "out.npy"), None


def describe(case):
    """A case in the index: everything but contents."""
    arguments = []
    for number, item in enumerate(case.inputs):
        entry = {"file": f"in{number}.bin"}
        if isinstance(item, MapArgument):
            entry.update(element=item.element, dims=item.dims, box=item.box, swizzle=item.swizzle)
        arguments.append(entry)
    return {
        "name": case.name, "instruction": case.instruction, "threads": case.threads, "blocks": case.blocks,
        "shared_bytes": case.shared_bytes, "inputs": arguments, "output": case.output,
        "output_bytes": case.output_bytes, "classes": case.classes, "model": case.model,
    }  # fmt: skip


def write(case, folder, expected):
    for number, item in enumerate(case.inputs):
        contents = item.contents if isinstance(item, MapArgument) else item
        (folder / f"in{number}.bin").write_bytes(contents)
    (folder / "emulator.bin").write_bytes(expected)


def build(options):
    """Writes all cases into options.output; the number that the emulator ran."""
    cases = select(options.target, options.match)
    options.output.mkdir(parents=True, exist_ok=True)
    index = {"target": options.target, "cases": [], "refused": {}}
    for number, case in enumerate(cases, 1):
        folder = options.output / case.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "code.ptx").write_text(case.ptx)
        expected, reason = emulate(options.ptx_emu, case, folder / "code.ptx")
        print(f"[{number}/{len(cases)}] {case.name}: {'emulated' if reason is None else reason}", flush=True)
        if reason is None:
            write(case, folder, expected)
            index["cases"].append(describe(case))
        else:
            index["refused"][case.name] = reason
    (options.output / INDEX).write_text(json.dumps(index, indent=1) + "\n")
    print(f"{len(index['cases'])} of {len(cases)} cases for {options.target} in {options.output}")
    return len(index["refused"]) == 0 and bool(cases)
