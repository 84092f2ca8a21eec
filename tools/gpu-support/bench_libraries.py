"""The same products by PyTorch, which calls cuBLAS and cuBLASLt."""

import dataclasses

import torch

from bench_names import CUBLAS, CUBLAS_FAST
from torch_types import TypeMissing, torch_type


@dataclasses.dataclass
class Library:
    """`calls` has one call for each set of inputs; empty where `reason` says
    why the library refuses the product."""

    name: str
    calls: list
    reason: str = ""


def _with_out(multiply, type):
    """Products into memory that is there before the timing."""

    def make(lhs, rhs):
        out = torch.empty((lhs.shape[0], rhs.shape[1]), dtype=type, device=lhs.device)
        return lambda: multiply(lhs, rhs, out=out)

    return make


def _scaled(fast):
    def make(lhs, rhs):
        one = torch.ones((), device=lhs.device)
        return lambda: torch._scaled_mm(
            lhs, rhs, scale_a=one, scale_b=one, out_dtype=torch.bfloat16, use_fast_accum=fast
        )

    return make


def _makers(bench_type):
    """(name, maker) of each way that PyTorch has for a type."""
    if bench_type.lhs.startswith("f8"):
        return [(CUBLAS, _scaled(False)), (CUBLAS_FAST, _scaled(True))]
    if bench_type.lhs == "i8":
        return [(CUBLAS, _with_out(lambda lhs, rhs, out: torch._int_mm(lhs, rhs, out=out), torch.int32))]
    return [(CUBLAS, _with_out(torch.mm, torch_type(bench_type.result)))]


def first_line(error):
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return line if len(line) <= 140 else line[:137] + "..."


def libraries(bench_type, input_sets):
    """A Library for each way; each product is tried once."""
    torch.backends.cuda.matmul.allow_tf32 = bench_type.precision == "tf32"
    found = []
    for name, maker in _makers(bench_type):
        transposed = bench_type.transpose_rhs
        try:
            pairs = [(inputs.lhs, inputs.rhs.t() if transposed else inputs.rhs) for inputs in input_sets]
            calls = [maker(lhs, rhs) for lhs, rhs in pairs]
            calls[0]()
            found.append(Library(name, calls))
        except (RuntimeError, NotImplementedError, AttributeError, TypeError, TypeMissing) as error:
            found.append(Library(name, [], first_line(error)))
    return found
