//===- ModelLoss.cpp - How far a model is from another --------------------===//
#include "ModelLoss.h"
#include <algorithm>
#include <cmath>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

namespace {
/// Rows, and those of them whose class differs.
struct Classes {
  int64_t rows = 0, different = 0;

  void add(const HostTensor &expected, const HostTensor &actual);
};

/// Sums of squares of a result and of what another one differs from it.
struct Squares {
  double signal = 0, noise = 0;

  void add(const HostTensor &expected, const HostTensor &actual);
  double getRelativeError() const {
    if (signal == 0)
      return noise == 0 ? 0 : 100;
    return 100 * std::sqrt(noise / signal);
  }
};
} // namespace

/// The index of the largest of `count` values from `begin` on.
static int64_t findClass(const HostTensor &array, int64_t begin,
                         int64_t count) {
  int64_t best = 0;
  for (int64_t i = 1; i < count; ++i)
    if (array.getValue(begin + i) > array.getValue(begin + best))
      best = i;
  return best;
}

void Classes::add(const HostTensor &expected, const HostTensor &actual) {
  if (!isFloatKind(expected.getKind())) {
    for (int64_t i = 0, e = expected.getNumElements(); i < e; ++i, ++rows)
      different += expected.getValue(i) != actual.getValue(i);
    return;
  }
  int64_t classes = expected.getShape().back();
  for (int64_t i = 0, e = expected.getNumElements(); i < e;
       i += classes, ++rows)
    different +=
        findClass(expected, i, classes) != findClass(actual, i, classes);
}

void Squares::add(const HostTensor &expected, const HostTensor &actual) {
  for (int64_t i = 0, e = expected.getNumElements(); i < e; ++i) {
    double value = expected.getValue(i), rest = actual.getValue(i) - value;
    signal += value * value;
    noise += rest * rest;
  }
}

/// Whether the model's results are classes.
static bool hasClasses(const Signature &signature) {
  if (signature.results.size() != 1)
    return false;
  RankedTensorType type = signature.results.front().type;
  if (!isa<FloatType>(type.getElementType()))
    return true;
  return type.getRank() == 2 && type.getDimSize(1) >= 2;
}

llvm::Expected<ModelLoss> ModelLoss::create(ModuleOp floatModel,
                                            const CalibrationSamples &samples) {
  auto jit = JitFunction::compile(floatModel);
  if (!jit)
    return jit.takeError();
  ModelLoss loss(samples);
  loss.top1 = hasClasses((*jit)->getSignature());
  auto keep = [&](int64_t, int64_t,
                  MutableArrayRef<HostTensor> results) -> llvm::Error {
    loss.expected.emplace_back(std::make_move_iterator(results.begin()),
                               std::make_move_iterator(results.end()));
    return llvm::Error::success();
  };
  if (llvm::Error error =
          samples.forEachChunk(**jit, "running the float model", keep))
    return std::move(error);
  return loss;
}

llvm::Expected<double> ModelLoss::measure(ModuleOp model) const {
  auto jit = JitFunction::compile(model);
  if (!jit)
    return jit.takeError();
  Classes classes;
  std::vector<Squares> squares(expected.front().size());
  size_t chunk = 0;
  auto compare = [&](int64_t, int64_t,
                     MutableArrayRef<HostTensor> results) -> llvm::Error {
    for (auto [known, result, sums] :
         llvm::zip_equal(expected[chunk++], results, squares)) {
      if (known.getShape() != result.getShape())
        return llvm::createStringError(
            "--budget: a result's shape is not that of the float model: it "
            "depends on the data");
      if (top1)
        classes.add(known, result);
      else if (isFloatKind(known.getKind()))
        sums.add(known, result);
    }
    return llvm::Error::success();
  };
  if (llvm::Error error =
          samples.forEachChunk(**jit, "measuring the loss", compare))
    return std::move(error);
  if (top1)
    return classes.rows == 0 ? 0 : 100.0 * classes.different / classes.rows;
  double worst = 0;
  for (const Squares &sums : squares)
    // NaN wins, which std::max would not let it.
    if (double error = sums.getRelativeError(); !(error <= worst))
      worst = error;
  return worst;
}
