"""Damages a small valid model in 200 ways; mixp import must take or refuse each.

Byte flips, truncations, inserted bytes and edits of what the file says: dims,
types, names, sizes of data, attributes. Every run must end with 0, or with 1
and one message that names the file, within a few seconds; a file that is taken
must hold a module that can be read again.
"""

import concurrent.futures
import os
import pathlib
import random
import subprocess
import sys

import onnx
from onnx import TensorProto

SIZES = [-1, 0, 1, 3, 2**31, 2**40, 2**62, 2**63 - 1, -(2**63)]


def flip_bytes(data, rng):
    data = bytearray(data)
    for _ in range(rng.choice([1, 2, 8, 64])):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def truncate(data, rng):
    return data[: rng.randrange(len(data))]


def insert(data, rng):
    place = rng.randrange(len(data))
    return data[:place] + bytes(rng.randrange(256) for _ in range(rng.choice([1, 5, 100]))) + data[place:]


def edit_initializer(model, rng):
    tensor = rng.choice(model.graph.initializer)
    choice = rng.randrange(5)
    if choice == 0 and tensor.dims:
        tensor.dims[rng.randrange(len(tensor.dims))] = rng.choice(SIZES)
    elif choice == 1:
        tensor.dims.append(rng.choice(SIZES))
    elif choice == 2:
        tensor.data_type = rng.choice([0, 8, 9, 11, TensorProto.INT64, 99])
    elif choice == 3:
        tensor.raw_data = tensor.raw_data[: rng.randrange(len(tensor.raw_data) + 1)]
    else:
        tensor.data_location = TensorProto.EXTERNAL


def edit_node(model, rng):
    nodes = model.graph.node
    node = rng.choice(nodes)
    choice = rng.randrange(6)
    if choice == 0 and node.input:
        node.input[rng.randrange(len(node.input))] = rng.choice([n.output[0] for n in nodes] + ["", "nowhere"])
    elif choice == 1 and node.input:
        del node.input[rng.randrange(len(node.input)) :]
    elif choice == 2:
        node.output[0] = rng.choice(["", "x", nodes[0].output[0]])
    elif choice == 3:
        node.op_type = rng.choice(["", "Conv", "Gemm", "MatMul", "Reshape", "Softmax", "Squeeze"])
    elif choice == 4 and node.attribute:
        attribute = rng.choice(node.attribute)
        attribute.i = rng.choice(SIZES)
        attribute.type = rng.randrange(14)
    else:
        nodes.append(node)


def edit_signature(model, rng):
    graph = model.graph
    choice = rng.randrange(5)
    shape = graph.input[0].type.tensor_type.shape
    if choice == 0:
        shape.dim[rng.randrange(len(shape.dim))].dim_value = rng.choice(SIZES)
    elif choice == 1:
        graph.input[0].type.tensor_type.elem_type = rng.choice([0, 7, 8, 11, 99])
    elif choice == 2:
        model.opset_import[0].version = rng.choice(SIZES)
    elif choice == 3:
        graph.output[0].name = rng.choice(["", "nowhere", "x"])
    else:
        graph.input.append(graph.input[0])


def mutate(data, rng):
    if rng.random() < 0.5:
        return rng.choice([flip_bytes, truncate, insert])(data, rng)
    model = onnx.load_from_string(data)
    rng.choice([edit_initializer, edit_node, edit_signature])(model, rng)
    return model.SerializeToString()


def check(path):
    """What is wrong with mixp's behaviour on one file, or nothing."""
    output = path.with_suffix(".mlirbc")
    command = f"ulimit -v 8000000; exec mixp import {path} -o {output}"
    try:
        result = subprocess.run(
            ["sh", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "did not end"
    if result.returncode == 0:
        return "" if output.exists() else "wrote no module"
    message = result.stderr.decode(errors="replace")
    if result.returncode != 1:
        return f"exit {result.returncode}: {message}"
    if not message.startswith(f"mixp: error: {path}: ") or message.count("error:") != 1:
        return f"expected one message about the file but got: {message}"
    return ""


def main():
    source, folder, count = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    data = source.read_bytes()
    paths = []
    for seed in range(count):
        paths.append(folder / f"{seed}.onnx")
        paths[-1].write_bytes(mutate(data, random.Random(seed)))
    failures = taken = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, problem in zip(paths, pool.map(check, paths)):
            taken += path.with_suffix(".mlirbc").exists()
            failures += bool(problem)
            if problem:
                print(f"{path}: {problem}")
    print(f"{count} files, {taken} taken, {failures} failures")
    sys.exit(1 if failures else 0)


main()
