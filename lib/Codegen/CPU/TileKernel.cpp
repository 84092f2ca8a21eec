//===- TileKernel.cpp - Products in AMX tiles -----------------------------===//
#include "TileKernel.h"
#include "mixp/Target/Intrinsics.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mixp;

bool mixp::fitsTiles(ScheduleAttr schedule) {
  auto isOneOrTwoTiles = [](int64_t size) {
    return size == kTileRows || size == 2 * kTileRows;
  };
  return isOneOrTwoTiles(schedule.getMr()) &&
         isOneOrTwoTiles(schedule.getNr()) && schedule.getKc() == 0 &&
         schedule.getChunkRows() % schedule.getMr() == 0;
}

Value TileKernel::index(int64_t value) {
  return arith::ConstantIndexOp::create(b, value);
}

Value TileKernel::i16(int64_t value) {
  return arith::ConstantOp::create(
      b, b.getI16IntegerAttr(static_cast<int16_t>(value)));
}

Type TileKernel::tileType() {
  return LLVM::LLVMX86AMXType::get(b.getContext());
}

Value TileKernel::allocateSums() {
  Type element = config.accumulatorType().getElementType();
  auto type = MemRefType::get({op.getSchedule().getMr(), config.nr}, element);
  return memref::AllocOp::create(b, type, b.getI64IntegerAttr(kTileRowBytes));
}

/// The address of an element, as a pointer.
Value TileKernel::addressOf(Value memref, ValueRange indices) {
  auto type = cast<MemRefType>(memref.getType());
  auto parts = memref::ExtractStridedMetadataOp::create(b, memref);
  Value element = parts.getOffset();
  for (auto [i, stride] : llvm::zip_equal(indices, parts.getStrides()))
    element = b.createOrFold<arith::AddIOp>(
        element, b.createOrFold<arith::MulIOp>(i, stride));
  int64_t width = type.getElementTypeBitWidth() / 8;
  Value bytes = b.createOrFold<arith::MulIOp>(element, index(width));
  Value base = memref::ExtractAlignedPointerAsIndexOp::create(b, memref);
  auto i64 = [&](Value value) -> Value {
    return arith::IndexCastOp::create(b, b.getI64Type(), value);
  };
  auto pointer = LLVM::LLVMPointerType::get(b.getContext());
  Value start = LLVM::IntToPtrOp::create(b, pointer, i64(base));
  return LLVM::GEPOp::create(b, pointer, b.getI8Type(), start,
                             ValueRange{i64(bytes)});
}

/// Bytes from one row to the next.
Value TileKernel::strideOf(Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  auto parts = memref::ExtractStridedMetadataOp::create(b, memref);
  int64_t width = type.getElementTypeBitWidth() / 8;
  Value bytes = b.createOrFold<arith::MulIOp>(
      parts.getStrides()[type.getRank() - 2], index(width));
  return arith::IndexCastOp::create(b, b.getI64Type(), bytes);
}

Value TileKernel::load(Value address, Value stride) {
  return LLVM::CallIntrinsicOp::create(
             b, tileType(), b.getStringAttr("llvm.x86.tileloadd64.internal"),
             ValueRange{i16(kTileRows), i16(kTileRowBytes), address, stride})
      .getResult(0);
}

void TileKernel::build(ValueRange batch, Value row, Value panel,
                       OpFoldResult steps, Value sums) {
  Values zeros;
  for (int64_t i = 0; i < rowTiles() * columnTiles(); ++i)
    zeros.push_back(LLVM::CallIntrinsicOp::create(
                        b, tileType(),
                        b.getStringAttr("llvm.x86.tilezero.internal"),
                        ValueRange{i16(kTileRows), i16(kTileRowBytes)})
                        .getResult(0));
  Value lhsStride = strideOf(op.getLhs());
  // A row of a tile of rhs is a step, of which the tile has 16 columns.
  Value rhsStride = arith::ConstantOp::create(
      b, b.getI64IntegerAttr(config.nr * kTileRowBytes / kTileRows));
  Value end = getValueOrCreateConstantIndexOp(b, b.getLoc(), steps);
  auto loop = scf::ForOp::create(b, index(0), end, index(kTileWords), zeros);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    Value step = loop.getInductionVar();
    Value k = arith::MulIOp::create(b, step, index(config.wordElements));
    Values left, right, next;
    for (int64_t r = 0; r < rowTiles(); ++r) {
      Values indices(batch);
      indices.push_back(
          b.createOrFold<arith::AddIOp>(row, index(r * kTileRows)));
      indices.push_back(k);
      left.push_back(load(addressOf(op.getLhs(), indices), lhsStride));
    }
    for (int64_t c = 0; c < columnTiles(); ++c) {
      Values indices;
      if (op.isRhsBatched())
        indices = Values(batch);
      indices.append(
          {index(0), panel, step, index(c * kTileRows * config.wordElements)});
      right.push_back(load(addressOf(op.getRhs(), indices), rhsStride));
    }
    StringRef name = getIntrinsic(config.mma, /*vectorBits=*/512);
    for (auto [i, sum] : llvm::enumerate(loop.getRegionIterArgs()))
      next.push_back(
          LLVM::CallIntrinsicOp::create(
              b, tileType(), b.getStringAttr(name),
              ValueRange{i16(kTileRows), i16(kTileRowBytes), i16(kTileRowBytes),
                         sum, left[i / columnTiles()],
                         right[i % columnTiles()]})
              .getResult(0));
    scf::YieldOp::create(b, next);
  }
  Value stride = strideOf(sums);
  for (auto [i, sum] : llvm::enumerate(loop.getResults())) {
    Value address =
        addressOf(sums, ValueRange{index(i / columnTiles() * kTileRows),
                                   index(i % columnTiles() * kTileRows)});
    LLVM::CallIntrinsicOp::create(
        b, b.getStringAttr("llvm.x86.tilestored64.internal"),
        ValueRange{i16(kTileRows), i16(kTileRowBytes), address, stride, sum});
  }
}
