//===- BundleWriter.cpp - A model's folder for mixp-gpu-run ---------------===//
#include "BundleWriter.h"
#include "GpuPlan.h"
#include "OutputFile.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;
namespace json = llvm::json;

namespace {
/// Collects values and launches of one function.
class ManifestBuilder {
public:
  explicit ManifestBuilder(func::FuncOp function) : function(function) {}

  llvm::Error build(const Signature &signature);

  json::Array values, launches;
  std::string constants;

private:
  llvm::Error addInputs(const Signature &signature);
  llvm::Error addOp(Operation &op, const Signature &signature);
  llvm::Error addConstant(arith::ConstantOp op);
  llvm::Error addLaunch(LaunchOp op);
  llvm::Error addValue(Value value, StringRef name, RankedTensorType type,
                       StringRef kind);
  llvm::Error nameResults(const Signature &signature);
  json::Object describe(const gpurt::Launch &launch, LaunchOp op);

  func::FuncOp function;
  /// Values of the host and of the device; a copy has the name of what it is
  /// one of.
  llvm::DenseMap<Value, std::string> names;
  /// Results of the function, by the launches' results.
  llvm::DenseMap<Value, const Port *> outputs;
};
} // namespace

/// E.g. "f16"; what a file of the value holds.
static llvm::Expected<std::string> typeName(Type element) {
  auto type = getRuntimeType(element);
  if (!type)
    return type.takeError();
  return std::string(gpurt::getName(*type));
}

static json::Array shapeOf(RankedTensorType type) {
  json::Array shape;
  for (int64_t size : type.getShape())
    shape.push_back(ShapedType::isDynamic(size) ? -1 : size);
  return shape;
}

llvm::Error ManifestBuilder::addValue(Value value, StringRef name,
                                      RankedTensorType type, StringRef kind) {
  auto element = typeName(type.getElementType());
  if (!element)
    return element.takeError();
  values.push_back(json::Object{{"name", name.str()},
                                {"type", *element},
                                {"shape", shapeOf(type)},
                                {"kind", kind.str()}});
  names[value] = name.str();
  return llvm::Error::success();
}

llvm::Error ManifestBuilder::addInputs(const Signature &signature) {
  for (auto [argument, port] :
       llvm::zip_equal(function.getArguments(), signature.inputs))
    if (llvm::Error error = addValue(argument, port.name, port.type, "input"))
      return error;
  return llvm::Error::success();
}

llvm::Error ManifestBuilder::addConstant(arith::ConstantOp op) {
  auto type = dyn_cast<RankedTensorType>(op.getType());
  if (!type)
    return llvm::Error::success();
  auto bytes = readConstantBytes(op.getResult());
  if (!bytes)
    return llvm::createStringError("a constant of the model cannot be read");
  std::string name = "constant" + std::to_string(values.size());
  if (llvm::Error error = addValue(op.getResult(), name, type, "constant"))
    return error;
  json::Object &value = *values.back().getAsObject();
  // Each constant begins where any type of its elements could.
  constants.resize(llvm::alignTo(constants.size(), 16));
  value["offset"] = static_cast<int64_t>(constants.size());
  value["bytes"] = static_cast<int64_t>(bytes->size());
  constants.append(bytes->begin(), bytes->end());
  return llvm::Error::success();
}

static StringRef kindName(gpurt::Argument::Kind kind) {
  switch (kind) {
  case gpurt::Argument::Kind::TensorMap:
    return "tensor_map";
  case gpurt::Argument::Kind::Pointer:
    return "pointer";
  case gpurt::Argument::Kind::Pitch:
    return "pitch";
  case gpurt::Argument::Kind::BatchStride:
    return "batch_stride";
  case gpurt::Argument::Kind::Size:
    return "size";
  case gpurt::Argument::Kind::Workspace:
    return "workspace";
  }
  return "";
}

static json::Object describeArgument(const gpurt::Argument &argument) {
  json::Object object{{"kind", kindName(argument.kind)}};
  if (argument.kind == gpurt::Argument::Kind::Size) {
    object["name"] = argument.size;
    return object;
  }
  if (argument.kind == gpurt::Argument::Kind::Workspace) {
    object["bytes_per_tile"] = static_cast<int64_t>(argument.bytesPerTile);
    object["zero"] = argument.zero;
    return object;
  }
  object["operand"] = static_cast<int64_t>(argument.operand);
  if (argument.kind == gpurt::Argument::Kind::TensorMap) {
    object["box"] = json::Array(argument.box);
    object["swizzle"] = argument.swizzle;
  }
  return object;
}

