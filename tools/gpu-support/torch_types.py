"""PyTorch's types for MLIR's. 4-bit integers take a byte each, as on the device."""

import torch

_NAMES = {
    "f64": "float64", "f32": "float32", "f16": "float16", "bf16": "bfloat16", "i8": "int8", "ui8": "uint8",
    "i16": "int16", "i32": "int32", "i64": "int64", "i4": "int8", "ui4": "uint8", "i1": "uint8",
    "f8E4M3FN": "float8_e4m3fn", "f8E5M2": "float8_e5m2",
}  # fmt: skip


class TypeMissing(Exception):
    """This PyTorch has no such type."""


def torch_type(type):
    name = _NAMES.get(type)
    if name is None or not hasattr(torch, name):
        raise TypeMissing(f"PyTorch {torch.__version__} has no type for {type}")
    return getattr(torch, name)
