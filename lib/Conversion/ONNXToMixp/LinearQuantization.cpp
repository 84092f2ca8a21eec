//===- LinearQuantization.cpp - What QuantizeLinear and its inverse share -===//
#include "LinearQuantization.h"
#include "ElementBuilder.h"
#include "Numbers.h"

using namespace mlir;
using namespace mixp::importer;

FailureOr<std::optional<ElementKind>>
mixp::importer::readKind(NodeContext &context, StringRef name,
                         ArrayRef<ElementKind> allowed) {
  FailureOr<int64_t> code = context.getInt(name, 0);
  if (failed(code))
    return failure();
  std::optional<ElementKind> kind = getElementKind(*code);
  if (*code == 0 || (kind && llvm::is_contained(allowed, *kind)))
    return kind;
  InFlightDiagnostic diagnostic = context.error() << "expected attribute '"
                                                  << name << "' to be one of ";
  llvm::interleave(
      allowed, [&](ElementKind each) { diagnostic << stringify(each); },
      [&] { diagnostic << ", "; });
  if (kind)
    return diagnostic << " but got " << stringify(*kind);
  return diagnostic << " but got the number " << *code;
}

//===----------------------------------------------------------------------===//
// Scales and zero points
//===----------------------------------------------------------------------===//

namespace {
/// Where the entries of a scale or zero point lie.
struct Layout {
  /// Of the table in the input's rank.
  Shape shape;
  SmallVector<int64_t> block;
};
} // namespace

/// A scale in the input's rank: an entry for each `size` indices of dim `axis`.
static FailureOr<Layout> getBlocked(NodeContext &context, size_t axis,
                                    int64_t size) {
  const Shape &input = context.getInput(0).shape;
  const Shape &scale = context.getInput(1).shape;
  Layout layout{input, SmallVector<int64_t>(input.size(), 1)};
  layout.block[axis] = size;
  Dim &blocks = layout.shape[axis];
  if (blocks.isStatic()) {
    // One that reaches beyond the dim is as large as the dim.
    layout.block[axis] = std::min(size, blocks.getStatic());
    blocks = Dim(llvm::divideCeil(blocks.getStatic(), size));
  } else if (auto whole = blocks.dividedBy(Dim(size))) {
    blocks = *whole;
  } else {
    return context.error() << "expected dim #" << axis << " of "
                           << stringify(input) << " in blocks of " << size
                           << "; give the dim a fixed size";
  }
  if (layout.shape != scale)
    return context.error() << "expected the scale (input #1) to have shape "
                           << stringify(layout.shape) << " for blocks of "
                           << size << " along dim #" << axis << " of "
                           << stringify(input) << " but got "
                           << stringify(scale);
  return layout;
}

static FailureOr<Layout> getLayout(NodeContext &context) {
  FailureOr<int64_t> axis = context.getInt("axis", 1);
  FailureOr<int64_t> size = context.getInt("block_size", 0);
  if (failed(axis) || failed(size))
    return failure();
  const Shape &input = context.getInput(0).shape;
  const Shape &scale = context.getInput(1).shape;
  Layout layout{Shape(input.size(), Dim()),
                SmallVector<int64_t>(input.size(), 0)};
  // One scale for all needs no axis, whose default may be beyond the rank.
  if (product(scale).isOne())
    return layout;
  FailureOr<size_t> dim = context.normalizeAxis(*axis, input.size());
  if (failed(dim))
    return failure();
  if (*size < 0)
    return context.error() << "expected attribute 'block_size' to be at least "
                              "0 but got "
                           << *size;
  if (*size > 0)
    return getBlocked(context, *dim, *size);
  if (scale.size() != 1 || scale[0] != input[*dim])
    return context.error()
           << "expected the scale (input #1) to have one element or as many as "
              "dim #"
           << *dim << " of " << stringify(input) << " but got "
           << stringify(scale)
           << (scale.size() > 1 ? "; blocks need the attribute 'block_size'"
                                : "");
  layout.shape[*dim] = input[*dim];
  layout.block[*dim] = 1;
  return layout;
}

FailureOr<Quantization> mixp::importer::readQuantization(NodeContext &context,
                                                         ElementKind kind) {
  FailureOr<Layout> layout = getLayout(context);
  if (failed(layout))
    return failure();
  FailureOr<ImportedTensor> scale =
      readScaleOfAnySign(context, kScaleRole,
                         {ElementKind::F32, ElementKind::F16, ElementKind::BF16,
                          ElementKind::F8E8M0FNU});
  if (failed(scale))
    return failure();
  FailureOr<std::optional<ImportedTensor>> zero =
      readZeroPoint(context, {2, "the zero point"}, kind);
  if (failed(zero))
    return failure();
  Quantization result{context.build.reshape(*scale, layout->shape), *zero,
                      layout->block};
  if (!*zero)
    return result;
  const Shape &given = context.getInput(1).shape, &other = (*zero)->shape;
  bool isOne = product(given).isOne() && product(other).isOne();
  if (given != other && !isOne)
    return context.error() << "expected scale and zero point of one shape but "
                              "got "
                           << stringify(given) << " and " << stringify(other);
  result.zeroPoint = context.build.reshape(**zero, layout->shape);
  return result;
}

//===----------------------------------------------------------------------===//
// uint16
//===----------------------------------------------------------------------===//

ImportedTensor mixp::importer::flipTopBit(TensorBuilder &build,
                                          const ImportedTensor &input) {
  ElementKind kind =
      input.kind == ElementKind::U16 ? ElementKind::I16 : ElementKind::U16;
  if (!input.isConstant())
    return build.elementwise(
        input.shape, kind, input,
        [](OpBuilder &b, Location loc, ValueRange in) -> Value {
          Value top =
              arith::ConstantOp::create(b, loc, b.getI16IntegerAttr(-32768));
          return arith::XOrIOp::create(b, loc, in[0], top);
        });
  std::string data;
  for (int64_t i = 0; i < countElements(input); ++i)
    appendBits(data, kind, readInteger(input, i) ^ 0x8000);
  return ImportedTensor::constant(kind, input.shape, std::move(data));
}

void mixp::importer::moveZeroPoint(TensorBuilder &build,
                                   Quantization &quantization) {
  ImportedTensor offset = makeScalar(ElementKind::I32, 32768);
  if (!quantization.zeroPoint)
    quantization.zeroPoint =
        repeatTable(build,
                    build.reshape(makeScalar(ElementKind::I32, 0),
                                  Shape(quantization.scale->rank(), Dim())),
                    quantization.scale->shape);
  quantization.zeroPoint =
      computeTables(build, Arithmetic::Sub, *quantization.zeroPoint, offset);
}
