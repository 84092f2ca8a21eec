"""Compiles a model of equal int8 layers and counts its kernels.

    layers.py LAYERS SIZE SECONDS FOLDER

Each layer is SIZE x SIZE weights of its own, a bias and a requantization to
ui8. Prints how many kernels the assembly has; exits 1 if compiling took more
than SECONDS.
"""

import pathlib
import random
import re
import subprocess
import sys
import time


def constant(name, data):
    header = (64).to_bytes(4, "little")  # the alignment
    return f'      {name}: "0x{(header + data).hex()}"'


def write_model(layers, n):
    numbers = random.Random(1)
    wide, narrow = f"tensor<?x{n}xi32>", f"tensor<?x{n}xui8>"
    constants = []
    lines = [
        "#mn = affine_map<(m, n) -> (m, n)>",
        "#n = affine_map<(m, n) -> (n)>",
        f"func.func @main(%x0: {narrow}) -> {narrow} {{",
        "  %c0 = arith.constant 0 : index",
        "  %zero = arith.constant 0 : i32",
        "  %s = arith.constant dense<0.001953125> : tensor<1x1xf32>",
        f"  %rows = tensor.dim %x0, %c0 : {narrow}",
        f"  %e = tensor.empty(%rows) : {wide}",
        f"  %z = linalg.fill ins(%zero : i32) outs(%e : {wide}) -> {wide}",
    ]
    for i in range(layers):
        bias = [numbers.randrange(-1000, 1000) for _ in range(n)]
        constants.append(constant(f"w{i}", numbers.randbytes(n * n)))
        constants.append(constant(
            f"b{i}", b"".join(b.to_bytes(4, "little", signed=True) for b in bias)))
        lines += [
            f"  %w{i} = arith.constant dense_resource<w{i}> : tensor<{n}x{n}xi8>",
            f"  %b{i} = arith.constant dense_resource<b{i}> : tensor<{n}xi32>",
            f"  %p{i} = mixp.matmul ins(%x{i}, %w{i} : {narrow}, tensor<{n}x{n}xi8>)"
            f" outs(%z : {wide}) -> {wide}",
            f"  %q{i} = linalg.generic {{indexing_maps = [#mn, #n, #mn],"
            ' iterator_types = ["parallel", "parallel"]}'
            f" ins(%p{i}, %b{i} : {wide}, tensor<{n}xi32>) outs(%e : {wide}) {{",
            "  ^bb0(%a: i32, %b: i32, %old: i32):",
            "    %sum = arith.addi %a, %b : i32",
            "    linalg.yield %sum : i32",
            f"  }} -> {wide}",
            f"  %x{i + 1} = mixp.requantize onnx %q{i} scale(%s : tensor<1x1xf32>)"
            f" block [0, 0] : {wide} -> {narrow}",
        ]
    lines += [f"  return %x{layers} : {narrow}", "}", "{-#",
              "  dialect_resources: { builtin: {", ",\n".join(constants), "  } }",
              "#-}"]
    return "\n".join(lines)


def main():
    layers, size, seconds = map(int, sys.argv[1:4])
    folder = pathlib.Path(sys.argv[4])
    model, assembly = folder / "layers.mlir", folder / "layers.s"
    model.write_text(write_model(layers, size))
    start = time.monotonic()
    subprocess.run(["mixp", "compile", model, "--target=avx512-vnni", "--emit=asm",
                    "-o", assembly], check=True)
    took = time.monotonic() - start
    kernels = re.findall(r"^mixp_kernel_\w+:", assembly.read_text(), re.MULTILINE)
    print(f"{layers} layers: {len(kernels)} kernels")
    sys.exit(f"compiling took {took:.1f} s" if took > seconds else 0)


if __name__ == "__main__":
    main()