static json::Object describeOperand(const gpurt::Operand &operand,
                                    StringRef value) {
  json::Array dims;
  for (const gpurt::OperandDim &dim : operand.dims)
    dims.push_back(dim.fixed ? json::Value(*dim.fixed) : json::Value(dim.size));
  bool isRead = operand.access == gpurt::Access::Read;
  json::Object layout{{"kind", "rows"},
                      {"transpose", operand.layout.transpose}};
  if (operand.layout.roundTf32)
    layout["round"] = "tf32";
  if (operand.layout.kind == gpurt::Layout::Kind::Fragments) {
    layout["kind"] = "fragments";
    layout["bits"] = operand.layout.bits;
    layout["flip"] = *operand.layout.flip;
    layout["block_n"] = operand.layout.blockN;
    layout["block_k"] = operand.layout.blockK;
  }
  return json::Object{{"value", value.str()},
                      {"access", isRead ? "read" : "write"},
                      {"layout", std::move(layout)},
                      {"dims", std::move(dims)}};
}

json::Object ManifestBuilder::describe(const gpurt::Launch &launch,
                                       LaunchOp op) {
  json::Object sizes;
  for (const auto &[name, source] : launch.sizes)
    sizes[name] = json::Object{{"value", static_cast<int64_t>(source.operand)},
                               {"dim", static_cast<int64_t>(source.dim)}};
  json::Array operands, arguments;
  SmallVector<Value> values(op.getInputs());
  values.push_back(op.getResult());
  for (auto [operand, value] : llvm::zip_equal(launch.operands, values))
    operands.push_back(describeOperand(operand, names.at(value)));
  for (const gpurt::Argument &argument : launch.arguments)
    arguments.push_back(describeArgument(argument));
  return json::Object{
      {"kernel", launch.kernel},
      {"threads", launch.threads},
      {"shared_bytes", launch.sharedBytes},
      {"sizes", std::move(sizes)},
      {"operands", std::move(operands)},
      {"grid", json::Object{{"tile_m", launch.grid.tileM},
                            {"tile_n", launch.grid.tileN},
                            {"split_k", launch.grid.splitK},
                            {"split_blocks", launch.grid.splitBlocks},
                            {"split_depth", launch.grid.splitDepth},
                            {"persistent", launch.grid.persistent}}},
      {"arguments", std::move(arguments)}};
}

llvm::Error ManifestBuilder::addLaunch(LaunchOp op) {
  RankedTensorType type = op.getResult().getType().getTensor();
  const Port *port = outputs.lookup(op.getResult());
  std::string name =
      port ? port->name : "value" + std::to_string(values.size());
  if (llvm::Error error =
          addValue(op.getResult(), name, port ? port->type : type,
                   port ? "output" : "temporary"))
    return error;
  launches.push_back(describe(toRuntimeLaunch(op), op));
  return llvm::Error::success();
}

/// Ops about sizes only, which the launcher computes and checks by itself.
static bool isAboutSizes(Operation &op) {
  if (isa<tensor::EmptyOp, tensor::DimOp, cf::AssertOp, func::ReturnOp>(op))
    return true;
  auto isNumber = [](Type type) { return type.isIntOrIndexOrFloat(); };
  return isa_and_present<arith::ArithDialect>(op.getDialect()) &&
         llvm::all_of(op.getOperandTypes(), isNumber) &&
         llvm::all_of(op.getResultTypes(), isNumber);
}

llvm::Error ManifestBuilder::addOp(Operation &op, const Signature &signature) {
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    return addConstant(constant);
  if (auto launch = dyn_cast<LaunchOp>(op))
    return addLaunch(launch);
  // The launcher copies by itself, where one launch wants what another one
  // wrote in a layout of its own.
  if (isa<ToDeviceOp, ToHostOp>(op)) {
    if (auto found = names.find(op.getOperand(0)); found != names.end()) {
      std::string name = found->second;
      names[op.getResult(0)] = name;
      return llvm::Error::success();
    }
  }
  if (isAboutSizes(op))
    return llvm::Error::success();
  std::string place;
  llvm::raw_string_ostream(place) << op.getLoc();
  return llvm::createStringError(
      "--emit=bundle: '" + op.getName().getStringRef() + "' at " + place +
      " runs on the host only, and a bundle holds kernels; use mixp run, or "
      "--emit=ptx for the kernels alone");
}

