"""Runs ONNX's own node tests, with the inputs and outputs that come with them.

Every node test runs through `mixp run`. A test passes if the outputs agree, is
unsupported if mixp says why it does not take the model, and fails otherwise.
The result is the page docs/OnnxCoverage.md: `--check PAGE` compares with it,
`--write PAGE` writes it.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import sys
import tempfile

import numpy
import onnx
from onnx import numpy_helper

sys.path.append(str(pathlib.Path(__file__).parents[3]))
from batch import Mixp  # noqa: E402

MIXP = Mixp()
# Inputs that say what a node does: the node tests feed them at run time,
# exporters write them as constants.
CONSTANTS = {
    "BatchNormalization": range(1, 5), "ConstantOfShape": [0], "CumSum": [1], "DFT": [1], "Dropout": [2],
    "EyeLike": [], "Expand": [1], "HammingWindow": [0], "HannWindow": [0], "BlackmanWindow": [0], "Loop": [0, 1],
    "MaxUnpool": [2], "MelWeightMatrix": range(5), "NonMaxSuppression": [2, 3, 4], "OneHot": [1], "Pad": [1, 3],
    "Range": range(3), "Reshape": [1], "Resize": [1, 2, 3], "STFT": [1, 3], "Slice": range(1, 5), "Split": [1],
    "Squeeze": [1], "Tile": [1], "TopK": [1], "Trilu": [1], "Unsqueeze": [1], "Upsample": [1],
}  # fmt: skip

# ONNX's text, like mixp, rounds to nearest.
TRUNCATED = "the test's data holds truncated bfloat16, not rounded"
SHAPE = "the test's data has another shape than its model says"
WRONG = {
    "test_cast_FLOAT_to_BFLOAT16": TRUNCATED,
    "test_castlike_FLOAT_to_BFLOAT16": TRUNCATED,
    "test_castlike_FLOAT_to_BFLOAT16_expanded": TRUNCATED,
    "test_castlike_BFLOAT16_to_FLOAT": SHAPE,
    "test_castlike_BFLOAT16_to_FLOAT_expanded": SHAPE,
}


def constant_inputs(graph):
    names = set()
    for node in graph.node:
        places = CONSTANTS.get(node.op_type, [1] if node.op_type.startswith("Reduce") else [])
        names.update(node.input[place] for place in places if place < len(node.input))
    return names


def to_array(tensor, elem_type):
    array = numpy_helper.to_array(tensor)
    if elem_type != onnx.TensorProto.BFLOAT16:
        return array
    # These tests hold bfloat16 as bits; mixp takes and gives it as float32.
    return (array.astype(numpy.uint32) << 16).view(numpy.float32)


def read_tensors(folder, role):
    paths = sorted(folder.glob(f"{role}_*.pb"), key=lambda path: int(path.stem.split("_")[1]))
    return [onnx.load_tensor(str(path)) for path in paths]


def prepare(model, path, folder):
    """Writes the model with its constants; returns the options for the rest."""
    graph = model.graph
    constants = constant_inputs(graph)
    options = []
    for value, tensor in zip(list(graph.input), read_tensors(path / "test_data_set_0", "input")):
        if value.name in constants:
            tensor.name = value.name
            graph.initializer.append(tensor)
            graph.input.remove(value)
            continue
        file = folder / f"{len(options)}.npy"
        numpy.save(file, to_array(tensor, value.type.tensor_type.elem_type))
        options += ["--input", f"{value.name}={file}"]
    onnx.save(model, str(folder / "model.onnx"))
    return options


# ONNX's own runner allows 1e-3 and 1e-7.
TOLERANCES = {"float16": {"rtol": 1e-3, "atol": 1e-3}, "float32": {"rtol": 5e-5, "atol": 1e-6}}


def compare(actual, expected):
    """What differs, or nothing."""
    if actual.shape != expected.shape or actual.dtype != expected.dtype:
        return f"expected {expected.dtype}{expected.shape} but got {actual.dtype}{actual.shape}"
    if expected.dtype.kind != "f":
        return "" if (actual == expected).all() else "integers differ"
    if not numpy.allclose(actual, expected, equal_nan=True, **TOLERANCES.get(expected.dtype.name, TOLERANCES["float32"])):
        return f"differs by up to {numpy.abs(actual - expected).max()}"
    return ""


def find_values(model):
    """The kind of values that have no counterpart here, or nothing."""
    text = str(model.graph)
    for kind, mark in [("sequences", "sequence_type"), ("optional values", "optional_type"), ("maps", "map_type")]:
        if mark in text:
            return kind
    values = [*model.graph.input, *model.graph.output]
    if any(value.type.tensor_type.elem_type == onnx.TensorProto.STRING for value in values):
        return "strings"
    return ""


def run_test(path):
    """("passed", ""), ("unsupported", reason) or ("failed", message)."""
    model = onnx.load(str(path / "model.onnx"))
    if kind := find_values(model):
        return "unsupported", f"values that are {kind}"
    if path.name in WRONG:
        return "unsupported", WRONG[path.name]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        options = prepare(model, path, folder)
        expected = read_tensors(path / "test_data_set_0", "output")
        outputs = model.graph.output
        for index, value in enumerate(outputs):
            options += ["--output", f"{value.name}={folder / f'out{index}.npy'}"]
        result = MIXP.run(["run", folder / "model.onnx", *options], timeout=120)
        message = result.stderr.strip()
        if result.returncode == 1 and "model.onnx: " in message:
            return "unsupported", message.rpartition("model.onnx: ")[2]
        if result.returncode:
            return "failed", f"exit {result.returncode}: {message}"
        for index, (value, tensor) in enumerate(zip(outputs, expected)):
            array = to_array(tensor, value.type.tensor_type.elem_type)
            if difference := compare(numpy.load(folder / f"out{index}.npy"), array):
                return "failed", f"output {index}: {difference}"
    return "passed", ""


def shorten(reason):
    """A reason as it stands in the table: without the node's name."""
    first = reason.splitlines()
    if "not supported:" in first[0]:
        ops = sorted({re.search(r"\((\w+),", line).group(1) for line in first if re.search(r"\((\w+), ", line)})
        return "no " + ", ".join(ops)
    text = re.sub(r"^node .*?\): ", "", first[0])
    return text.split(";")[0].replace("|", "\\|")


