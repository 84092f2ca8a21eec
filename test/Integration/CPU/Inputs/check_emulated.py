"""Runs the CASE: lines of a test file, or a module, on a processor that this
machine only emulates, and compares the outputs with the reference evaluator.

The cases are compiled ahead of time for --target, linked with a program that
calls the C function on inputs from files, and run; `mixp run --pipeline=given`
compares what it wrote. AArch64 runs under qemu-user. Intel's tiles, which qemu
has not, become calls of emulated_tiles.c in LLVM IR, and everything else runs
on this machine. Prints each failing case; exits 1 if there is one.
"""

import argparse
import concurrent.futures
import functools
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import numpy

from check_cases import CASES_PER_MODULE, MIXP, read_cases, report, submit

PORT = re.compile(r"^ \*   (\w+): (\w+)\[([^\]]*)\]", re.MULTILINE)
KINDS = {"f64": "f8", "f32": "f4", "f16": "f2", "bf16": "u2", "i32": "i4", "i16": "i2"}


def decode_e4m3(code):
    exponent, fraction = code >> 3 & 15, code & 7
    magnitude = (8 + fraction) * 2.0 ** (exponent - 10) if exponent else fraction * 2.0**-9
    return -magnitude if code & 128 else magnitude


# Finite numbers of f8E4M3FN and their codes.
E4M3 = {decode_e4m3(code): code for code in range(255) if code != 127}


def check(result):
    if result.returncode != 0:
        raise RuntimeError(f"{shlex.join(map(str, result.args))}\n{result.stdout}{result.stderr}")


def run(command, folder):
    check(subprocess.run(command, capture_output=True, text=True, cwd=folder))


def run_mixp(*words):
    check(MIXP.run(words))


class AArch64:
    compiler = ["aarch64-linux-gnu-gcc", "-O1"]
    command = ["qemu-aarch64", "-cpu", "max", "-L", "/usr/aarch64-linux-gnu", "./main"]
    objects = ["case.o"]
    cases_per_module = CASES_PER_MODULE

    def compile(self, folder, target):
        run_mixp("compile", folder / "case.mlir", f"--target={target}", "--emit=object", "-o", folder / "case.o")


class Tiles:
    compiler = ["gcc", "-O1"]
    command = ["./main"]
    objects = ["case.o", "tiles.o"]
    cases_per_module = 1  # Each has to use tiles.

    def compile(self, folder, target):
        for form, name in (("object", "case.o"), ("llvm", "case.ll")):
            run_mixp("compile", folder / "case.mlir", f"--target={target}", f"--emit={form}", "-o", folder / name)
        text = (folder / "case.ll").read_text()
        if "x86_amx" not in text:
            raise RuntimeError("expected tiles")
        text = re.sub(r"@llvm\.x86\.t(\w+)\.internal", r"@emulated_t\1", text)
        text = text.replace("x86_amx", "ptr")
        # The permission to use tiles.
        text, requests = re.subn(r'call i64 asm sideeffect "syscall".*', "add i64 0, 0", text)
        if requests != ("emulated_" in text):
            raise RuntimeError("expected one request of tiles, and only with them")
        text = re.sub(r"^(declare .*@emulated.*\)).*$", r"\1", text, flags=re.MULTILINE)
        (folder / "case.ll").write_text(text)
        run(["llc", "-O2", "-relocation-model=pic", "-filetype=obj", "case.ll", "-o", "case.o"], folder)
        source = pathlib.Path(__file__).with_name("emulated_tiles.c")
        run([*self.compiler, "-c", source, "-o", "tiles.o"], folder)


def machine_of(target):
    return AArch64() if target.startswith("neon") else Tiles()


