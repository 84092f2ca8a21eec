//===- BenchMeasure.h - Measuring a product ---------------------*- C++ -*-===//
#ifndef MIXP_TOOLS_BENCHMEASURE_H
#define MIXP_TOOLS_BENCHMEASURE_H

#include "BenchCase.h"
#include "mixp/Execution/MachinePeak.h"
#include "mixp/Execution/StreamRate.h"
#include "mixp/Execution/Timing.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/Support/JSON.h"
#include <map>

namespace mixp::tool {

struct MeasureOptions {
  bool constantRhs = true;
  int64_t threads = 1;
  std::string target = "host";
  /// See JitOptions.
  std::string dumpFolder, perfFolder;
  /// Names of libraries to compare with.
  std::vector<std::string> against;
  /// Of each work; see measureTimedInTurns.
  double minSeconds = 0.3;
};

/// A rate: that of the median time, of its quartiles and of the least time.
struct Rate {
  double median = 0, low = 0, high = 0, best = 0;
};

/// A library's product beside ours.
struct LibraryRecord {
  std::string name;
  /// Why the library was not measured, if it was not.
  std::string reason;
  std::string kernel;
  Timing timing;
  Rate gops;
};

/// What one run says of a product and of the machine.
struct BenchRecord {
  BenchCase product;
  std::string types;
  int64_t threads = 1, weightCopies = 1;
  Timing timing;
  Rate gops, weightsGbs, peakGops, clockGhz, streamGbs;
  double peakModelGops = 0;
  std::string streamWay;
  std::vector<LibraryRecord> against;
  /// Of the product that took turns with it, to be compared with.
  std::optional<Rate> baselineGops;
  /// What is wrong with the result; empty if it is right.
  std::string checkFailure;

  double getFractionOfPeak() const { return gops.median / peakGops.median; }
  double getFractionOfStream() const {
    return weightsGbs.median / streamGbs.median;
  }
  /// The machine did what its description says.
  bool hasFullPeak() const { return peakGops.median >= 0.97 * peakModelGops; }
};

llvm::json::Object toJson(const BenchRecord &record);
void printRecord(const BenchRecord &record, llvm::raw_ostream &os);

/// Measures products one by one. What is known of the machine is kept for the
/// next.
class BenchMeasurer {
public:
  static llvm::Expected<std::unique_ptr<BenchMeasurer>>
  create(llvm::StringRef target);

  /// `baseline` is another product that takes turns with it, if any.
  llvm::Expected<BenchRecord> measure(const BenchCase &product,
                                      const std::string &types,
                                      const MeasureOptions &options,
                                      const BenchCase *baseline = nullptr);

private:
  BenchMeasurer() = default;
  llvm::Expected<MachinePeak *> getPeak(MmaKind instruction, int64_t threads);
  llvm::Expected<StreamRate *> getStream(int64_t threads);

  std::unique_ptr<mlir::MLIRContext> context;
  TargetAttr target;
  std::map<std::pair<MmaKind, int64_t>, std::unique_ptr<MachinePeak>> peaks;
  std::map<int64_t, std::unique_ptr<StreamRate>> streams;
};

} // namespace mixp::tool

#endif // MIXP_TOOLS_BENCHMEASURE_H
