//===- CompiledCasts.cpp - Native casts against the second derivation -----===//
#include "CastInputs.h"
#include "mixp/Execution/Jit.h"
#include "mixp/Pipelines/Register.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Parser/Parser.h"
#include <gtest/gtest.h>

using namespace mixp;
using namespace mixp::formats;

// One module holds the casts of one type to all others in one mode: compiling
// is what takes the time here.

namespace {

constexpr uint64_t kSeed = 0x123456789abcdef5;

struct Output {
  Format to;
  bool saturate;
};

std::vector<Output> listOutputs(const Format &from) {
  std::vector<Format> targets = floatFormats();
  for (const Format &format : integerFormats())
    targets.push_back(format);
  std::vector<Output> outputs;
  for (const Format &to : targets)
    for (bool saturate : {false, true})
      if (!(to == from) && (saturate || !Target(to).needsSaturate(from)))
        outputs.push_back({to, saturate});
  return outputs;
}

std::string makeText(const Format &from, const std::vector<Output> &outputs,
                     Mode mode, size_t size) {
  std::string shape = "tensor<" + std::to_string(size) + "x";
  std::string body, names, types, input = shape + from.type + ">";
  for (size_t i = 0; i < outputs.size(); ++i) {
    const auto &[to, saturate] = outputs[i];
    std::string name = "%" + std::to_string(i), type = shape + to.type + ">";
    std::string flags;
    if (from.flagged)
      flags = to.flagged ? " {input_unsigned, result_unsigned}"
                         : " {input_unsigned}";
    else if (to.flagged)
      flags = " {result_unsigned}";
    body += "  " + name + " = mixp.cast %x rounding(" + nameOf(mode) + ")" +
            (mode == Mode::Stochastic ? " seed(%seed)" : "") +
            (saturate ? " saturate" : "") + flags + " : " + input + " -> " +
            type + "\n";
    names += (i ? ", " : "") + name;
    types += (i ? ", " : "") + type;
  }
  return "func.func @main(%x: " + input + ") -> (" + types +
         ") {\n  %seed = arith.constant " + std::to_string(kSeed) + " : i64\n" +
         body + "  return " + names + " : " + types + "\n}\n";
}

/// Writes a number of the format as the host holds it: unsigned ones of a
/// signless type by their bits, the -1 of i1 as true.
void store(HostTensor &array, int64_t i, const Format &format, Real x) {
  if (format.isFloat || format.bits == 1)
    return array.setValue(i, static_cast<double>(x));
  if (format.flagged && x >= std::ldexp(Real(1), format.bits - 1))
    x -= std::ldexp(Real(1), format.bits);
  if (format.bits == 64)
    return array.setInteger(i, static_cast<int64_t>(x));
  array.setValue(i, static_cast<double>(x));
}

Real load(const HostTensor &array, int64_t i, const Format &format) {
  if (!format.isFloat && format.bits == 64) {
    int64_t bits = array.getInteger(i);
    return format.flagged ? Real(static_cast<uint64_t>(bits)) : Real(bits);
  }
  Real x = array.getValue(i);
  if (!format.isFloat && format.bits == 1 && !format.isUnsigned)
    return x != 0 ? -1 : 0;
  if (format.flagged && x < 0)
    x += std::ldexp(Real(1), format.bits);
  return x;
}

void compare(const Format &from, const Output &output, Mode mode,
             const std::vector<Real> &xs, const HostTensor &results) {
  Target target(output.to);
  bool wraps = !from.isFloat && !output.to.isFloat && !output.saturate;
  size_t count = 0;
  for (size_t i = 0; i < xs.size(); ++i) {
    uint32_t word = mode == Mode::Stochastic ? randomWord(kSeed, i) : 0;
    Real expected =
        wraps ? wrapTo(output.to, xs[i])
              : target.pick(target.place(xs[i]), mode, output.saturate, word);
    Real got = load(results, i, output.to);
    if (isSame(expected, got) || count++ != 0)
      continue;
    char text[200];
    std::snprintf(text, sizeof(text), "%La gives %La and not %La", xs[i], got,
                  expected);
    ADD_FAILURE() << from.type << " to " << output.to.type << " "
                  << nameOf(mode) << (output.saturate ? " saturate" : "")
                  << ", first: " << text;
  }
  EXPECT_EQ(count, 0u);
}

void checkCompiled(const Format &from, const std::vector<Real> &xs, Mode mode) {
  std::vector<Output> outputs = listOutputs(from);
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  registerMixp(registry);
  mlir::MLIRContext context(registry, mlir::MLIRContext::Threading::DISABLED);
  auto module = mlir::parseSourceString<mlir::ModuleOp>(
      makeText(from, outputs, mode, xs.size()), mlir::ParserConfig(&context));
  ASSERT_TRUE(module);
  auto compiled = JitFunction::compile(*module);
  ASSERT_TRUE(bool(compiled)) << llvm::toString(compiled.takeError());
  const Port &input = (*compiled)->getSignature().inputs.front();
  HostTensor array = llvm::cantFail(HostTensor::create(
      input.type.getShape(), *getHostKind(input.type.getElementType())));
  for (size_t i = 0; i < xs.size(); ++i)
    store(array, i, from, xs[i]);
  auto results = (*compiled)->call({&array});
  ASSERT_TRUE(bool(results)) << llvm::toString(results.takeError());
  for (size_t i = 0; i < outputs.size(); ++i)
    compare(from, outputs[i], mode, xs, (*results)[i]);
}

/// At and beside every value and midpoint of the narrow formats, and any.
std::vector<Real> wideInputs(const std::string &type) {
  std::vector<Real> inputs;
  auto append = [&](const std::vector<Real> &more, size_t step) {
    for (size_t i = 0; i < more.size(); i += step)
      inputs.push_back(more[i]);
  };
  for (const Format &format : floatFormats())
    if (format.width() <= 16)
      append(boundaries(format, type), format.width() <= 8 ? 1 : 11);
  for (const Format &format : integerFormats())
    append(integerBoundaries(format, type), 1);
  append(randomSingles(), 7);
  return inputs;
}

/// At and beside the midpoints of every float format.
std::vector<Real> integerInputs(const Format &format) {
  std::vector<Real> inputs;
  for (int precision : {2, 3, 4, 8, 11, 24, 53})
    for (Real x : wideIntegers(format, precision))
      inputs.push_back(x);
  return inputs;
}

class CompiledCasts : public testing::TestWithParam<Mode> {};

} // namespace

