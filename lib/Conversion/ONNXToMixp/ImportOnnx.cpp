//===- ImportOnnx.cpp - ONNX models as mixp modules -----------------------===//
#include "GraphOrder.h"
#include "OpTable.h"
#include "mixp/Conversion/ONNXToMixp/ONNXToMixp.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::importer;

/// Folding may multiply data (a Concat of a constant with itself).
static constexpr size_t kMaxFoldedBytes = size_t(4) << 30;

namespace {
/// Builds the function of one model.
class GraphImporter {
public:
  GraphImporter(const ErrorSink &errors, const OnnxModel &model)
      : errors(errors), model(model), builder(&errors.context),
        build(builder, builder.getUnknownLoc()) {}

  FailureOr<OwningOpRef<ModuleOp>> run();

private:
  LogicalResult importInputs(func::FuncOp function);
  FailureOr<Shape> getInputShape(const OnnxValueInfo &input);
  LogicalResult importNode(const OnnxNode &node);
  LogicalResult importOutputs(func::FuncOp function);
  LogicalResult checkOutput(const OnnxValueInfo &info,
                            const ImportedTensor &tensor);
  DictionaryAttr getNameAttr(StringRef name) {
    return builder.getDictionaryAttr(
        builder.getNamedAttr("mixp.name", builder.getStringAttr(name)));
  }

  const ErrorSink &errors;
  const OnnxModel &model;
  OpBuilder builder;
  TensorBuilder build;
  llvm::StringMap<ImportedTensor> values;
  /// Name of the symbolic dim N, once an input has one.
  std::optional<StringRef> symbol;
  /// Bytes of constants made by folding.
  size_t foldedBytes = 0;
};
} // namespace

FailureOr<Shape> GraphImporter::getInputShape(const OnnxValueInfo &input) {
  std::string owner = "input " + quote(input.name);
  if (!input.hasShape)
    return errors.error() << owner << " has no shape; export the model with "
                          << "fixed shapes but for a leading batch dim";
  if (input.kind == ElementKind::I64)
    return errors.error() << owner << " is int64, which is only supported for "
                          << "constants; make it int32 or float";
  if (input.dims.size() > kMaxRank)
    return errors.error() << owner << ": expected a rank of at most "
                          << kMaxRank << " but got " << input.dims.size();
  Shape shape;
  int64_t bytes = getByteWidth(input.kind);
  for (auto [index, size] : llvm::enumerate(input.dims)) {
    StringRef name = input.symbols[index];
    if (size == -1 && index != 0)
      return errors.error() << owner << ": dim #" << index << " ("
                            << quote(name) << ") is symbolic; only the leading "
                            << "dim may be: give the others a fixed size";
    if (size == -1 && symbol && *symbol != name)
      return errors.error()
             << owner << ": dim #0 (" << quote(name)
             << ") differs from the symbolic dim " << quote(*symbol)
             << " of another input; give both one name or fix "
                "one of them";
    if (size == 0 || (size > 0 && (llvm::MulOverflow(bytes, size, bytes) ||
                                   bytes > kMaxTensorBytes)))
      return errors.error()
             << owner << ": expected dims of at least 1 and at "
             << "most 16 GiB in all but got dim #" << index << " = " << size;
    if (size == -1)
      symbol = name;
    shape.push_back(size == -1 ? Dim{1, 1} : Dim{size, 0});
  }
  return shape;
}

LogicalResult GraphImporter::importInputs(func::FuncOp function) {
  for (const OnnxTensor &tensor : model.initializers)
    values[tensor.name] = toConstant(tensor);
  Block *entry = function.addEntryBlock();
  builder.setInsertionPointToStart(entry);
  Value batched;
  SmallVector<Type> types;
  SmallVector<DictionaryAttr> names;
  for (const OnnxValueInfo &input : model.inputs) {
    if (values.contains(input.name))
      continue; // An initializer is its value.
    FailureOr<Shape> shape = getInputShape(input);
    if (failed(shape))
      return failure();
    types.push_back(build.getType(*shape, input.kind));
    names.push_back(getNameAttr(input.name));
    Value argument = entry->addArgument(
        types.back(), NameLoc::get(builder.getStringAttr(input.name)));
    values[input.name] = {input.kind, *shape, argument, nullptr};
    if (!batched && !product(*shape).isStatic())
      batched = argument;
  }
  function.setType(builder.getFunctionType(types, {}));
  function.setAllArgAttrs(names);
  if (batched)
    build.setBatchSize(
        tensor::DimOp::create(builder, batched.getLoc(), batched, 0));
  return success();
}

