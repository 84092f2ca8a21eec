"""The first phase: models, and a bundle of each by `mixp compile`."""

import json
import pathlib
import shutil
import subprocess

from bench_models import model
from targets import Target

INDEX = "bench.json"


def wanted_bundles(types, sizes):
    """(name, type, size) of each bundle, once."""
    seen = {}
    for bench_type in types:
        for size in sizes:
            if bench_type.fits(size):
                seen.setdefault(bench_type.bundle_name(size), (bench_type, size))
    return [(name, *rest) for name, rest in seen.items()]


def compile_bundle(mixp, source, target, folder):
    """None, or why mixp refuses."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [str(mixp), "compile", str(source), f"--target={target}", "--emit=bundle", "--remarks=mixp-gpu"]
    done = subprocess.run([*command, "-o", str(folder)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode == 0:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    missed = [line.split('Reason="')[1].rstrip('"') for line in lines if "[Missed]" in line and 'Reason="' in line]
    return (missed or lines or [f"mixp exited with {done.returncode}"])[-1]


def drop_constants(folder):
    """`run` draws other weights, so that their file need not be carried."""
    file = json.loads((folder / "manifest.json").read_text())["constants_file"]
    if file:
        (folder / file).unlink()


def build(options):
    """Writes all bundles into options.output; the number that mixp compiled.

    A refusal is no failure, since a target need not have every type; it is
    told, and `run` tells it again.
    """
    Target.parse(options.target)
    folder = pathlib.Path(options.output)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = wanted_bundles(options.types, options.sizes)
    index = {"target": options.target, "bundles": [], "refused": {}}
    for number, (name, bench_type, size) in enumerate(wanted, 1):
        source = folder / f"{name}.mlir"
        source.write_text(model(bench_type, size))
        reason = compile_bundle(options.mixp, source, options.target, folder / name)
        if reason is None and bench_type.scaled:
            drop_constants(folder / name)
        if reason is None:
            index["bundles"].append(name)
        else:
            index["refused"][name] = reason
        print(f"[{number}/{len(wanted)}] {name}: {'compiled' if reason is None else f'skipped: {reason}'}", flush=True)
    (folder / INDEX).write_text(json.dumps(index, indent=1) + "\n")
    print(f"{len(index['bundles'])} bundles for {options.target} in {folder}")
    return len(index["bundles"])
