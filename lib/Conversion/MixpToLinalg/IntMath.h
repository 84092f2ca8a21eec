//===- IntMath.h - Short names for integer ops ------------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_MIXPTOLINALG_INTMATH_H
#define MIXP_LIB_CONVERSION_MIXPTOLINALG_INTMATH_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// Builds arith ops on one integer type, so that formulas stay readable.
class IntMath {
public:
  using Value = mlir::Value;

  IntMath(mlir::ImplicitLocOpBuilder &b, unsigned width)
      : b(b), type(b.getIntegerType(width)), width(width) {}

  unsigned getWidth() const { return width; }
  mlir::Type getType() const { return type; }

  Value constant(uint64_t value) const {
    llvm::APInt bits(width, value, /*isSigned=*/false, /*implicitTrunc=*/true);
    return mlir::arith::ConstantOp::create(b, b.getIntegerAttr(type, bits));
  }
  Value add(Value x, Value y) const {
    return mlir::arith::AddIOp::create(b, x, y);
  }
  Value sub(Value x, Value y) const {
    return mlir::arith::SubIOp::create(b, x, y);
  }
  Value mul(Value x, Value y) const {
    return mlir::arith::MulIOp::create(b, x, y);
  }
  Value bitAnd(Value x, Value y) const {
    return mlir::arith::AndIOp::create(b, x, y);
  }
  Value bitOr(Value x, Value y) const {
    return mlir::arith::OrIOp::create(b, x, y);
  }
  Value bitXor(Value x, Value y) const {
    return mlir::arith::XOrIOp::create(b, x, y);
  }
  Value shl(Value x, Value y) const {
    return mlir::arith::ShLIOp::create(b, x, y);
  }
  /// Zeros come in from the left.
  Value shr(Value x, Value y) const {
    return mlir::arith::ShRUIOp::create(b, x, y);
  }
  Value minUnsigned(Value x, Value y) const {
    return mlir::arith::MinUIOp::create(b, x, y);
  }
  Value maxUnsigned(Value x, Value y) const {
    return mlir::arith::MaxUIOp::create(b, x, y);
  }
  Value maxSigned(Value x, Value y) const {
    return mlir::arith::MaxSIOp::create(b, x, y);
  }
  Value lessUnsigned(Value x, Value y) const {
    return compare(mlir::arith::CmpIPredicate::ult, x, y);
  }
  Value lessSigned(Value x, Value y) const {
    return compare(mlir::arith::CmpIPredicate::slt, x, y);
  }
  Value equal(Value x, Value y) const {
    return compare(mlir::arith::CmpIPredicate::eq, x, y);
  }
  Value select(Value condition, Value yes, Value no) const {
    return mlir::arith::SelectOp::create(b, condition, yes, no);
  }
  /// A narrower integer, or an i1, with zeros before it.
  Value zeroExtend(Value x) const {
    if (x.getType() == type)
      return x;
    return mlir::arith::ExtUIOp::create(b, type, x);
  }

private:
  Value compare(mlir::arith::CmpIPredicate predicate, Value x, Value y) const {
    return mlir::arith::CmpIOp::create(b, predicate, x, y);
  }

  mlir::ImplicitLocOpBuilder &b;
  mlir::IntegerType type;
  unsigned width;
};

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_MIXPTOLINALG_INTMATH_H
