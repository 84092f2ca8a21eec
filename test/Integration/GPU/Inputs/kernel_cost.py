"""What the kernel of a product costs, as far as PTX and ptxas tell.

    kernel_cost.py TARGET LHS RHS RESULT [M N K]
    kernel_cost.py TARGET MODEL

prints the tensor instructions, loads of fragments from shared memory and roundings
to tf32 of one turn of the loop along K, and the registers and bytes spilled by
the kernel. f32 operands are read as tf32.
"""

import collections
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).parents[3] / "Matrix"))
import gpu_cells

KINDS = {
    "mma": r"mma\.sync",
    "wgmma": r"wgmma\.mma_async",
    "ldmatrix.x4": r"ldmatrix\S*\.x4",
    "tf32": r"cvt\.rna\.tf32",
}


def find_loops(lines):
    """Lines from each label to the last branch back to it."""
    labels, ends = {}, {}
    for i, line in enumerate(lines):
        if found := re.match(r"(\$L\w+):", line):
            labels[found[1]] = i
        elif (found := re.search(r"\bbra(?:\.uni)?\s+(\$L\w+);", line)) and found[1] in labels:
            ends[found[1]] = i
    return [lines[labels[label] : end] for label, end in ends.items()]


def count(loop):
    found = collections.Counter()
    for line in loop:
        for kind, pattern in KINDS.items():
            found[kind] += bool(re.match(rf"\s*(@!?%p\d+\s+)?{pattern}", line))
    return found


def main():
    target, *rest = sys.argv[1:]
    if len(rest) == 1:
        name, text = pathlib.Path(rest[0]).stem, pathlib.Path(rest[0]).read_text()
    else:
        lhs, rhs, result, *sizes = rest
        name = f"{lhs} x {rhs} -> {result}"
        row = gpu_cells.Row(lhs, rhs, result, "tf32" if lhs == "f32" else "")
        text = gpu_cells.module(row, "plain", tuple(map(int, sizes)) or (1024, 1024, 1024))
    with tempfile.TemporaryDirectory() as folder:
        model, ptx = pathlib.Path(folder) / "model.mlir", pathlib.Path(folder) / "kernel.ptx"
        model.write_text(text)
        subprocess.run(["mixp", "compile", model, f"--target={target}", "--emit=ptx", "-o", ptx], check=True)
        command = ["ptxas", f"-arch={target}", "-v", ptx, "-o", f"{folder}/kernel.cubin"]
        log = subprocess.run(command, check=True, capture_output=True, text=True).stderr
        loops = find_loops(ptx.read_text().splitlines())
    counts = [(count(loop), len(loop)) for loop in loops]
    # The loop over tiles is around the one along K.
    step, _ = max(counts, key=lambda counted: (counted[0]["mma"] + counted[0]["wgmma"], -counted[1]))
    spilled = sum(map(int, re.findall(r"(\d+) bytes spill", log)))
    registers = max(map(int, re.findall(r"Used (\d+) registers", log)))
    print(f"{target} {name}: " + ", ".join(f"{step[kind]} {kind}" for kind in KINDS))
    print(f"{registers} registers, {spilled} bytes spilled")


main()
