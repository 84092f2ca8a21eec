//===- ImportOnnx.cpp - ONNX models as mixp modules -----------------------===//
#include "FoldByEvaluation.h"
#include "GraphOrder.h"
#include "OpTable.h"
#include "mixp/Conversion/ONNXToMixp/ONNXToMixp.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
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
/// The values of a graph by name, and of those around it.
struct Scope {
  llvm::StringMap<ImportedTensor> values = {};
  const Scope *outer = nullptr;

  /// `name` is defined: the order has been checked.
  const ImportedTensor &lookUp(StringRef name) const {
    auto it = values.find(name);
    return it != values.end() ? it->second : outer->lookUp(name);
  }
};

/// Builds the function of one model.
class ModelImporter {
public:
  ModelImporter(const ErrorSink &errors, const OnnxModel &model)
      : errors(errors), model(model), builder(&errors.context),
        build(builder, builder.getUnknownLoc()) {}

  FailureOr<OwningOpRef<ModuleOp>> run();

private:
  LogicalResult importInputs(func::FuncOp function, Scope &scope);
  FailureOr<Shape> importShape(const OnnxValueInfo &input, Value argument);
  Dim importSymbol(const OnnxValueInfo &input, size_t index, Value argument);
  LogicalResult importNodes(const OnnxGraph &graph, Scope &scope);
  LogicalResult importNode(const OnnxNode &node, Scope &scope);
  FailureOr<Tensors> convert(NodeContext &context, const OnnxNode &node);
  LogicalResult countFolded(const NodeContext &context,
                            ArrayRef<const ImportedTensor *> inputs,
                            const ImportedTensor &result);
  FailureOr<Tensors> importInnerGraph(const OnnxGraph &graph,
                                      ArrayRef<ImportedTensor> inputs,
                                      const Scope &outer);
  LogicalResult importOutputs(func::FuncOp function, const Scope &scope);
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
  llvm::StringMap<const Symbol *> symbols;
  /// Bytes of constants made by folding.
  size_t foldedBytes = 0;
};
} // namespace

//===----------------------------------------------------------------------===//
// Inputs
//===----------------------------------------------------------------------===//

static LogicalResult checkInput(const ErrorSink &errors,
                                const OnnxValueInfo &input) {
  std::string owner = "input " + quote(input.name);
  if (!input.hasShape)
    return errors.error() << owner << " has no shape; export the model with "
                          << "fixed shapes or named dims";
  if (input.dims.size() > kMaxRank)
    return errors.error() << owner << ": expected a rank of at most "
                          << kMaxRank << " but got " << input.dims.size();
  bool isOpen = llvm::is_contained(input.dims, -1);
  int64_t bytes = getByteWidth(*input.kind);
  for (auto [index, size] : llvm::enumerate(input.dims)) {
    if (size == 0 && isOpen)
      return errors.error() << owner << ": dim #" << index
                            << " is 0 and others are open; remove the input";
    if (size > 0 &&
        (llvm::MulOverflow(bytes, size, bytes) || bytes > kMaxTensorBytes))
      return errors.error() << owner << " is larger than 16 GiB; make the "
                            << "model smaller";
  }
  return success();
}

/// The size of a dim that the model leaves open. All dims of one name are
/// checked to have one size at run time.
Dim ModelImporter::importSymbol(const OnnxValueInfo &input, size_t index,
                                Value argument) {
  StringRef name = input.symbols[index];
  Value size =
      tensor::DimOp::create(builder, argument.getLoc(), argument, index);
  if (name.empty())
    return build.addSymbol(input.name + ".dim" + std::to_string(index), size);
  const Symbol *&symbol = symbols[name];
  if (!symbol) {
    symbol = &build.addSymbol(name, size);
    return *symbol;
  }
  Value equal =
      arith::CmpIOp::create(builder, argument.getLoc(),
                            arith::CmpIPredicate::eq, size, symbol->value);
  cf::AssertOp::create(builder, argument.getLoc(), equal,
                       "input " + quote(input.name) + ": expected dim #" +
                           std::to_string(index) + " to be the size " +
                           quote(name) + " of an input before it");
  return *symbol;
}

