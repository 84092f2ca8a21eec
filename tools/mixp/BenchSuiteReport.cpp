//===- BenchSuiteReport.cpp - The suite as JSON and as tables -------------===//
#include "BenchSuite.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

llvm::json::Array mixp::tool::toJson(llvm::ArrayRef<SuiteResult> results) {
  llvm::json::Array array;
  for (const SuiteResult &result : results) {
    if (!result.record) {
      array.push_back(llvm::json::Object{{"case", result.bench.name},
                                         {"not_run", result.notRun}});
      continue;
    }
    llvm::json::Object object = toJson(*result.record);
    object["case"] = result.bench.name;
    if (result.bench.reference > 0) {
      object["reference_gops"] = result.bench.reference;
      object["reference_peak_gops"] = result.bench.referencePeak;
      object["ratio"] = result.getRatio();
      object["ratio_best"] = result.getRatio(/*best=*/true);
    }
    if (double over = getGopsOverBaseline(result, results)) {
      object["baseline"] = result.bench.baseline;
      object["gops_over_baseline"] = over;
      object["peak_part_over_baseline"] = getPeakOverBaseline(result, results);
    }
    array.push_back(std::move(object));
  }
  return array;
}

/// One row of Markdown.
static void writeRow(llvm::raw_ostream &os, ArrayRef<std::string> cells) {
  for (const std::string &cell : cells)
    os << "| " << cell << " ";
  os << "|\n";
}

static void writeHead(llvm::raw_ostream &os, ArrayRef<std::string> cells) {
  writeRow(os, cells);
  for (size_t i = 0; i < cells.size(); ++i)
    os << "|---";
  os << "|\n";
}

static std::string format(const char *how, double value) {
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format(how, value);
  return text;
}

/// A table with the rows and columns of the best known figures.
static void
writeCells(llvm::raw_ostream &os, ArrayRef<SuiteResult> results,
           llvm::function_ref<std::string(const SuiteResult &)> write) {
  llvm::MapVector<StringRef, llvm::StringMap<std::string>> rows;
  std::vector<std::string> head{"M,N,K"};
  for (const SuiteResult &result : results) {
    if (result.bench.reference == 0)
      continue;
    rows[result.bench.row][result.bench.column] =
        result.record ? write(result) : "not run";
    if (!llvm::is_contained(head, result.bench.column))
      head.push_back(result.bench.column);
  }
  if (rows.empty())
    return;
  writeHead(os, head);
  for (auto &[row, cells] : rows) {
    std::vector<std::string> line{row.str()};
    for (size_t i = 1; i < head.size(); ++i)
      line.push_back(cells.lookup(head[i]));
    writeRow(os, line);
  }
  os << "\n";
}

static void writeLibrary(llvm::raw_ostream &os, ArrayRef<SuiteResult> results,
                         StringRef name) {
  auto find = [&](const SuiteResult &result) -> const LibraryRecord * {
    if (result.record)
      for (const LibraryRecord &library : result.record->against)
        if (library.name == name && library.reason.empty())
          return &library;
    return nullptr;
  };
  std::string kernels;
  for (const SuiteResult &result : results)
    if (const LibraryRecord *library = find(result))
      if (!StringRef(kernels).contains(library->kernel))
        kernels += (kernels.empty() ? "" : "; ") + library->kernel;
  if (kernels.empty())
    return;
  os << "GOP/s over those of " << name << " (" << kernels
     << "); empty where it has not the operation:\n\n";
  writeCells(os, results, [&](const SuiteResult &result) {
    const LibraryRecord *library = find(result);
    return library ? format("%.2f",
                            result.record->gops.median / library->gops.median)
                   : std::string();
  });
}

static void writeOthers(llvm::raw_ostream &os, ArrayRef<SuiteResult> results) {
  bool first = true;
  for (const SuiteResult &result : results) {
    if (result.bench.reference > 0)
      continue;
    if (std::exchange(first, false))
      writeHead(os, {"case", "GOP/s", "of the peak", "weights, GB/s",
                     "of the streaming rate", "GOP/s over", "the baseline"});
    if (!result.record) {
      writeRow(os, {result.bench.name, "not run: " + result.notRun, "", "", "",
                    "", ""});
      continue;
    }
    const BenchRecord &record = *result.record;
    double over = getGopsOverBaseline(result, results);
    writeRow(os, {result.bench.name, format("%.1f", record.gops.median),
                  format("%.1f %%", record.getFractionOfPeak() * 100),
                  format("%.1f", record.weightsGbs.median),
                  format("%.2f", record.getFractionOfStream()),
                  over > 0 ? format("%.2f", over) : "",
                  over > 0 ? result.bench.baseline : ""});
  }
  if (!first)
    os << "\n";
}

static void writeLimits(llvm::raw_ostream &os, ArrayRef<SuiteResult> results) {
  writeHead(os, {"limit", "asked", "least", "of", "case"});
  for (const SuiteLimit &limit : evaluateLimits(results)) {
    if (limit.count == 0) {
      writeRow(os,
               {limit.what, format("%.2f", limit.asked), "not run", "", ""});
      continue;
    }
    std::string least = format("%.2f", limit.least);
    writeRow(os, {limit.what, format("%.2f", limit.asked),
                  limit.holds() ? least : "**" + least + "**",
                  std::to_string(limit.count), limit.leastCase});
  }
  os << "\n";
}

void mixp::tool::writeMarkdown(llvm::ArrayRef<SuiteResult> results,
                               llvm::raw_ostream &os) {
  os << summarizeSuite(results) << "\n\n";
  os << "Part of this machine's peak over the best known part of another's:"
        "\n\n";
  writeCells(os, results, [](const SuiteResult &result) {
    return format("%.2f", result.getRatio());
  });
  os << "GOP/s, and the part of the peak of the same run:\n\n";
  writeCells(os, results, [](const SuiteResult &result) {
    return format("%.0f", result.record->gops.median) +
           format(" (%.0f %%)", result.record->getFractionOfPeak() * 100);
  });
  writeLibrary(os, results, "onednn");
  writeLibrary(os, results, "openblas");
  writeOthers(os, results);
  writeLimits(os, results);
}
