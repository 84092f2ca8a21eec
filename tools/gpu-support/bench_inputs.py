"""Random operands of a product.

`exact` ones are small whole numbers: every order of summation gives the same
sum, so that a result has only one right value. Without it they are normal.
"""

import dataclasses

import torch

from bench_types import GROUP
from bundle import BundleError
from torch_types import torch_type


@dataclasses.dataclass
class Inputs:
    """`tensors` are those of the bundle, in the order of its inputs, `constants`
    take the place of its constants. `lhs` and `rhs` are what a library
    multiplies; 4-bit weights are there as f16."""

    tensors: list
    constants: list
    lhs: torch.Tensor
    rhs: torch.Tensor
    bytes: int  # that a call reads

    def by_name(self, bundle):
        """All of them by their names in a bundle."""
        names = bundle.names("input") + bundle.names("constant")
        tensors = self.tensors + self.constants
        if len(names) != len(tensors):
            raise BundleError(f"expected {len(tensors)} inputs and constants but the bundle has {', '.join(names)}")
        return dict(zip(names, tensors))

    def real_lhs(self, first, last):
        """Rows of the left side as real numbers."""
        return widen(self.lhs[first:last])


def widen(tensor):
    """To f64; by f32, because 8-bit floats go there only."""
    return tensor.float().double()


def draw(shape, type, exact, largest, where, generator):
    """Whole numbers up to `largest`, or normal ones."""
    if exact or type == "i8":
        least, most = (-largest, largest) if exact else (-128, 127)
        whole = torch.randint(least, most + 1, shape, device=where, generator=generator, dtype=torch.int32)
        return whole.to(torch.int8) if type == "i8" else whole.float().to(torch_type(type))
    return torch.randn(shape, device=where, generator=generator).to(torch_type(type))


def make_inputs(bench_type, size, exact, where, generator):
    largest = 1 if bench_type.lhs.startswith("f8") else 2
    lhs = draw((size.m, size.k), bench_type.lhs, exact, largest, where, generator)
    if not bench_type.scaled:
        shape = (size.n, size.k) if bench_type.transpose_rhs else (size.k, size.n)
        rhs = draw(shape, bench_type.rhs, exact, largest, where, generator)
        tensors = [lhs, rhs]
        read = sum(tensor.numel() * tensor.element_size() for tensor in tensors)
        return Inputs(tensors, [], lhs, rhs, read)
    codes = torch.randint(-8, 8, (size.n, size.k), device=where, generator=generator, dtype=torch.int8)
    shape = (size.n, size.k // GROUP)
    if exact:
        scales = torch.randint(0, 4, shape, device=where, generator=generator).float().neg().exp2().half()
    else:
        scales = (torch.rand(shape, device=where, generator=generator) * 0.02 + 0.001).half()
    # The product of a 4-bit number and an f16 has up to 14 significant bits:
    # the library's weights are rounded, mixp's need not be.
    weights = (codes.float() * scales.float().repeat_interleave(GROUP, dim=1)).half()
    read = 2 * lhs.numel() + codes.numel() // 2 + 2 * scales.numel()
    return Inputs([lhs, scales], [codes], lhs, weights, read)


def real_rhs(bench_type, inputs):
    """K x N real numbers, which f64 holds."""
    if bench_type.scaled:
        (_, scales), (codes,) = inputs.tensors, inputs.constants
        return (codes.double() * scales.double().repeat_interleave(GROUP, dim=1)).t()
    wide = widen(inputs.rhs)
    return wide.t() if bench_type.transpose_rhs else wide
