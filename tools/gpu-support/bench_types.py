"""The products that are measured, by their types."""

import dataclasses

GROUP = 128  # elements of K that share a scale of 4-bit weights
SMALL_M = 64  # rows up to which a product is bound by memory


@dataclasses.dataclass(frozen=True)
class BenchType:
    """Types are MLIR's. The right side is K x N, or N x K where `transpose_rhs`,
    which is what tensor cores read without copying it first."""

    name: str
    lhs: str
    rhs: str
    result: str
    transpose_rhs: bool
    precision: str = ""
    scaled: bool = False  # 4-bit weights with an f16 scale for each group
    peak: str = ""  # of the datasheet, see devices.py
    unit: str = "TFLOP/s"

    def static_dims(self, size):
        """M, N and K of the model, None where they are dynamic. A schedule for
        few rows needs to know them, and a 4-bit tensor its own."""
        if size.m <= SMALL_M:
            return size.m, size.n, size.k
        return (None, size.n, size.k) if self.scaled else (None, None, None)

    def bundle_name(self, size):
        """One bundle serves all sizes with the same static dims."""
        dims = [str(dim) for dim in self.static_dims(size) if dim is not None]
        return "-".join([self.name, "x".join(dims)] if dims else [self.name])

    def fits(self, size):
        return not self.scaled or size.k % GROUP == 0


@dataclasses.dataclass(frozen=True)
class Size:
    m: int
    n: int
    k: int

    @staticmethod
    def parse(text):
        try:
            m, n, k = (int(part) for part in text.split("x"))
        except ValueError:
            raise ValueError(f"expected MxNxK such as 4096x4096x511 but got '{text}'") from None
        if min(m, n, k) < 1:
            raise ValueError(f"expected sizes of at least 1 but got '{text}'")
        return Size(m, n, k)

    def __str__(self):
        return f"{self.m}x{self.n}x{self.k}"


TYPES = {
    item.name: item
    for item in (
        BenchType("f16", "f16", "f16", "f16", False, peak="f16"),
        BenchType("bf16", "bf16", "bf16", "bf16", False, peak="f16"),
        BenchType("tf32", "f32", "f32", "f32", True, precision="tf32", peak="tf32"),
        BenchType("s8", "i8", "i8", "i32", True, peak="s8", unit="TOP/s"),
        BenchType("e4m3", "f8E4M3FN", "f8E4M3FN", "bf16", True, peak="f8"),
        BenchType("w4a16", "f16", "i4", "f16", True, scaled=True, peak="f16"),
    )
}
SIZES = tuple(
    Size.parse(text)
    for text in ("8192x8192x8192", "4096x4096x4096", "2048x2048x2048", "16x8192x8192", "1x8192x8192", "4096x4096x511")
)


def parse_types(text):
    """BenchTypes from names with commas between them."""
    unknown = [name for name in text.split(",") if name not in TYPES]
    if unknown:
        raise ValueError(f"expected types of {', '.join(TYPES)} but got '{unknown[0]}'")
    return tuple(TYPES[name] for name in text.split(","))


def parse_sizes(text):
    return tuple(Size.parse(part) for part in text.split(","))
