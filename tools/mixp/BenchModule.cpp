//===- BenchModule.cpp - IR of a product to measure -----------------------===//
#include "BenchCase.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

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
  /// arith.constant knows no unsigned types, so a flag says it of the weights.
  std::string rhsType() const {
    StringRef element = product.rhs;
    element.consume_front("u");
    return tensor(product.k, product.n, element);
  }
  std::string scaleType() const {
    return tensor(product.getGroupCount(), product.n, product.scaleType);
  }
  /// A block's leading number where there is a batch.
  StringRef batchBlock() const { return product.batch > 1 ? "1, " : ""; }
  void writeRowQuantization(llvm::raw_ostream &os) const;
  void writeProduct(llvm::raw_ostream &os) const;
  void writeEpilogue(llvm::raw_ostream &os, StringRef accumulator) const;
  void writeRequantization(llvm::raw_ostream &os, StringRef value) const;

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

/// Quantizes each row of %a by the scale that its largest magnitude gives.
void ModuleWriter::writeRowQuantization(llvm::raw_ostream &os) const {
  std::string a = tensor(product.m, product.k, product.lhs);
  std::string scale = tensor(product.m, 1, "f32");
  os << llvm::formatv(
      "  %sa = mixp.choose_scales symmetric %a storage(i8) block [{0}1, 0] : "
      "{1} -> {2}\n"
      "  %q = mixp.quantize %a scale(%sa : {2}) block [{0}1, 0] : {1} -> {3}\n",
      batchBlock(), a, scale, tensor(product.m, product.k, "i8"));
}

void ModuleWriter::writeProduct(llvm::raw_ostream &os) const {
  bool isUnsigned = product.rhs.front() == 'u';
  std::string c = tensor(product.m, product.n, product.getAccumulator());
  StringRef lhs = product.quantizesRows ? "i8" : StringRef(product.lhs);
  os << llvm::formatv("  %product = mixp.matmul ins(%{0}, %b : {1}, {2}) ",
                      product.quantizesRows ? "q" : "a",
                      tensor(product.m, product.k, lhs), rhsType());
  if (product.quantizesRows)
    os << llvm::formatv("lhs_scale(%sa : {0}) lhs_block [{1}1, 0] ",
                        tensor(product.m, 1, "f32"), batchBlock());
  if (product.group > 0)
    os << llvm::formatv("rhs_scale(%scale : {0}) rhs_block [{1}{2}, 1] ",
                        scaleType(), batchBlock(), product.group);
  os << llvm::formatv("outs(%start : {0}) {1}-> {0}\n", c,
                      isUnsigned ? "{rhs_unsigned} " : "");
}

void ModuleWriter::writeRequantization(llvm::raw_ostream &os,
                                       StringRef value) const {
  StringRef ones = product.batch > 1 ? "1x1x1xf32" : "1x1xf32";
  os << llvm::formatv(
      "  %m = arith.constant dense<{4:E8}> : tensor<{0}>\n"
      "  %narrow = mixp.requantize onnx {1} scale(%m : tensor<{0}>) : {2} -> "
      "{3}\n",
      ones, value, tensor(product.m, product.n, product.getAccumulator()),
      tensor(product.m, product.n, product.result),
      BenchCase::kRequantizeScale);
}

std::string ModuleWriter::write() {
  std::string accumulator = product.getAccumulator();
  std::string c = tensor(product.m, product.n, accumulator);
  std::string result = tensor(product.m, product.n, product.result);
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "func.func @main(%a: " << tensor(product.m, product.k, product.lhs)
     << ", %b: " << rhsType();
  if (product.group > 0)
    os << ", %scale: " << scaleType();
  if (product.bias)
    os << ", %bias: tensor<" << product.n << "x" << accumulator << ">";
  os << ") -> " << result << " {\n"
     << "  %zero = arith.constant " << (product.isInteger() ? "0" : "0.0")
     << " : " << accumulator << "\n  %empty = tensor.empty() : " << c
     << "\n  %start = linalg.fill ins(%zero : " << accumulator
     << ") outs(%empty : " << c << ") -> " << c << "\n";
  if (product.quantizesRows)
    writeRowQuantization(os);
  writeProduct(os);
  writeEpilogue(os, accumulator);
  StringRef last = product.bias || product.relu ? "%epilogue" : "%product";
  if (product.requantize) {
    writeRequantization(os, last);
    last = "%narrow";
  }
  os << "  return " << last << " : " << result << "\n}\n";
  return text;
}

OwningOpRef<ModuleOp> mixp::tool::buildBenchModule(MLIRContext &context,
                                                   const BenchCase &product) {
  return parseSourceString<ModuleOp>(ModuleWriter(product).write(), &context);
}

static Value makeConstant(OpBuilder &builder, Location loc,
                          RankedTensorType type, const HostTensor &array,
                          const std::string &name) {
  SmallVector<char> data(array.getData(),
                         array.getData() + array.getByteSize());
  // MLIR keeps several i1 in a byte; other sub-byte constants have their
  // elements in the low bits of bytes.
  unsigned width = type.getElementTypeBitWidth();
  if (width == 1) {
    SmallVector<bool> bits(data.begin(), data.end());
    return arith::ConstantOp::create(builder, loc,
                                     DenseElementsAttr::get(type, bits));
  }
  for (char &byte : data)
    if (width < 8)
      byte &= static_cast<char>((1 << width) - 1);
  return createConstant(builder, loc, type, data, name);
}

void mixp::tool::bindConstants(func::FuncOp function,
                               ArrayRef<const HostTensor *> arguments) {
  OpBuilder builder(function.getBody());
  for (size_t i = arguments.size() - 1; i > 0; --i) {
    BlockArgument argument = function.getArgument(i);
    Value constant = makeConstant(builder, function.getLoc(),
                                  cast<RankedTensorType>(argument.getType()),
                                  *arguments[i], "weight" + std::to_string(i));
    argument.replaceAllUsesWith(constant);
    (void)function.eraseArgument(i);
  }
}
