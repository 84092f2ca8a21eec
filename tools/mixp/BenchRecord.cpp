//===- BenchRecord.cpp - What was measured, as text and as JSON -----------===//
#include "BenchMeasure.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

static llvm::json::Array getQuartiles(const Rate &rate) {
  return llvm::json::Array{rate.low, rate.high};
}

static llvm::json::Object toJson(const LibraryRecord &library,
                                 const BenchRecord &record) {
  if (!library.reason.empty())
    return llvm::json::Object{{"reason", library.reason}};
  return llvm::json::Object{
      {"gops", library.gops.median},
      {"gops_quartiles", getQuartiles(library.gops)},
      {"ms_median", library.timing.median * 1e3},
      {"ms_min", library.timing.minimum * 1e3},
      {"kernel", library.kernel},
      {"ratio", record.gops.median / library.gops.median},
      {"ratio_best", record.gops.best / library.gops.best}};
}

llvm::json::Object mixp::tool::toJson(const BenchRecord &record) {
  const BenchCase &product = record.product;
  llvm::json::Object object{
      {"types", record.types},
      {"m", product.m},
      {"n", product.n},
      {"k", product.k},
      {"batch", product.batch},
      {"threads", record.threads},
      {"weight_copies", record.weightCopies},
      {"gops", record.gops.median},
      {"gops_quartiles", getQuartiles(record.gops)},
      {"ms_median", record.timing.median * 1e3},
      {"ms_min", record.timing.minimum * 1e3},
      {"repetitions", record.timing.repetitions},
      {"clock_ghz", record.clockGhz.median},
      {"clock_ghz_quartiles", getQuartiles(record.clockGhz)},
      {"peak_gops", record.peakGops.median},
      {"peak_gops_quartiles", getQuartiles(record.peakGops)},
      {"peak_model_gops", record.peakModelGops},
      {"fraction_of_peak", record.getFractionOfPeak()},
      {"fraction_of_peak_best", record.gops.best / record.peakGops.best},
      {"weights_gbs", record.weightsGbs.median},
      {"stream_gbs", record.streamGbs.median},
      {"stream_gbs_quartiles", getQuartiles(record.streamGbs)},
      {"stream_by", record.streamWay},
      {"fraction_of_stream", record.getFractionOfStream()},
      {"fraction_of_stream_best",
       record.weightsGbs.best / record.streamGbs.best},
      {"checked", record.checkFailure.empty()}};
  if (record.against.empty())
    return object;
  llvm::json::Object libraries;
  for (const LibraryRecord &library : record.against)
    libraries[library.name] = ::toJson(library, record);
  object["against"] = std::move(libraries);
  return object;
}

void mixp::tool::printRecord(const BenchRecord &record, llvm::raw_ostream &os) {
  os << record.types << " "
     << llvm::format(
            "%.1f GOP/s, %.1f %% of the peak of %.1f (model %.1f at %.2f GHz), "
            "%.3f ms, weights at %.1f of %.1f GB/s\n",
            record.gops.median, record.getFractionOfPeak() * 100,
            record.peakGops.median, record.peakModelGops,
            record.clockGhz.median, record.timing.median * 1e3,
            record.weightsGbs.median, record.streamGbs.median);
  for (const LibraryRecord &library : record.against) {
    os << "  " << library.name << ": ";
    if (!library.reason.empty())
      os << library.reason << "\n";
    else
      os << llvm::format("%.1f GOP/s, mixp's are %.2f of that",
                         library.gops.median,
                         record.gops.median / library.gops.median)
         << " (" << library.kernel << ")\n";
  }
  if (!record.hasFullPeak())
    os << "the measured peak is below 97 % of the description's: the machine "
          "is busy, or has fewer units than described\n";
}
