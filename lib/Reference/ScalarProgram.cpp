//===- ScalarProgram.cpp - Regions as straight-line code ------------------===//
#include "ScalarProgram.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

static const llvm::StringMap<Opcode> &opcodes() {
  static const llvm::StringMap<Opcode> table = {
      {"arith.addf", Opcode::AddF},
      {"arith.subf", Opcode::SubF},
      {"arith.mulf", Opcode::MulF},
      {"arith.divf", Opcode::DivF},
      {"arith.remf", Opcode::RemF},
      {"arith.negf", Opcode::NegF},
      {"arith.maximumf", Opcode::MaximumF},
      {"arith.minimumf", Opcode::MinimumF},
      {"arith.maxnumf", Opcode::MaxNumF},
      {"arith.minnumf", Opcode::MinNumF},
      {"arith.cmpf", Opcode::CmpF},
      {"arith.extf", Opcode::ConvertF},
      {"arith.truncf", Opcode::ConvertF},
      {"arith.sitofp", Opcode::SIToFP},
      {"arith.uitofp", Opcode::UIToFP},
      {"arith.fptosi", Opcode::FPToSI},
      {"arith.fptoui", Opcode::FPToUI},
      {"arith.extsi", Opcode::ExtSI},
      {"arith.extui", Opcode::ExtUI},
      {"arith.trunci", Opcode::TruncI},
      {"arith.index_cast", Opcode::IndexCast},
      {"arith.index_castui", Opcode::IndexCastUI},
      {"arith.bitcast", Opcode::Bitcast},
      {"tensor.bitcast", Opcode::Bitcast},
      {"builtin.unrealized_conversion_cast", Opcode::Bitcast},
      {"arith.addi", Opcode::AddI},
      {"arith.subi", Opcode::SubI},
      {"arith.muli", Opcode::MulI},
      {"arith.divsi", Opcode::DivSI},
      {"arith.divui", Opcode::DivUI},
      {"arith.remsi", Opcode::RemSI},
      {"arith.remui", Opcode::RemUI},
      {"arith.ceildivsi", Opcode::CeilDivSI},
      {"arith.ceildivui", Opcode::CeilDivUI},
      {"arith.floordivsi", Opcode::FloorDivSI},
      {"arith.andi", Opcode::AndI},
      {"arith.ori", Opcode::OrI},
      {"arith.xori", Opcode::XOrI},
      {"arith.shli", Opcode::ShLI},
      {"arith.shrsi", Opcode::ShRSI},
      {"arith.shrui", Opcode::ShRUI},
      {"arith.maxsi", Opcode::MaxSI},
      {"arith.minsi", Opcode::MinSI},
      {"arith.maxui", Opcode::MaxUI},
      {"arith.minui", Opcode::MinUI},
      {"arith.cmpi", Opcode::CmpI},
      {"arith.select", Opcode::Select},
      {"math.absf", Opcode::AbsF},
      {"math.absi", Opcode::AbsI},
      {"math.sqrt", Opcode::Sqrt},
      {"math.fma", Opcode::Fma},
      {"math.copysign", Opcode::CopySign},
      {"math.floor", Opcode::Floor},
      {"math.ceil", Opcode::Ceil},
      {"math.trunc", Opcode::TruncateF},
      {"math.round", Opcode::Round},
      {"math.roundeven", Opcode::RoundEven},
      {"math.exp", Opcode::Exp},
      {"math.exp2", Opcode::Exp2},
      {"math.expm1", Opcode::ExpM1},
      {"math.log", Opcode::Log},
      {"math.log2", Opcode::Log2},
      {"math.log10", Opcode::Log10},
      {"math.log1p", Opcode::Log1p},
      {"math.tanh", Opcode::Tanh},
      {"math.erf", Opcode::Erf},
      {"math.rsqrt", Opcode::Rsqrt},
      {"math.sin", Opcode::Sin},
      {"math.cos", Opcode::Cos},
      {"math.tan", Opcode::Tan},
      {"math.sinh", Opcode::Sinh},
      {"math.cosh", Opcode::Cosh},
      {"math.atan", Opcode::Atan},
      {"math.cbrt", Opcode::Cbrt},
      {"math.powf", Opcode::PowF}};
  return table;
}

static std::optional<Opcode> lookupOpcode(Operation *op) {
  auto it = opcodes().find(op->getName().getStringRef());
  if (it == opcodes().end())
    return std::nullopt;
  return it->second;
}

bool ScalarProgram::handles(Operation *op) {
  return lookupOpcode(op).has_value() && op->getNumResults() == 1 &&
         op->getNumOperands() >= 1;
}

static InFlightDiagnostic lacks(Operation *op) {
  return op->emitError() << "the reference evaluator lacks '" << op->getName()
                         << "' here";
}

namespace {

/// Translates ops one by one, keeping each value's register.
class Compiler {
public:
  explicit Compiler(ScalarProgram &program) : program(program) {}

