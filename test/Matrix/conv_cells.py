"""The cells of mixp.conv: one convolution each, maybe with what follows it."""

import dataclasses

import cells
import formats
from cells import Cell, Parameters
from formats import dense, tensor

# Batch, last spatial size and output channels of a group, by the shape of
# products. The first, which every test run takes, is small: each geometry is
# another kernel to compile, a longer one where pixels fill several tiles.
SHAPES = dict(zip(cells.SHAPES, [(2, 4, 5), (1, 19, 33), (7, 12, 17)]))
INPUT_GRANULARITIES = ["none", "tensor", "batch"]
FILTER_GRANULARITIES = ["none", "tensor", "channel", "group"]
EPILOGUES = ["", "bias relu", "bias quantize"]


@dataclasses.dataclass(frozen=True)
class Geometry:
    """Layout, window and groups. The last spatial size, the batch and the
    output channels of a group are those of SHAPES."""

    name: str
    layout: str
    window: tuple
    sizes: tuple = ()
    channels: int = 8
    strides: tuple = ()
    dilations: tuple = ()
    low: tuple = ()
    high: tuple = ()
    groups: int = 1
    # Output channels of each input channel, of which there are then as many as
    # a shape has output channels.
    depthwise: int = 0


GEOMETRIES = [
    Geometry("1d", "nhwc", (3,), channels=5),
    Geometry("1d channels first", "nchw", (4,), strides=(2,), low=(1,)),
    Geometry("1d depthwise", "nchw", (3,), depthwise=1, low=(1,), high=(1,)),
    Geometry("pointwise", "nhwc", (1, 1), (2,), channels=7),
    Geometry("pointwise strided", "nchw", (1, 1), (3,), strides=(2, 3), channels=4),
    # Neighbours of a row are enough for a kernel that reads them in place.
    Geometry("window", "nhwc", (3, 2), (4,), channels=16),
    Geometry("padded", "nhwc", (3, 3), (2,), low=(1, 1), high=(1, 1), channels=3),
    Geometry("padded apart", "nchw", (2, 3), (2,), low=(2, 0), high=(0, 1)),
    Geometry("strided, dilated", "nhwc", (2, 3), (6,), strides=(2, 1), dilations=(3, 1), channels=6),
    Geometry("groups", "nchw", (2, 2), (2,), low=(0, 1), groups=3, channels=4),
    Geometry("groups, channels last", "nhwc", (2, 1), (3,), strides=(1, 2), groups=2, channels=6),
    Geometry("depthwise", "nhwc", (3, 3), (3,), low=(1, 1), high=(1, 1), strides=(2, 1), depthwise=1),
    Geometry("depthwise doubled", "nchw", (2, 2), (3,), dilations=(1, 2), depthwise=2),
    Geometry("3d", "nchw", (2, 1, 3), (3, 2), low=(0, 1, 1), strides=(1, 2, 1), channels=4),
    Geometry("3d groups", "nhwc", (2, 2, 2), (2, 3), dilations=(1, 2, 1), groups=2, channels=2),
    Geometry("no pixel", "nhwc", (3, 2), (2,), channels=2),
]


@dataclasses.dataclass(frozen=True)
class Side:
    """Input or filter. Zero points need no scale here."""

    kind: str
    granularity: str = "none"
    scale: str = "f32"
    zero_point: str = ""

    def __str__(self):
        text = self.kind
        if self.granularity != "none":
            text += f":{self.granularity}" + (f"({self.scale})" if self.scale else "")
        return text + (f"-{self.zero_point}" if self.zero_point else "")

    def parameters(self, prefix, shape, channel_dim):
        """Scale and zero point for an operand of this shape."""
        block = None
        if self.granularity != "none":
            block = [0] * len(shape)
        if self.granularity in ("batch", "channel"):
            block[0] = 1
        if self.granularity == "group":
            block = [1] * len(shape)
            channels = shape[channel_dim]
            block[channel_dim] = max([b for b in range(1, channels) if channels % b == 0], default=1)
        result = Parameters(prefix, shape, block)
        if block and self.scale:
            result.add_scale(self.scale)
        if block and self.zero_point:
            result.add_zero_point(self.kind, self.zero_point)
        return result


