//===- TensorConv.cpp - Convolutions --------------------------------------===//
#include "TensorBuilder.h"
#include "Window.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::importer;

ImportedTensor
TensorBuilder::conv(const ImportedTensor &input, const Quantization &ofInput,
                    const ImportedTensor &filter, const Quantization &ofFilter,
                    const Window &window, int64_t groups, ElementKind kind) {
  Shape shape{input.shape[0], filter.shape[0]};
  for (int64_t size : window.result)
    shape.push_back(size);
  StoredNumbers x = getStored(input), w = getStored(filter);
  Value inputZero = getTable(ofInput.zeroPoint);
  Value filterZero = getTable(ofFilter.zeroPoint);
  auto conv = ConvOp::create(builder, location, x.value, w.value,
                             getFilled(shape, getNumber(kind, 0)),
                             ConvLayout::NchwFchw, window.strides,
                             window.dilations, window.low, window.high, groups);
  conv.setInputUnsigned(x.isFlagged);
  conv.setFilterUnsigned(w.isFlagged);
  if (inputZero)
    conv.getInputZeroPointMutable().assign(inputZero);
  if (filterZero)
    conv.getFilterZeroPointMutable().assign(filterZero);
  if (ofInput.hasTable())
    conv.setInputBlock(ofInput.block);
  if (ofFilter.hasTable())
    conv.setFilterBlock(ofFilter.block);
  return {kind, std::move(shape), conv.getResult(), nullptr};
}