  LogicalResult bind(Value value) {
    FailureOr<NumberType> type = typeOf(value);
    if (failed(type))
      return failure();
    registers[value] = program.addRegister(*type);
    return success();
  }
  LogicalResult translate(Operation *op);
  LogicalResult translateCore(Operation *op, Opcode opcode);
  FailureOr<unsigned> lookup(Value value);

private:
  FailureOr<NumberType> typeOf(Value value) {
    if (auto type = numberType(getElementTypeOrSelf(value.getType())))
      return *type;
    emitError(value.getLoc())
        << "the reference evaluator lacks the type " << value.getType();
    return failure();
  }
  void addConstant(Value result, NumberType type, double value) {
    registers[result] = addConstant(type, value);
  }
  unsigned addConstant(NumberType type, double value) {
    unsigned reg = program.addRegister(type);
    program.constants.push_back({reg, type, value});
    return reg;
  }
  LogicalResult translateExtract(tensor::ExtractOp op);
  LogicalResult translateApply(affine::AffineApplyOp op);
  FailureOr<unsigned> translateExpr(AffineExpr expr, unsigned numDims,
                                    ArrayRef<unsigned> operands, Operation *op);

  ScalarProgram &program;
  llvm::DenseMap<Value, unsigned> registers;
};

} // namespace

FailureOr<unsigned> Compiler::lookup(Value value) {
  if (auto it = registers.find(value); it != registers.end())
    return it->second;
  if (isa<ShapedType>(value.getType())) {
    emitError(value.getLoc())
        << "the reference evaluator expects a scalar but got "
        << value.getType();
    return failure();
  }
  if (failed(bind(value)))
    return failure();
  program.captures.push_back({registers[value], value});
  return registers[value];
}

LogicalResult Compiler::translateExtract(tensor::ExtractOp op) {
  FailureOr<NumberType> type = typeOf(op.getResult());
  if (failed(type))
    return failure();
  Instruction instruction{Opcode::Extract};
  instruction.type = *type;
  auto known = llvm::find(program.tensors, op.getTensor());
  instruction.tensor = known - program.tensors.begin();
  if (known == program.tensors.end())
    program.tensors.push_back(op.getTensor());
  for (Value index : op.getIndices()) {
    FailureOr<unsigned> reg = lookup(index);
    if (failed(reg))
      return failure();
    instruction.indices.push_back(*reg);
  }
  instruction.dst = registers[op.getResult()] = program.addRegister(*type);
  program.code.push_back(std::move(instruction));
  return success();
}

FailureOr<unsigned> Compiler::translateExpr(AffineExpr expr, unsigned numDims,
                                            ArrayRef<unsigned> operands,
                                            Operation *op) {
  NumberType index = *numberType(IndexType::get(op->getContext()));
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return addConstant(index, constant.getValue());
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return operands[dim.getPosition()];
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
    return operands[numDims + symbol.getPosition()];
  auto binary = cast<AffineBinaryOpExpr>(expr);
  FailureOr<unsigned> a = translateExpr(binary.getLHS(), numDims, operands, op);
  FailureOr<unsigned> b = translateExpr(binary.getRHS(), numDims, operands, op);
  if (failed(a) || failed(b))
    return failure();
  auto emit = [&](Opcode opcode, unsigned x, unsigned y) {
    Instruction instruction{opcode};
    instruction.type = instruction.inputType = index;
    instruction.a = x;
    instruction.b = y;
    program.code.push_back(instruction);
    return program.code.back().dst = program.addRegister(index);
  };
  switch (binary.getKind()) {
  case AffineExprKind::Add:
    return emit(Opcode::AddI, *a, *b);
  case AffineExprKind::Mul:
    return emit(Opcode::MulI, *a, *b);
  case AffineExprKind::FloorDiv:
    return emit(Opcode::FloorDivSI, *a, *b);
  case AffineExprKind::CeilDiv:
    return emit(Opcode::CeilDivSI, *a, *b);
  default: // a mod b = a - floordiv(a, b) * b
    return emit(Opcode::SubI, *a,
                emit(Opcode::MulI, emit(Opcode::FloorDivSI, *a, *b), *b));
  }
}

LogicalResult Compiler::translateApply(affine::AffineApplyOp op) {
  SmallVector<unsigned> operands;
  for (Value operand : op.getMapOperands()) {
    FailureOr<unsigned> reg = lookup(operand);
    if (failed(reg))
      return failure();
    operands.push_back(*reg);
  }
  AffineMap map = op.getAffineMap();
  FailureOr<unsigned> reg =
      translateExpr(map.getResult(0), map.getNumDims(), operands, op);
  if (failed(reg))
    return failure();
  registers[op.getResult()] = *reg;
  return success();
}

/// Whether even exact operands give an inexact result.
static bool isApproximate(Opcode op) {
  return op >= Opcode::Exp && op <= Opcode::PowF;
}

