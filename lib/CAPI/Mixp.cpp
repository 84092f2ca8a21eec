//===- Mixp.cpp - mixp for C and other languages --------------------------===//
#include "mixp-c/Mixp.h"
#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Dialect/Mixp/IR/MixpVersion.h"
#include "mixp/Pipelines/Register.h"
#include "mixp/Target/TargetRegistry.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Registration.h"
#include "mlir/CAPI/Support.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include <mutex>

using namespace mlir;
using namespace mixp;

static void insertMixp(MlirDialectRegistry registry) {
  registerMixp(*unwrap(registry));
}

static MlirDialect loadMixp(MlirContext context) {
  DialectRegistry registry;
  registerMixp(registry);
  unwrap(context)->appendDialectRegistry(registry);
  return wrap(unwrap(context)->getOrLoadDialect<MixpDialect>());
}

static MlirStringRef mixpNamespace() {
  return wrap(MixpDialect::getDialectNamespace());
}

// Upstream's macro would insert the dialect without what other libraries of
// mixp attach to it.
MlirDialectHandle mlirGetDialectHandle__mixp__() {
  static MlirDialectRegistrationHooks hooks = {insertMixp, loadMixp,
                                               mixpNamespace};
  return MlirDialectHandle{&hooks};
}

void mixpRegisterAllDialects(MlirDialectRegistry registry) {
  registerAllDialects(*unwrap(registry));
  registerAllExtensions(*unwrap(registry));
  registerMixp(*unwrap(registry));
}

void mixpRegisterPasses() {
  static std::once_flag once;
  std::call_once(once, registerMixpPasses);
}

unsigned mixpDialectVersion() { return MixpDialectVersion::kCurrent; }

MlirAttribute mixpTargetGet(MlirContext context, MlirStringRef name) {
  MLIRContext *owner = unwrap(context);
  owner->getOrLoadDialect<MixpDialect>();
  FailureOr<TargetAttr> target = lookupTarget(
      owner, unwrap(name), [&] { return emitError(UnknownLoc::get(owner)); });
  return wrap(failed(target) ? Attribute() : Attribute(*target));
}

bool mixpAttributeIsATarget(MlirAttribute attribute) {
  return isa_and_present<TargetAttr>(unwrap(attribute));
}

MlirLogicalResult mixpModuleSetTarget(MlirModule module, MlirAttribute target) {
  ModuleOp op = unwrap(module);
  if (!mixpAttributeIsATarget(target)) {
    op.emitError() << "expected a #mixp.target for '" << kTargetAttrName
                   << "': mixpTargetGet gives one";
    return wrap(failure());
  }
  op->setAttr(kTargetAttrName, unwrap(target));
  return wrap(success());
}

/// Without the `builtin.module(...)` that a pipeline may have around it.
static StringRef withoutAnchor(StringRef pipeline) {
  StringRef inner = pipeline.trim();
  return inner.consume_front("builtin.module(") && inner.consume_back(")")
             ? inner
             : pipeline;
}

MlirLogicalResult mixpRunPipeline(MlirModule module, MlirStringRef pipeline) {
  mixpRegisterPasses();
  ModuleOp op = unwrap(module);
  std::string errors;
  llvm::raw_string_ostream stream(errors);
  PassManager passes(op->getContext());
  if (failed(
          parsePassPipeline(withoutAnchor(unwrap(pipeline)), passes, stream))) {
    op.emitError() << "expected a pass pipeline but got '" << unwrap(pipeline)
                   << "': " << StringRef(errors).trim();
    return wrap(failure());
  }
  return wrap(passes.run(op));
}
