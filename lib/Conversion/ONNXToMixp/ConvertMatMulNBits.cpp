//===- ConvertMatMulNBits.cpp - Products with packed narrow weights -------===//
#include "Numbers.h"
#include "OpTable.h"
#include "PositiveScales.h"
#include "QuantizedProduct.h"

using namespace mlir;
using namespace mixp::importer;

namespace {
/// The weights: N x K numbers of `kind`, in blocks along K.
struct PackedWeights {
  int64_t k, n, block;
  ElementKind kind;

  int64_t getNumBlocks() const { return llvm::divideCeil(k, block); }
  /// The last block of a row is stored whole.
  int64_t getPaddedK() const { return getNumBlocks() * block; }
};
} // namespace

static FailureOr<ElementKind> readWidth(NodeContext &context) {
  FailureOr<int64_t> bits = context.getInt("bits", 4);
  if (failed(bits))
    return failure();
  switch (*bits) {
  case 2:
    return ElementKind::U2;
  case 4:
    return ElementKind::U4;
  case 8:
    return ElementKind::U8;
  }
  return context.error() << "expected attribute 'bits' to be 2, 4 or 8 but got "
                         << *bits;
}

static FailureOr<PackedWeights> readAttributes(NodeContext &context) {
  FailureOr<int64_t> k = context.getInt("K", 0), n = context.getInt("N", 0);
  FailureOr<int64_t> block = context.getInt("block_size", 0);
  FailureOr<int64_t> prepacked = context.getInt("weight_prepacked", 0);
  FailureOr<ElementKind> kind = readWidth(context);
  if (failed(k) || failed(n) || failed(block) || failed(prepacked) ||
      failed(kind))
    return failure();
  if (*k <= 0 || *n <= 0 || *k > kMaxTensorBytes || *n > kMaxTensorBytes)
    return context.error() << "expected attributes 'K' and 'N' to be sizes but "
                              "got "
                           << *k << " and " << *n;
  if (*block < 16 || *block > kMaxTensorBytes || !llvm::isPowerOf2_64(*block))
    return context.error() << "expected attribute 'block_size' to be a power "
                              "of two of at least 16 but got "
                           << *block;
  if (*prepacked)
    return context.error() << "expected weights as the model's own format has "
                              "them but got 'weight_prepacked' = "
                           << *prepacked
                           << "; export the model without prepacking";
  if (context.hasInput(4))
    return context.error() << "expected no g_idx (input #4): groups out of "
                              "order have no blocks; quantize the model "
                              "without reordering";
  PackedWeights weights{*k, *n, *block, *kind};
  if (failed(context.checkSize({Dim(*n), Dim(weights.getPaddedK())}, *kind)))
    return failure();
  return weights;
}

/// `rows` times `count` numbers, each row beginning at a byte of its own, the
/// lowest bits first.
static FailureOr<ImportedTensor> unpackRows(NodeContext &context, size_t index,
                                            StringRef name, int64_t rows,
                                            int64_t rowBytes, int64_t count,
                                            ElementKind kind) {
  const ImportedTensor &packed = context.getInput(index);
  if (failed(context.checkKind(index, ElementKind::U8)))
    return failure();
  if (!packed.isConstant() || countElements(packed) != rows * rowBytes)
    return context.error() << "expected " << name << " (input #" << index
                           << ") to be a constant of " << rows << " times "
                           << rowBytes << " bytes but got "
                           << stringify(packed.shape);
  unsigned bits = getBitWidth(kind);
  ArrayRef<uint8_t> bytes = packed.elements<uint8_t>();
  std::string data;
  data.reserve(rows * count);
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t i = 0; i < count; ++i)
      appendBits(data, kind,
                 bytes[row * rowBytes + i * bits / 8] >> (i * bits % 8));
  return ImportedTensor::constant(kind, {Dim(rows), Dim(count)},
                                  std::move(data));
}

