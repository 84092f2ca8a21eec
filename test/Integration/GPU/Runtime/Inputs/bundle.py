"""Writes bundles for the kernels of fake_kernels.cpp: bundle.py KIND FOLDER.

chain: t = x, y = t + r with a constant r, f32 with rows of 7
bytes: b = a, both bf16; w = a constant i4 in fragments as its bytes
`KIND,key=value` replaces a key of the manifest, `KIND,truncate=N` cuts the
constants.
"""

import json
import os
import struct
import sys

ROWS = {"kind": "rows", "transpose": False}
ONE_TILE = {"tile_m": 2, "tile_n": 4, "split_k": 1, "split_blocks": 0, "split_depth": 0, "persistent": False}


def value(name, type, shape, kind, **more):
    return {"name": name, "type": type, "shape": shape, "kind": kind, **more}


def operand(name, access, layout=ROWS):
    return {"value": name, "access": access, "layout": layout}


def of(kind, index):
    return {"kind": kind, "operand": index}


def size(name):
    return {"kind": "size", "name": name}


def launch(kernel, sizes, operands, arguments, shared_bytes=0):
    return {
        "kernel": kernel, "threads": 64, "shared_bytes": shared_bytes, "sizes": sizes,
        "operands": operands, "grid": ONE_TILE, "arguments": arguments,
    }


def chain():
    sizes = {"M": {"value": 0, "dim": 0}, "N": 7}
    return struct.pack("<8x7f", *range(100, 800, 100)), {
        "values": [
            value("x", "f32", [-1, 7], "input"),
            value("r", "f32", [7], "constant", offset=8, bytes=28),
            value("t", "f32", [-1, 7], "temporary"),
            value("y", "f32", [-1, 7], "output"),
        ],
        "launches": [
            launch(
                "copy_rows", sizes, [operand("x", "read"), operand("t", "write")],
                [of("pointer", 0), of("pitch", 0), of("pointer", 1), of("pitch", 1), size("M"), size("N")],
            ),
            launch(
                "add_row", sizes,
                [operand("t", "read"), operand("r", "read"), operand("y", "write")],
                [
                    {"kind": "tensor_map", "operand": 0, "box": [32, 8], "swizzle": 128},
                    of("pointer", 1),
                    {"kind": "tensor_map", "operand": 2, "box": [32, 16], "swizzle": 128},
                ],
                shared_bytes=65536,
            ),
        ],
    }


def copy_bytes(source, target, count, layout=ROWS):
    return launch(
        "copy_bytes", {"M": 1, "N": count}, [operand(source, "read", layout), dict(operand(target, "write"), dims=[None])],
        [of("pointer", 0), of("pointer", 1), of("pitch", 1), size("N")],
    )


def plain_bytes():
    fragments = {"kind": "fragments", "bits": 4, "transpose": True, "block_n": 16, "block_k": 64}
    return bytes(range(1, 129)), {
        "values": [
            value("a", "bf16", [5], "input"),
            value("b", "bf16", [5], "output"),
            value("c", "i4", [16, 16], "constant", offset=0, bytes=128),
            value("w", "ui8", [512], "output"),
        ],
        "launches": [copy_bytes("a", "b", 10), copy_bytes("c", "w", 512, fragments)],
    }


def main():
    kind, *changes = sys.argv[1].split(",")
    folder = sys.argv[2]
    constants, manifest = {"chain": chain, "bytes": plain_bytes}[kind]()
    manifest = {
        "format": "mixp-gpu-bundle", "version": 2, "name": kind, "target": "sm_90a", "ptx": "code.ptx",
        "cubin": "code.cubin", "constants_file": "constants.bin", **manifest,
    }
    for change in changes:
        key, text = change.split("=")
        if key == "truncate":
            constants = constants[: int(text)]
        else:
            manifest[key] = json.loads(text)
    os.makedirs(folder, exist_ok=True)
    for name, contents in (
        ("manifest.json", json.dumps(manifest, indent=1).encode()),
        ("code.ptx", b".version 8.6\n"),
        ("code.cubin", b"\x7fELF"),
        ("constants.bin", constants),
    ):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(contents)


if __name__ == "__main__":
    main()
