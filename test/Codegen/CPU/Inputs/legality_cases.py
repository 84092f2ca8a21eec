"""Whether products become packed ones exactly where mixp-legalize-for-target
says that a kernel takes them: random products of all types, signs, scales,
zero points, transposes and precisions, one function each.

legality_cases.py TARGET COUNT [SEED] prints each disagreement and a summary.
"""

import collections
import random
import re
import subprocess
import sys

INTEGERS = ["i1", "i2", "i3", "i4", "i5", "i8", "i16"]
FLOATS = ["f64", "f32", "bf16", "f16", "f8E5M2", "f8E4M3FN", "f6E3M2FN", "f4E2M1FN"]
M, N, K = 3, 6, 12


class Side:
    """One operand with what belongs to it: `dims` are those of the value as
    stored, the reduced one at `reduction`."""

    def __init__(self, rng, name, dims, reduction, kinds):
        self.name, self.dims, self.lines, self.arguments = name, dims, [], []
        self.reduction = reduction
        self.element = rng.choice(kinds)
        self.is_integer = self.element in INTEGERS
        self.unsigned = self.is_integer and self.element != "i16" and rng.random() < 0.3
        self.constant = rng.random() < 0.5
        self.scale = rng.choice(["", "", "f32", "f32", "f32", "f16", "f8E8M0FNU"])
        if self.element == "f64" or (self.element == "f32" and rng.random() < 0.8):
            self.scale = ""
        self.zero = rng.choice(["", "", "i32", "f32"]) if self.is_integer else ""
        if self.zero == "f32" and not self.scale:
            self.zero = "i32"
        inner = [1 if rng.random() < 0.5 else 0 for _ in dims]
        inner[reduction] = rng.choice([0, 0, 4, 8, 5])
        if rng.random() < 0.15:
            inner[len(dims) - 1 - (reduction == len(dims) - 1)] = 2
        self.block = inner

    def operand(self, name, element, dims, constant):
        kind = f"tensor<{'x'.join(map(str, dims))}x{element}>"
        if constant:
            one = "1.0" if element.startswith(("f", "b")) else "-1" if element == "i1" else "1"
            self.lines.append(f"    %{name} = arith.constant dense<{one}> : {kind}")
        else:
            self.arguments.append(f"%{name}: {kind}")
        return f"%{name} : {kind}"

    def build(self, rng):
        self.value = self.operand(self.name, self.element, self.dims, self.constant)
        table = [-(-d // b) if b else 1 for d, b in zip(self.dims, self.block)]
        text = ""
        if self.scale:
            scale = self.operand(f"s{self.name}", self.scale, table, rng.random() < 0.7)
            text += f" {self.name}_scale({scale})"
        if self.zero:
            zero = self.operand(f"z{self.name}", self.zero, table, rng.random() < 0.5)
            text += f" {self.name}_zero_point({zero})"
        if text:
            text += f" {self.name}_block {self.block}"
        return text


def share_groups(rng, lhs, rhs):
    """Gives both sides scales in the same groups along K, those of lhs for all
    its rows: what static quantization in groups makes."""
    group = rng.choice([4, 8])
    for side, other in ((lhs, 0), (rhs, 1)):
        side.block = [group if dim == side.reduction else other for dim in range(len(side.dims))]
        side.scale = side.scale or "f32"
    rhs.constant = True


def build_case(rng, index):
    batch = [2] if rng.random() < 0.25 else []
    transpose = [rng.random() < 0.25, rng.random() < 0.25]
    kinds = rng.choice([INTEGERS, INTEGERS, FLOATS, INTEGERS + FLOATS, ["f32"], ["bf16", "f8E5M2"]])
    lhs_dims = batch + ([K, M] if transpose[0] else [M, K])
    rhs_dims = batch + ([N, K] if transpose[1] else [K, N])
    lhs = Side(rng, "lhs", lhs_dims, len(batch) + (0 if transpose[0] else 1), kinds)
    rhs = Side(rng, "rhs", rhs_dims, len(batch) + (1 if transpose[1] else 0), kinds)
    if rng.random() < 0.2:
        share_groups(rng, lhs, rhs)
    tables = lhs.build(rng) + rhs.build(rng)
    exact = lhs.is_integer and rhs.is_integer and not lhs.scale and not rhs.scale
    result = "i32" if exact else rng.choice(["f32", "f32", "f16", "bf16"])
    if "f64" in (lhs.element, rhs.element):
        result = "f64"
    outs = f"tensor<{'x'.join(map(str, batch + [M, N]))}x{result}>"
    flags = [flag for flag, on in [("transpose_lhs", transpose[0]), ("transpose_rhs", transpose[1]),
                                   ("lhs_unsigned", lhs.unsigned), ("rhs_unsigned", rhs.unsigned)] if on]
    (left, left_type), (right, right_type) = (side.value.split(" : ") for side in (lhs, rhs))
    precision = ""
    if lhs.element == rhs.element == "f32" and rng.random() < 0.5:
        precision = " precision(" + rng.choice(["tf32", "bf16x3", "bf16x6"]) + ")"
    attributes = " {" + ", ".join(flags) + "}" if flags else ""
    arguments = ", ".join(lhs.arguments + rhs.arguments + [f"%outs: {outs}"])
    lines = [f"  func.func @case{index}({arguments}) -> {outs} {{", *lhs.lines, *rhs.lines,
             f"    %0 = mixp.matmul ins({left}, {right} : {left_type}, {right_type}){tables}{precision}"
             f" outs(%outs : {outs}){attributes} -> {outs}",
             f"    return %0 : {outs}", "  }"]
    return "\n".join(lines)


def main():
    target, count = sys.argv[1], int(sys.argv[2])
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    cases = [build_case(rng, index) for index in range(count)]
    command = ["mixp-opt", f"--mixp-resolve-target=target={target}", "--mixp-legalize-for-target", "--mixp-split-precision",
               "--mixp-decompose-matmul", "--mixp-select-schedule", "--mixp-pack-matmul",
               "--remarks-filter=mixp-legal", "-mlir-disable-threading"]  # fmt: skip
    result = subprocess.run(command, input="\n".join(cases), capture_output=True, text=True)
    if result.returncode:
        sys.exit("\n".join(line for line in result.stderr.splitlines() if "error:" in line))
    codes, said = collections.Counter(), {}
    for code, name in re.findall(r"\] (mixp-legal-\d+) .*? Function=(\w+)", result.stderr):
        codes[code] += 1
        if code != "mixp-legal-003":
            said[name] = code
    wrong = 0
    for index, function in enumerate(result.stdout.split("func.func @case")[1:]):
        name = "case" + function.split("(")[0]
        packed = "mixp.packed_matmul" in function
        if packed != (said.get(name, "") in ("mixp-legal-001", "mixp-legal-002", "mixp-legal-004")):
            wrong += 1
            print(f"{said.get(name)} but {'packed' if packed else 'not packed'}:\n{cases[index]}")
    print(f"{count} products for {target}, {wrong} disagreements")
    for code in sorted(codes):
        print(f"{code} seen")


main()
