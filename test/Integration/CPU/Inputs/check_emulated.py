"""Runs the CASE: lines of a test file, or a module with one output, on a
processor that this machine only emulates, and compares the outputs with the
reference evaluator.

Each case is compiled ahead of time for --target, linked with a program that
calls the C function on inputs from files, and run; `mixp run --pipeline=given`
compares what it wrote. AArch64 runs under qemu-user. Intel's tiles, which qemu
has not, become calls of emulated_tiles.c in LLVM IR, and everything else runs
on this machine. Prints each failing case; exits 1 if there is one.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import numpy

from check_cases import GENERATOR, read_cases, report

PORT = re.compile(r"^ \*   (\w+): (\w+)\[([^\]]*)\]", re.MULTILINE)
KINDS = {"f64": "f8", "f32": "f4", "f16": "f2", "bf16": "u2", "i32": "i4", "i16": "i2"}


def decode_e4m3(code):
    exponent, fraction = code >> 3 & 15, code & 7
    magnitude = (8 + fraction) * 2.0 ** (exponent - 10) if exponent else fraction * 2.0**-9
    return -magnitude if code & 128 else magnitude


# Finite numbers of f8E4M3FN and their codes.
E4M3 = {decode_e4m3(code): code for code in range(255) if code != 127}


def run(command, folder):
    result = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    if result.returncode != 0:
        raise RuntimeError(f"{shlex.join(map(str, command))}\n{result.stdout}{result.stderr}")


class AArch64:
    compiler = ["aarch64-linux-gnu-gcc", "-O1"]
    command = ["qemu-aarch64", "-cpu", "max", "-L", "/usr/aarch64-linux-gnu", "./main"]
    objects = ["case.o"]

    def compile(self, folder, target):
        run(["mixp", "compile", "case.mlir", f"--target={target}", "--emit=object", "-o", "case.o"], folder)


class Tiles:
    compiler = ["gcc", "-O1"]
    command = ["./main"]
    objects = ["case.o", "tiles.o"]

    def compile(self, folder, target):
        run(["mixp", "compile", "case.mlir", f"--target={target}", "--emit=object", "-o", "case.o"], folder)
        run(["mixp", "compile", "case.mlir", f"--target={target}", "--emit=llvm", "-o", "case.ll"], folder)
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


def write_program(folder, ports, result):
    """A main that calls the case's function on files named after its ports."""
    arguments, lines = [], []
    for port in [*ports, result]:
        size = len(port.to_bytes(numpy.zeros(port.sizes, "f4")))
        lines.append(f"  static char {port.name}[{max(size, 1)}] __attribute__((aligned(64)));")
        if port is not result:
            lines.append(f'  f = fopen("{port.name}", "rb");')
            lines.append(f"  if (fread({port.name}, 1, {size}, f) != {size}) return 100;")
        arguments.append(f"(void *){port.name}")
        arguments += [str(size) for size in port.dynamic_sizes]
    lines.append(f"  int code = case_run({', '.join(arguments)});")
    lines.append('  f = fopen("out", "wb");')
    lines.append(f"  fwrite({result.name}, 1, sizeof {result.name}, f);\n  fclose(f);\n  return code;")
    text = '#include <stdio.h>\n#include "case.h"\nint main(void) {\n  FILE *f;\n'
    (folder / "main.c").write_text(text + "\n".join(lines) + "\n}\n")


def run_rows(machine, folder, header, rows, seed):
    ports = []
    for name, element, sizes in PORT.findall(header):
        port = Port(name, element, sizes, rows)
        port.dynamic_sizes = [rows] * port.dynamic
        ports.append(port)
    *inputs, result = ports
    numbers = numpy.random.default_rng(seed)
    files = []
    for port in inputs:
        values = port.random(numbers)
        (folder / port.name).write_bytes(port.to_bytes(values))
        numpy.save(folder / f"{port.name}.npy", values)
        files += ["--input", f"{port.name}={port.name}.npy"]
    write_program(folder, inputs, result)
    run([*machine.compiler, "main.c", *machine.objects, "-lm", "-o", "main"], folder)
    run(machine.command, folder)
    numpy.save(folder / "out.npy", result.from_bytes((folder / "out").read_bytes()))
    run(["mixp", "run", "case.mlir", *files, "--output", "out.npy", "--pipeline=given", "--check-outputs"],
        folder)


def run_case(folder, number, case, target):
    """Returns nothing, or what failed."""
    folder = pathlib.Path(folder) / str(number)
    folder.mkdir()
    if case.endswith(".mlir"):
        text = pathlib.Path(case).read_text()
    else:
        text = subprocess.run([sys.executable, GENERATOR, *shlex.split(case)],
                              capture_output=True, text=True, check=True).stdout
    (folder / "case.mlir").write_text(text)
    machine = AArch64() if target.startswith("neon") else Tiles()
    try:
        machine.compile(folder, target)
        header = (folder / "case.h").read_text()
        for rows in (1, 23) if "[?" in header else (3,):
            run_rows(machine, folder, header, rows, number)
    except RuntimeError as error:
        return f"CASE: {case}\n  {error}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--target", required=True, help="a target's name or file")
    options = parser.parse_args()
    cases = [options.file] if options.file.endswith(".mlir") else read_cases(options.file)
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(run_case, folder, i, case, options.target) for i, case in enumerate(cases)]
        report(jobs)


if __name__ == "__main__":
    main()
