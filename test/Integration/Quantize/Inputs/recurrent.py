"""Recurrent networks with static ranges: what w8a8 loses of their states.

Models are written as ONNX, batch first, weights drawn as PyTorch draws them.
They are calibrated on some sequences and measured on others.

recurrent.py FOLDER        prints a line for each model
"""

import json
import pathlib
import subprocess
import sys

import numpy
from layers import signal_to_noise
from onnx import TensorProto, helper

INPUTS, HIDDEN, STEPS = 9, 21, 13
GATES = {"GRU": 3, "LSTM": 4}


def write_model(path, kind, direction, **attributes):
    """x: batch x steps x INPUTS -> y: batch x steps x (directions * HIDDEN)."""
    directions = 2 if direction == "bidirectional" else 1
    rows = GATES[kind] * HIDDEN
    draw = numpy.random.default_rng(1)
    bound = HIDDEN**-0.5

    def weights(name, *shape):
        values = draw.uniform(-bound, bound, shape).astype(numpy.float32)
        return helper.make_tensor(name, TensorProto.FLOAT, shape, values.tobytes(), raw=True)

    shape = helper.make_tensor("shape", TensorProto.INT64, [3], [0, 0, directions * HIDDEN])
    constants = [weights("w", directions, rows, INPUTS), weights("r", directions, rows, HIDDEN),
                 weights("b", directions, 2 * rows), shape]
    nodes = [
        helper.make_node("Transpose", ["x"], ["steps_first"], perm=[1, 0, 2]),
        helper.make_node(kind, ["steps_first", "w", "r", "b"], ["states"], name="cell",
                         hidden_size=HIDDEN, direction=direction, **attributes),
        helper.make_node("Transpose", ["states"], ["batch_first"], perm=[2, 0, 1, 3]),
        helper.make_node("Reshape", ["batch_first", "shape"], ["y"]),
    ]
    sizes = {"x": ["n", "steps", INPUTS], "y": ["n", "steps", directions * HIDDEN]}
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes[name]) for name in sizes)
    model = helper.make_model(helper.make_graph(nodes, "g", [x], [y], constants),
                              opset_imports=[helper.make_opsetid("", 14)])
    path.write_bytes(model.SerializeToString())


def write_sequences(path, count, seed):
    """Sequences whose steps depend on each other."""
    steps = numpy.random.default_rng(seed).standard_normal((count, STEPS, INPUTS))
    for step in range(1, STEPS):
        steps[:, step] = 0.8 * steps[:, step - 1] + 0.6 * steps[:, step]
    numpy.save(path, steps.astype(numpy.float32))


def mixp(*words):
    subprocess.run(["mixp", *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def measure(folder, name, kind, direction, calibrator="minmax", **attributes):
    model, floats, quantized = (folder / file for file in ("m.onnx", "m.mlirbc", "q.mlirbc"))
    write_model(model, kind, direction, **attributes)
    mixp("import", model, "-o", floats)
    mixp("quantize", floats, "--scheme=w8a8", "--calibration", folder / "known.npy",
         f"--calibrator={calibrator}", "--save-calibration", folder / "table.json", "-o", quantized)
    mixp("run", quantized, "--input", folder / "new.npy", "--check")
    results = []
    for file in (floats, quantized):
        mixp("run", file, "--input", folder / "new.npy", "--output", folder / "y.npy")
        results.append(numpy.load(folder / "y.npy"))
    ratio = signal_to_noise(*results)
    layers = [layer["name"] for layer in json.loads((folder / "table.json").read_text())["layers"]]
    print(f"{name}: {ratio:.1f} dB; layers {' '.join(layers)}")


def main():
    folder = pathlib.Path(sys.argv[1])
    write_sequences(folder / "known.npy", 33, seed=2)
    write_sequences(folder / "new.npy", 5, seed=3)
    measure(folder, "gru", "GRU", "forward")
    measure(folder, "gru linear_before_reset", "GRU", "forward", linear_before_reset=1)
    measure(folder, "lstm", "LSTM", "forward")
    measure(folder, "lstm bidirectional, mse", "LSTM", "bidirectional", calibrator="mse")


main()
