//===- BenchCase.cpp - A matrix product to measure ------------------------===//
#include "BenchCase.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

static bool isFloatName(StringRef type) {
  return llvm::is_contained(
      {"f32", "bf16", "f16", "f8E4M3FN", "f8E5M2", "f4E2M1FN"}, type);
}

static bool isIntegerName(StringRef type) {
  type.consume_front("u");
  return type.consume_front("i") && type.size() == 1 && type >= "1" &&
         type <= "8";
}

/// The number that an element type's name begins with after its letters.
static int64_t getWidth(StringRef type) {
  int64_t width = 0;
  type = type.drop_while([](char c) { return !llvm::isDigit(c); });
  (void)type.consumeInteger(10, width);
  return width;
}

bool BenchCase::hasIntegerOperands() const {
  return (quantizesRows || isIntegerName(lhs)) && isIntegerName(rhs);
}

/// Products of floats may be rounded once more, to a 16-bit result.
std::string BenchCase::getAccumulator() const {
  if (hasIntegerOperands() && group == 0 && !quantizesRows)
    return "i32";
  bool rounded = !hasIntegerOperands() && (result == "bf16" || result == "f16");
  return rounded ? result : "f32";
}

double BenchCase::getWeightBytes() const {
  auto count = static_cast<double>(batch * n);
  double bits = count * static_cast<double>(k * getWidth(rhs));
  if (group > 0)
    bits += count * static_cast<double>(getGroupCount() * getWidth(scaleType));
  return bits / 8;
}

static llvm::Error parseEpilogue(StringRef text, BenchCase &product) {
  bool *steps[] = {&product.bias, &product.relu, &product.requantize};
  StringRef names[] = {"bias", "relu", "requantize"};
  size_t next = 0;
  SmallVector<StringRef> words;
  text.split(words, ',', -1, /*KeepEmpty=*/false);
  for (StringRef word : words) {
    while (next < 3 && names[next] != word)
      ++next;
    if (next == 3)
      return llvm::createStringError(
          "--epilogue: expected some of bias,relu,requantize in this order but "
          "got '" +
          text + "'");
    *steps[next++] = true;
  }
  return llvm::Error::success();
}

/// What follows the right side's type: per-channel, g128 or mx.
static bool parseScaling(StringRef text, BenchCase &product) {
  if (text.empty())
    return true;
  if (text == "per-channel") {
    product.group = product.k;
    return true;
  }
  if (text == "mx") {
    product.group = 32;
    product.scaleType = "f8E8M0FNU";
    return true;
  }
  return text.consume_front("g") && !text.getAsInteger(10, product.group) &&
         product.group > 0;
}

/// What follows the left side's type: i8.
static bool parseRowQuantization(StringRef text, BenchCase &product) {
  product.quantizesRows = text == "i8";
  bool canRound =
      product.lhs == "f32" || product.lhs == "bf16" || product.lhs == "f16";
  return text.empty() || (product.quantizesRows && canRound);
}

static llvm::Error parseTypes(StringRef text, BenchCase &product) {
  SmallVector<StringRef> parts;
  text.split(parts, ',');
  bool known = parts.size() == 3;
  if (known) {
    auto [lhs, quantization] = parts[0].split(':');
    auto [rhs, scaling] = parts[1].split(':');
    product.lhs = lhs.str();
    product.rhs = rhs.str();
    product.result = parts[2].str();
    known = (isFloatName(lhs) || isIntegerName(lhs)) &&
            (isFloatName(rhs) || isIntegerName(rhs)) &&
            parseRowQuantization(quantization, product) &&
            parseScaling(scaling, product);
  }
  if (!known)
    return llvm::createStringError(
        "--types: expected LHS,RHS,RESULT of f32 bf16 f16 f8E4M3FN f8E5M2 "
        "f4E2M1FN i1 to i8 ui1 to ui8 i32, a float LHS perhaps with :i8, RHS "
        "perhaps with :per-channel, :g128 or :mx, but got '" +
        text + "'");
  std::string natural = product.getAccumulator();
  bool fits = product.requantize
                  ? natural == "i32" && (parts[2] == "i8" || parts[2] == "ui8")
                  : parts[2] == natural;
  if (!fits)
    return llvm::createStringError(
        "--types: the product of '" + parts[0] + "' and '" + parts[1] +
        "' is " + natural +
        "; a result of i8 or ui8 needs integer operands and "
        "--epilogue=requantize");
  return llvm::Error::success();
}

llvm::Expected<BenchCase>
mixp::tool::parseBenchCase(const BenchOptions &options) {
  BenchCase product;
  product.batch = options.batches.front();
  product.m = options.m;
  product.n = options.n;
  product.k = options.k;
  if (product.m < 1 || product.n < 1 || product.k < 1)
    return llvm::createStringError("expected -m, -n and -k of at least 1");
  if (options.rhs != "constant" && options.rhs != "runtime")
    return llvm::createStringError("--rhs: expected constant or runtime but "
                                   "got '" +
                                   options.rhs + "'");
  if (!countElements({product.batch, product.m, product.n}) ||
      !countElements({product.batch, product.k, product.n}) ||
      !countElements({product.batch, product.m, product.k}))
    return llvm::createStringError("-m, -n and -k are too large");
  if (llvm::Error error = parseEpilogue(options.epilogue, product))
    return std::move(error);
  if (llvm::Error error = parseTypes(options.types, product))
    return std::move(error);
  return product;
}
