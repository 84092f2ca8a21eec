"""Products of bf16 terms (mixp-split-precision) against real arithmetic.

    split_precision.py FOLDER [TARGET]

Compiles one f32 product with its operands rounded to bf16 and split into two
and three terms, and compares each with sums that are exact but for one
rounding: the error must be within docs/Numerics.md, section 6.4, and fall by
what each term adds.
"""

import array
import math
import pathlib
import random
import subprocess
import sys

M, K, N = 5, 67, 9
# Products, and what they miss of one.
PRECISIONS = {"bf16x3": (3, 2**-15), "bf16x6": (6, 2**-24)}


def write(path, values, shape):
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {tuple(shape)}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    data = array.array("f", values).tobytes()
    path.write_bytes(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + data)


def read(path):
    data = path.read_bytes()
    return array.array("f", data[10 + int.from_bytes(data[8:10], "little"):]).tolist()


def run(folder, name, module, target, split):
    source, lowered = folder / f"{name}.mlir", folder / f"{name}-split.mlir"
    source.write_text(module)
    passes = ["--mixp-split-precision"] if split else []
    subprocess.run(["mixp-opt", str(source), *passes, "-o", str(lowered)], check=True)
    assert not split or "precision(" not in lowered.read_text()
    output = folder / f"{name}.npy"
    inputs = [f"--input={folder}/{operand}.npy" for operand in "xyc"]
    subprocess.run(["mixp", "run", str(lowered), *inputs, f"--output={output}", f"--target={target}"],
                   check=True, stdout=subprocess.DEVNULL)
    return read(output)


def product(element, precision):
    x, y = f"tensor<{M}x{K}xf32>", f"tensor<{K}x{N}xf32>"
    out = f"tensor<{M}x{N}xf32>"
    lines, operands, kinds = [], [], []
    for name, kind in (("x", x), ("y", y)):
        narrow = kind.replace("f32", element)
        kinds.append(narrow)
        operands.append("%" + name)
        if element != "f32":
            lines.append(f"  %{name}1 = mixp.cast %{name} : {kind} -> {narrow}")
            operands[-1] += "1"
    lines.append(f"  %r = mixp.matmul ins({', '.join(operands)} : {', '.join(kinds)}) "
                 f"{precision} outs(%c : {out}) -> {out}")
    return "\n".join([f"func.func @main(%x: {x}, %y: {y}, %c: {out}) -> {out} {{", *lines,
                      f"  return %r : {out}", "}", ""])


def main():
    folder, target = pathlib.Path(sys.argv[1]), (sys.argv[2:] or ["host"])[0]
    folder.mkdir(parents=True, exist_ok=True)
    numbers = random.Random(1)
    data = {}
    for name, shape in (("x", (M, K)), ("y", (K, N)), ("c", (M, N))):
        count = shape[0] * shape[1]
        values = [math.ldexp(numbers.uniform(-1, 1), numbers.randint(-6, 6)) for _ in range(count)]
        data[name] = array.array("f", values).tolist()
        write(folder / f"{name}.npy", data[name], shape)

    exact, magnitude = [], []
    for i in range(M):
        for j in range(N):
            terms = [data["x"][i * K + k] * data["y"][k * N + j] for k in range(K)]
            exact.append(math.fsum([data["c"][i * N + j], *terms]))
            magnitude.append(math.fsum(map(abs, terms)))

    def worst(values, name):
        """The largest error as a part of the sum of magnitudes."""
        errors = [abs(v - e) for v, e in zip(values, exact)]
        if name in PRECISIONS:
            products, missing = PRECISIONS[name]
            gamma = 33 / 32 * (products * K + 4) * 2**-24
            bounds = [gamma * (abs(c) + s) + missing * s for c, s in zip(data["c"], magnitude)]
            assert all(e <= b for e, b in zip(errors, bounds)), name
        return max(e / s for e, s in zip(errors, magnitude))

    one = worst(run(folder, "bf16", product("bf16", ""), target, split=False), "bf16")
    three = worst(run(folder, "bf16x3", product("f32", "precision(bf16x3)"), target, split=True), "bf16x3")
    six = worst(run(folder, "bf16x6", product("f32", "precision(bf16x6)"), target, split=True), "bf16x6")
    print(f"bf16 2^{math.log2(one):.1f}, bf16x3 2^{math.log2(three):.1f}, bf16x6 2^{math.log2(six):.1f}")
    assert three < one / 64, "a second term makes no difference"
    assert six < three / 4, "a third term makes no difference"


if __name__ == "__main__":
    main()
