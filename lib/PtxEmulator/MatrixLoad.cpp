//===- MatrixLoad.cpp - ldmatrix, stmatrix and movmatrix ------------------===//
// 8x8 matrices of 16-bit elements: lane l holds row l / 4, columns 2 * (l % 4)
// and the next; transposed, those rows of column l / 4.
#include "Families.h"
#include "MemoryAccess.h"

using namespace llvm;
using namespace mixp::ptx;

namespace {
struct MatrixPayload : Payload {
  SmallVector<int32_t, 4> rows;
  bool transposed = false, wideAddress = false;
};
using Matrix = uint16_t[8][8];
} // namespace

static uint32_t getFragment(const Matrix &matrix, unsigned lane, bool trans) {
  unsigned row = lane / 4, column = 2 * (lane % 4);
  if (trans)
    return matrix[column][row] | uint32_t(matrix[column + 1][row]) << 16;
  return matrix[row][column] | uint32_t(matrix[row][column + 1]) << 16;
}

static void setFragment(Matrix &matrix, unsigned lane, bool trans,
                        uint32_t word) {
  unsigned row = lane / 4, column = 2 * (lane % 4);
  (trans ? matrix[column][row] : matrix[row][column]) = word;
  (trans ? matrix[column + 1][row] : matrix[row][column + 1]) = word >> 16;
}

/// The addresses of the rows of all matrices; lanes give eight each.
static bool getRows(Warp &w, const Instruction &i, const MatrixPayload &p,
                    bool write, char *(&rows)[32], LaneAddresses &addresses) {
  size_t count = p.rows.size() * 8;
  uint32_t lanes = count == 32 ? 0xffffffff : (1u << count) - 1;
  if (w.live != 0xffffffff) {
    w.fail(ErrorClass::DivergentCollective, "expected all 32 lanes");
    return false;
  }
  addresses = getAddresses(w, i.row[0], p.wideAddress, i.imm, lanes);
  // A generic address without a space in the opcode.
  if (i.mod[0])
    forLanes(lanes, [&](unsigned lane) { addresses[lane] -= kSharedWindow; });
  MemoryRequest request{Space::Shared, 16, write, false};
  for (size_t lane = 0; lane < count; ++lane) {
    rows[lane] = accessLane(w, request, addresses[lane], lane);
    if (!rows[lane])
      return false;
  }
  countShared(w.block->countersOf(i), addresses, lanes, 16);
  return true;
}

static void loadMatrix(Warp &w, const Instruction &i, uint32_t) {
  const MatrixPayload &p = i.get<MatrixPayload>();
  char *rows[32];
  LaneAddresses addresses;
  if (!getRows(w, i, p, /*write=*/false, rows, addresses))
    return;
  for (size_t k = 0; k < p.rows.size(); ++k) {
    Matrix matrix;
    for (int r = 0; r < 8; ++r)
      std::memcpy(matrix[r], rows[8 * k + r], 16);
    for (unsigned lane = 0; lane < 32; ++lane)
      w.u32(p.rows[k])[lane] = getFragment(matrix, lane, p.transposed);
  }
}

static void storeMatrix(Warp &w, const Instruction &i, uint32_t) {
  const MatrixPayload &p = i.get<MatrixPayload>();
  char *rows[32];
  LaneAddresses addresses;
  if (!getRows(w, i, p, /*write=*/true, rows, addresses))
    return;
  for (size_t k = 0; k < p.rows.size(); ++k) {
    Matrix matrix;
    for (unsigned lane = 0; lane < 32; ++lane)
      setFragment(matrix, lane, p.transposed, w.u32(p.rows[k])[lane]);
    for (int r = 0; r < 8; ++r)
      std::memcpy(rows[8 * k + r], matrix[r], 16);
  }
}

static void transposeMatrix(Warp &w, const Instruction &i, uint32_t) {
  Matrix matrix;
  for (unsigned lane = 0; lane < 32; ++lane)
    setFragment(matrix, lane, false, w.u32(i.row[1])[lane]);
  for (unsigned lane = 0; lane < 32; ++lane)
    w.u32(i.row[0])[lane] = getFragment(matrix, lane, true);
}

void mixp::ptx::decodeMatrixLoad(Decode &d) {
  StringRef name = d.name();
  d.ins.collective = Collective::AllLive;
  if (!d.take("sync") || !d.take("aligned") || !d.take("m8n8"))
    return void(d.fail("expected .sync.aligned.m8n8"));
  bool trans = d.take("trans");
  if (name == "movmatrix") {
    if (!trans || !d.take("b16") || !d.expectOperands(2, 2))
      return void(d.fail("expected .trans.b16"));
    d.ins.row[0] = d.dest(0, 32);
    d.ins.row[1] = d.source(1, 32);
    d.ins.handler = transposeMatrix;
    return;
  }
  auto &p = d.makePayload<MatrixPayload>();
  p.transposed = trans;
  int count = d.takeAny({"x1", "x2", "x4"});
  Space space = takeMemorySpace(d);
  if (count < 0 || !d.take("b16") || !d.expectOperands(2, 2) ||
      (space != Space::Shared && space != Space::Generic))
    return void(d.fail("expected .x1, .x2 or .x4 and .b16"));
  d.ins.mod[0] = space == Space::Generic;
  bool loads = name == "ldmatrix";
  ArrayRef<OperandAst> elements = d.elements(d.operand(loads ? 0 : 1));
  if (elements.size() != size_t(1) << count)
    return void(d.fail("expected " + Twine(1 << count) + " registers"));
  for (const OperandAst &element : elements)
    p.rows.push_back(loads ? d.dest(element, 32) : d.source(element, 32));
  d.ins.row[0] = d.address(d.operand(loads ? 1 : 0), d.ins.imm, p.wideAddress);
  d.ins.handler = loads ? loadMatrix : storeMatrix;
}
