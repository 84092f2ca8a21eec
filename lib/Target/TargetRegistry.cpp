//===- TargetRegistry.cpp - Targets by name -------------------------------===//
#include "mixp/Target/TargetRegistry.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;
using namespace mixp;

namespace {
struct Description {
  StringRef name, text;
};
} // namespace

static constexpr Description kDescriptions[] = {
#include "Descriptions.inc"
};

static constexpr Description kGpuDescriptions[] = {
#include "GpuDescriptions.inc"
};

ArrayRef<StringRef> mixp::getTargetNames() {
  static const SmallVector<StringRef> names = llvm::map_to_vector(
      kDescriptions, [](const Description &d) { return d.name; });
  return names;
}

ArrayRef<StringRef> mixp::getGpuTargetNames() {
  static const SmallVector<StringRef> names = llvm::map_to_vector(
      kGpuDescriptions, [](const Description &d) { return d.name; });
  return names;
}

bool mixp::isGpuTargetName(StringRef name) {
  if (name.starts_with("sm_") || name.starts_with("gfx"))
    return true;
  auto file = llvm::MemoryBuffer::getFile(name, /*IsText=*/true);
  return file && (*file)->getBuffer().contains(kGpuTargetAttrName);
}

/// Parses the text of a description: a module that carries the target as its
/// attribute `attribute`. `origin` names it in messages.
template <typename AttrT>
static FailureOr<AttrT>
parseDescription(MLIRContext *context, StringRef text, StringRef origin,
                 StringRef attribute,
                 function_ref<InFlightDiagnostic()> emitError) {
  context->getOrLoadDialect<MixpDialect>();
  auto module = parseSourceString<ModuleOp>(text, context, origin);
  auto target = module ? (*module)->getAttrOfType<AttrT>(attribute) : nullptr;
  if (!target)
    return emitError() << "expected '" << origin
                       << "' to be a module with the attribute " << attribute
                       << " = #" << AttrT::name << "<...>";
  return target;
}

FailureOr<TargetAttr>
mixp::lookupTarget(MLIRContext *context, StringRef name,
                   function_ref<InFlightDiagnostic()> emitError) {
  if (name == "host") {
    if (TargetAttr host = detectHost(context))
      return host;
    return emitError() << "this machine has none of the instruction sets that "
                          "mixp knows; name a target to compile for: "
                       << llvm::join(getTargetNames(), ", ");
  }
  for (const Description &description : kDescriptions)
    if (description.name == name)
      return parseDescription<TargetAttr>(context, description.text, name,
                                          kTargetAttrName, emitError);
  auto file = llvm::MemoryBuffer::getFile(name, /*IsText=*/true);
  if (!file)
    return emitError() << "unknown target '" << name << "': expected host, "
                       << llvm::join(getTargetNames(), ", ")
                       << " or a file with a #mixp.target<...>";
  return parseDescription<TargetAttr>(context, (*file)->getBuffer(), name,
                                      kTargetAttrName, emitError);
}

FailureOr<GpuTargetAttr>
mixp::lookupGpuTarget(MLIRContext *context, StringRef name,
                      function_ref<InFlightDiagnostic()> emitError) {
  for (const Description &description : kGpuDescriptions)
    if (description.name == name)
      return parseDescription<GpuTargetAttr>(context, description.text, name,
                                             kGpuTargetAttrName, emitError);
  auto file = llvm::MemoryBuffer::getFile(name, /*IsText=*/true);
  if (!file)
    return emitError() << "unknown GPU '" << name << "': expected "
                       << llvm::join(getGpuTargetNames(), ", ")
                       << " or a file with a #mixp.gpu_target<...>";
  return parseDescription<GpuTargetAttr>(context, (*file)->getBuffer(), name,
                                         kGpuTargetAttrName, emitError);
}
