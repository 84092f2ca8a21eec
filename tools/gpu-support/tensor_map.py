"""What a descriptor of the tensor memory accelerator (TMA) describes."""

import dataclasses

# CUtensorMapDataType of cuda.h. The engine moves elements and does not read
# them, so all 8-bit types are bytes; it has no signed 16 bits.
ELEMENT_CODES = {
    "f64": 8, "f32": 7, "f16": 6, "bf16": 9, "i64": 5, "i32": 3, "ui32": 2, "i16": 1, "ui16": 1,
    "i8": 0, "ui8": 0, "i4": 0, "ui4": 0, "i1": 0, "f8E4M3FN": 0, "f8E5M2": 0,
}  # fmt: skip
WIDTHS = {0: 1, 1: 2, 2: 4, 3: 4, 4: 8, 5: 8, 6: 2, 7: 4, 8: 8, 9: 2}
SWIZZLE_CODES = {0: 0, 32: 1, 64: 2, 128: 3}
L2_PROMOTION_128_BYTES = 2


class TensorMapError(Exception):
    """The engine cannot describe a tensor so."""


@dataclasses.dataclass(frozen=True)
class TensorMap:
    """A tensor in device memory. Index 0 is the innermost, dense dim."""

    element: int  # one of ELEMENT_CODES
    base: int  # device address
    dims: tuple  # elements
    strides: tuple  # bytes from one to the next of dims 1, 2, ...
    box: tuple  # elements
    swizzle: int = 0  # bytes

    def check(self):
        """Raises where the driver would refuse, with the rule that it applies."""
        if not 1 <= len(self.dims) <= 5 or len(self.box) != len(self.dims):
            raise TensorMapError(f"expected 1 to 5 dims and as many of the box but got {self.dims} and {self.box}")
        if self.base == 0 or self.base % 16:
            raise TensorMapError(f"expected memory at a multiple of 16 bytes but got address {self.base:#x}")
        for number, (dim, box) in enumerate(zip(self.dims, self.box)):
            if not 1 <= dim <= 1 << 32:
                raise TensorMapError(f"expected dim #{number} to be 1 to 2^32 but got {dim}")
            if not 1 <= box <= 256:
                raise TensorMapError(f"expected the box in dim #{number} to be 1 to 256 but got {box}")
        for number, stride in enumerate(self.strides, 1):
            if stride <= 0 or stride % 16 or stride >= 1 << 40:
                raise TensorMapError(
                    f"expected the stride of dim #{number} to be a multiple of 16 bytes but got {stride}"
                )
        inner = self.box[0] * WIDTHS[self.element]
        if self.swizzle not in SWIZZLE_CODES:
            raise TensorMapError(f"expected a swizzle of 0, 32, 64 or 128 bytes but got {self.swizzle}")
        if inner % 16 or (self.swizzle and inner > self.swizzle):
            raise TensorMapError(
                f"expected rows of the box to be a multiple of 16 bytes and at most the swizzle's {self.swizzle} "
                f"but got {inner}"
            )
