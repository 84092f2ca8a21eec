//===- CastRunners.cpp - Casts by the evaluator and the folder ------------===//
#include "CastRunners.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Reference/Evaluator.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include <bit>
#include <cstring>
#include <gtest/gtest.h>

using namespace mlir;
using namespace mixp;
using namespace mixp::formats;

static std::string tensorType(const Format &format, size_t size) {
  return "tensor<" + std::to_string(size) + "x" + format.type + ">";
}
std::string Cast::inputType(size_t size) const {
  return tensorType(from, size);
}
std::string Cast::resultType(size_t size) const { return tensorType(to, size); }

std::string Cast::text(size_t size) const {
  std::string text = std::string("mixp.cast %x rounding(") + nameOf(mode) + ")";
  if (mode == Mode::Stochastic)
    text += " seed(%seed)";
  if (saturate)
    text += " saturate";
  if (from.flagged || to.flagged)
    text += std::string(" {") + (from.flagged ? "input_unsigned" : "") +
            (from.flagged && to.flagged ? ", " : "") +
            (to.flagged ? "result_unsigned" : "") + "}";
  return text + " : " + inputType(size) + " -> " + resultType(size);
}

namespace {

struct Context : MLIRContext {
  Context() {
    loadDialect<arith::ArithDialect, MixpDialect, func::FuncDialect>();
  }
};

/// A function that casts its argument %x.
OwningOpRef<ModuleOp> parseCast(const Cast &cast, size_t size,
                                MLIRContext &context) {
  std::string text = "func.func @main(%x: " + cast.inputType(size) +
                     ", %seed: i64) -> " + cast.resultType(size) +
                     " {\n%0 = " + cast.text(size) +
                     "\nreturn %0 : " + cast.resultType(size) + "\n}";
  return parseSourceString<ModuleOp>(text, ParserConfig(&context));
}

} // namespace

//===----------------------------------------------------------------------===//
// The evaluator
//===----------------------------------------------------------------------===//

/// Writes a number as the evaluator's tensors hold it.
static void hold(reference::Tensor &tensor, const Format &format, size_t i,
                 Real x) {
  Real half = std::ldexp(Real(1), format.bits - 1);
  if (format.isFloat)
    tensor.values[i] = static_cast<double>(x);
  else if (format.bits == 1)
    tensor.values[i] = static_cast<double>(std::fabs(x));
  else if (format.flagged && x >= half)
    tensor.setInteger(i, static_cast<int64_t>(x - 2 * half));
  else
    tensor.setInteger(i, static_cast<int64_t>(x));
}

/// Reads a number that a tensor holds.
static Real read(const reference::Tensor &tensor, const Format &format,
                 size_t i) {
  if (format.isFloat)
    return tensor.values[i];
  Real x = tensor.integer(i);
  if (format.bits == 1)
    return format.isUnsigned ? x : 0 - x;
  return format.flagged && x < 0 ? x + std::ldexp(Real(1), format.bits) : x;
}

std::vector<Real> formats::evaluateCast(const Cast &cast,
                                        const std::vector<Real> &xs) {
  Context context;
  auto module = parseCast(cast, xs.size(), context);
  if (!module)
    return {};
  auto function = module->lookupSymbol<func::FuncOp>("main");
  auto type = mlir::cast<RankedTensorType>(function.getArgumentTypes()[0]);
  std::vector<reference::Tensor> arguments = {
      reference::makeTensor(type.getShape(), type.getElementType()),
      reference::makeTensor({}, function.getArgumentTypes()[1])};
  for (size_t i = 0; i < xs.size(); ++i)
    hold(arguments[0], cast.from, i, xs[i]);
  arguments[1].setInteger(0, static_cast<int64_t>(kSeed));
  auto results = reference::evaluate(function, arguments);
  if (failed(results))
    return {};
  EXPECT_TRUE((*results)[0].isExact());
  std::vector<Real> values;
  for (size_t i = 0; i < xs.size(); ++i)
    values.push_back(read((*results)[0], cast.to, i));
  return values;
}

//===----------------------------------------------------------------------===//
// The folder
//===----------------------------------------------------------------------===//

