//===- RowTiles.cpp - Rows cut into register tiles ------------------------===//
#include "RowTiles.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mixp;

Value RowTiles::index(int64_t value) const {
  return arith::ConstantIndexOp::create(b, value);
}

RowTiles::RowTiles(ImplicitLocOpBuilder &b, OpFoldResult m, int64_t mr)
    : b(b), mr(mr) {
  if (std::optional<int64_t> size = getConstantIntValue(m)) {
    int64_t shorter = (mr - *size % mr) % mr;
    if (shorter * (mr - 1) > *size)
      shorter = 0;
    int64_t wholeTiles = (*size - shorter * (mr - 1)) / mr;
    int64_t covered = wholeTiles * mr + shorter * (mr - 1);
    mayHaveShorter = shorter != 0;
    whole = index(wholeTiles);
    count = index(wholeTiles + shorter);
    rest = b.getIndexAttr(*size - covered);
    firstRest = index(covered);
    return;
  }
  Value size = cast<Value>(m), zero = index(0);
  mayHaveShorter = mr > 1;
  Value over = arith::RemUIOp::create(b, size, index(mr));
  Value missing = arith::SubIOp::create(b, index(mr), over);
  Value shorterRows = arith::MulIOp::create(b, missing, index(mr - 1));
  Value isExact =
      arith::CmpIOp::create(b, arith::CmpIPredicate::eq, over, zero);
  Value fits =
      arith::CmpIOp::create(b, arith::CmpIPredicate::ule, shorterRows, size);
  auto select = [&](Value condition, Value yes, Value no) -> Value {
    return arith::SelectOp::create(b, condition, yes, no);
  };
  Value shorter = select(isExact, zero, select(fits, missing, zero));
  shorterRows = arith::MulIOp::create(b, shorter, index(mr - 1));
  whole = arith::DivUIOp::create(b, arith::SubIOp::create(b, size, shorterRows),
                                 index(mr));
  count = arith::AddIOp::create(b, whole, shorter);
  firstRest = rowOf(count);
  rest = arith::SubIOp::create(b, size, firstRest).getResult();
}

RowTiles RowTiles::padded(ImplicitLocOpBuilder &b, OpFoldResult m, int64_t mr) {
  RowTiles tiles(b, mr);
  tiles.mayHaveShorter = false;
  if (auto size = getConstantIntValue(m))
    tiles.whole = tiles.index(llvm::divideCeil(*size, mr));
  else
    tiles.whole =
        b.createOrFold<arith::CeilDivUIOp>(cast<Value>(m), tiles.index(mr));
  tiles.count = tiles.whole;
  tiles.rest = b.getIndexAttr(0);
  tiles.firstRest = getValueOrCreateConstantIndexOp(b, b.getLoc(), m);
  return tiles;
}

Value RowTiles::rowOf(Value tile) const {
  // mr * tile, less one row for each shorter tile before it.
  Value rows = b.createOrFold<arith::MulIOp>(tile, index(mr));
  if (!mayHaveShorter)
    return rows;
  Value before = b.createOrFold<arith::MaxSIOp>(
      b.createOrFold<arith::SubIOp>(tile, whole), index(0));
  return b.createOrFold<arith::SubIOp>(rows, before);
}
