//===- MmaKinds.cpp - What kernels know of instructions -------------------===//
#include "MmaKinds.h"

using namespace mlir;
using namespace mixp;

MmaOperands mixp::operandsOf(MmaKind kind) {
  switch (kind) {
  case MmaKind::Fma:
  case MmaKind::MulAdd:
    return MmaOperands::F32;
  case MmaKind::Vdpbf16ps:
  case MmaKind::Bfdot:
  case MmaKind::Bfmmla:
  case MmaKind::Tdpbf16ps:
    return MmaOperands::BF16;
  case MmaKind::Vpdpbusd:
  case MmaKind::Sdot:
  case MmaKind::Udot:
  case MmaKind::Usdot:
  case MmaKind::Smmla:
  case MmaKind::Ummla:
  case MmaKind::Usmmla:
  case MmaKind::Tdpbssd:
  case MmaKind::Tdpbsud:
  case MmaKind::Tdpbusd:
  case MmaKind::Tdpbuud:
    return MmaOperands::I8;
  case MmaKind::Vpmaddwd:
  case MmaKind::WideningMulAdd:
    return MmaOperands::I16;
  case MmaKind::Popcount:
    return MmaOperands::Bits;
  }
  return MmaOperands::F32;
}

bool mixp::isRowPairs(MmaKind kind) {
  return kind == MmaKind::Smmla || kind == MmaKind::Ummla ||
         kind == MmaKind::Usmmla || kind == MmaKind::Bfmmla;
}

bool mixp::isTile(MmaKind kind) {
  return kind == MmaKind::Tdpbssd || kind == MmaKind::Tdpbsud ||
         kind == MmaKind::Tdpbusd || kind == MmaKind::Tdpbuud ||
         kind == MmaKind::Tdpbf16ps;
}

int64_t mixp::wordElements(MmaKind kind) {
  int64_t words = isRowPairs(kind) ? 2 : 1;
  switch (operandsOf(kind)) {
  case MmaOperands::F32:
  case MmaOperands::Bits: // words of 32 bits
    return 1;
  case MmaOperands::BF16:
  case MmaOperands::I16:
    return 2 * words;
  case MmaOperands::I8:
    return 4 * words;
  }
  return 1;
}

/// Operations per clock that count: an instruction of several rows does work
/// for nothing where the product has fewer.
static int64_t usefulRate(MmaAttr row, int64_t rows) {
  if (ShapedType::isDynamic(rows) || rows >= row.getM())
    return row.getOpsPerClock();
  return row.getOpsPerClock() * std::max<int64_t>(rows, 1) / row.getM();
}

/// The row of the target's table with the highest useful rate among those that
/// `accepts`.
static MmaAttr selectRow(TargetAttr target, int64_t rows,
                         function_ref<bool(MmaAttr)> accepts) {
  MmaAttr best;
  for (MmaAttr row : target.getMma())
    if (accepts(row) &&
        (!best || usefulRate(row, rows) > usefulRate(best, rows)))
      best = row;
  return best;
}

/// An instruction that takes sides of these signs as they are.
static MmaAttr selectSigned(TargetAttr target, int64_t rows, bool lhsUnsigned,
                            bool rhsUnsigned) {
  return selectRow(target, rows, [&](MmaAttr row) {
    if (isTile(row.getKind()) || operandsOf(row.getKind()) != MmaOperands::I8)
      return false;
    bool first = row.getLhs().isUnsignedInteger();
    bool second = row.getRhs().isUnsignedInteger();
    // The sides of a sum of products may change places.
    return (first == lhsUnsigned && second == rhsUnsigned) ||
           (first == rhsUnsigned && second == lhsUnsigned);
  });
}

std::optional<ByteProduct>
mixp::selectByteProduct(TargetAttr target, int64_t rows, bool lhsUnsigned,
                        std::optional<bool> rhsUnsigned) {
  for (bool right : {false, true})
    if (!rhsUnsigned || *rhsUnsigned == right)
      if (MmaAttr row = selectSigned(target, rows, lhsUnsigned, right))
        return ByteProduct{row.getKind(), right, false, false};
  // A flipped lhs costs an instruction for each word and the column sums of
  // rhs; of two unsigned sides rhs is flipped, when it is packed.
  bool right = rhsUnsigned.value_or(false);
  bool flipRhs = lhsUnsigned && right;
  right = right != flipRhs;
  if (MmaAttr row = selectSigned(target, rows, lhsUnsigned != !flipRhs, right))
    return ByteProduct{row.getKind(), right, !flipRhs, flipRhs};
  return std::nullopt;
}

std::optional<MmaKind> mixp::selectProduct(TargetAttr target, int64_t rows,
                                           MmaOperands operands) {
  MmaAttr row = selectRow(target, rows, [&](MmaAttr candidate) {
    return !isTile(candidate.getKind()) &&
           operandsOf(candidate.getKind()) == operands;
  });
  return row ? std::optional(row.getKind()) : std::nullopt;
}

/// The fastest row of bf16, tiles included, where `count` of its products take
/// less time than one of f32.
static MmaAttr selectBf16Row(TargetAttr target, int64_t rows, int64_t count) {
  MmaAttr bf16 = selectRow(target, rows, [](MmaAttr candidate) {
    return operandsOf(candidate.getKind()) == MmaOperands::BF16;
  });
  std::optional<MmaKind> f32 = selectProduct(target, rows, MmaOperands::F32);
  bool isFaster =
      bf16 && (!f32 || usefulRate(bf16, rows) >
                           count * usefulRate(target.lookup(*f32), rows));
  return isFaster ? bf16 : MmaAttr();
}

std::optional<MmaKind> mixp::selectBf16Product(TargetAttr target,
                                               int64_t rows) {
  MmaAttr row = selectBf16Row(target, rows, 1);
  return row ? std::optional(row.getKind()) : std::nullopt;
}

bool mixp::prefersBf16Products(TargetAttr target, int64_t rows, int64_t count) {
  return selectBf16Row(target, rows, count) != nullptr;
}

MmaKind mixp::preferTiles(TargetAttr target, int64_t rows, MmaKind other,
                          bool lhsUnsigned, bool rhsUnsigned) {
  MmaAttr best = selectRow(target, rows, [&](MmaAttr row) {
    return row.getKind() == other ||
           (isTile(row.getKind()) &&
            operandsOf(row.getKind()) == MmaOperands::I8 &&
            row.getLhs().isUnsignedInteger() == lhsUnsigned &&
            row.getRhs().isUnsignedInteger() == rhsUnsigned);
  });
  return best.getKind();
}

int64_t mixp::countRows(MatmulOp op) {
  RankedTensorType outs = op.getOuts().getType();
  return outs.getDimSize(outs.getRank() - 2);
}
