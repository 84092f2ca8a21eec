//===- ContractionDims.cpp - Loops of a contraction -----------------------===//
#include "ContractionDims.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/Twine.h"

using namespace mlir;
using namespace mixp;

namespace {
/// The loops of each kind.
struct Loops {
  SmallVector<unsigned> batch, m, n, k;
};
} // namespace

static FailureOr<Loops> classify(const ContractionMaps &maps,
                                 std::string &reason) {
  Loops loops;
  for (unsigned loop = 0; loop < maps.outs.getNumDims(); ++loop) {
    bool lhs = maps.lhs.isFunctionOfDim(loop),
         rhs = maps.rhs.isFunctionOfDim(loop),
         outs = maps.outs.isFunctionOfDim(loop);
    if (lhs + rhs + outs < 2) {
      reason = ("loop #" + Twine(loop) + " is one of a single operand").str();
      return failure();
    }
    (!outs  ? loops.k
     : !rhs ? loops.m
     : !lhs ? loops.n
            : loops.batch)
        .push_back(loop);
  }
  return loops;
}

/// The loops in the order in which `map` reads them.
static SmallVector<unsigned> getOrder(AffineMap map) {
  SmallVector<unsigned> order;
  for (unsigned i = 0; i < map.getNumResults(); ++i)
    order.push_back(map.getDimPosition(i));
  return order;
}

/// Whether `map` reads the batch loop first, if there is one.
static bool hasBatchFirst(AffineMap map, const Loops &loops) {
  return loops.batch.empty() || map.getDimPosition(0) == loops.batch.front();
}

FailureOr<ContractionLayout> mixp::matchContractionLayout(ContractionMaps maps,
                                                          std::string &reason) {
  for (AffineMap map : {maps.lhs, maps.rhs, maps.outs}) {
    if (!map.isProjectedPermutation()) {
      reason = "expected indexing maps that are permutations of loops";
      return failure();
    }
  }
  FailureOr<Loops> loops = classify(maps, reason);
  if (failed(loops))
    return failure();
  if (loops->batch.size() > 1 || loops->m.size() != 1 || loops->n.size() != 1 ||
      loops->k.size() != 1) {
    reason = "expected one loop each for M, N and K and at most one batch loop";
    return failure();
  }
  for (AffineMap map : {maps.lhs, maps.rhs, maps.outs}) {
    if (!hasBatchFirst(map, *loops)) {
      reason = "expected the batch dim to be the first of every operand";
      return failure();
    }
  }
  ContractionLayout layout;
  layout.swapSides = getOrder(maps.outs).back() == loops->m.front();
  if (layout.swapSides)
    std::swap(maps.lhs, maps.rhs);
  layout.transposeLhs = getOrder(maps.lhs).back() != loops->k.front();
  layout.transposeRhs = getOrder(maps.rhs).back() == loops->k.front();
  return layout;
}
