"""Counts what the innermost loop of a product's kernel consists of.

    inner_loops.py TARGET LHS RHS [further arguments of matmul_case.py]

compiles the product to assembly and prints, for one iteration of the loop that
multiplies most, how many instructions multiply, prefetch, broadcast, load, move,
mask or shift, and do anything else, and how many touch the stack: values that
found no register.
"""

import collections
import pathlib
import re
import subprocess
import sys
import tempfile

GENERATOR = pathlib.Path(__file__).parents[2] / "CPU" / "Inputs" / "matmul_case.py"
KINDS = {
    "multiply": r"(\{vex\} )?vpdpbusd|vfmadd|mulps|pmaddwd|vdpbf16ps|vpmaddwd|[su]{0,2}dot\b|us?mmla|smmla|bfmmla|fmla",
    "prefetch": r"prefetch|prfm",
    "broadcast": r"vp?broadcast|ld1r|dup",
    "load": r"(vmov|vpmov|mov)[a-z0-9]* .*\),|ld[pr] |ldu?r |ld1 ",
    "move": r"(vmov|mov)[a-z0-9]* ",
    "bits": r"vp?and|vp?sr[la]|vpxor|vp?or|and v|ushr v|eor v",
}


def find_loops(lines):
    """Bodies of loops that are one block."""
    label = None
    for i, line in enumerate(lines):
        if found := re.match(r"(\.L\w+):", line):
            label, start = found[1], i + 1
        elif label and re.match(rf"\s+(j\w+|b\.\w+|cb\w+ .*)\s+{re.escape(label)}$", line.replace(",", " ")):
            yield [text.strip().replace("\t", " ") for text in lines[start:i]]


def classify(instruction):
    return next((kind for kind, pattern in KINDS.items() if re.match(pattern, instruction)), "other")


def main():
    target, *case = sys.argv[1:]
    module = subprocess.run([sys.executable, GENERATOR, *case], capture_output=True, text=True, check=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "case.mlir"
        path.write_text(module)
        command = ["mixp", "compile", path, f"--target={target}", "--emit=asm", "-o", "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    body, loop = max(((collections.Counter(map(classify, loop)), loop) for loop in find_loops(text.splitlines())),
                     key=lambda counted: counted[0]["multiply"])
    body["stack"] = sum(bool(re.search(r"\(%rsp|\[sp", instruction)) for instruction in loop)
    counts = [f"{body[kind]} {kind}" for kind in (*KINDS, "other", "stack")]
    print(f"{target} {' '.join(case)}: {', '.join(counts)}")


main()
