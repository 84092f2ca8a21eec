"""Runs ONNX's own node tests, with the inputs and outputs that come with them.

Every node test whose ops mixp imports runs through `mixp run`. A test passes if
the outputs agree, is refused if mixp says why it does not take the model, and
fails otherwise. `--refused` names those that may be refused.
"""

import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy
import onnx
from onnx import numpy_helper

OPS = set(
    "Add BatchNormalization Cast Concat Constant Div Flatten Gemm Identity LeakyRelu MatMul Mul Relu Reshape "
    "Sigmoid Slice Softmax Squeeze Sub Tanh Transpose Unsqueeze".split()
)

# Their data holds truncated bfloat16; ONNX's text, like mixp, rounds to nearest.
WRONG = {"test_cast_FLOAT_to_BFLOAT16", "test_castlike_FLOAT_to_BFLOAT16_expanded"}


def to_array(tensor):
    array = numpy_helper.to_array(tensor)
    if array.dtype != numpy.uint16:
        return array
    # These tests hold bfloat16 as bits; mixp takes and gives it as float32.
    return (array.astype(numpy.uint32) << 16).view(numpy.float32)


def read_tensors(folder, role):
    paths = sorted(folder.glob(f"{role}_*.pb"), key=lambda path: int(path.stem.split("_")[1]))
    return [to_array(onnx.load_tensor(str(path))) for path in paths]


def prepare(path, folder):
    """A model whose operands like shapes and axes are constants, and the rest.

    The node tests feed them as inputs; exporters write them as constants.
    """
    model = onnx.load(str(path / "model.onnx"))
    for opset in model.opset_import:
        opset.version = min(opset.version, 17)
    arrays = read_tensors(path / "test_data_set_0", "input")
    graph = model.graph
    options = []
    for value, array in zip(list(graph.input), arrays):
        statistics = graph.node[0].op_type == "BatchNormalization" and value.name != graph.input[0].name
        if array.dtype == numpy.int64 or statistics:
            graph.initializer.append(numpy_helper.from_array(array, value.name))
            graph.input.remove(value)
            continue
        file = folder / f"{len(options)}.npy"
        numpy.save(file, array)
        options += ["--input", f"{value.name}={file}"]
    onnx.save(model, str(folder / "model.onnx"))
    return model, options


def run_test(path):
    """("pass", ""), ("refused", message) or ("fail", message)."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        model, options = prepare(path, folder)
        names = [value.name for value in model.graph.output]
        for index, name in enumerate(names):
            options += ["--output", f"{name}={folder / f'out{index}.npy'}"]
        result = subprocess.run(
            ["mixp", "run", folder / "model.onnx", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120,
        )  # fmt: skip
        if result.returncode == 1 and result.stderr.startswith("mixp: error: "):
            return "refused", result.stderr.strip().rpartition("model.onnx: ")[2]
        if result.returncode:
            return "fail", f"exit {result.returncode}: {result.stderr.strip()}"
        for index, expected in enumerate(read_tensors(path / "test_data_set_0", "output")):
            actual = numpy.load(folder / f"out{index}.npy")
            if actual.shape != expected.shape or actual.dtype != expected.dtype:
                return "fail", f"expected {expected.dtype}{expected.shape} but got {actual.dtype}{actual.shape}"
            if not numpy.allclose(actual, expected, rtol=1e-5, atol=1e-6, equal_nan=True):
                return "fail", f"differs by up to {numpy.abs(actual - expected).max()}"
    return "pass", ""


def is_covered(path):
    if path.name in WRONG:
        return False
    model = onnx.load(str(path / "model.onnx"))
    values = [*model.graph.input, *model.graph.output]
    return all(value.type.HasField("tensor_type") for value in values) and all(
        node.op_type in OPS and not node.domain for node in model.graph.node
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, default="/usr/include/onnx/backend/test/data/node")
    parser.add_argument("--refused", type=pathlib.Path, required=True, help="file with one test per line")
    parser.add_argument("--filter", default="")
    arguments = parser.parse_args()
    allowed = set(arguments.refused.read_text().split())
    paths = [path for path in sorted(arguments.data.iterdir()) if arguments.filter in path.name and is_covered(path)]
    counts = {"pass": 0, "refused": 0, "fail": 0}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, (outcome, message) in zip(paths, pool.map(run_test, paths)):
            if outcome == "refused" and path.name not in allowed:
                outcome = "fail"
            counts[outcome] += 1
            if message:
                print(f"{outcome} {path.name}: {message}")
    print(f"{counts['pass']} passed, {counts['refused']} refused, {counts['fail']} failed")
    sys.exit(1 if counts["fail"] or not counts["pass"] else 0)


main()
