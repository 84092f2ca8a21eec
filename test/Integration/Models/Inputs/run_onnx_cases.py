"""Runs nodes whose results are known, as tables of cases have them.

    run_onnx_cases.py TABLE.py... [--filter REGEX] [--option=...]

A table is a Python file with a list CASES of `case(...)`, see below. Cases of one
opset share a model, so that few processes do; those of a model that does not run
are run one by one. Results have to agree in every bit.
"""

import argparse
import dataclasses
import importlib.util
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy
import onnx
from onnx import TensorProto, helper

# Number of the element type, which python3-onnx may not know yet, its bits, and
# the type of numpy's that .npy files have for it.
KINDS = {
    "float": (1, 32, "float32"), "uint8": (2, 8, "uint8"), "int8": (3, 8, "int8"), "uint16": (4, 16, "uint16"),
    "int16": (5, 16, "int16"), "int32": (6, 32, "int32"), "int64": (7, 64, "int64"), "float16": (10, 16, "float16"),
    "bfloat16": (16, 16, None), "float8e4m3fn": (17, 8, None), "float8e4m3fnuz": (18, 8, None),
    "float8e5m2": (19, 8, None), "float8e5m2fnuz": (20, 8, None), "uint4": (21, 4, None), "int4": (22, 4, None),
    "float4e2m1": (23, 4, None), "float8e8m0": (24, 8, None), "uint2": (25, 2, None), "int2": (26, 2, None),
}  # fmt: skip


def get_code(kind):
    """ONNX's number of a type by its own or numpy's name."""
    return KINDS["float" if kind == "float32" else kind][0]


