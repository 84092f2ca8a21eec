//===- ScheduleModel.cpp - Sizes of tiles and blocks from the target ------===//
#include "ScheduleModel.h"
#include "InPlaceWindows.h"
#include "KernelConfig.h"
#include "TileKernel.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

namespace {
/// Bytes of a 32-bit word and of a cache line.
constexpr int64_t kWordBytes = 4, kLineBytes = 64;

class ScheduleModel {
public:
  ScheduleModel(MatmulOp op, const NativeForm &form, TargetAttr target);

  ScheduleChoice choose();

private:
  int64_t rowsThatFit(int64_t vectors) const;
  bool isFed(int64_t vectors) const;
  int64_t l2Part(int64_t quarters) const;
  void chooseTile();
  bool chooseFewRowsTile();
  void chooseManyRowsTile();
  void chooseKBlock();
  void chooseRowBlock();
  void chooseColumnBlock();
  void choosePrefetch();

  bool hasStaticRows() const { return !ShapedType::isDynamic(m); }
  int64_t nr() const { return vectors * lanes; }
  /// Bytes of one step of a panel.
  int64_t stepBytes() const { return nr() * rhsColumnBytes; }
  template <typename... Args>
  void explain(const char *format, Args &&...arguments) {
    reasons.push_back(
        llvm::formatv(false, format, std::forward<Args>(arguments)...));
  }

  TargetAttr target;
  MLIRContext *context;
  const NativeForm &form;
  int64_t lanes, m, n;
  int64_t step;           ///< elements along K
  int64_t steps;          ///< of the packed rhs; 0 where K is dynamic
  int64_t rhsColumnBytes; ///< bytes of one column in a step of the packed rhs
  int64_t lhsStepBytes;   ///< bytes of one row of lhs that a step reads
  /// Steps of a run of windows that are read in place: blocks of K are whole
  /// runs. 0 where there is one run.
  int64_t runSteps = 0;

  bool fewRows = false;
  int64_t vectors = 1, mr = 1, unroll = 4, kc = 0, mc = 1, nc = 1;
  int64_t prefetch = 0, prefetchNext = 0;
  std::vector<std::string> reasons;
};
} // namespace

ScheduleModel::ScheduleModel(MatmulOp op, const NativeForm &form,
                             TargetAttr target)
    : target(target), context(op.getContext()), form(form),
      lanes(target.getVectorBits() / 32) {
  RankedTensorType outs = op.getOuts().getType();
  m = outs.getDimSize(outs.getRank() - 2);
  n = outs.getDimSize(outs.getRank() - 1);
  int64_t word = wordElements(form.mma);
  step = form.code ? form.code->stepElements() : form.nibbles ? 2 * word : word;
  lhsStepBytes = kWordBytes * (isRowPairs(form.mma) ? 2 : 1) * (step / word);
  if (form.code)
    rhsColumnBytes = form.code->columnBytes();
  else if (form.nibbles) // of two words share their bytes
    rhsColumnBytes = word;
  else
    rhsColumnBytes =
        word *
        llvm::divideCeil(op.getRhs().getType().getElementTypeBitWidth(), 8);
  if (form.mma == MmaKind::Popcount) { // whose elements are words of bits
    step = 8 * kWordBytes;
    rhsColumnBytes = kWordBytes;
  }
  int64_t k = op.getLhs().getType().getDimSize(op.getLhsReductionDim());
  steps = ShapedType::isDynamic(k) ? 0 : llvm::divideCeil(k, step);
  WindowsOp windows = findWindows(op);
  if (windows &&
      findInPlaceObstacle(op, windows, form, target, /*kc=*/0).empty())
    if (SmallVector<int64_t> runs = getWindowRuns(windows); runs.size() > 1)
      runSteps = runs.back() / step;
}

/// Rows of a tile of `vectors` registers of columns whose accumulators, one
/// step of rhs, the broadcast lhs and constants fit the register file. Grouped
/// products keep two sets of accumulators.
int64_t ScheduleModel::rowsThatFit(int64_t vectors) const {
  int64_t perRow = vectors * (form.groupSize ? 2 : 1);
  // The sign flip or the nibble mask; a nibble's second word waits for its
  // turn.
  int64_t extra = 1 + (form.nibbles ? vectors : 0);
  // A product that is not added by the instruction itself.
  if (form.mma == MmaKind::Vpmaddwd || form.mma == MmaKind::MulAdd ||
      form.mma == MmaKind::WideningMulAdd)
    extra += 1;
  // Words of several pairs of rows, on their way from two rows each.
  if (isRowPairs(form.mma))
    extra += 3;
  // The common bits and their number.
  if (form.mma == MmaKind::Popcount)
    extra += 2;
  // Decoding takes a table and masks, and intermediate values.
  if (form.code)
    extra += form.code->getBits() == 8 ? 4 : 2;
  int64_t rhs = vectors * (isRowPairs(form.mma) ? 2 : 1);
  int64_t free = target.getVectorRegisters() - rhs - 1 - extra;
  int64_t rows = std::max<int64_t>(free / perRow, 0);
  // All words of a step of codes are written out in the code.
  constexpr int64_t kStepMultiplications = 256;
  int64_t words = lhsStepBytes / kWordBytes;
  return form.code ? std::min(rows, kStepMultiplications / (vectors * words))
                   : rows;
}

