//===- LowerPackRhs.cpp - Run-time packing --------------------------------===//
#include "BufferizedOps.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {
#define GEN_PASS_DEF_LOWERPACKRHSPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
/// The loops over panels and steps of one pack_rhs.
class PackLoops {
public:
  explicit PackLoops(PackRhsOp op) : op(op), b(op.getLoc(), op) {}

  void build();

private:
  Value index(int64_t value) {
    return arith::ConstantIndexOp::create(b, value);
  }
  Value size(Value memref, int64_t dim) {
    return b.createOrFold<memref::DimOp>(memref, index(dim));
  }
  void loop(Value end, function_ref<void(Value)> body);
  bool holdsOnlyRows(int64_t k);
  Value loadRow(ValueRange batch, Value k, Value column);
  void packStep(ValueRange batch, Value block, Value panel, Value step);
  void packPanels(ValueRange batch);

  PackRhsOp op;
  ImplicitLocOpBuilder b;
  int64_t rank = 0;
};
} // namespace

void PackLoops::loop(Value end, function_ref<void(Value)> body) {
  auto forOp = scf::ForOp::create(b, index(0), end, index(1));
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(forOp.getBody());
  body(forOp.getInductionVar());
}

/// Whether the steps of outs hold `k` rows and nothing else.
bool PackLoops::holdsOnlyRows(int64_t k) {
  auto outs = cast<MemRefType>(op.getOuts().getType());
  int64_t word = op.getWord(), blocks = outs.getDimSize(rank - 2);
  int64_t steps = outs.getDimSize(rank);
  return !ShapedType::isDynamic(k) && k % word == 0 &&
         (blocks != 1 || steps * word == k);
}

/// nr elements of row `k`, zeros where they are outside of rhs.
Value PackLoops::loadRow(ValueRange batch, Value k, Value column) {
  auto type = cast<MemRefType>(op.getRhs().getType());
  auto row = VectorType::get({int64_t(op.getNr())}, type.getElementType());
  Value zero =
      arith::ConstantOp::create(b, b.getZeroAttr(type.getElementType()));
  int64_t size = type.getDimSize(rank - 2);
  SmallVector<Value> indices(batch);
  indices.append({k, column});
  auto read = [&]() -> Value {
    bool isWhole = !ShapedType::isDynamic(type.getDimSize(rank - 1)) &&
                   type.getDimSize(rank - 1) % int64_t(op.getNr()) == 0;
    Value value = vector::TransferReadOp::create(b, row, op.getRhs(), indices,
                                                 zero, ArrayRef<bool>{isWhole});
    if (!op.getFlipSign())
      return value;
    auto bits = DenseElementsAttr::get(row, APInt(8, 0x80));
    return arith::XOrIOp::create(b, value, arith::ConstantOp::create(b, bits));
  };
  if (holdsOnlyRows(size))
    return read();
  Value rows = memref::DimOp::create(b, op.getRhs(), rank - 2);
  Value isInside = arith::CmpIOp::create(b, arith::CmpIPredicate::slt, k, rows);
  auto choice = scf::IfOp::create(b, row, isInside, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(choice.thenBlock());
  scf::YieldOp::create(b, read());
  b.setInsertionPointToStart(choice.elseBlock());
  scf::YieldOp::create(b,
                       Value(arith::ConstantOp::create(b, b.getZeroAttr(row))));
  return choice.getResult(0);
}

void PackLoops::packStep(ValueRange batch, Value block, Value panel,
                         Value step) {
  int64_t word = op.getWord();
  Value column = arith::MulIOp::create(b, panel, index(op.getNr()));
  Value inAll = b.createOrFold<arith::AddIOp>(
      step, b.createOrFold<arith::MulIOp>(block, size(op.getOuts(), rank)));
  Value first = arith::MulIOp::create(b, inAll, index(word));
  SmallVector<Value> rows;
  for (int64_t i = 0; i < word; ++i)
    rows.push_back(
        loadRow(batch, arith::AddIOp::create(b, first, index(i)), column));
  // Interleaving the first with the second half, again and again, puts row i of
  // each column at position i of its word.
  while (rows.size() > 1) {
    size_t half = rows.size() / 2;
    for (size_t i = 0; i < half; ++i)
      rows[i] = vector::InterleaveOp::create(b, rows[i], rows[i + half]);
    rows.resize(half);
  }
  SmallVector<Value> indices(batch);
  indices.append({block, panel, step, index(0)});
  vector::StoreOp::create(b, rows[0], op.getOuts(), indices);
}

/// Dims of outs: [batch,] block, panel, step, element.
void PackLoops::packPanels(ValueRange batch) {
  Value k = size(op.getRhs(), rank - 2);
  int64_t word = op.getWord();
  Value steps = b.createOrFold<arith::DivUIOp>(
      b.createOrFold<arith::AddIOp>(k, index(word - 1)), index(word));
  loop(size(op.getOuts(), rank - 2), [&](Value block) {
    Value blockSteps = size(op.getOuts(), rank);
    Value done = b.createOrFold<arith::MulIOp>(block, blockSteps);
    // One block may have more steps, which are zeros.
    Value count = blockSteps;
    if (cast<MemRefType>(op.getOuts().getType()).getDimSize(rank - 2) != 1) {
      Value left = b.createOrFold<arith::SubIOp>(steps, done);
      count = b.createOrFold<arith::MinSIOp>(left, blockSteps);
    }
    loop(size(op.getOuts(), rank - 1), [&](Value panel) {
      loop(count, [&](Value step) { packStep(batch, block, panel, step); });
    });
  });
}

void PackLoops::build() {
  rank = cast<MemRefType>(op.getRhs().getType()).getRank();
  if (rank == 2)
    packPanels({});
  else
    loop(size(op.getRhs(), 0), [&](Value batch) { packPanels(batch); });
}

namespace {
struct LowerPackRhs : mixp::impl::LowerPackRhsPassBase<LowerPackRhs> {
  void runOnOperation() override {
    SmallVector<Operation *> ops;
    if (failed(collectBufferized<PackRhsOp>(getOperation(), ops)))
      return signalPassFailure();
    for (Operation *op : ops) {
      PackLoops(cast<PackRhsOp>(op)).build();
      op->erase();
    }
  }
};
} // namespace