TEST_P(CompiledCasts, F64) {
  checkCompiled(floatFormat("f64"), wideInputs("f64"), GetParam());
}
TEST_P(CompiledCasts, F32) {
  checkCompiled(floatFormat("f32"), wideInputs("f32"), GetParam());
}
TEST_P(CompiledCasts, F16) {
  checkCompiled(floatFormat("f16"), allValues(floatFormat("f16")), GetParam());
}
TEST_P(CompiledCasts, BF16) {
  checkCompiled(floatFormat("bf16"), allValues(floatFormat("bf16")),
                GetParam());
}
TEST_P(CompiledCasts, I64) {
  checkCompiled(signedInteger(64), integerInputs(signedInteger(64)),
                GetParam());
}

TEST_P(CompiledCasts, AllCodesOfNarrowFloats) {
  for (const Format &format : floatFormats())
    if (format.width() <= 8)
      checkCompiled(format, allValues(format), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Modes, CompiledCasts, testing::ValuesIn(kModes),
                         [](const auto &info) {
                           std::string name = nameOf(info.param);
                           std::erase(name, '_');
                           return name;
                         });

// These are floats without loss before they are rounded, or wrap.
TEST(CompiledIntegerCasts, AllCodes) {
  for (const Format &format :
       {signedInteger(1), unsignedInteger(1), unsignedInteger(3),
        signedInteger(6), unsignedInteger(8), signedInteger(16)})
    checkCompiled(format, allValues(format), Mode::NearestEven);
  checkCompiled(flaggedInteger(64), integerInputs(flaggedInteger(64)),
                Mode::NearestAway);
  checkCompiled(flaggedInteger(32), integerInputs(flaggedInteger(32)),
                Mode::NearestEven);
}