/// mixp's name of the rounding mode of arith.truncf.
static RoundingMode roundingMode(Operation *op) {
  auto truncate = dyn_cast<arith::TruncFOp>(op);
  if (!truncate || !truncate.getRoundingmode())
    return RoundingMode::NearestEven;
  switch (*truncate.getRoundingmode()) {
  case arith::RoundingMode::to_nearest_even:
    return RoundingMode::NearestEven;
  case arith::RoundingMode::downward:
    return RoundingMode::Floor;
  case arith::RoundingMode::upward:
    return RoundingMode::Ceil;
  case arith::RoundingMode::toward_zero:
    return RoundingMode::TowardZero;
  case arith::RoundingMode::to_nearest_away:
    return RoundingMode::NearestAway;
  }
  return RoundingMode::NearestEven;
}

/// Whether `opcode` would have to round to a format that upstream only converts
/// from and to, or in a way that upstream does not define.
static bool isUndefined(Opcode opcode, const NumberType &type) {
  if (!type.isFloat || formatInfo(type.format).width > 8)
    return false;
  bool isArithmetic = opcode <= Opcode::RoundEven ||
                      (opcode >= Opcode::Exp && opcode <= Opcode::PowF);
  bool isConversion = opcode == Opcode::ConvertF || opcode == Opcode::SIToFP ||
                      opcode == Opcode::UIToFP;
  return isArithmetic || (isConversion && !formatInfo(type.format).hasSign);
}

LogicalResult Compiler::translateCore(Operation *op, Opcode opcode) {
  Instruction instruction{opcode};
  unsigned *slots[] = {&instruction.a, &instruction.b, &instruction.c};
  if (op->getNumOperands() > 3)
    return lacks(op);
  for (auto [i, operand] : llvm::enumerate(op->getOperands())) {
    FailureOr<unsigned> reg = lookup(operand);
    if (failed(reg))
      return failure();
    *slots[i] = *reg;
  }
  FailureOr<NumberType> type = typeOf(op->getResult(0));
  if (failed(type))
    return failure();
  if (isUndefined(opcode, *type))
    return op->emitOpError()
           << "the reference evaluator expects a float of at least 16 bits but "
              "got "
           << getElementTypeOrSelf(op->getResult(0))
           << "; compute in f32 and use mixp.cast";
  instruction.type = *type;
  instruction.inputType = program.types[instruction.a];
  instruction.rounding = roundingMode(op);
  if (auto compare = dyn_cast<arith::CmpFOp>(op))
    instruction.predicate = static_cast<int>(compare.getPredicate());
  if (auto compare = dyn_cast<arith::CmpIOp>(op))
    instruction.predicate = static_cast<int>(compare.getPredicate());
  instruction.dst = registers[op->getResult(0)] = program.addRegister(*type);
  program.approximates |= isApproximate(opcode);
  program.code.push_back(std::move(instruction));
  return success();
}

LogicalResult Compiler::translate(Operation *op) {
  if (auto extract = dyn_cast<tensor::ExtractOp>(op))
    return translateExtract(extract);
  if (auto apply = dyn_cast<affine::AffineApplyOp>(op))
    return translateApply(apply);
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    FailureOr<Tensor> value = fromAttribute(constant.getValue());
    FailureOr<NumberType> type = typeOf(constant);
    if (failed(value) || failed(type) || value->numElements() != 1)
      return lacks(op);
    addConstant(constant, *type, value->values[0]);
    return success();
  }
  if (auto index = dyn_cast<linalg::IndexOp>(op)) {
    if (failed(bind(index.getResult())))
      return failure();
    program.indices.push_back(
        {registers[index.getResult()], static_cast<unsigned>(index.getDim())});
    return success();
  }
  std::optional<Opcode> opcode = lookupOpcode(op);
  if (!opcode || !ScalarProgram::handles(op))
    return lacks(op);
  return translateCore(op, *opcode);
}

FailureOr<ScalarProgram> ScalarProgram::compile(Block &block) {
  ScalarProgram program;
  Compiler compiler(program);
  for (BlockArgument argument : block.getArguments())
    if (failed(compiler.bind(argument)))
      return failure();
  program.numArguments = block.getNumArguments();
  for (Operation &op : block.without_terminator())
    if (failed(compiler.translate(&op)))
      return failure();
  for (Value value : block.getTerminator()->getOperands()) {
    FailureOr<unsigned> reg = compiler.lookup(value);
    if (failed(reg))
      return failure();
    program.yields.push_back(*reg);
  }
  return program;
}

FailureOr<ScalarProgram> ScalarProgram::compile(Operation *op) {
  std::optional<Opcode> opcode = lookupOpcode(op);
  if (!opcode)
    return lacks(op);
  ScalarProgram program;
  Compiler compiler(program);
  // The same value may be given twice: bind it once for each operand slot.
  for (Value operand : op->getOperands())
    if (failed(compiler.bind(operand)))
      return failure();
  program.numArguments = op->getNumOperands();
  if (failed(compiler.translateCore(op, *opcode)))
    return failure();
  program.yields.push_back(program.code.back().dst);
  return program;
}