class Port:
    """An argument as the C header describes it."""

    def __init__(self, name, element, sizes, rows):
        self.name, self.element = name, element
        self.sizes = [rows if size == "?" else int(size) for size in sizes.split(", ") if size]
        self.dynamic = sizes.count("?")

    def kind(self):
        if self.element in KINDS:
            return KINDS[self.element]
        return "u1" if self.element.startswith("u") else "i1"

    def width(self):
        return int(re.search(r"\d+", self.element)[0])

    def random(self, numbers):
        """Values that f32 holds, positive where they are scales."""
        if self.element in ("f64", "f32", "f16", "bf16"):
            values = numbers.integers(-64, 65, self.sizes).astype("f4") / 32
            return abs(values) + 1 / 32 if "scale" in self.name else values
        if self.element == "f8E4M3FN":
            return numbers.choice(list(E4M3), self.sizes).astype("f4")
        if self.element == "i1":
            return numbers.integers(0, 2, self.sizes).astype("bool")
        low, high = -(2 ** (self.width() - 1)), 2 ** (self.width() - 1) - 1
        if self.element.startswith("u"):
            low, high = 0, 2 ** self.width() - 1
        return numbers.integers(low, high + 1, self.sizes).astype(self.kind())

    def to_bytes(self, values):
        if self.element == "bf16":
            return (values.astype("f4").view("u4") >> 16).astype("u2").tobytes()
        if self.element == "f8E4M3FN":
            return bytes(E4M3[float(value)] for value in values.flat)
        if self.width() in (1, 2, 4) and self.element != "i1":  # bools have whole bytes
            bits = (values.astype("u1").reshape(-1, 1) >> numpy.arange(self.width())) & 1
            return numpy.packbits(bits.astype("u1"), bitorder="little").tobytes()
        return values.astype(self.kind()).tobytes()

    def from_bytes(self, data):
        values = numpy.frombuffer(data, self.kind())
        if self.element == "bf16":
            values = (values.astype("u4") << 16).view("f4")
        return values.reshape(self.sizes)


def write_program(folder, inputs, results, rows):
    """A main that calls the module's function on files named after its ports."""
    arguments, reads, writes = [], [], []
    for port in [*inputs, *results]:
        size = len(port.to_bytes(numpy.zeros(port.sizes, "f4")))
        reads.append(f"  static char {port.name}[{max(size, 1)}] __attribute__((aligned(64)));")
        if port in inputs:
            reads.append(f'  f = fopen("{port.name}", "rb");')
            reads.append(f"  if (fread({port.name}, 1, {size}, f) != {size}) return 100;")
        else:
            writes.append(f'  f = fopen("{port.name}", "wb");')
            writes.append(f"  fwrite({port.name}, 1, {size}, f);\n  fclose(f);")
        arguments.append(f"(void *){port.name}")
        arguments += [str(rows)] * port.dynamic
    call = f"  int code = case_run({', '.join(arguments)});"
    text = '#include <stdio.h>\n#include "case.h"\nint main(void) {\n  FILE *f;\n'
    (folder / "main.c").write_text(text + "\n".join([*reads, call, *writes]) + "\n  return code;\n}\n")


def run_rows(machine, folder, header, rows):
    inputs, results = (
        [Port(*port, rows) for port in PORT.findall(part)] for part in header.split("* Outputs:"))
    numbers = numpy.random.default_rng(rows)
    files = []
    for port in inputs:
        values = port.random(numbers)
        (folder / port.name).write_bytes(port.to_bytes(values))
        numpy.save(folder / f"{port.name}.npy", values)
        files += ["--input", f"{port.name}={folder / port.name}.npy"]
    write_program(folder, inputs, results, rows)
    run([*machine.compiler, "main.c", *machine.objects, "-lm", "-o", "main"], folder)
    run(machine.command, folder)
    for port in results:
        numpy.save(folder / f"{port.name}.npy", port.from_bytes((folder / port.name).read_bytes()))
        files += ["--output", f"{port.name}={folder / port.name}.npy"]
    run_mixp("run", folder / "case.mlir", *files, "--pipeline=given", "--check-outputs")


def run_module(folder, target, name, text):
    """Nothing, or what is wrong."""
    folder = pathlib.Path(folder) / name
    folder.mkdir()
    (folder / "case.mlir").write_text(text)
    machine = machine_of(target)
    try:
        machine.compile(folder, target)
        header = (folder / "case.h").read_text()
        for rows in (1, 23) if "[?" in header else (3,):
            run_rows(machine, folder, header, rows)
    except RuntimeError as error:
        return str(error)
    return ""


def run_file(path, run):
    failure = run("file", pathlib.Path(path).read_text())
    return [f"{path}\n  {failure}"] if failure else []


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--target", required=True, help="a target's name or file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        run = functools.partial(run_module, folder, options.target)
        if options.file.endswith(".mlir"):
            report([pool.submit(run_file, options.file, run)], 1)
        cases = read_cases(options.file)
        report(submit(pool, cases, machine_of(options.target).cases_per_module, run), len(cases))


if __name__ == "__main__":
    main()
