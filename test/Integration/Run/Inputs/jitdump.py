"""Prints the functions of the one jitdump file below a folder, and the lines of
the source that each has code of."""

import pathlib
import struct
import sys

CODE_LOAD, DEBUG_INFO = 0, 2


def c_string(data, start):
    return data[start : data.index(b"\0", start)].decode()


def records(data):
    """(kind, body) of each record."""
    magic, _, header_size = struct.unpack_from("<III", data)
    assert magic == 0x4A695444, hex(magic)
    at = header_size
    while at < len(data):
        kind, size, _ = struct.unpack_from("<IIQ", data, at)
        assert size >= 16, size
        yield kind, data[at + 16 : at + size]
        at += size


def main():
    (path,) = pathlib.Path(sys.argv[1]).glob(".debug/jit/*/*.dump")
    lines = {}
    for kind, body in records(path.read_bytes()):
        if kind == DEBUG_INFO:
            address, count = struct.unpack_from("<QQ", body)
            places, at = set(), 16
            for _ in range(count):
                _, line, _ = struct.unpack_from("<QII", body, at)
                name = c_string(body, at + 16)
                at += 16 + len(name) + 1
                places.add((pathlib.Path(name).name, line))
            lines[address] = places
        elif kind == CODE_LOAD:
            address, size = struct.unpack_from("<QQ", body, 16)
            places = sorted(lines.get(address, ()))
            print(c_string(body, 40), *(f"{name}:{line}" for name, line in places))


main()
