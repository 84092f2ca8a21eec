//===- EvalLinalg.cpp - Structured ops ------------------------------------===//
#include "Evaluation.h"
#include "LaneMachine.h"
#include "LinalgAccess.h"
#include "SumReductions.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

namespace {

/// Runs one linalg op: kLanes points of the parallel loops at a time, and for
/// them all points of the reduction loops in order.
class LinalgRunner {
public:
  LinalgRunner(linalg::LinalgOp op, Evaluation &evaluation)
      : op(op), evaluation(evaluation) {}
  LogicalResult run();

private:
  LogicalResult findExtents();
  LogicalResult buildAccesses();
  LogicalResult compile();
  void takeOutputs();
  LogicalResult runChunk(LaneMachine &machine, int64_t begin, int64_t count);
  LogicalResult reduce(LaneMachine &machine, int64_t count);
  void loadInputs(LaneMachine &machine, int64_t count,
                  ArrayRef<int64_t> reductionIndex);
  void gather(LaneMachine &machine, unsigned reg, const Tensor &tensor,
              int64_t count, int64_t base);
  void placeLanes(int64_t begin, int64_t count);
  void carryOutputs(LaneMachine &machine, int64_t count);
  void storeOutputs(LaneMachine &machine, int64_t count);
  bool isSum(unsigned output) const {
    return llvm::any_of(
        sums, [&](const SumReduction &sum) { return sum.output == output; });
  }
  const Tensor &operand(unsigned i) const {
    return i < numInputs ? evaluation.get(op->getOperand(i))
                         : outputs[i - numInputs];
  }

  linalg::LinalgOp op;
  Evaluation &evaluation;
  ScalarProgram program;
  SmallVector<SumReduction> sums;
  SmallVector<int64_t> extents;
  SmallVector<unsigned> parallel, reduction;
  SmallVector<LinalgAccess> accesses;
  std::vector<Tensor> outputs;
  unsigned numInputs = 0;
  int64_t numTerms = 1; // points of the reduction loops

  // Of the current lanes: each parallel loop's index, each operand's offset,
  // each sum.
  std::vector<int64_t> laneIndex, laneOffset;
  std::vector<Accumulator> accumulators;
  std::vector<Lane> carried;
  std::vector<double> carriedBounds;
};

} // namespace

/// Sizes of the loops, from the operands that a loop's index reads directly.
LogicalResult LinalgRunner::findExtents() {
  extents.assign(op.getNumLoops(), -1);
  for (OpOperand &use : op->getOpOperands()) {
    AffineMap map = op.getMatchingIndexingMap(&use);
    const Tensor &tensor = evaluation.get(use.get());
    for (auto [i, expr] : llvm::enumerate(map.getResults())) {
      auto dim = dyn_cast<AffineDimExpr>(expr);
      if (!dim)
        continue;
      int64_t &extent = extents[dim.getPosition()];
      if (extent >= 0 && extent != tensor.shape[i])
        return op.emitOpError() << "expected dim #" << i << " of operand #"
                                << use.getOperandNumber() << " to be " << extent
                                << " but got " << tensor.shape[i];
      extent = tensor.shape[i];
    }
  }
  if (llvm::is_contained(extents, -1))
    return op.emitOpError() << "has a loop whose size no operand gives";
  for (auto [dim, kind] : llvm::enumerate(op.getIteratorTypesArray()))
    (kind == mlir::utils::IteratorType::parallel ? parallel : reduction)
        .push_back(dim);
  for (unsigned dim : reduction)
    numTerms *= extents[dim];
  return success();
}

LogicalResult LinalgRunner::buildAccesses() {
  for (OpOperand &use : op->getOpOperands()) {
    AffineMap map = op.getMatchingIndexingMap(&use);
    std::string reason;
    FailureOr<LinalgAccess> access = LinalgAccess::build(
        map, evaluation.get(use.get()).shape, extents, reason);
    if (failed(access))
      return op.emitOpError()
             << "operand #" << use.getOperandNumber() << ": " << reason;
    accesses.push_back(std::move(*access));
    if (!op.isDpsInit(&use))
      continue;
    // Every parallel point has its own element of every output.
    bool fits = map.isProjectedPermutation(/*allowZeroInResults=*/true);
    for (unsigned dim : reduction)
      fits &= !map.isFunctionOfDim(dim);
    for (unsigned dim : parallel)
      fits &= map.isFunctionOfDim(dim);
    if (!fits)
      return op.emitOpError() << "the reference evaluator lacks such an "
                                 "indexing map of an output";
  }
  return success();
}

