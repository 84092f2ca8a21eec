"""The convolutions that a GPU's column of docs/SupportMatrix-GPU.md is about."""

from dataclasses import dataclass

import conv_cells
from conv_cells import Geometry, Side


@dataclass(frozen=True)
class ConvRow:
    """One line of the table: types, and what is on the operands."""

    lhs: str
    rhs: str
    result: str
    tables: tuple = ()

    @property
    def name(self):
        return f"conv {self.lhs} x {self.rhs} -> {self.result}" + "".join(f", {table}" for table in self.tables)


# test/Integration/GPU/conv.mlir has plain types.
ROWS = [
    ConvRow("ui8", "i8", "f32", ("tensor scale", "input zero point", "channel scales")),
    ConvRow("f16", "i4", "f16", ("channel scales",)),
]


def geometry(variant, sizes):
    """A product's variants, of windows: `sizes` are about the pixels of four
    images, the output channels and the elements of a window. Two images are
    enough to tell that one does not read the other."""
    pixels, _, k = sizes
    width = 16 if pixels % 16 == 0 else 17
    image = (pixels // (4 * width),)
    return {
        "plain": Geometry("window", "nhwc", (2, 2), image, low=(1, 1), channels=-(-k // 4)),
        "transposed": Geometry("channels first", "nchw", (2, 2), image, low=(0, 1), high=(1, 0), channels=-(-k // 4)),
        "batched": Geometry("groups", "nhwc", (2, 1), image, dilations=(2, 1), low=(1, 0), high=(1, 0), groups=2,
                            channels=-(-k // 2)),
        "epilogue": Geometry("pointwise", "nhwc", (1, 1), image, strides=(2, 1), channels=k),
    }[variant], width


def cell(row, variant, sizes):
    """The row's convolution; the epilogue is bias and ReLU."""
    place, width = geometry(variant, sizes)
    zero = "i32" if "input zero point" in row.tables else ""
    scale = "f32" if "tensor scale" in row.tables else ""
    left = Side(row.lhs, "tensor" if zero or scale else "none", scale, zero)
    right = Side(row.rhs, "channel" if "channel scales" in row.tables else "none")
    return conv_cells.conv(left, right, place, (2, width, sizes[1]), result=row.result,
                           epilogue="bias relu" if variant == "epilogue" else "")