/// Zero points as i32, or f32 where they are floats; the middle of the range
/// where they are left out.
static FailureOr<ImportedTensor> readZeroPoints(NodeContext &context,
                                                const PackedWeights &weights) {
  TensorBuilder &build = context.build;
  int64_t blocks = weights.getNumBlocks();
  unsigned bits = getBitWidth(weights.kind);
  Shape shape{Dim(weights.n), Dim(blocks)};
  if (!context.hasInput(3)) {
    std::string data;
    for (int64_t i = 0; i < weights.n * blocks; ++i)
      appendBits(data, ElementKind::I32, 1 << (bits - 1));
    return ImportedTensor::constant(ElementKind::I32, shape, std::move(data));
  }
  const ImportedTensor &zero = context.getInput(3);
  if (zero.kind == ElementKind::U8) {
    FailureOr<ImportedTensor> unpacked =
        unpackRows(context, 3, "the zero points", weights.n,
                   llvm::divideCeil(blocks * bits, 8), blocks, weights.kind);
    if (failed(unpacked))
      return failure();
    return build.cast(*unpacked, ElementKind::I32);
  }
  if (failed(context.checkKind(3, {ElementKind::U8, ElementKind::F32,
                                   ElementKind::F16, ElementKind::BF16})))
    return failure();
  if (product(zero.shape) != product(shape))
    return context.error() << "expected the zero points (input #3) to have "
                           << stringify(shape) << " elements but got "
                           << stringify(zero.shape);
  return build.cast(build.reshape(zero, shape), ElementKind::F32);
}

/// The weights as real numbers, N x K. They are not rounded to the activations'
/// format, so that a product may read them as stored.
static FailureOr<ImportedTensor> readWeights(NodeContext &context,
                                             const PackedWeights &weights,
                                             ElementKind scaleKind) {
  int64_t blocks = weights.getNumBlocks();
  Shape tables{Dim(weights.n), Dim(blocks)};
  constexpr TableRole role = {2, "the scales"};
  FailureOr<ImportedTensor> scale =
      readScaleOfAnySign(context, role, scaleKind);
  if (failed(scale))
    return failure();
  if (product(scale->shape) != product(tables))
    return context.error() << "expected the scales (input #2) to have "
                           << stringify(tables) << " elements but got "
                           << stringify(scale->shape);
  FailureOr<ImportedTensor> zero = readZeroPoints(context, weights);
  if (failed(zero))
    return failure();
  FailureOr<ImportedTensor> values =
      unpackRows(context, 1, "the weights", weights.n,
                 weights.getPaddedK() * getBitWidth(weights.kind) / 8,
                 weights.k, weights.kind);
  if (failed(values))
    return failure();
  Quantization quantization{
      context.build.reshape(*scale, tables), *zero, {1, weights.block}};
  if (failed(makeScalesPositive(context, role, *values, quantization)))
    return failure();
  return context.build.dequantize(*values, quantization, ElementKind::F32);
}

FailureOr<ImportedTensor>
mixp::importer::importMatMulNBits(NodeContext &context) {
  const ImportedTensor &lhs = context.getInput(0);
  FailureOr<PackedWeights> weights = readAttributes(context);
  if (failed(weights) ||
      failed(context.checkKind(
          0, {ElementKind::F32, ElementKind::F16, ElementKind::BF16})) ||
      failed(context.checkSize(lhs.shape, lhs.kind)))
    return failure();
  FailureOr<MatMulShapes> shapes =
      getMatMulShapes(context, lhs.shape, {Dim(weights->k), Dim(weights->n)},
                      lhs.kind, /*rhsIndex=*/1);
  if (failed(shapes))
    return failure();
  FailureOr<ImportedTensor> rhs = readWeights(context, *weights, lhs.kind);
  if (failed(rhs))
    return failure();
  TensorBuilder &build = context.build;
  ImportedTensor product =
      build.matmul(build.reshape(lhs, shapes->lhs), *rhs,
                   /*transposeLhs=*/false, /*transposeRhs=*/true);
  FailureOr<ImportedTensor> sum = addColumns(context, product, 5);
  if (failed(sum))
    return failure();
  return build.reshape(*sum, shapes->result);
}
