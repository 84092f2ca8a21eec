//===- ActivationStatistics.cpp - What rows of an lhs are like ------------===//
#include "mixp/Dialect/Mixp/Transforms/ActivationStatistics.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include <algorithm>

using namespace mlir;
using namespace mixp;

static void addTo(std::vector<double> &sums, ArrayRef<double> values) {
  sums.resize(values.size());
  for (auto [sum, value] : llvm::zip_equal(sums, values))
    sum += value;
}

void ActivationStatistics::add(int64_t id, StringRef what,
                               ArrayRef<double> values) {
  if (what == "rows") {
    rows[id].count += values.front();
  } else if (what == "channel_sum") {
    addTo(rows[id].channelSum, values);
  } else if (what == "gram_sum") {
    addTo(rows[id].gramSum, values);
  } else if (what == "channel_max") {
    std::vector<double> &maxima = rows[id].channelMax;
    maxima.resize(values.size());
    for (auto [max, value] : llvm::zip_equal(maxima, values))
      max = std::max(max, value);
  }
}

/// values / divisor as a tensor of f32.
static Attribute toTensor(MLIRContext *context, ArrayRef<int64_t> shape,
                          ArrayRef<double> values, double divisor) {
  std::vector<float> elements;
  elements.reserve(values.size());
  for (double value : values)
    elements.push_back(static_cast<float>(value / divisor));
  auto type = RankedTensorType::get(shape, Float32Type::get(context));
  return DenseElementsAttr::get(type, ArrayRef<float>(elements));
}

void ActivationStatistics::writeTo(ModuleOp module) const {
  forEachCalibrated(module, [&](Operation *op, int64_t id) {
    auto it = rows.find(id);
    if (it == rows.end() || it->second.count == 0)
      return;
    const Rows &found = it->second;
    auto write = [&](StringRef name, ArrayRef<double> values,
                     ArrayRef<int64_t> shape, double divisor) {
      if (!values.empty())
        op->setAttr(name, toTensor(op->getContext(), shape, values, divisor));
    };
    auto size = static_cast<int64_t>(found.channelMax.size());
    write(kLhsChannelMaxAttrName, found.channelMax, size, 1);
    size = static_cast<int64_t>(found.channelSum.size());
    write(kLhsMeanAttrName, found.channelSum, size, found.count);
    size = static_cast<int64_t>(
        std::llround(std::sqrt(double(found.gramSum.size()))));
    write(kLhsGramAttrName, found.gramSum, {size, size}, found.count);
  });
}