FailureOr<Shape> ModelImporter::importShape(const OnnxValueInfo &input,
                                            Value argument) {
  Shape shape;
  for (auto [index, size] : llvm::enumerate(input.dims))
    shape.push_back(size == -1 ? importSymbol(input, index, argument)
                               : Dim(size));
  return shape;
}

LogicalResult ModelImporter::importInputs(func::FuncOp function, Scope &scope) {
  for (const OnnxTensor &tensor : model.graph.initializers)
    scope.values[tensor.name] = toConstant(tensor);
  Block *entry = function.addEntryBlock();
  builder.setInsertionPointToStart(entry);
  SmallVector<Type> types;
  SmallVector<DictionaryAttr> names;
  for (const OnnxValueInfo &input : model.graph.inputs) {
    if (scope.values.contains(input.name))
      continue; // An initializer is its value.
    if (failed(checkInput(errors, input)))
      return failure();
    SmallVector<int64_t> sizes =
        llvm::map_to_vector(input.dims, [](int64_t size) {
          return size == -1 ? ShapedType::kDynamic : size;
        });
    types.push_back(RankedTensorType::get(
        sizes, getElementType(builder.getContext(), *input.kind)));
    names.push_back(getNameAttr(input.name));
    Value argument = entry->addArgument(
        types.back(), NameLoc::get(builder.getStringAttr(input.name)));
    FailureOr<Shape> shape = importShape(input, argument);
    if (failed(shape))
      return failure();
    scope.values[input.name] =
        hasNoElements(*shape)
            ? ImportedTensor::withoutElements(*input.kind, *shape)
            : ImportedTensor{*input.kind, *shape, argument, nullptr};
  }
  function.setType(builder.getFunctionType(types, {}));
  function.setAllArgAttrs(names);
  return success();
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

/// One tensor for each output, those that are left out included.
FailureOr<Tensors> ModelImporter::convert(NodeContext &context,
                                          const OnnxNode &node) {
  const OpEntry *entry = lookUpOp(node);
  if (failed(checkSignature(context, node, *entry)))
    return failure();
  std::string name = node.name.empty()
                         ? node.opType + "_" + std::to_string(node.index)
                         : node.name;
  build.setLocation(NameLoc::get(builder.getStringAttr(name)));
  if (auto *many = std::get_if<ManyConverter>(&entry->convert))
    return (*many)(context);
  FailureOr<ImportedTensor> result =
      std::get<Converter>(entry->convert)(context);
  if (failed(result))
    return failure();
  return Tensors{std::move(*result)};
}

/// Fails where constants made at import become too large.
LogicalResult
ModelImporter::countFolded(const NodeContext &context,
                           ArrayRef<const ImportedTensor *> inputs,
                           const ImportedTensor &result) {
  if (llvm::any_of(inputs, [&](const ImportedTensor *input) {
        return input && input->bytes == result.bytes;
      }))
    return success();
  foldedBytes += result.bytes->size();
  if (foldedBytes > kMaxFoldedBytes)
    return context.error() << "constants computed at import exceed 4 GiB; "
                           << "make the model smaller";
  return success();
}

/// Matrices in their stored form, which passes look for.
static bool isDequantized(const ImportedTensor &tensor) {
  return tensor.value && tensor.rank() > 1 &&
         tensor.value.getDefiningOp<DequantizeOp>();
}

LogicalResult ModelImporter::importNode(const OnnxNode &node, Scope &scope) {
  SmallVector<const ImportedTensor *> inputs;
  for (const std::string &name : node.inputs)
    inputs.push_back(name.empty() ? nullptr : &scope.lookUp(name));
  auto importGraph = [&](const OnnxGraph &graph,
                         ArrayRef<ImportedTensor> values) {
    return importInnerGraph(graph, values, scope);
  };
  NodeContext context(errors, node, model.opset, inputs, build, importGraph);
  FailureOr<Tensors> results = convert(context, node);
  if (failed(results))
    return failure();
  bool isConstant = llvm::all_of(inputs, [](const ImportedTensor *input) {
    return !input || !input->value;
  });
  for (auto [name, result] : llvm::zip(node.outputs, *results)) {
    if (name.empty())
      continue;
    if (isConstant && !isDequantized(result))
      if (auto folded = foldByEvaluation(result))
        result = *folded;
    LogicalResult checked =
        result.isConstant() ? countFolded(context, inputs, result)
        : result.isSizes()  ? success()
                            : context.checkSize(result.shape, result.kind);
    if (failed(checked))
      return failure();
    scope.values[name] = std::move(result);
  }
  return success();
}

LogicalResult ModelImporter::importNodes(const OnnxGraph &graph, Scope &scope) {
  for (const OnnxNode &node : graph.nodes)
    if (failed(importNode(node, scope)))
      return failure();
  return success();
}

FailureOr<Tensors>
ModelImporter::importInnerGraph(const OnnxGraph &graph,
                                ArrayRef<ImportedTensor> inputs,
                                const Scope &outer) {
  Scope scope{{}, &outer};
  for (const OnnxTensor &tensor : graph.initializers)
    scope.values[tensor.name] = toConstant(tensor);
  for (auto [info, input] : llvm::zip(graph.inputs, inputs))
    scope.values[info.name] = input;
  if (failed(importNodes(graph, scope)))
    return failure();
  Tensors outputs;
  for (const OnnxValueInfo &info : graph.outputs)
    outputs.push_back(scope.lookUp(info.name));
  return outputs;
}

//===----------------------------------------------------------------------===//
// Outputs
//===----------------------------------------------------------------------===//

/// The declared type may leave things open, but must not contradict.
LogicalResult ModelImporter::checkOutput(const OnnxValueInfo &info,
                                         const ImportedTensor &tensor) {
  std::string owner = "output " + quote(info.name);
  if (*info.kind != tensor.kind)
    return errors.error() << owner << ": declared as " << stringify(*info.kind)
                          << " but the graph computes "
                          << stringify(tensor.kind) << "; export it again";
  bool agrees = !info.hasShape || info.dims.size() == tensor.rank();
  for (size_t i = 0; info.hasShape && agrees && i < tensor.rank(); ++i)
    agrees = info.dims[i] == -1 || !tensor.shape[i].isStatic() ||
             info.dims[i] == tensor.shape[i].getStatic();
  if (!agrees)
    return errors.error() << owner << ": declared with shape ["
                          << ArrayRef<int64_t>(info.dims)
                          << "] but the graph computes "
                          << stringify(tensor.shape)
                          << "; correct the declaration or export it again";
  return success();
}

LogicalResult ModelImporter::importOutputs(func::FuncOp function,
                                           const Scope &scope) {
  SmallVector<Value> results;
  SmallVector<DictionaryAttr> names;
  for (const OnnxValueInfo &info : model.graph.outputs) {
    const ImportedTensor &tensor = scope.lookUp(info.name);
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

FailureOr<OwningOpRef<ModuleOp>> ModelImporter::run() {
  OwningOpRef<ModuleOp> module =
      ModuleOp::create(builder, builder.getUnknownLoc());
  builder.setInsertionPointToStart(module->getBody());
  auto function = func::FuncOp::create(builder, builder.getUnknownLoc(), "main",
                                       builder.getFunctionType({}, {}));
  Scope scope;
  if (failed(importInputs(function, scope)) ||
      failed(importNodes(model.graph, scope)) ||
      failed(importOutputs(function, scope)))
    return failure();
  eraseDeadOps(function);
  return module;
}

FailureOr<OwningOpRef<ModuleOp>> mixp::importOnnx(MLIRContext &context,
                                                  StringRef path) {
  context
      .loadDialect<MixpDialect, arith::ArithDialect, cf::ControlFlowDialect,
                   func::FuncDialect, linalg::LinalgDialect, math::MathDialect,
                   scf::SCFDialect, tensor::TensorDialect>();
  ErrorSink errors{context, path.str()};
  FailureOr<OnnxModel> model = readOnnxModel(errors);
  if (failed(model) || failed(checkGraphOrder(errors, model->graph)))
    return failure();
  FailureOr<OwningOpRef<ModuleOp>> module = ModelImporter(errors, *model).run();
  if (succeeded(module) && failed(verify(**module)))
    return failure();
  return module;
}