LogicalResult GraphImporter::importNode(const OnnxNode &node) {
  SmallVector<const ImportedTensor *> inputs;
  for (const std::string &name : node.inputs)
    inputs.push_back(name.empty() ? nullptr : &values.find(name)->second);
  NodeContext context(errors, node, model.opset, inputs, build);
  const OpEntry *entry = lookUpOp(node);
  if (failed(checkSignature(context, node, *entry)))
    return failure();
  std::string name = node.name.empty()
                         ? node.opType + "_" + std::to_string(node.index)
                         : node.name;
  build.setLocation(NameLoc::get(builder.getStringAttr(name)));
  FailureOr<ImportedTensor> result = entry->convert(context);
  if (failed(result))
    return failure();
  if (!result->isConstant()) {
    if (failed(context.checkSize(result->shape, result->kind)))
      return failure();
  } else if (!llvm::any_of(inputs, [&](const ImportedTensor *input) {
               return input && input->bytes == result->bytes;
             })) {
    foldedBytes += result->bytes->size();
    if (foldedBytes > kMaxFoldedBytes)
      return context.error() << "constants computed at import exceed 4 GiB; "
                             << "make the model smaller";
  }
  values[node.outputs.front()] = std::move(*result);
  return success();
}

/// The declared type may leave things open, but must not contradict.
LogicalResult GraphImporter::checkOutput(const OnnxValueInfo &info,
                                         const ImportedTensor &tensor) {
  std::string owner = "output " + quote(info.name);
  if (info.kind != tensor.kind)
    return errors.error() << owner << ": declared as " << stringify(info.kind)
                          << " but the graph computes "
                          << stringify(tensor.kind) << "; export it again";
  bool agrees = !info.hasShape || info.dims.size() == tensor.rank();
  for (size_t i = 0; info.hasShape && agrees && i < tensor.rank(); ++i)
    agrees = info.dims[i] == -1 || !tensor.shape[i].isStatic() ||
             info.dims[i] == tensor.shape[i].size;
  if (!agrees)
    return errors.error() << owner << ": declared with shape ["
                          << ArrayRef<int64_t>(info.dims)
                          << "] but the graph computes "
                          << stringify(tensor.shape)
                          << "; correct the declaration or export it again";
  bool isRepresentable =
      !tensor.isConstant() ||
      (tensor.kind != ElementKind::I64 && tensor.kind != ElementKind::U8 &&
       !tensor.bytes->empty());
  if (!isRepresentable)
    return errors.error() << owner << " is a constant of "
                          << stringify(tensor.kind) << " and shape "
                          << stringify(tensor.shape)
                          << ", which cannot be returned; remove the output";
  return success();
}

LogicalResult GraphImporter::importOutputs(func::FuncOp function) {
  SmallVector<Value> results;
  SmallVector<DictionaryAttr> names;
  for (const OnnxValueInfo &info : model.outputs) {
    const ImportedTensor &tensor = values.find(info.name)->second;
    if (failed(checkOutput(info, tensor)))
      return failure();
    results.push_back(build.getValue(tensor));
    names.push_back(getNameAttr(info.name));
  }
  func::ReturnOp::create(builder, builder.getUnknownLoc(), results);
  function.setType(builder.getFunctionType(function.getArgumentTypes(),
                                           ValueRange(results).getTypes()));
  function.setAllResultAttrs(names);
  return success();
}

/// Nodes that no output needs, and the middle of chains of reshapes.
static void eraseDeadOps(func::FuncOp function) {
  for (Operation &op :
       llvm::make_early_inc_range(llvm::reverse(function.getBody().front())))
    if (isOpTriviallyDead(&op))
      op.erase();
}

FailureOr<OwningOpRef<ModuleOp>> GraphImporter::run() {
  OwningOpRef<ModuleOp> module =
      ModuleOp::create(builder, builder.getUnknownLoc());
  builder.setInsertionPointToStart(module->getBody());
  auto function = func::FuncOp::create(builder, builder.getUnknownLoc(), "main",
                                       builder.getFunctionType({}, {}));
  if (failed(importInputs(function)))
    return failure();
  for (const OnnxNode &node : model.nodes)
    if (failed(importNode(node)))
      return failure();
  if (failed(importOutputs(function)))
    return failure();
  eraseDeadOps(function);
  return module;
}

FailureOr<OwningOpRef<ModuleOp>> mixp::importOnnx(MLIRContext &context,
                                                  StringRef path) {
  context.loadDialect<MixpDialect, arith::ArithDialect, func::FuncDialect,
                      linalg::LinalgDialect, math::MathDialect,
                      tensor::TensorDialect>();
  ErrorSink errors{context, path.str()};
  FailureOr<OnnxModel> model = readOnnxModel(errors);
  if (failed(model) || failed(checkGraphOrder(errors, *model)))
    return failure();
  FailureOr<OwningOpRef<ModuleOp>> module = GraphImporter(errors, *model).run();
  if (succeeded(module) && failed(verify(**module)))
    return failure();
  return module;
}
