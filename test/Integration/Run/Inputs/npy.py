"""Writes and prints .npy files without numpy.

npy.py write FILE DTYPE SHAPE VALUES...   e.g. write x.npy f4 2,3 1 2 3 4 5 6
npy.py print FILE                         dtype, shape and values
"""

import ast
import struct
import sys

CODES = {
    "b1": "?", "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i",
    "u4": "I", "i8": "q", "u8": "Q", "f2": "e", "f4": "f", "f8": "d",
}


def encode(dtype, shape, values, fortran_order=False, major=1):
    """The bytes of a file; `values` are in the order in which they are stored."""
    descr = ("|" if dtype.endswith("1") else "<") + dtype
    text = str({"descr": descr, "fortran_order": fortran_order, "shape": shape})
    length_format = "<H" if major == 1 else "<I"
    prefix = 8 + struct.calcsize(length_format)
    text += " " * (-(prefix + len(text) + 1) % 64) + "\n"
    number = float if dtype.startswith("f") else int
    return (
        b"\x93NUMPY" + bytes([major, 0])
        + struct.pack(length_format, len(text)) + text.encode()
        + struct.pack(f"<{len(values)}{CODES[dtype]}", *map(number, values))
    )


def decode(data):
    assert data[:6] == b"\x93NUMPY"
    (length,) = struct.unpack_from("<H", data, 8)
    header = ast.literal_eval(data[10 : 10 + length].decode())
    body = data[10 + length :]
    code = CODES[header["descr"][1:]]
    count = len(body) // struct.calcsize(code)
    return header, struct.unpack(f"<{count}{code}", body)


def main():
    command, path = sys.argv[1:3]
    if command == "write":
        shape = tuple(int(size) for size in sys.argv[4].split(",") if size)
        with open(path, "wb") as file:
            file.write(encode(sys.argv[3], shape, sys.argv[5:]))
        return
    with open(path, "rb") as file:
        header, values = decode(file.read())
    print(header["descr"], header["shape"], *values)


if __name__ == "__main__":
    main()
