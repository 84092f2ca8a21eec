//===- QuantizedProduct.cpp - Products of stored integers -----------------===//
#include "QuantizedProduct.h"
#include "ElementBuilder.h"

using namespace mlir;
using namespace mixp::importer;

/// The table in the matrix's rank.
static FailureOr<ImportedTensor> alignTable(NodeContext &context,
                                            const ImportedTensor &table,
                                            TableRole role,
                                            const MatrixShape &place) {
  size_t rank = place.matrix.size();
  bool isRows = place.entries == EntryPer::Row;
  size_t dim = isRows ? rank - 2 : rank - 1;
  Shape shape(rank, Dim());
  if (product(table.shape).isOne())
    return context.build.reshape(table, shape);
  bool fits;
  if (table.rank() == 1) {
    shape[dim] = table.shape[0];
    fits = table.shape[0] == place.matrix[dim];
  } else {
    fits = table.rank() == rank;
    for (size_t i = 0; fits && i < rank; ++i) {
      bool isWhole = i == dim || i + 2 < rank;
      shape[i] = table.shape[i];
      fits = (i != dim && shape[i].isOne()) ||
             (isWhole && shape[i] == place.matrix[i]);
    }
  }
  if (fits)
    return context.build.reshape(table, shape);
  return context.error() << "expected " << describe(role)
                         << " to have one element or one for each "
                         << (isRows ? "row" : "column") << " of "
                         << stringify(place.matrix) << " but got "
                         << stringify(table.shape);
}

FailureOr<ImportedTensor> mixp::importer::layTable(NodeContext &context,
                                                   const ImportedTensor &table,
                                                   TableRole role,
                                                   const MatrixShape &place) {
  FailureOr<ImportedTensor> aligned = alignTable(context, table, role, place);
  if (failed(aligned))
    return failure();
  TensorBuilder &build = context.build;
  size_t rank = place.matrix.size(), flatRank = place.flat.size();
  if (product(aligned->shape).isOne())
    return build.reshape(*aligned, Shape(flatRank, Dim()));
  Shape shape = aligned->shape;
  ArrayRef<Dim> batch = place.matrix.drop_back(2);
  // Rows that are joined with the batch have entries of their own, and so have
  // batches that are joined where not all are alike.
  bool isShared = product(ArrayRef<Dim>(shape).drop_back(2)).isOne();
  if (flatRank == 2 ? !shape[rank - 2].isOne() : !isShared) {
    llvm::copy(batch, shape.begin());
    isShared = false;
  }
  Shape flat = {shape[rank - 2], shape[rank - 1]};
  Dim batches = product(ArrayRef<Dim>(shape).drop_back(2));
  if (flatRank == 3)
    flat.insert(flat.begin(), batches);
  else
    flat[0] = batches * flat[0];
  return build.reshape(repeatTable(build, *aligned, shape), flat);
}

FailureOr<StoredOperand>
mixp::importer::readOperand(NodeContext &context, const OperandInputs &inputs,
                            const ImportedTensor &values,
                            const MatrixShape &place) {
  if (failed(
          context.checkKind(inputs.values, {ElementKind::I8, ElementKind::U8})))
    return failure();
  StoredOperand operand{context.build.reshape(values, place.flat), {}, {}};
  if (inputs.scale) {
    FailureOr<ImportedTensor> scale = readScale(context, *inputs.scale);
    if (succeeded(scale))
      scale = layTable(context, *scale, *inputs.scale, place);
    if (failed(scale))
      return failure();
    operand.scale = *scale;
  }
  FailureOr<std::optional<ImportedTensor>> zero =
      readZeroPoint(context, inputs.zeroPoint, values.kind);
  if (failed(zero))
    return failure();
  if (*zero) {
    FailureOr<ImportedTensor> laid =
        layTable(context, **zero, inputs.zeroPoint, place);
    if (failed(laid))
      return failure();
    operand.zeroPoint = *laid;
  }
  return operand;
}

ImportedTensor mixp::importer::multiplyIntegers(TensorBuilder &build,
                                                const StoredOperand &lhs,
                                                const StoredOperand &rhs) {
  return build.matmul(
      lhs.values, makeQuantization(build, std::nullopt, lhs.zeroPoint),
      rhs.values, makeQuantization(build, std::nullopt, rhs.zeroPoint),
      ElementKind::I32);
}

ImportedTensor mixp::importer::multiplyReals(TensorBuilder &build,
                                             const StoredOperand &lhs,
                                             const StoredOperand &rhs) {
  return build.matmul(
      lhs.values, makeQuantization(build, lhs.scale, lhs.zeroPoint), rhs.values,
      makeQuantization(build, rhs.scale, rhs.zeroPoint), ElementKind::F32);
}

FailureOr<ImportedTensor>
mixp::importer::addColumns(NodeContext &context, const ImportedTensor &product,
                           size_t index) {
  if (!context.hasInput(index))
    return product;
  const ImportedTensor &bias = context.getInput(index);
  if (failed(context.checkKind(index, product.kind)))
    return failure();
  if (bias.shape != Shape{product.shape.back()})
    return context.error() << "expected the bias (input #" << index
                           << ") to have " << stringify(product.shape.back())
                           << " elements but got " << stringify(bias.shape);
  return compute(context.build, product.shape, product.kind, product.kind,
                 {product, bias}, [](const ElementBuilder &e, ValueRange in) {
                   return e.add(in[0], in[1]);
                 });
}