LogicalResult LinalgRunner::compile() {
  FailureOr<ScalarProgram> compiled = ScalarProgram::compile(*op.getBlock());
  if (failed(compiled))
    return failure();
  program = std::move(*compiled);
  // linalg.map of old has no block argument for its output.
  if (program.numArguments != op->getNumOperands() &&
      program.numArguments != numInputs)
    return op.emitOpError() << "expected a block argument for every operand";
  if (!reduction.empty())
    sums = extractSums(program, numInputs);
  return success();
}

/// The outputs' initial values, which the results overwrite.
void LinalgRunner::takeOutputs() {
  for (Value init : op.getDpsInits())
    outputs.push_back(evaluation.take(init));
}

/// Sets laneIndex and laneOffset for `count` points from `begin` on, in
/// row-major order of the parallel loops.
void LinalgRunner::placeLanes(int64_t begin, int64_t count) {
  SmallVector<int64_t> index(extents.size(), 0);
  for (unsigned dim : llvm::reverse(parallel)) {
    index[dim] = begin % extents[dim];
    begin /= extents[dim];
  }
  for (int64_t lane = 0; lane < count; ++lane) {
    for (unsigned dim : parallel)
      laneIndex[dim * kLanes + lane] = index[dim];
    for (unsigned dim : llvm::reverse(parallel)) {
      if (++index[dim] < extents[dim])
        break;
      index[dim] = 0;
    }
  }
  for (auto [i, access] : llvm::enumerate(accesses)) {
    int64_t *offset = laneOffset.data() + i * kLanes;
    std::fill_n(offset, count, access.constant());
    for (unsigned dim : parallel)
      for (int64_t lane = 0; lane < count; ++lane)
        offset[lane] += access.term(dim, laneIndex[dim * kLanes + lane]);
  }
}

void LinalgRunner::gather(LaneMachine &machine, unsigned reg,
                          const Tensor &tensor, int64_t count, int64_t base) {
  const int64_t *offset = laneOffset.data() + reg * kLanes;
  if (program.types[reg].isFloat && !machine.tracksBounds()) {
    Lane *target = machine.lanes(reg);
    const double *source = tensor.values.data() + base;
    for (int64_t lane = 0; lane < count; ++lane)
      target[lane].f = source[offset[lane]];
    return;
  }
  for (int64_t lane = 0; lane < count; ++lane)
    machine.load(reg, lane, tensor, base + offset[lane]);
}

void LinalgRunner::loadInputs(LaneMachine &machine, int64_t count,
                              ArrayRef<int64_t> reductionIndex) {
  for (unsigned i = 0; i < numInputs; ++i) {
    int64_t base = 0;
    for (auto [dim, index] : llvm::zip_equal(reduction, reductionIndex))
      base += accesses[i].term(dim, index);
    gather(machine, i, operand(i), count, base);
  }
  for (const ScalarProgram::Index &read : program.indices) {
    auto reduced = llvm::find(reduction, read.dim);
    if (reduced != reduction.end()) {
      machine.broadcast(read.reg, reductionIndex[reduced - reduction.begin()],
                        0);
      continue;
    }
    for (int64_t lane = 0; lane < count; ++lane)
      machine.lanes(read.reg)[lane].i = laneIndex[read.dim * kLanes + lane];
  }
}

/// Makes what the program yielded the outputs' values of the next round. The
/// yields are read before any of them is overwritten.
void LinalgRunner::carryOutputs(LaneMachine &machine, int64_t count) {
  for (auto [output, yield] : llvm::enumerate(program.yields)) {
    std::copy_n(machine.lanes(yield), count, carried.data() + output * kLanes);
    if (machine.tracksBounds())
      std::copy_n(machine.bounds(yield), count,
                  carriedBounds.data() + output * kLanes);
  }
  if (program.numArguments == numInputs)
    return;
  for (unsigned output = 0; output < program.yields.size(); ++output) {
    unsigned reg = numInputs + output;
    std::copy_n(carried.data() + output * kLanes, count, machine.lanes(reg));
    if (machine.tracksBounds())
      std::copy_n(carriedBounds.data() + output * kLanes, count,
                  machine.bounds(reg));
  }
}

/// All points of the reduction loops for the current lanes.
LogicalResult LinalgRunner::reduce(LaneMachine &machine, int64_t count) {
  SmallVector<int64_t> index(reduction.size(), 0);
  for (int64_t term = 0; term < numTerms; ++term) {
    loadInputs(machine, count, index);
    if (!machine.run(count))
      return op.emitOpError() << machine.fault;
    for (auto [i, sum] : llvm::enumerate(sums)) {
      Accumulator *accumulator = accumulators.data() + i * kLanes;
      const Lane *terms = machine.lanes(sum.term);
      for (int64_t lane = 0; lane < count; ++lane)
        accumulator[lane].add(
            terms[lane].f,
            machine.tracksBounds() ? machine.bounds(sum.term)[lane] : 0.0);
    }
    carryOutputs(machine, count);
    for (int64_t i = static_cast<int64_t>(index.size()) - 1; i >= 0; --i) {
      if (++index[i] < extents[reduction[i]])
        break;
      index[i] = 0;
    }
  }
  return success();
}