/// All rows in one register tile, or in equal tiles that read a panel while it
/// is in the cache: each element of rhs comes from memory once, in one stream.
bool ScheduleModel::chooseFewRowsTile() {
  if (!hasStaticRows() || m == 0)
    return false;
  // As wide as the rows leave registers for, so that there are several lines
  // of rhs in flight and several accumulators for each row.
  // One vector of columns is too few to make up for the loads of lhs, but
  // where two sets of accumulators leave no room for more.
  for (int64_t v : {8, 4, 2, 1}) {
    bool isNarrow = v == 1 && !form.groupSize && n > lanes;
    if (m > rowsThatFit(v) || v * lanes >= 2 * n || isNarrow)
      continue;
    vectors = v;
    mr = m;
    explain("all {0} rows in one tile", m);
    return true;
  }
  // Two tiles.
  constexpr int64_t kTiles = 2;
  for (int64_t v : {2, 1}) {
    int64_t rows = llvm::divideCeil(m, kTiles);
    if (rows > rowsThatFit(v))
      continue;
    vectors = v;
    mr = rows;
    explain("{0} rows in {1} tiles that share each panel of rhs", m, kTiles);
    return true;
  }
  return false;
}

/// Whether the second-level cache sends rhs as fast as a tile of `vectors`
/// registers of columns takes it.
bool ScheduleModel::isFed(int64_t vectors) const {
  int64_t opsPerClock = target.lookup(form.mma).getOpsPerClock();
  int64_t opsOfColumn = 2 * rowsThatFit(vectors) * step;
  return rhsColumnBytes * opsPerClock <=
         target.getL2BytesPerClock() * opsOfColumn;
}

/// Bytes of so many quarters of the second-level cache, in whole ways.
int64_t ScheduleModel::l2Part(int64_t quarters) const {
  int64_t ways = std::max<int64_t>(target.getL2Ways() * quarters / 4, 1);
  return target.getL2() / target.getL2Ways() * ways;
}

void ScheduleModel::chooseManyRowsTile() {
  // Four vectors of columns where there are registers for six rows or more: a
  // wide tile loads less of lhs for each multiplication. Two otherwise, so that
  // a load of rhs serves enough rows.
  constexpr int64_t kRows = 6;
  vectors = rowsThatFit(4) >= kRows && isFed(4) && !form.code ? 4 : 2;
  if (!ShapedType::isDynamic(n))
    vectors = std::clamp<int64_t>(llvm::divideCeil(n, lanes), 1, vectors);
  // 12 accumulators hide the latency of two dot products per clock; more rows
  // than that only add streams for the prefetcher to follow.
  constexpr int64_t kStreams = 12;
  mr = std::clamp<int64_t>(rowsThatFit(vectors), 1, kStreams);
  if (isRowPairs(form.mma))
    mr = std::max<int64_t>(mr / 2 * 2, 1);
  if (hasStaticRows() && m > 0)
    mr = std::min(mr, m);
}

void ScheduleModel::chooseTile() {
  if (isTile(form.mma)) {
    vectors = 2;
    mr = hasStaticRows() && m <= kTileRows ? kTileRows : 2 * kTileRows;
    explain("{0} x {1} sums in tiles of {2} x {2}", mr, nr(), kTileRows);
  } else {
    fewRows = chooseFewRowsTile();
    if (!fewRows)
      chooseManyRowsTile();
    explain("{0} x {1} accumulators of {2} registers", mr, nr(),
            target.getVectorRegisters());
  }
  // Four words of lhs hide the loop; a step of codes may have more already.
  // LLVM brings loads of all of them forward, for which 16 registers have less
  // room.
  bool isPlain =
      form.mma == MmaKind::MulAdd || form.mma == MmaKind::WideningMulAdd;
  int64_t words = target.getVectorRegisters() >= 32 ? 4 : isPlain ? 1 : 2;
  unroll = std::max<int64_t>(words * kWordBytes / lhsStepBytes, 1);
}