/// The code of a value of the format.
static uint64_t encode(const Format &format, Real x) {
  if (!format.isFloat)
    return x < 0 ? -static_cast<uint64_t>(-x) : static_cast<uint64_t>(x);
  if (format.type == "f64")
    return std::bit_cast<uint64_t>(static_cast<double>(x));
  if (format.type == "f32")
    return std::bit_cast<uint32_t>(static_cast<float>(x));
  static std::map<std::string, std::map<Real, uint64_t>> tables;
  static std::map<std::string, uint64_t> codesOfNaN;
  std::map<Real, uint64_t> &table = tables[format.type];
  uint64_t sign = format.signBits ? uint64_t(1) << (format.width() - 1) : 0;
  if (table.empty()) {
    uint64_t code = 0;
    for (Real value : allValues(format)) {
      if (std::isnan(value))
        codesOfNaN[format.type] = code;
      else if (code < sign || !sign)
        table[value] = code;
      ++code;
    }
  }
  if (std::isnan(x))
    return codesOfNaN[format.type];
  return table.at(std::fabs(x)) | (std::signbit(x) ? sign : 0);
}

static size_t bytesOf(const Format &format) {
  return format.width() <= 8 ? 1 : format.width() / 8;
}

/// A constant of the values, a splat if there is only one.
static DenseElementsAttr constantOf(const Format &format, RankedTensorType type,
                                    const Real *xs, size_t count) {
  if (format.width() == 1) {
    SmallVector<bool> bits;
    for (size_t i = 0; i < count; ++i)
      bits.push_back(xs[i] != 0);
    return DenseElementsAttr::get(type, bits);
  }
  size_t bytes = bytesOf(format);
  std::vector<char> data(count * bytes);
  for (size_t i = 0; i < count; ++i) {
    uint64_t code = encode(format, xs[i]);
    if (format.width() < 8)
      code &= (uint64_t(1) << format.width()) - 1;
    std::memcpy(data.data() + i * bytes, &code, bytes);
  }
  return DenseElementsAttr::getFromRawBuffer(type, data);
}

/// The number that element `i` of a constant is.
static Real read(DenseElementsAttr dense, const Format &format, size_t i) {
  uint64_t code = 0;
  size_t bytes = bytesOf(format);
  if (format.width() == 1)
    code = dense.getValues<bool>()[i];
  else
    std::memcpy(&code,
                dense.getRawData().data() + (dense.isSplat() ? 0 : i * bytes),
                bytes);
  if (format.isFloat)
    return decode(format, code);
  Real x = code, half = std::ldexp(Real(1), format.bits - 1);
  return format.isUnsigned || x < half ? x : x - 2 * half;
}

Folded formats::foldCast(const Cast &cast, const std::vector<Real> &xs) {
  Folded folded{std::vector<Real>(xs.size()), std::vector<bool>(xs.size())};
  std::unique_ptr<Context> context;
  OwningOpRef<ModuleOp> module;
  // The folder leaves alone what makes a constant larger (single bits are
  // packed) or is over 64 KiB, but for splats.
  bool widens = bytesOf(cast.to) > bytesOf(cast.from) || cast.from.width() == 1;
  size_t chunk = widens ? 1 : 65536 / bytesOf(cast.from);
  chunk = std::min(chunk, xs.size());
  for (size_t begin = 0, renewed = 0; begin < xs.size(); begin += chunk) {
    size_t count = std::min(chunk, xs.size() - begin);
    // What a context has seen it keeps.
    if (!module || begin - renewed > 100000 || count != chunk) {
      module = {};
      context = std::make_unique<Context>();
      module = parseCast(cast, count, *context);
      renewed = begin;
    }
    if (!module)
      return folded;
    auto function = module->lookupSymbol<func::FuncOp>("main");
    Operation &op = function.getBody().front().front();
    auto type = mlir::cast<RankedTensorType>(op.getOperand(0).getType());
    SmallVector<Attribute> operands(op.getNumOperands());
    operands[0] = constantOf(cast.from, type, xs.data() + begin, count);
    SmallVector<OpFoldResult> results;
    if (failed(op.fold(operands, results)) || results.empty())
      continue;
    auto dense =
        dyn_cast_or_null<DenseElementsAttr>(dyn_cast<Attribute>(results[0]));
    for (size_t i = begin; i < begin + count; ++i) {
      folded.values[i] = dense ? read(dense, cast.to, i - begin) : xs[i];
      folded.known[i] = true;
    }
  }
  return folded;
}
