"""From a launch of a manifest and tensors in device memory to the driver's call.

Everything here works on addresses: it needs neither PyTorch nor a device.
"""

import ctypes
import dataclasses

from cuda_driver import KernelArguments
from tensor_map import ELEMENT_CODES, TensorMap, WIDTHS

MOST_BLOCKS = (0x7FFFFFFF, 65535, 65535)
PITCH_MULTIPLE = 16


class LaunchError(Exception):
    """A launch does not fit its operands."""


@dataclasses.dataclass(frozen=True)
class DeviceTensor:
    """An operand in its layout. Fragments have rows and columns, but no pitch."""

    type: str
    address: int
    rows: int
    columns: int
    pitch: int  # bytes from one row to the next, a multiple of 16
    batch: int = 1
    batch_stride: int = 0  # bytes


def divide_up(value, by):
    return -(-value // by)


def element_bytes(type):
    """Bytes of an element on the device, where 4-bit types take one."""
    return WIDTHS[ELEMENT_CODES[type]]


def padded_pitch(columns, type):
    return divide_up(columns * element_bytes(type), PITCH_MULTIPLE) * PITCH_MULTIPLE


def evaluate_sizes(launch, shapes):
    """Sizes by name. `shapes` has the host's shape of each operand that is
    known before the launch, by its number."""
    sizes = {}
    for name, source in launch.sizes.items():
        if isinstance(source, int):
            sizes[name] = source
        elif source["value"] not in shapes:
            raise LaunchError(f"size '{name}': the shape of operand #{source['value']} is not known before the launch")
        else:
            sizes[name] = shapes[source["value"]][source["dim"]]
    for name in ("M", "N"):
        if name not in sizes:
            raise LaunchError(f"kernel '{launch.kernel}': expected a size '{name}', which the grid needs")
    return sizes


def result_shape(launch, operand, value, sizes):
    """The host's shape of what a launch writes."""
    rank, shape = len(value.shape), []
    for dim, static in enumerate(value.shape):
        if operand.dims is not None:
            source = operand.dims[dim]
        else:
            source = {2: "B", 1: "M", 0: "N"}[rank - 1 - dim]
            if operand.layout.transpose:
                source = {"M": "N", "N": "M"}.get(source, source)
        size = sizes.get(source, 1 if source == "B" else None) if isinstance(source, str) else source
        size = static if size is None else size
        if size < 0:
            raise LaunchError(f"dim #{dim} of '{value.name}' does not follow from the sizes of '{launch.kernel}'")
        shape.append(size)
    return tuple(shape)


def check_read_shape(launch, number, shape, sizes):
    """Refuses an operand whose dims contradict the launch's sizes."""
    for dim, source in enumerate(launch.operands[number].dims or ()):
        size = sizes.get(source, 1 if source == "B" else None) if isinstance(source, str) else source
        is_shared = source == "B" and shape[dim] == 1
        if size is not None and shape[dim] != size and not is_shared:
            raise LaunchError(
                f"operand #{number} of kernel '{launch.kernel}': expected dim #{dim} to be {size} but got {shape[dim]}"
            )


def count_tiles(launch, sizes):
    return divide_up(sizes["M"], launch.grid["tile_m"]) * divide_up(sizes["N"], launch.grid["tile_n"])


def count_parts(launch, sizes):
    """Parts of K: with split_blocks fewer where there are many tiles or little of K."""
    most, blocks = launch.grid["split_k"], launch.grid["split_blocks"]
    if not blocks:
        return most
    tiles = count_tiles(launch, sizes) * sizes.get("B", 1)
    return max(1, min(most, blocks // max(tiles, 1), sizes["K"] // launch.grid["split_depth"]))


def grid(launch, sizes, multiprocessors):
    """Blocks in x, y and z; None where nothing is launched."""
    batch, tiles = sizes.get("B", 1), count_tiles(launch, sizes)
    if tiles == 0 or batch == 0:
        return None
    x = min(tiles, multiprocessors) if launch.grid["persistent"] else tiles
    blocks = (x, count_parts(launch, sizes), batch)
    if any(count > most for count, most in zip(blocks, MOST_BLOCKS)):
        raise LaunchError(f"a grid of {blocks} blocks is larger than {MOST_BLOCKS}, the most that a launch has")
    return blocks


def describe_map(argument, tensor):
    """The tensor map of an argument: columns, rows and, with a box of three
    dims, the batch."""
    rank = len(argument["box"])
    dims = (tensor.columns, tensor.rows, tensor.batch)
    if any(dim > 1 for dim in dims[rank:]):
        raise LaunchError(f"a box of {rank} dims cannot reach all of {dims[::-1]} elements")
    return TensorMap(
        ELEMENT_CODES[tensor.type], tensor.address, dims[:rank], (tensor.pitch, tensor.batch_stride)[: rank - 1],
        tuple(argument["box"]), argument["swizzle"],
    )  # fmt: skip


def workspace_bytes(launch, argument, sizes):
    """A launch with one part of K needs none."""
    if count_parts(launch, sizes) == 1:
        return 0
    return count_tiles(launch, sizes) * sizes.get("B", 1) * argument["bytes_per_tile"]


def build_arguments(driver, launch, tensors, sizes, workspaces=()):
    """The kernel's arguments. `workspaces` are the addresses of its workspace
    arguments, in their order."""
    values, workspaces = [], list(workspaces)
    for argument in launch.arguments:
        kind = argument["kind"]
        tensor = tensors[argument["operand"]] if "operand" in argument else None
        if kind == "tensor_map":
            values.append(driver.encode_tensor_map(describe_map(argument, tensor)))
        elif kind == "pointer":
            values.append(ctypes.c_uint64(tensor.address))
        elif kind == "pitch":
            values.append(ctypes.c_int32(tensor.pitch))
        elif kind == "batch_stride":
            values.append(ctypes.c_int64(tensor.batch_stride if tensor.batch > 1 else 0))
        elif kind == "size":
            values.append(ctypes.c_int32(sizes[argument["name"]]))
        elif kind == "workspace":
            values.append(ctypes.c_uint64(workspaces.pop(0)))
        else:
            raise LaunchError(f"kernel '{launch.kernel}' has an argument of unknown kind '{kind}'")
    return KernelArguments(values)