void LinalgRunner::storeOutputs(LaneMachine &machine, int64_t count) {
  for (auto [i, tensor] : llvm::enumerate(outputs)) {
    if (isSum(i))
      continue;
    const int64_t *offset = laneOffset.data() + (numInputs + i) * kLanes;
    bool isFloat = program.types[program.yields[i]].isFloat;
    for (int64_t lane = 0; lane < count; ++lane) {
      Lane value = carried[i * kLanes + lane];
      if (isFloat)
        tensor.values[offset[lane]] = value.f;
      else
        tensor.setInteger(offset[lane], value.i);
      if (machine.tracksBounds())
        tensor.bounds[offset[lane]] = carriedBounds[i * kLanes + lane];
    }
  }
  for (auto [i, sum] : llvm::enumerate(sums)) {
    Tensor &tensor = outputs[sum.output];
    FloatFormat format = numberType(tensor.elementType)->format;
    const int64_t *offset =
        laneOffset.data() + (numInputs + sum.output) * kLanes;
    for (int64_t lane = 0; lane < count; ++lane)
      std::tie(tensor.values[offset[lane]], tensor.bounds[offset[lane]]) =
          finishSum(accumulators[i * kLanes + lane], numTerms, format);
  }
}

LogicalResult LinalgRunner::runChunk(LaneMachine &machine, int64_t begin,
                                     int64_t count) {
  placeLanes(begin, count);
  if (program.numArguments != numInputs)
    for (unsigned i = 0; i < outputs.size(); ++i)
      gather(machine, numInputs + i, outputs[i], count, 0);
  for (auto [i, sum] : llvm::enumerate(sums)) {
    const int64_t *offset =
        laneOffset.data() + (numInputs + sum.output) * kLanes;
    for (int64_t lane = 0; lane < count; ++lane) {
      Accumulator &accumulator = accumulators[i * kLanes + lane];
      accumulator = Accumulator();
      accumulator.add(outputs[sum.output].values[offset[lane]],
                      outputs[sum.output].bound(offset[lane]));
    }
  }
  if (failed(reduce(machine, count)))
    return failure();
  storeOutputs(machine, count);
  return success();
}

LogicalResult LinalgRunner::run() {
  numInputs = op.getNumDpsInputs();
  if (failed(findExtents()) || failed(buildAccesses()) || failed(compile()))
    return failure();
  bool tracksBounds = program.approximates;
  for (Value value : op->getOperands())
    tracksBounds |= !evaluation.get(value).isExact();
  std::vector<const Tensor *> tensors;
  for (Value value : program.tensors)
    tensors.push_back(&evaluation.get(value));
  for (const ScalarProgram::Capture &capture : program.captures)
    tracksBounds |= !evaluation.get(capture.value).isExact();
  for (const Tensor *tensor : tensors)
    tracksBounds |= !tensor->isExact();
  takeOutputs();

  LaneMachine machine(program, tracksBounds, std::move(tensors));
  for (const ScalarProgram::Capture &capture : program.captures) {
    machine.broadcast(capture.reg, evaluation.get(capture.value));
  }
  int64_t numPoints = 1;
  for (unsigned dim : parallel)
    numPoints *= extents[dim];
  for (auto [i, tensor] : llvm::enumerate(outputs))
    if (tracksBounds || isSum(i))
      tensor.bounds.resize(tensor.values.size());
  laneIndex.resize(extents.size() * kLanes);
  laneOffset.resize(accesses.size() * kLanes);
  accumulators.resize(sums.size() * kLanes);
  carried.resize(outputs.size() * kLanes);
  carriedBounds.resize(outputs.size() * kLanes);
  // Without a term nothing changes.
  if (numTerms == 0)
    numPoints = 0;
  for (int64_t begin = 0; begin < numPoints; begin += kLanes)
    if (failed(runChunk(machine, begin, std::min(kLanes, numPoints - begin))))
      return failure();
  for (auto [result, tensor] : llvm::zip_equal(op->getResults(), outputs)) {
    tensor.dropZeroBounds();
    evaluation.set(result, std::move(tensor));
  }
  return success();
}

Outcome reference::evaluateLinalg(Operation *op, Evaluation &evaluation) {
  auto structured = dyn_cast<linalg::LinalgOp>(op);
  if (!structured || !structured.hasPureTensorSemantics())
    return std::nullopt;
  return LinalgRunner(structured, evaluation).run();
}
