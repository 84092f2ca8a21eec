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

ArrayRef<StringRef> mixp::getTargetNames() {
  static const SmallVector<StringRef> names = llvm::map_to_vector(
      kDescriptions, [](const Description &d) { return d.name; });
  return names;
}

/// Parses the text of a description: a module that carries the target.
/// `origin` names it in messages.
static FailureOr<TargetAttr>
parseDescription(MLIRContext *context, StringRef text, StringRef origin,
                 function_ref<InFlightDiagnostic()> emitError) {
  context->getOrLoadDialect<MixpDialect>();
  auto module = parseSourceString<ModuleOp>(text, context, origin);
  auto target =
      module ? (*module)->getAttrOfType<TargetAttr>(kTargetAttrName) : nullptr;
  if (!target)
    return emitError() << "expected '" << origin
                       << "' to be a module with the attribute "
                       << kTargetAttrName << " = #mixp.target<...>";
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
      return parseDescription(context, description.text, name, emitError);
  auto file = llvm::MemoryBuffer::getFile(name, /*IsText=*/true);
  if (!file)
    return emitError() << "unknown target '" << name << "': expected host, "
                       << llvm::join(getTargetNames(), ", ")
                       << " or a file with a #mixp.target<...>";
  return parseDescription(context, (*file)->getBuffer(), name, emitError);
}
