"""A bundle, ready to run on PyTorch tensors.

How the manifest wants an operand to lie decides what happens to it, and when:

* Transposing, rounding to tf32 and packing in fragments are done once, when a
  tensor is given: a model that keeps its values on the device has them so.
* Rows that do not begin at a multiple of 16 bytes are copied to rows that do
  in each call: run() does it, and a measurement counts it.
"""

import dataclasses

import torch

from bundle import BundleError
from cuda_driver import DriverError
from fragments import pack_fragments

from launches import (
    DeviceTensor, LaunchError, build_arguments, check_read_shape, divide_up, element_bytes, evaluate_sizes, grid,
    padded_pitch, result_shape, workspace_bytes,
)  # fmt: skip
from torch_types import torch_type


@dataclasses.dataclass
class Placed:
    """A tensor in an operand's layout. `steps` run in each call."""

    device: DeviceTensor
    memory: torch.Tensor
    steps: list
    notes: list


def round_to_tf32(tensor):
    """As cvt.rna.tf32: 10 bits of fraction, ties away from zero."""
    bits = tensor.contiguous().view(torch.int32)
    rounded = (bits + 0x1000) & ~0x1FFF
    finite = torch.isfinite(tensor)
    return torch.where(finite, rounded, bits).view(torch.float32)


def place(tensor, type, layout):
    """A tensor with one to three dims, in the layout that a kernel reads."""
    notes = []
    matrix = tensor.reshape((1,) * (3 - tensor.dim()) + tuple(tensor.shape))
    if layout.kind == "fragments":
        flip = not type.startswith(("ui", "f")) if layout.flip is None else layout.flip
        codes = matrix.transpose(1, 2) if layout.transpose else matrix
        packed = [pack_fragments(one.contiguous().view(torch.uint8), layout, flip) for one in codes]
        memory = torch.cat(packed)
        batch, rows, columns = codes.shape
        device = DeviceTensor(type, memory.data_ptr(), rows, columns, 0, batch, packed[0].numel())
        return Placed(device, memory, [], ["weights packed before the timing"])
    if layout.round == "tf32":
        matrix = round_to_tf32(matrix)
        notes.append("operands rounded to tf32 before the timing")
    if layout.transpose:
        matrix = matrix.transpose(1, 2)
        notes.append("operands transposed before the timing")
    matrix = matrix.contiguous()
    batch, rows, columns = matrix.shape
    pitch = padded_pitch(columns, type)
    if pitch == columns * element_bytes(type):
        device = DeviceTensor(type, matrix.data_ptr(), rows, columns, pitch, batch, pitch * rows)
        return Placed(device, matrix, [], notes)
    # Bytes, because not every operation of PyTorch takes 8-bit floats.
    source = matrix.view(torch.uint8)
    memory = torch.zeros((batch, rows, pitch), dtype=torch.uint8, device=tensor.device)
    target = memory[:, :, : source.shape[2]]
    device = DeviceTensor(type, memory.data_ptr(), rows, columns, pitch, batch, pitch * rows)
    return Placed(device, memory, [lambda: target.copy_(source)], [*notes, "rows padded inside the timing"])