@dataclasses.dataclass
class Tensor:
    kind: str
    array: numpy.ndarray
    is_constant: bool

    @property
    def type_of_file(self):
        """Narrow integers and floats are fed and read as wider ones."""
        return KINDS[self.kind][2] or ("float32" if "float" in self.kind else "int32")

    def pack(self):
        """raw_data; elements of less than a byte with the first in the lowest bits."""
        _, bits, dtype = KINDS[self.kind]
        flat = self.array.reshape(-1)
        if dtype:
            return flat.astype(dtype).tobytes()
        if bits == 16:
            return (flat.astype("float32").view("uint32") >> 16).astype("uint16").tobytes()
        packed = bytearray(-(-len(flat) * bits // 8))
        for i, value in enumerate(flat):
            packed[i * bits // 8] |= (int(value) & ((1 << bits) - 1)) << (i * bits % 8)
        return bytes(packed)


def const(kind, values):
    """An initializer. Floats of 8 and 4 bits are given as their bits."""
    return Tensor(kind, numpy.array(values), True)


def run(kind, values):
    """An input at run time."""
    return Tensor(kind, numpy.array(values), False)


def out(kind, values):
    """An expected result."""
    return Tensor(kind, numpy.array(values), False)


@dataclasses.dataclass
class Case:
    name: str
    opset: int
    op: str
    inputs: list
    outputs: list
    attributes: dict


def case(name, opset, op, inputs, outputs, **attributes):
    """`op` may have its domain in front; an input that is left out is None."""
    return Case(name, opset, op, inputs, outputs, attributes)


class Model:
    """One model for several cases; names of values begin with that of the case."""

    def __init__(self, cases):
        self.nodes, self.inputs, self.outputs, self.constants, self.files = [], [], [], [], {}
        for each in cases:
            self.add(each)
        graph = helper.make_graph(self.nodes, "g", self.inputs, self.outputs, self.constants)
        opsets = [helper.make_opsetid("", cases[0].opset), helper.make_opsetid("com.microsoft", 1)]
        self.proto = helper.make_model(graph, opset_imports=opsets)

    def add(self, each):
        inputs = [self.add_input(f"{each.name}.{i}", tensor) for i, tensor in enumerate(each.inputs)]
        outputs = [f"{each.name}.out{i}" for i in range(len(each.outputs))]
        domain, _, op = each.op.rpartition(".")
        self.nodes.append(helper.make_node(op, inputs, outputs, name=each.name, domain=domain, **each.attributes))
        for name, tensor in zip(outputs, each.outputs):
            result = self.add_cast(name, tensor.type_of_file) if not KINDS[tensor.kind][2] else name
            code = get_code(tensor.type_of_file)
            self.outputs.append(helper.make_tensor_value_info(result, code, list(tensor.array.shape)))

    def add_input(self, name, tensor):
        if tensor is None:
            return ""
        shape = list(tensor.array.shape)
        if tensor.is_constant:
            proto = TensorProto(name=name, data_type=get_code(tensor.kind), dims=shape, raw_data=tensor.pack())
            self.constants.append(proto)
            return name
        self.files[name] = tensor.array.astype(tensor.type_of_file)
        self.inputs.append(helper.make_tensor_value_info(name, get_code(tensor.type_of_file), shape))
        return name if KINDS[tensor.kind][2] else self.add_cast(name, tensor.kind)

    def add_cast(self, name, kind):
        self.nodes.append(helper.make_node("Cast", [name], [name + ".cast"], to=get_code(kind)))
        return name + ".cast"

    def run(self, folder, options):
        """The results by name, or the message of what went wrong."""
        onnx.save(self.proto, str(folder / "model.onnx"))
        for i, (name, array) in enumerate(self.files.items()):
            numpy.save(folder / f"in{i}.npy", array)
            options = [*options, "--input", f"{name}={folder}/in{i}.npy"]
        names = [value.name for value in self.outputs]
        for i, name in enumerate(names):
            options = [*options, "--output", f"{name}={folder}/out{i}.npy"]
        result = subprocess.run(
            ["mixp", "run", folder / "model.onnx", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300,
        )  # fmt: skip
        if result.returncode:
            return f"exit {result.returncode}: {result.stderr.strip()}"
        return [numpy.load(folder / f"out{i}.npy") for i in range(len(names))]


def compare(each, results):
    """What differs, or nothing."""
    for i, (tensor, got) in enumerate(zip(each.outputs, results)):
        expected = tensor.array.astype(tensor.type_of_file)
        if got.dtype != expected.dtype or got.shape != expected.shape:
            return f"output {i}: expected {expected.dtype}{expected.shape} but got {got.dtype}{got.shape}"
        # -0 is not 0, and one NaN is like another.
        same = (got == expected) & (numpy.signbit(got) == numpy.signbit(expected)) | (got != got) & (expected != expected)
        if not same.all():
            return f"output {i}: expected\n{expected}\nbut got\n{got}"
    return ""


def run_cases(cases, options):
    """Pairs of a case and what is wrong with it."""
    with tempfile.TemporaryDirectory() as temporary:
        results = Model(cases).run(pathlib.Path(temporary), options)
    if isinstance(results, str):
        if len(cases) == 1:
            return [(cases[0], results)]
        return [pair for each in cases for pair in run_cases([each], options)]
    pairs = []
    for each in cases:
        pairs.append((each, compare(each, results)))
        results = results[len(each.outputs) :]
    return pairs


def read_table(path):
    spec = importlib.util.spec_from_file_location(pathlib.Path(path).stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CASES


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="+")
    parser.add_argument("--filter", default="", help="regular expression for names of cases")
    parser.add_argument("--option", action="append", default=[], help="an option of mixp run")
    arguments = parser.parse_args()
    cases = [each for table in arguments.tables for each in read_table(table)]
    assert len({each.name for each in cases}) == len(cases), "two cases have one name"
    groups = {}
    for each in cases:
        if re.search(arguments.filter, each.name):
            groups.setdefault(each.opset, []).append(each)
    failed = total = 0
    for group in groups.values():
        for each, wrong in run_cases(group, arguments.option):
            total += 1
            failed += bool(wrong)
            if wrong:
                print(f"FAIL {each.name}: {wrong}")
    print(f"{total - failed} cases agree, {failed} do not")
    sys.exit(1 if failed or not total else 0)


if __name__ == "__main__":
    main()