llvm::Error ManifestBuilder::nameResults(const Signature &signature) {
  auto terminator =
      cast<func::ReturnOp>(function.getBody().front().getTerminator());
  for (auto [value, port] :
       llvm::zip_equal(terminator.getOperands(), signature.results)) {
    auto copy = value.getDefiningOp<ToHostOp>();
    Value source = copy ? copy.getSource() : Value();
    if (!copy || outputs.contains(source))
      return llvm::createStringError("--emit=bundle: result '" + port.name +
                                     "' is not written by a kernel of its own");
    outputs[source] = &port;
  }
  return llvm::Error::success();
}

llvm::Error ManifestBuilder::build(const Signature &signature) {
  if (!function.getBody().hasOneBlock())
    return llvm::createStringError(
        "--emit=bundle: the function has branches, which only a host can take");
  if (llvm::Error error = nameResults(signature))
    return error;
  if (llvm::Error error = addInputs(signature))
    return error;
  for (Operation &op : function.getBody().front())
    if (llvm::Error error = addOp(op, signature))
      return error;
  return llvm::Error::success();
}

/// A header that names what the bundle takes and gives, for code that launches
/// it by the runtime's library.
static std::string formatHeader(const Signature &signature, StringRef name,
                                StringRef target) {
  std::string text;
  llvm::raw_string_ostream os(text);
  std::string guard = "MIXP_BUNDLE_" + name.upper() + "_H";
  os << "/* " << name << " for " << target
     << ": inputs and outputs, in the order of the model. */\n#ifndef " << guard
     << "\n#define " << guard << "\n\n";
  auto list = [&](StringRef what, ArrayRef<Port> ports) {
    os << "#define " << name << "_num_" << what << " " << ports.size() << "\n"
       << "static const char *const " << name << "_" << what << "[] = {";
    for (const Port &port : ports)
      os << "\n    \"" << port.name << "\", /* " << port.type << " */";
    os << "\n};\n";
  };
  list("inputs", signature.inputs);
  list("outputs", signature.results);
  os << "\n#endif\n";
  return text;
}

llvm::Error mixp::writeBundle(StringRef folder, func::FuncOp function,
                              const Signature &signature,
                              const BundleParts &parts) {
  ManifestBuilder builder(function);
  if (llvm::Error error = builder.build(signature))
    return error;
  if (std::error_code code = llvm::sys::fs::create_directories(folder))
    return llvm::createStringError(code, "cannot create the folder '" + folder +
                                             "': " + code.message());
  auto write = [&](const Twine &name, StringRef contents) {
    llvm::SmallString<128> path(folder);
    llvm::sys::path::append(path, name);
    return writeOutputFile(path, contents);
  };
  json::Value cubin = nullptr, constants = nullptr;
  if (parts.cubin)
    cubin = parts.name + ".cubin";
  if (!builder.constants.empty())
    constants = "constants.bin";
  json::Object manifest{{"format", "mixp-gpu-bundle"},
                        {"version", 2},
                        {"name", parts.name},
                        {"target", parts.target},
                        {"ptx", parts.name + ".ptx"},
                        {"cubin", cubin},
                        {"constants_file", constants},
                        {"values", std::move(builder.values)},
                        {"launches", std::move(builder.launches)}};
  std::string text;
  llvm::raw_string_ostream(text)
      << llvm::formatv("{0:2}\n", json::Value(std::move(manifest)));
  llvm::Error error = write("manifest.json", text);
  error =
      llvm::joinErrors(std::move(error), write(parts.name + ".ptx", parts.ptx));
  if (parts.cubin)
    error = llvm::joinErrors(std::move(error),
                             write(parts.name + ".cubin", *parts.cubin));
  if (!builder.constants.empty())
    error = llvm::joinErrors(std::move(error),
                             write("constants.bin", builder.constants));
  return llvm::joinErrors(
      std::move(error),
      write(parts.name + ".h",
            formatHeader(signature, parts.name, parts.target)));
}