def allocate_result(type, shape, layout, where):
    """Memory that a kernel writes, and the view of it that has `shape`."""
    full = (1,) * (3 - len(shape)) + tuple(shape)
    batch, rows, columns = (full[0], full[2], full[1]) if layout.transpose else full
    pitch = padded_pitch(columns, type)
    memory = torch.zeros((batch, rows, pitch // element_bytes(type)), dtype=torch_type(type), device=where)
    view = memory[:, :, :columns]
    view = view.transpose(1, 2) if layout.transpose else view
    device = DeviceTensor(type, memory.data_ptr(), rows, columns, pitch, batch, pitch * rows)
    return Placed(device, memory, [], []), view.reshape(shape) if len(shape) < 3 else view


class Call:
    """A bundle with its operands in place; run() enqueues its kernels."""

    def __init__(self):
        self.steps, self.notes, self.results, self.kept = [], [], {}, []

    def run(self):
        for step in self.steps:
            step()


class DeviceProgram:
    """A bundle whose kernels are loaded. `stream` is the driver's handle, and
    `where` the PyTorch device that new tensors are made on."""

    def __init__(self, driver, bundle, where, stream=0):
        self.driver, self.bundle, self.where, self.stream = driver, bundle, where, stream
        self.image = self._load()
        self.functions = [
            driver.function(self.module, launch.kernel, launch.shared_bytes) for launch in bundle.launches
        ]

    def _load(self):
        reasons = []
        for kind, image in self.bundle.images(self.driver.capability):
            try:
                self.module = self.driver.load_module(image)
                return kind
            except DriverError as error:
                reasons.append(f"loading the bundle's {kind}: {error}")
        raise BundleError("; and ".join(reasons))

    def prepare(self, inputs):
        """A Call for tensors by the names of the bundle's inputs, and of those
        constants that others shall take the place of."""
        tensors = dict(inputs)
        for name in self.bundle.names("constant"):
            if name not in tensors:
                tensors[name] = self._constant(name)
        missing = [name for name in self.bundle.names("input") if name not in tensors]
        if missing:
            raise LaunchError(f"missing input '{missing[0]}'")
        call, written = Call(), {}
        for launch, function in zip(self.bundle.launches, self.functions):
            self._add_launch(call, launch, function, tensors, written)
        call.notes = list(dict.fromkeys(call.notes))
        return call

    def _constant(self, name):
        value = self.bundle.values[name]
        contents = torch.frombuffer(bytearray(self.bundle.constant(name)), dtype=torch.uint8)
        if value.type in ("i4", "ui4"):
            contents = torch.stack([contents & 15, contents >> 4], dim=1).reshape(-1)
            if value.type == "i4":
                contents = (contents ^ 8) - 8
            contents = contents[: torch.Size(value.shape).numel()]
        return contents.view(torch_type(value.type)).reshape(value.shape).to(self.where)

    def _add_launch(self, call, launch, function, tensors, written):
        shapes = {
            number: tuple(tensors[operand.value].shape)
            for number, operand in enumerate(launch.operands)
            if operand.value in tensors
        }
        sizes = evaluate_sizes(launch, shapes)
        placed = []
        for number, operand in enumerate(launch.operands):
            value = self.bundle.values[operand.value]
            if operand.access == "write":
                shape = result_shape(launch, operand, value, sizes)
                item, tensors[value.name] = allocate_result(value.type, shape, operand.layout, self.where)
                written[value.name] = (item, operand.layout)
                if value.kind == "output":
                    call.results[value.name] = tensors[value.name]
            elif value.name in written:
                item = self._reread(written[value.name], operand, value)
            else:
                check_read_shape(launch, number, shapes[number], sizes)
                item = place(tensors[value.name], value.type, operand.layout)
            placed.append(item)
        self._add_steps(call, launch, function, placed, sizes)

    @staticmethod
    def _reread(written, operand, value):
        item, layout = written
        if layout != operand.layout:
            raise LaunchError(
                f"'{value.name}' is written in another layout than it is read in; this program does not copy it"
            )
        return item

    def _add_steps(self, call, launch, function, placed, sizes):
        workspaces = []
        for argument in launch.arguments:
            if argument["kind"] == "workspace":
                size = divide_up(workspace_bytes(launch, argument, sizes), 16)
                memory = torch.zeros((max(size, 1), 2), dtype=torch.int64, device=self.where)
                workspaces.append(memory.data_ptr())
                call.kept.append(memory)
        blocks = grid(launch, sizes, self.driver.multiprocessors)
        for item in placed:
            call.steps += item.steps
            call.notes += item.notes
            call.kept.append(item)
        if blocks is None:
            return
        arguments = build_arguments(self.driver, launch, [item.device for item in placed], sizes, workspaces)
        call.steps.append(
            lambda: self.driver.launch(function, blocks, launch.threads, launch.shared_bytes, arguments, self.stream)
        )
