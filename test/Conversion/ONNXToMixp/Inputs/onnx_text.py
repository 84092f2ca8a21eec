"""ONNX models from a few lines of text, so that a test shows its model.

    opset 13                        default 13
    input x f32 Nx7                 a dim that is no number is symbolic
    const w f32 7x5                 values that differ: -4, 3, 1 ..., repeated, unsigned ones 0, 7, 5 ...
    const axes i64 2 = 0 -1
    y = Gemm(x, w, ) transB=1 perm=[1,0] value=w
    output y f32
    graph g                         an inner graph, up to `end`, as in then_branch=g
    end

`onnx_text.py FILE` imports every section `#--- name` of FILE with mixp and
prints the result under a line `=== name`. `-o DIR` keeps the models instead.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy
import onnx
from onnx import TensorProto, helper

TYPES = {
    "f32": TensorProto.FLOAT,
    "f64": TensorProto.DOUBLE,
    "f16": TensorProto.FLOAT16,
    "bf16": TensorProto.BFLOAT16,
    "i8": TensorProto.INT8,
    "u8": TensorProto.UINT8,
    "i32": TensorProto.INT32,
    "i64": TensorProto.INT64,
    "bool": TensorProto.BOOL,
    "string": TensorProto.STRING,
    "i16": TensorProto.INT16,
    "u16": TensorProto.UINT16,
    # Newer than python3-onnx: numbers of onnx.proto.
    "f8e4m3fn": 17,
    "f8e4m3fnuz": 18,
    "f8e5m2": 19,
    "f8e5m2fnuz": 20,
    "u4": 21,
    "i4": 22,
    "f4e2m1": 23,
    "f8e8m0": 24,
    "u2": 25,
    "i2": 26,
}


def parse_dims(text):
    return [int(dim) if re.fullmatch(r"-?\d+", dim) else dim for dim in text.split("x") if dim]


def parse_tensor(name, words):
    kind, dims = words[0], parse_dims(words[1] if len(words) > 1 and words[1] != "=" else "")
    count = int(numpy.prod(dims, dtype=numpy.int64))
    values = [float(word) for word in words[words.index("=") + 1 :]] if "=" in words else []
    if "=" not in words:
        values = [(7 * i) % 9 - (0 if kind.startswith("u") else 4) for i in range(count)]
    if not kind.startswith(("f", "bf")):
        values = [int(value) for value in values]
    if TYPES[kind] < 17:
        return helper.make_tensor(name, TYPES[kind], dims, values)
    # Floats of a byte or less are written as their bits.
    bits = int(re.search(r"\d+", kind).group())
    number = sum((int(value) % 2**bits) << (bits * i) for i, value in enumerate(values))
    size = -(-count * bits // 8)
    return TensorProto(name=name, data_type=TYPES[kind], dims=dims, raw_data=number.to_bytes(size, "little"))


class Model:
    def __init__(self, lines):
        self.opset = 13
        self.nodes, self.inputs, self.outputs, self.constants, self.graphs = [], [], [], {}, {}
        inner = None
        for line in lines:
            line = line.split("#")[0].strip()
            if line.startswith("graph "):
                inner = (line.split()[1], [])
            elif line == "end":
                self.graphs[inner[0]] = Model(inner[1]).build_graph()
                inner = None
            elif inner:
                inner[1].append(line)
            elif line:
                self.add(line)

    def add(self, line):
        words = line.split()
        if words[0] == "opset":
            self.opset = int(words[1])
        elif words[0] == "const":
            self.constants[words[1]] = parse_tensor(words[1], words[2:])
        elif words[0] in ("input", "output"):
            dims = parse_dims(words[3]) if len(words) > 3 else None
            kind = TYPES[words[2]] if len(words) > 2 else TensorProto.FLOAT
            values = self.inputs if words[0] == "input" else self.outputs
            values.append(helper.make_tensor_value_info(words[1], kind, dims))
        else:
            self.add_node(line)

    def add_node(self, line):
        outputs, op, inputs, attributes = re.fullmatch(r"(.*?)= *([\w.]+)\((.*?)\)(.*)", line).groups()
        domain, _, op = op.rpartition(".")
        names = [name.strip() for name in inputs.split(",")] if inputs.strip() else []
        results = [name.strip() for name in outputs.split(",")]
        values = {}
        for name, value in re.findall(r"(\w+)=(\[.*?\]|\S+)", attributes):
            values[name] = self.read_value(value)
        node = helper.make_node(op, names, results, name="n_" + results[0], domain=domain, **values)
        self.nodes.append(node)

    def read_value(self, value):
        if value in self.constants:
            return self.constants.pop(value)
        return self.graphs[value] if value in self.graphs else eval(value)

    def build_graph(self):
        return helper.make_graph(self.nodes, "g", self.inputs, self.outputs, list(self.constants.values()))

    def build(self):
        return helper.make_model(self.build_graph(), opset_imports=[helper.make_opsetid("", self.opset)])


def read_sections(path):
    """Pairs of a name and a model."""
    sections = []
    for line in pathlib.Path(path).read_text().splitlines():
        if line.startswith("#---"):
            sections.append((line[4:].strip(), []))
        elif sections:
            sections[-1][1].append(line)
    return [(name, Model(lines)) for name, lines in sections]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("-o", dest="folder", type=pathlib.Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name, model in read_sections(arguments.file):
            path = folder / f"{name}.onnx"
            onnx.save(model.build(), path)
            if arguments.folder:
                continue
            result = subprocess.run(
                ["mixp", "import", path.name, "-o", "-"], cwd=folder, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True,
            )  # fmt: skip
            print(f"=== {name}\n{result.stdout}exit {result.returncode}\n", flush=True)
            if result.returncode not in (0, 1):
                sys.exit(f"{name}: mixp import exited with {result.returncode}")


if __name__ == "__main__":
    main()