def op_of(path):
    """The op that a test is about: that of its only node, or what it is named after."""
    model = onnx.load(str(path / "model.onnx"))
    ops = [node.op_type for node in model.graph.node]
    return ops[0] if len(ops) == 1 else "(expanded) " + re.sub(r"^test_|_expanded$", "", path.name).split("_")[0]


def write_page(results):
    rows = collections.defaultdict(lambda: [0, 0, 0, collections.Counter()])
    columns = {"passed": 0, "unsupported": 1, "failed": 2}
    for path, (outcome, reason) in results.items():
        row = rows[op_of(path)]
        row[columns[outcome]] += 1
        if outcome != "passed":
            row[3][shorten(reason)] += 1
    total = collections.Counter(outcome for outcome, _ in results.values())
    lines = [
        "# ONNX coverage",
        "",
        "ONNX's own node tests (Debian's libonnx-testdata, ONNX 1.12) through `mixp run`. Operands that say what a node",
        "does, such as axes and shapes, are constants. Integers are compared exactly. A test named `..._expanded` holds the",
        "function that ONNX defines an op by.",
        "",
        "<!-- test: none, it is test/Integration/Models/onnx-node-tests.test -->",
        "```sh",
        "python3 test/Integration/Models/Inputs/onnx_node_tests.py --write docs/OnnxCoverage.md",
        "```",
        "",
        f"{total['passed']} of {len(results)} pass, {total['unsupported']} are not supported, {total['failed']} fail.",
        "",
        "| op | passed | unsupported | failed | reasons |",
        "|---|---|---|---|---|",
    ]
    for op in sorted(rows):
        passed, unsupported, failed, reasons = rows[op]
        text = "; ".join(reason for reason, _ in reasons.most_common())
        lines.append(f"| {op} | {passed} | {unsupported} | {failed} | {text} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, default="/usr/include/onnx/backend/test/data/node")
    parser.add_argument("--filter", default="", help="regular expression for names of tests")
    parser.add_argument("--check", type=pathlib.Path, help="page that must agree with the result")
    parser.add_argument("--write", type=pathlib.Path, help="page to write")
    arguments = parser.parse_args()
    paths = [path for path in sorted(arguments.data.iterdir()) if re.search(arguments.filter, path.name)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = dict(zip(paths, pool.map(run_test, paths)))
    total = collections.Counter(outcome for outcome, _ in results.values())
    for path, (outcome, message) in results.items():
        if outcome == "failed" or (message and arguments.filter):
            print(f"{outcome} {path.name}: {message}")
    print(f"{total['passed']} passed, {total['unsupported']} unsupported, {total['failed']} failed")
    page = write_page(results)
    if arguments.write:
        arguments.write.write_text(page)
    agrees = not arguments.check or arguments.check.read_text() == page
    if not agrees:
        print(f"{arguments.check} differs from this result; run with --write {arguments.check}")
    sys.exit(1 if total["failed"] or not total["passed"] or not agrees else 0)


main()