class Sizes:
    """What a geometry and a shape make of the three tensors."""

    def __init__(self, geometry, shape):
        g = geometry
        batch, width, outputs = SHAPES.get(shape, shape)
        self.groups = outputs if g.depthwise else g.groups
        self.in_group = 1 if g.depthwise else g.channels
        of_group = g.depthwise or outputs
        sizes = (*g.sizes, width)
        ones, zeros = (1,) * len(sizes), (0,) * len(sizes)
        pixels = []
        for size, window, stride, dilation, low, high in zip(
                sizes, g.window, g.strides or ones, g.dilations or ones, g.low or zeros, g.high or zeros):
            last = size + low + high - dilation * (window - 1) - 1
            pixels.append(last // stride + 1 if last >= 0 else 0)
        self.channel_dim = 1 if g.layout == "nchw" else len(sizes) + 1
        self.input = self._stored(batch, self.groups * self.in_group, sizes)
        self.filter = self._stored(self.groups * of_group, self.in_group, g.window)
        self.outs = self._stored(batch, self.groups * of_group, pixels)

    def _stored(self, first, channels, spatial):
        shape = [first, *spatial]
        shape.insert(self.channel_dim, channels)
        return shape


def attributes(geometry, groups):
    """The clauses of layout, window and groups."""
    filters = {"nchw": "fchw", "nhwc": "fhwc"}[geometry.layout]
    parts = [f"layout({geometry.layout}_{filters})"]
    for name, values in (("strides", geometry.strides), ("dilations", geometry.dilations),
                         ("pad_low", geometry.low), ("pad_high", geometry.high)):
        if values:
            parts.append(f"{name} [{', '.join(map(str, values))}]")
    return " ".join(parts + [f"groups({groups})"] * (groups != 1))


def add_epilogue(epilogue, result, sizes, inputs, lines):
    """Appends the ops after a convolution `%sum`; the type of the last, `%r`."""
    kind, rank = tensor(result, sizes.outs), len(sizes.outs)
    bias = tensor(result, [sizes.outs[sizes.channel_dim]])
    inputs.append(("bias", bias))
    add, largest, zero = ("addi", "maxsi", "0") if result == "i32" else ("addf", "maximumf", "0.0")
    name = "%r" if epilogue == "bias relu" else "%biased"
    dims = ", ".join(f"d{i}" for i in range(rank))
    identity = f"affine_map<({dims}) -> ({dims})>"
    channel = f"affine_map<({dims}) -> (d{sizes.channel_dim})>"
    parallel = ", ".join(['"parallel"'] * rank)
    images = "()"
    if sizes.outs[0] == "?":
        lines += ["%first = arith.constant 0 : index", f"%images = tensor.dim %sum, %first : {kind}"]
        images = "(%images)"
    lines += [f"%empty = tensor.empty{images} : {kind}", f"%zero = arith.constant {zero} : {result}",
              f"{name} = linalg.generic {{indexing_maps = [{identity}, {channel}, {identity}], "
              f"iterator_types = [{parallel}]}} ins(%sum, %bias : {kind}, {bias}) outs(%empty : {kind}) {{",
              f"^bb0(%acc: {result}, %b: {result}, %o: {result}):",
              f"  %added = arith.{add} %acc, %b : {result}"]
    if epilogue == "bias relu":
        lines += [f"  %positive = arith.{largest} %added, %zero : {result}", f"  linalg.yield %positive : {result}"]
    else:
        lines.append(f"  linalg.yield %added : {result}")
    lines.append(f"}} -> {kind}")
    if epilogue == "bias relu":
        return kind
    op = "requantize onnx" if result == "i32" else "quantize"
    quantized = tensor("i8" if result == "i32" else "ui8", sizes.outs)
    parameters = Parameters("", sizes.outs, [0] * rank)
    parameters.add("scale", "f32", [0.0123])
    parameters.add("zero_point", "i32", [17])
    lines += parameters.lines + [f"%r = mixp.{op} %biased {parameters.text()} : {kind} -> {quantized}"]
    return quantized


def conv(left, right, geometry, shape, result=None, precision="", epilogue="", constant=False, unknown=False):
    """A convolution of `left` with the filter `right`, which may be a constant.
    Precision `fast` is the flag fast_accumulate. With `unknown` only the run
    knows the number of images, where there are no scales for each of them."""
    sizes, result = Sizes(geometry, shape), result or cells.default_result(left, right)
    unknown = unknown and left.granularity != "batch"
    if unknown:
        sizes.input[0] = sizes.outs[0] = "?"
    inputs, lines, clauses = [("input", tensor(left.kind, sizes.input))], [], []
    kind = tensor(right.kind, sizes.filter)
    if constant:
        values = formats.element_literals(right.kind)
        lines.append(f"%filter = arith.constant {dense(values, sizes.filter)} : {kind}")
    else:
        inputs.append(("filter", kind))
    for name, side, stored in (("input", left, sizes.input), ("filter", right, sizes.filter)):
        parameters = side.parameters(name + "_", stored, sizes.channel_dim)
        lines += parameters.lines
        clauses.append(parameters.text())
    clauses.append(attributes(geometry, sizes.groups))
    if precision not in ("", "fast"):
        clauses.append(f"precision({precision})")
    out = tensor(result, sizes.outs)
    if epilogue and not unknown:
        lines.append(f"%outs = arith.constant dense<{'0' if result == 'i32' else '0.0'}> : {out}")
    else:
        inputs.append(("outs", out))
    flags = " {fast_accumulate}" if precision == "fast" else ""
    lines.append(f"{'%sum' if epilogue else '%r'} = mixp.conv ins(%input, %filter : {inputs[0][1]}, {kind}) "
                 f"{' '.join(clause for clause in clauses if clause)} outs(%outs : {out}){flags} -> {out}")
    if epilogue:
        out = add_epilogue(epilogue, result, sizes, inputs, lines)
    key = ("conv", str(left), str(right), result, precision, geometry.name, epilogue,
           "constant filter" if constant else "", "unknown batch" if unknown else "")
    return Cell(key, inputs, lines, out)