/// K in one block while a panel takes no more than a quarter of the
/// second-level cache: the result is then stored once. Otherwise equal blocks
/// of up to an eighth, since partial sums need room, too.
void ScheduleModel::chooseKBlock() {
  if (fewRows || form.groupSize || isTile(form.mma) || target.getL2() == 0)
    return;
  int64_t most = l2Part(1) / stepBytes();
  if (steps != 0 && steps <= most)
    return;
  int64_t unit = runSteps != 0 ? runSteps : unroll;
  int64_t block = std::max<int64_t>(most / 2 / unit, 1) * unit;
  if (steps != 0) {
    int64_t blocks = llvm::divideCeil(steps, block);
    block = llvm::alignTo(llvm::divideCeil(steps, blocks), unit);
  }
  kc = block;
  explain("K in blocks of {0} steps: a panel of {1} KiB in a second-level "
          "cache of {2} KiB",
          kc, kc * stepBytes() / 1024, target.getL2() / 1024);
}

/// Rows whose lhs stays, beside a panel and partial sums, in three quarters of
/// the second-level cache.
void ScheduleModel::chooseRowBlock() {
  int64_t rows = hasStaticRows() ? std::max<int64_t>(m, 1) : INT64_MAX;
  int64_t all = steps != 0 ? steps : l2Part(1) / stepBytes();
  int64_t depth = kc != 0 ? kc : all;
  int64_t room = l2Part(3) - depth * stepBytes();
  int64_t perRow = depth * lhsStepBytes + (kc != 0 ? nc * kWordBytes : 0);
  int64_t fit = std::max<int64_t>(room, 0) / std::max<int64_t>(perRow, 1);
  mc = std::max<int64_t>(std::min(fit, rows) / mr, 1) * mr;
  if (fewRows || (hasStaticRows() && mc + mr > rows))
    mc = llvm::alignTo(std::max<int64_t>(rows, 1), mr);
  explain("{0} rows of lhs take {1} KiB of it", mc, mc * perRow / 1024);
}

/// Columns for which reading lhs again is a small part of the work: one word of
/// lhs, from a cache further out, for 16 registers of columns or more.
void ScheduleModel::chooseColumnBlock() {
  constexpr int64_t kPanels = 16;
  nc = kPanels * nr();
  if (fewRows && !ShapedType::isDynamic(n))
    nc = std::max<int64_t>(llvm::alignTo(n, nr()), nr());
}

void ScheduleModel::choosePrefetch() {
  if (isTile(form.mma))
    return;
  if (fewRows) {
    // rhs comes from memory. A loop that takes it faster than memory gives it
    // waits whatever it asks for, and hardware follows its one stream; asking
    // would only take load ports. Measured on Zen 4 with 1 to 8 rows: 7.5 bytes
    // per clock come from memory.
    constexpr int64_t kWaitingBytesPerClock = 12;
    int64_t ops = 2 * m * nr() * step;
    int64_t opsPerClock = target.lookup(form.mma).getOpsPerClock();
    if (stepBytes() * opsPerClock > kWaitingBytesPerClock * ops) {
      explain("rhs is read as fast as memory gives it, unasked");
      return;
    }
    // Memory answers after the time in which it sends so many bytes; more than
    // half a way of the first-level cache would push out what is in use.
    constexpr int64_t kMemoryBytes = 2048;
    int64_t bytes =
        std::min(kMemoryBytes, target.getL1() / target.getL1Ways() / 2);
    prefetch =
        llvm::alignTo(std::max<int64_t>(bytes / stepBytes(), unroll), unroll);
    explain("rhs is asked for {0} steps ahead", prefetch);
    return;
  }
  // The tiles of a block share the next panel's lines among them.
  int64_t tiles = std::max<int64_t>(mc / mr, 1);
  int64_t linesPerIteration =
      std::max<int64_t>(stepBytes() / kLineBytes, 1) * unroll;
  int64_t share = llvm::divideCeil(linesPerIteration, tiles);
  // Too many at once would take the load ports from the tile itself.
  if (share <= unroll)
    prefetchNext = share;
}

ScheduleChoice ScheduleModel::choose() {
  chooseTile();
  chooseColumnBlock();
  chooseKBlock();
  chooseRowBlock();
  choosePrefetch();
  return {ScheduleAttr::get(context, form.mma, mr, nr(), unroll, mc, nc, kc,
                            prefetch, prefetchNext, /*chunkRows=*/0,
                            /*chunkColumns=*/0),
          std::move(reasons)};
}

ScheduleChoice mixp::chooseSchedule(MatmulOp op, const NativeForm &form,
                                    TargetAttr target) {
  return ScheduleModel(op, form, target).choose();
}
