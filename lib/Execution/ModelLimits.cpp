//===- ModelLimits.cpp - What a model may ask for -------------------------===//
#include "mixp/Execution/ModelLimits.h"
#include "mixp/Execution/HostTensor.h"
#include "mlir/Analysis/CallGraph.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/SCCIterator.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

/// Bits of one element where it is stored on its own; 64 where that is unknown.
static int64_t getStorageBits(Type type) {
  if (type.isIntOrFloat())
    return llvm::PowerOf2Ceil(type.getIntOrFloatBitWidth());
  return 64;
}

/// Bytes of the static dims with one element per byte at least, or nothing if
/// that does not fit int64.
static std::optional<int64_t> countStaticBytes(ShapedType type) {
  int64_t bytes = llvm::divideCeil(getStorageBits(type.getElementType()), 8);
  SmallVector<int64_t> sizes;
  // A dim of size 0 does not make the strides of the others fit.
  if (type.hasRank())
    for (int64_t size : type.getShape())
      sizes.push_back(ShapedType::isDynamic(size) ? 1
                                                  : std::max<int64_t>(size, 1));
  std::optional<int64_t> count = countElements(sizes, bytes);
  return count ? std::optional(*count * bytes) : std::nullopt;
}

namespace {
/// Walks a module's ops and keeps what was seen.
class LimitsVerifier {
public:
  LogicalResult verify(Operation *op);

private:
  LogicalResult verifyType(Operation *op, Type type);
  LogicalResult verifyConstant(Operation *op, ElementsAttr elements);
  LogicalResult verifyResource(Operation *op,
                               DenseResourceElementsAttr elements);
  LogicalResult verifyAttributes(Operation *op);

  DenseSet<Type> goodTypes;
  DenseSet<Attribute> goodAttributes;
  int64_t constantBytes = 0;
};
} // namespace

LogicalResult LimitsVerifier::verifyType(Operation *op, Type type) {
  if (!goodTypes.insert(type).second)
    return success();
  auto shaped = dyn_cast<ShapedType>(type);
  if (!shaped)
    return success();
  std::optional<int64_t> bytes = countStaticBytes(shaped);
  if (!bytes || *bytes > kMaxTensorBytes)
    return op->emitError() << "type " << type << " is too large: expected at "
                           << "most " << (kMaxTensorBytes >> 30)
                           << " GiB in one tensor; split it";
  auto vector = dyn_cast<VectorType>(type);
  if (vector && vector.getNumElements() > kMaxVectorElements)
    return op->emitError() << "type " << type << " is too large: expected at "
                           << "most " << kMaxVectorElements
                           << " elements in one vector; use a tensor";
  return success();
}

LogicalResult
LimitsVerifier::verifyResource(Operation *op,
                               DenseResourceElementsAttr elements) {
  StringRef key = elements.getRawHandle().getKey();
  AsmResourceBlob *blob = elements.getRawHandle().getBlob();
  if (!blob)
    return op->emitError()
           << "the resource '" << key
           << "' of a constant is missing; the file is "
              "truncated or was printed with resources elided; write "
              "the model again";
  int64_t have = blob->getData().size();
  // Booleans may be packed to bits.
  bool packed = elements.getElementType().isInteger(1) &&
                have == (elements.getType().getNumElements() + 7) / 8;
  int64_t expected = *countStaticBytes(elements.getType());
  if (elements.getType().getNumElements() == 0)
    expected = 0;
  if (have != expected && !packed)
    return op->emitError() << "the resource '" << key << "' has " << have
                           << " bytes but a constant of type "
                           << elements.getType() << " needs " << expected
                           << "; write the model again";
  int64_t width =
      llvm::divideCeil(getStorageBits(elements.getElementType()), 8);
  if (have > 0 && reinterpret_cast<uintptr_t>(blob->getData().data()) %
                          std::min<int64_t>(width, 8) !=
                      0)
    return op->emitError() << "the resource '" << key
                           << "' is not aligned to its elements; write the "
                              "model again";
  return success();
}

LogicalResult LimitsVerifier::verifyConstant(Operation *op,
                                             ElementsAttr elements) {
  auto type = elements.getShapedType();
  if (failed(verifyType(op, type)))
    return failure();
  constantBytes += *countStaticBytes(type);
  if (constantBytes > kMaxConstantBytes)
    return op->emitError() << "the model's constants up to this one, of type "
                           << type << ", are too large: expected at most "
                           << (kMaxConstantBytes >> 30)
                           << " GiB; fill large tensors by linalg.fill";
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(elements))
    return verifyResource(op, resource);
  return success();
}

LogicalResult LimitsVerifier::verifyAttributes(Operation *op) {
  AttrTypeWalker walker;
  walker.addWalk([&](Attribute attribute) {
    if (!goodAttributes.insert(attribute).second)
      return WalkResult::skip();
    auto elements = dyn_cast<ElementsAttr>(attribute);
    if (elements && failed(verifyConstant(op, elements)))
      return WalkResult::interrupt();
    return WalkResult::advance();
  });
  walker.addWalk([&](Type type) {
    return failed(verifyType(op, type)) ? WalkResult::interrupt()
                                        : WalkResult::advance();
  });
  bool interrupted = walker.walk(op->getAttrDictionary()).wasInterrupted();
  for (Type type : op->getResultTypes())
    interrupted = interrupted || walker.walk(type).wasInterrupted();
  return failure(interrupted);
}

LogicalResult LimitsVerifier::verify(Operation *op) {
  if (failed(verifyAttributes(op)))
    return failure();
  for (Region &region : op->getRegions())
    for (Block &block : region)
      for (BlockArgument argument : block.getArguments())
        if (failed(verifyType(op, argument.getType())))
          return failure();
  return success();
}

/// Refuses calls that lead back to their function or to none.
static LogicalResult verifyCalls(ModuleOp module) {
  CallGraph graph(module);
  for (auto nodes = llvm::scc_begin<const CallGraph *>(&graph);
       !nodes.isAtEnd(); ++nodes)
    if (nodes.hasCycle())
      for (CallGraphNode *node : *nodes)
        if (!node->isExternal())
          return node->getCallableRegion()->getParentOp()->emitOpError(
              "calls itself, perhaps through other functions; recursion is "
              "not supported, use scf.for or scf.while");
  WalkResult result = module.walk([](func::CallOp call) {
    auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(
        call, call.getCalleeAttr());
    if (callee && !callee.isDeclaration())
      return WalkResult::advance();
    call.emitOpError() << "expected a function with a body but '"
                       << call.getCallee() << "' is only declared";
    return WalkResult::interrupt();
  });
  return failure(result.wasInterrupted());
}

/// Generated code calls these by name.
static LogicalResult verifyNames(ModuleOp module) {
  static constexpr StringRef reserved[] = {"malloc", "free",    "aligned_alloc",
                                           "memcpy", "memmove", "memset"};
  for (auto function : module.getOps<func::FuncOp>())
    if (llvm::is_contained(reserved, function.getName()) ||
        function.getName().starts_with("mixp_"))
      return function.emitOpError()
             << "'" << function.getName()
             << "' is a name that compiled code needs; rename the function";
  return success();
}

LogicalResult mixp::verifyModelLimits(ModuleOp module) {
  LimitsVerifier verifier;
  WalkResult result = module.walk([&](Operation *op) {
    return failed(verifier.verify(op)) ? WalkResult::interrupt()
                                       : WalkResult::advance();
  });
  if (result.wasInterrupted() || failed(verifyNames(module)))
    return failure();
  return verifyCalls(module);
}
