"""numpy's .npy files without numpy."""

import ast
import struct

MAGIC = b"\x93NUMPY\x01\x00"


def write(path, dtype, shape, contents):
    """`dtype` is numpy's, such as "<f4"; `contents` are the elements' bytes."""
    shape_text = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
    header = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': ({shape_text}), }}"
    header += " " * (-(len(MAGIC) + 2 + len(header) + 1) % 64) + "\n"
    path.write_bytes(MAGIC + struct.pack("<H", len(header)) + header.encode() + contents)


def read(path):
    """The elements' bytes."""
    contents = path.read_bytes()
    if contents[:6] != MAGIC[:6]:
        raise ValueError(f"'{path}' is no .npy file")
    (length,) = struct.unpack("<H", contents[8:10])
    header = ast.literal_eval(contents[10 : 10 + length].decode())
    if header["fortran_order"]:
        raise ValueError(f"'{path}': expected row-major order")
    return contents[10 + length :]
