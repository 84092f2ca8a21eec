//===- BenchModel.cpp - mixp bench of models ------------------------------===//
#include "BenchedModel.h"
#include "Progress.h"
#include "mixp/Execution/Timing.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

namespace {
/// What was measured of one model at one batch size.
struct Row {
  std::string model;
  int64_t batch;
  Timing timing;

  /// Microseconds of one sample in `seconds` of one repetition.
  double perSample(double seconds) const {
    return seconds * 1e6 / static_cast<double>(batch);
  }
};
} // namespace

static llvm::json::Value toJson(const Row &row) {
  return llvm::json::Object{
      {"model", row.model},
      {"batch", row.batch},
      {"us_per_sample", row.perSample(row.timing.median)},
      {"us_per_sample_min", row.perSample(row.timing.minimum)},
      {"repetitions", row.timing.repetitions}};
}

static void reportJson(ArrayRef<Row> rows) {
  if (rows.size() == 1) {
    llvm::outs() << toJson(rows.front()) << "\n";
    return;
  }
  llvm::json::Array array;
  for (const Row &row : rows)
    array.push_back(toJson(row));
  llvm::outs() << llvm::json::Value(std::move(array)) << "\n";
}

static void reportText(ArrayRef<Row> rows) {
  for (const Row &row : rows)
    llvm::outs() << row.model
                 << llvm::format(
                        " batch %lld: %.3f us per sample (least %.3f, %lld "
                        "repetitions)\n",
                        static_cast<long long>(row.batch),
                        row.perSample(row.timing.median),
                        row.perSample(row.timing.minimum),
                        static_cast<long long>(row.timing.repetitions));
}

/// Reads all models before it compiles the first, so that a mistake shows soon.
static llvm::Expected<std::vector<BenchedModel>>
compileModels(const BenchOptions &options) {
  Progress progress("compiling models");
  std::vector<BenchedModel> models;
  for (StringRef path : options.words) {
    auto model = BenchedModel::load(path, options);
    if (!model)
      return model.takeError();
    models.push_back(std::move(*model));
  }
  for (auto [i, model] : llvm::enumerate(models)) {
    progress.update(i, models.size());
    if (llvm::Error error = model.compile(options, i))
      return std::move(error);
  }
  return models;
}

/// Measures all models by turns at one batch size.
static llvm::Error measureBatch(ArrayRef<BenchedModel> models, int64_t batch,
                                const BenchOptions &options,
                                std::vector<Row> &rows) {
  std::vector<BenchCalls> calls;
  for (const BenchedModel &model : models) {
    auto prepared = model.prepare(options, batch);
    if (!prepared)
      return prepared.takeError();
    // What works once can be measured.
    if (llvm::Error error = model.run(*prepared))
      return error;
    calls.push_back(std::move(*prepared));
  }
  std::vector<std::function<void()>> works;
  for (auto [model, call] : llvm::zip_equal(models, calls))
    works.push_back([&model = model, &call = call] {
      llvm::consumeError(model.run(call));
    });
  for (auto [model, timing] : llvm::zip_equal(models, measureInTurns(works)))
    rows.push_back({model.getPath(), batch, timing});
  return llvm::Error::success();
}

llvm::Error mixp::tool::benchModels(const BenchOptions &options) {
  auto models = compileModels(options);
  if (!models)
    return models.takeError();
  Progress progress("measuring");
  std::vector<Row> rows;
  for (int64_t batch : options.batches) {
    progress.update(rows.size(), models->size() * options.batches.size());
    if (llvm::Error error = measureBatch(*models, batch, options, rows))
      return error;
  }
  if (options.json)
    reportJson(rows);
  else
    reportText(rows);
  return llvm::Error::success();
}
