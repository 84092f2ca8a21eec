"""Writes files that are no valid models, each damaged in one way that is named."""

import pathlib
import sys

import onnx
from onnx import TensorProto, helper, numpy_helper

import numpy


def make_model():
    weight = numpy_helper.from_array(numpy.arange(12, dtype=numpy.float32).reshape(3, 4), "w")
    node = helper.make_node("Gemm", ["x", "w"], ["y"], name="fc")
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [2, size]) for name, size in (("x", 3), ("y", 4))]
    graph = helper.make_graph([node], "g", values[:1], values[1:], [weight])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])


def external(model):
    tensor = model.graph.initializer[0]
    tensor.data_location = TensorProto.EXTERNAL
    tensor.ClearField("raw_data")


def point_to(model, **entries):
    """Says that the weight is in another file."""
    external(model)
    for key, value in entries.items():
        entry = model.graph.initializer[0].external_data.add()
        entry.key, entry.value = key, str(value)


def external_outside(model):
    point_to(model, location="../weights.bin")


def external_missing(model):
    point_to(model, location="missing.bin")


def external_offset(model):
    point_to(model, location="weights.bin", offset="far")


def external_length(model):
    point_to(model, location="weights.bin", length=40)


def external_end(model):
    point_to(model, location="weights.bin", offset=8)


def external_whole(model):
    point_to(model, location="weights.bin", offset=4, length=48)


def short_data(model):
    model.graph.initializer[0].raw_data = model.graph.initializer[0].raw_data[:-1]


def negative_dim(model):
    model.graph.initializer[0].dims[0] = -3


def huge_dim(model):
    model.graph.initializer[0].dims[0] = 2**61


def no_graph(model):
    model.ClearField("graph")


def no_opset(model):
    model.ClearField("opset_import")


def sparse(model):
    model.graph.sparse_initializer.add()


def sequence(model):
    model.graph.input[0].type.sequence_type.elem_type.tensor_type.elem_type = TensorProto.FLOAT


def duplicate_initializer(model):
    model.graph.initializer.append(model.graph.initializer[0])


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for damage in (
    external, external_outside, external_missing, external_offset, external_length, external_end, external_whole, short_data, negative_dim, huge_dim, no_graph, no_opset, sparse, sequence, duplicate_initializer,
):  # fmt: skip
    model = make_model()
    damage(model)
    (folder / f"{damage.__name__}.onnx").write_bytes(model.SerializeToString())
(folder / "weights.bin").write_bytes(numpy.arange(-1, 12, dtype=numpy.float32).tobytes())
whole = make_model().SerializeToString()
(folder / "empty.onnx").write_bytes(b"")
(folder / "truncated.onnx").write_bytes(whole[: len(whole) // 2])
(folder / "text.onnx").write_text("module {\n}\n")
(folder / "folder.onnx").mkdir(exist_ok=True)
