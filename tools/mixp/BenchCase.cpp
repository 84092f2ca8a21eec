//===- BenchCase.cpp - A matrix product to measure ------------------------===//
#include "BenchCase.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

static bool isFloatName(StringRef type) {
  return type == "f32" || type == "bf16" || type == "f16";
}

static bool isNarrowName(StringRef type) {
  return type == "i8" || type == "ui8" || type == "i4" || type == "ui4";
}

bool BenchCase::hasIntegerOperands() const {
  return isNarrowName(lhs) && isNarrowName(rhs);
}

std::string BenchCase::getAccumulator() const {
  return hasIntegerOperands() && group == 0 ? "i32" : "f32";
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

static llvm::Error parseTypes(StringRef text, BenchCase &product) {
  SmallVector<StringRef> parts;
  text.split(parts, ',');
  auto [rhs, scaling] = parts.size() == 3 ? parts[1].split(':')
                                          : std::pair<StringRef, StringRef>();
  bool known = parts.size() == 3 &&
               (isFloatName(parts[0]) || isNarrowName(parts[0])) &&
               (isFloatName(rhs) || isNarrowName(rhs));
  if (scaling == "per-channel")
    product.group = product.k;
  else if (scaling.consume_front("g"))
    known &= !scaling.getAsInteger(10, product.group) && product.group > 0;
  else
    known &= scaling.empty();
  if (!known)
    return llvm::createStringError(
        "--types: expected LHS,RHS,RESULT of f32 bf16 f16 i8 ui8 i4 ui4 i32, "
        "RHS perhaps with :per-channel or :g128, but got '" +
        text + "'");
  product.lhs = parts[0].str();
  product.rhs = rhs.str();
  product.result = parts[2].str();
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

namespace {
/// Writes the module's text.
class ModuleWriter {
public:
  explicit ModuleWriter(const BenchCase &product) : product(product) {}
  std::string write();

private:
  std::string tensor(int64_t rows, int64_t columns, StringRef element) const {
    std::string batch =
        product.batch > 1 ? std::to_string(product.batch) + "x" : "";
    return llvm::formatv("tensor<{0}{1}x{2}x{3}>", batch, rows, columns,
                         element);
  }
  void writeEpilogue(llvm::raw_ostream &os, StringRef accumulator) const;

  const BenchCase &product;
};
} // namespace

void ModuleWriter::writeEpilogue(llvm::raw_ostream &os,
                                 StringRef accumulator) const {
  bool batched = product.batch > 1, integer = product.isInteger();
  StringRef dims = batched ? "b, i, j" : "i, j";
  std::string type = tensor(product.m, product.n, accumulator);
  std::string loops = batched ? "\"parallel\", \"parallel\", \"parallel\""
                              : "\"parallel\", \"parallel\"";
  if (product.bias || product.relu) {
    os << "  %epilogue = linalg.generic {indexing_maps = ["
       << llvm::formatv("affine_map<({0}) -> ({0})>, ", dims);
    if (product.bias)
      os << llvm::formatv("affine_map<({0}) -> (j)>, ", dims);
    os << llvm::formatv("affine_map<({0}) -> ({0})>], iterator_types = [{1}]}",
                        dims, loops)
       << " ins(%product" << (product.bias ? ", %bias" : "") << " : " << type;
    if (product.bias)
      os << ", tensor<" << product.n << "x" << accumulator << ">";
    os << ") outs(%empty : " << type << ") {\n  ^bb0(%value: " << accumulator;
    if (product.bias)
      os << ", %addend: " << accumulator;
    os << ", %old: " << accumulator << "):\n";
    StringRef value = "%value";
    if (product.bias) {
      os << "    %sum = arith.add" << (integer ? "i" : "f")
         << " %value, %addend : " << accumulator << "\n";
      value = "%sum";
    }
    if (product.relu) {
      os << "    %relu = arith.max" << (integer ? "si " : "imumf ") << value
         << ", %zero : " << accumulator << "\n";
      value = "%relu";
    }
    os << "    linalg.yield " << value << " : " << accumulator << "\n  } -> "
       << type << "\n";
  }
}

std::string ModuleWriter::write() {
  std::string accumulator = product.getAccumulator();
  std::string a = tensor(product.m, product.k, product.lhs);
  // arith.constant knows no unsigned types, so a flag says it of the weights.
  bool isUnsigned = product.rhs.front() == 'u';
  std::string b = tensor(product.k, product.n,
                         StringRef(product.rhs).drop_front(isUnsigned));
  std::string c = tensor(product.m, product.n, accumulator);
  std::string result = tensor(product.m, product.n, product.result);
  std::string scale;
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "func.func @main(%a: " << a << ", %b: " << b;
  if (product.group > 0) {
    int64_t groups = llvm::divideCeil(product.k, product.group);
    scale = tensor(groups, product.n, "f32");
    os << ", %scale: " << scale;
  }
  if (product.bias)
    os << ", %bias: tensor<" << product.n << "x" << accumulator << ">";
  os << ") -> " << result << " {\n"
     << "  %zero = arith.constant " << (product.isInteger() ? "0" : "0.0")
     << " : " << accumulator << "\n  %empty = tensor.empty() : " << c
     << "\n  %start = linalg.fill ins(%zero : " << accumulator
     << ") outs(%empty : " << c << ") -> " << c
     << "\n  %product = mixp.matmul ins(%a, %b : " << a << ", " << b << ") ";
  if (product.group > 0)
    os << "rhs_scale(%scale : " << scale << ") rhs_block ["
       << (product.batch > 1 ? "1, " : "") << product.group << ", 1] ";
  os << "outs(%start : " << c << ") " << (isUnsigned ? "{rhs_unsigned} " : "")
     << "-> " << c << "\n";
  writeEpilogue(os, accumulator);
  StringRef last = product.bias || product.relu ? "%epilogue" : "%product";
  if (product.requantize) {
    // About one in 64 of the accumulators' range fits the result.
    StringRef ones = product.batch > 1 ? "1x1x1xf32" : "1x1xf32";
    os << "  %m = arith.constant dense<0.001953125> : tensor<" << ones
       << ">\n  %narrow = mixp.requantize onnx " << last
       << " scale(%m : tensor<" << ones << ">) : " << c << " -> " << result
       << "\n";
    last = "%narrow";
  }
  os << "  return " << last << " : " << result << "\n}\n";
  return text;
}

OwningOpRef<ModuleOp> mixp::tool::buildBenchModule(MLIRContext &context,
                                                   const BenchCase &product) {
  return parseSourceString<ModuleOp>(ModuleWriter(product).write(), &context);
}

void mixp::tool::bindConstants(func::FuncOp function,
                               ArrayRef<HostTensor> arguments) {
  OpBuilder builder(function.getBody());
  for (size_t i = arguments.size() - 1; i > 0; --i) {
    BlockArgument argument = function.getArgument(i);
    auto type = cast<RankedTensorType>(argument.getType());
    const HostTensor &array = arguments[i];
    SmallVector<char> data(array.getData(),
                           array.getData() + array.getByteSize());
    // A sub-byte constant has its elements in the low bits of bytes.
    if (unsigned width = type.getElementTypeBitWidth(); width < 8)
      for (char &byte : data)
        byte &= static_cast<char>((1 << width) - 1);
    Value constant = createConstant(builder, function.getLoc(), type, data,
                                    "weight" + std::to_string(i));
    argument.replaceAllUsesWith(constant);
    (void)function.eraseArgument(i);
  }
}
