//===- OperandTile.cpp - One operand of a block's product -----------------===//
#include "OperandTile.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

//===----------------------------------------------------------------------===//
// Fragments
//===----------------------------------------------------------------------===//

/// ldmatrix.x4 takes the rows of its 8 x 8 matrices (of 16-bit units) from
/// lanes 8i ... 8i + 7. The matrices are, in the order of the registers:
///   lhs: (rows 0-7, k low) (rows 8-15, k low) (rows 0-7, k high) (8-15, high)
///   rhs: (columns 0-7, k low) (0-7, k high) (columns 8-15, k low) (8-15, high)
Value OperandTile::laneOffset(KernelBuilder &b, Value lane, Value first) const {
  Value inMatrix = b.rem(lane, 8);
  Value bit3 = b.rem(b.div(lane, 8), 2), bit4 = b.div(lane, 16);
  Value upper = isLhs ? bit3 : bit4, high = isLhs ? bit4 : bit3;
  Value upper8 = b.mul(upper, 8), high8 = b.mul(high, 8);
  if (isContiguousAlongK)
    return smem().chunkOffset(b, b.add(first, b.add(inMatrix, upper8)), high);
  Value chunk = b.add(b.div(first, 16 / elementBytes), upper);
  return smem().chunkOffset(b, b.add(inMatrix, high8), chunk);
}

SmallVector<Value> OperandTile::loadFragment(KernelBuilder &b, Value stage,
                                             Value laneOffset, int64_t step,
                                             int64_t kIndex) const {
  int64_t kBytes = kIndex * MmaAtom::kBytes;
  Value offset = isContiguousAlongK
                     ? smem().step(b, laneOffset, step, kBytes / 16)
                     : smem().step(b, laneOffset, kBytes / elementBytes,
                                   step * elementBytes / 16);
  Value address = b.offset(stage, offset);
  auto layout =
      isContiguousAlongK ? NVVM::MMALayout::row : NVVM::MMALayout::col;
  auto type = LLVM::LLVMStructType::getLiteral(
      b.getContext(), SmallVector<Type>(4, b.getI32Type()));
  auto shape = NVVM::LdStMatrixShapeAttr::get(b.getContext(), 8, 8);
  Value loaded = NVVM::LdMatrixOp::create(b, type, address, 4, layout, shape,
                                          NVVM::LdStMatrixEltType::B16);
  SmallVector<Value> registers;
  for (int64_t i = 0; i < 4; ++i)
    registers.push_back(
        LLVM::ExtractValueOp::create(b, loaded, ArrayRef<int64_t>(i)));
  return registers;
}

//===----------------------------------------------------------------------===//
// Copies
//===----------------------------------------------------------------------===//

TileCopy::TileCopy(KernelBuilder &b, OperandTile tile, int64_t threads,
                   Value thread, Value matrix, Value first, Value pitch,
                   Value size, Value depth)
    : tile(tile), matrix(matrix), first(first), pitch(pitch), size(size),
      depth(depth) {
  // Threads side by side copy a panel's rows, then more rows, then panels.
  SmemTile smem = tile.smem();
  int64_t panelChunks = smem.panelBytes() / 16;
  int64_t perPanel = smem.rows * panelChunks;
  perRowStep = std::max<int64_t>(1, perPanel / threads);
  rowStep = threads / panelChunks;
  panelStep = std::max<int64_t>(1, threads / perPanel);
  chunks = smem.rows * smem.chunksPerRow() / threads;
  row = b.rem(b.div(thread, panelChunks), b.constant(smem.rows));
  Value panel = b.div(thread, perPanel);
  chunk = b.add(b.mul(panel, panelChunks), b.rem(thread, panelChunks));
  smemOffset = smem.chunkOffset(b, row, chunk);
}

int64_t TileCopy::rowOf(int64_t i) const { return i % perRowStep * rowStep; }
int64_t TileCopy::chunkOf(int64_t i) const {
  return i / perRowStep * panelStep * (tile.smem().panelBytes() / 16);
}

std::pair<Value, Value> TileCopy::locate(KernelBuilder &b, int64_t i, Value k) {
  // As stored: rows outside, chunks of a row inside.
  bool alongK = tile.isContiguousAlongK;
  Value firstRow = alongK ? first : k, firstColumn = alongK ? k : first;
  Value rows = alongK ? size : depth, columns = alongK ? depth : size;
  Value globalRow = b.add(firstRow, b.add(row, rowOf(i)));
  Value column = b.add(b.mul(firstColumn, tile.elementBytes),
                       b.mul(b.add(chunk, chunkOf(i)), 16));
  Value left = b.sub(b.mul(columns, tile.elementBytes), column);
  Value inside = b.select(b.lessThan(globalRow, rows), b.clampSigned(left, 16),
                          b.constant(0));
  Value bytes = b.createOrFold<arith::AddIOp>(
      b.createOrFold<arith::MulIOp>(b.widen(globalRow), b.widen(pitch)),
      b.widen(column));
  return {b.offset(matrix, bytes), inside};
}

Value TileCopy::target(KernelBuilder &b, Value stage, int64_t i) {
  return b.offset(stage, tile.smem().step(b, smemOffset, rowOf(i), chunkOf(i)));
}

void TileCopy::copyAsync(KernelBuilder &b, Value stage, Value k) {
  for (int64_t i = 0; i < chunks; ++i) {
    auto [source, inside] = locate(b, i, k);
    NVVM::CpAsyncOp::create(b, target(b, stage, i), source, 16,
                            NVVM::LoadCacheModifierKind::CG, inside);
  }
}

/// `words` without the bytes from `inside` on.
static Value keepInside(KernelBuilder &b, Value words, Value inside) {
  auto type = cast<VectorType>(words.getType());
  SmallVector<Value> masks;
  for (int64_t i = 0; i < type.getNumElements(); ++i) {
    Value bytes = b.clampSigned(b.add(inside, -4 * i), 4);
    Value low = b.sub(
        b.createOrFold<arith::ShLIOp>(b.constant(1), b.shiftLeft(bytes, 3)),
        b.constant(1));
    masks.push_back(b.select(b.equal(bytes, 4), b.constant(-1), low));
  }
  Value mask = vector::FromElementsOp::create(b, type, masks);
  return arith::AndIOp::create(b, words, mask);
}

SmallVector<Value> TileCopy::load(KernelBuilder &b, Value k) {
  auto type = VectorType::get({4}, b.getI32Type());
  Value zeros = arith::ConstantOp::create(b, b.getZeroAttr(type));
  SmallVector<Value> values;
  for (int64_t i = 0; i < chunks; ++i) {
    auto [source, inside] = locate(b, i, k);
    // Rows end inside of their padding, so that whole chunks can be read; what
    // is there may be anything.
    Value isInside = b.lessThan(b.constant(0), inside);
    auto branch = scf::IfOp::create(b, type, isInside, /*withElse=*/true);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(branch.thenBlock());
    Value words = b.load(type, source, 16);
    if (tile.isContiguousAlongK)
      words = keepInside(b, words, inside);
    scf::YieldOp::create(b, words);
    b.setInsertionPointToStart(branch.elseBlock());
    scf::YieldOp::create(b, zeros);
    values.push_back(branch.getResult(0));
  }
  return values;
}

void TileCopy::store(KernelBuilder &b, Value stage, ArrayRef<Value> values) {
  for (auto [i, value] : llvm::enumerate(values))
    b.store(value, target(b, stage, i), 16);
}
