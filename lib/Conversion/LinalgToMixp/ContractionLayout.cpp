//===- ContractionLayout.cpp - Dims of a contraction ----------------------===//
#include "ContractionLayout.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

using namespace mlir;
using namespace mixp;

namespace {

enum class Kind { Batch, M, N, K };

/// The loops of one kind, in the order in which an operand reads them.
struct Run {
  Kind kind;
  SmallVector<unsigned> loops;
};

/// What an operand reads, first dim first.
using Runs = SmallVector<Run>;

} // namespace

/// The kind of each loop.
static FailureOr<SmallVector<Kind>> classify(const ContractionMaps &maps,
                                             std::string &reason) {
  SmallVector<Kind> kinds;
  for (unsigned loop = 0; loop < maps.outs.getNumDims(); ++loop) {
    bool lhs = maps.lhs.isFunctionOfDim(loop),
         rhs = maps.rhs.isFunctionOfDim(loop),
         outs = maps.outs.isFunctionOfDim(loop);
    if (lhs + rhs + outs < 2) {
      reason = ("loop #" + Twine(loop) + " is one of a single operand").str();
      return failure();
    }
    kinds.push_back(!outs  ? Kind::K
                    : !rhs ? Kind::M
                    : !lhs ? Kind::N
                           : Kind::Batch);
  }
  return kinds;
}

static Runs findRuns(AffineMap map, ArrayRef<Kind> kinds) {
  Runs runs;
  for (unsigned i = 0; i < map.getNumResults(); ++i) {
    unsigned loop = map.getDimPosition(i);
    if (runs.empty() || runs.back().kind != kinds[loop])
      runs.push_back({kinds[loop], {}});
    runs.back().loops.push_back(loop);
  }
  return runs;
}

static const Run *find(const Runs &runs, Kind kind) {
  auto it =
      llvm::find_if(runs, [&](const Run &run) { return run.kind == kind; });
  return it == runs.end() ? nullptr : &*it;
}

static int64_t count(const Runs &runs, Kind kind) {
  const Run *run = find(runs, kind);
  return run ? run->loops.size() : 0;
}

/// Whether both read the loops of `kind` in the same order.
static bool agree(const Runs &first, const Runs &second, Kind kind) {
  const Run *a = find(first, kind), *b = find(second, kind);
  return !a || !b || a->loops == b->loops;
}

/// Whether each kind is one run, and batches are the first.
static bool isMatrix(const Runs &runs) {
  for (auto [i, run] : llvm::enumerate(runs))
    if (find(runs, run.kind) != &run || (run.kind == Kind::Batch && i > 0))
      return false;
  return true;
}

/// The groups of an operand whose dims after the batches are `first`, `second`.
static DimGroups group(const Runs &runs, Kind first, Kind second) {
  DimGroups groups;
  if (int64_t batch = count(runs, Kind::Batch))
    groups.push_back(batch);
  groups.push_back(count(runs, first));
  groups.push_back(count(runs, second));
  return groups;
}

/// Whether the operand reads `first` and then `second`, both present.
static bool reads(const Runs &runs, Kind first, Kind second) {
  const Run *a = find(runs, first), *b = find(runs, second);
  return a && b && a < b;
}

FailureOr<ContractionLayout>
mixp::matchContractionLayout(const ContractionMaps &maps, std::string &reason) {
  for (AffineMap map : {maps.lhs, maps.rhs, maps.outs}) {
    if (!map.isProjectedPermutation()) {
      reason = "expected indexing maps that are permutations of loops";
      return failure();
    }
  }
  auto kinds = classify(maps, reason);
  if (failed(kinds))
    return failure();
  if (!llvm::is_contained(*kinds, Kind::K) ||
      !(llvm::is_contained(*kinds, Kind::M) ||
        llvm::is_contained(*kinds, Kind::N))) {
    reason = "expected a loop for K and one for M or N";
    return failure();
  }
  Runs lhs = findRuns(maps.lhs, *kinds), rhs = findRuns(maps.rhs, *kinds),
       outs = findRuns(maps.outs, *kinds);
  if (!isMatrix(lhs) || !isMatrix(rhs) || !isMatrix(outs) ||
      !agree(lhs, rhs, Kind::Batch) || !agree(lhs, outs, Kind::Batch) ||
      !agree(lhs, rhs, Kind::K) || !agree(lhs, outs, Kind::M) ||
      !agree(rhs, outs, Kind::N)) {
    reason = "expected the dims of batches, M, N and K side by side and in the "
             "same order in every operand, batches first";
    return failure();
  }
  ContractionLayout layout;
  Kind m = Kind::M, n = Kind::N;
  layout.swapSides = reads(outs, n, m);
  if (layout.swapSides) {
    std::swap(lhs, rhs);
    std::swap(m, n);
  }
  layout.transposeLhs = reads(lhs, Kind::K, m);
  layout.transposeRhs = reads(rhs, n, Kind::K);
  layout.lhs =
      layout.transposeLhs ? group(lhs, Kind::K, m) : group(lhs, m, Kind::K);
  layout.rhs =
      layout.transposeRhs ? group(rhs, n, Kind::K) : group(rhs, Kind::K, n);
  layout.outs = group(outs, m, n);
  return layout;
}
