//===- Mixp.h - mixp for C and other languages -------------------*- C -*-===//
// Beside MLIR's own C API (mlir-c/IR.h and mlir-c/Diagnostics.h), which reads,
// builds and prints modules, only what is mixp's. Link Mixp::MixpCAPI. Nothing
// here throws or ends the process: what goes wrong is a diagnostic of the
// context (mlirContextAttachDiagnosticHandler) and a null or failure value.
#ifndef MIXP_C_MIXP_H
#define MIXP_C_MIXP_H

#include "mlir-c/IR.h"
#include "mlir-c/Support.h"
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/// mlirGetDialectHandle__mixp__(): the mixp dialect alone, with the interfaces
/// that other pipelines need to tile, bufferize or inline its ops.
MLIR_DECLARE_CAPI_DIALECT_REGISTRATION(Mixp, mixp);

/// Adds mixp and every dialect of the MLIR it is built with, with all their
/// interfaces: what mixp's pipelines read and write. Contexts that get their
/// dialects elsewhere need only mixp's handle.
MLIR_CAPI_EXPORTED void mixpRegisterAllDialects(MlirDialectRegistry registry);

/// Makes mixp's passes and pipelines known by their command-line names, to
/// mixpRunPipeline and to mlirParsePassPipeline. More calls change nothing.
MLIR_CAPI_EXPORTED void mixpRegisterPasses(void);

/// The version of the dialect that bytecode is written with, and the latest
/// that is read.
MLIR_CAPI_EXPORTED unsigned mixpDialectVersion(void);

/// The target called `name`: `host`, one that mixp has (`mixp targets` lists
/// them), or the path of a description. Null after a diagnostic otherwise.
MLIR_CAPI_EXPORTED MlirAttribute mixpTargetGet(MlirContext context,
                                               MlirStringRef name);

/// Whether `attribute` is a #mixp.target.
MLIR_CAPI_EXPORTED bool mixpAttributeIsATarget(MlirAttribute attribute);

/// Makes `target` the one that mixp's pipelines compile `module` for. Fails,
/// after a diagnostic, where it is null or no #mixp.target.
MLIR_CAPI_EXPORTED MlirLogicalResult mixpModuleSetTarget(MlirModule module,
                                                         MlirAttribute target);

/// Runs the passes of a pipeline's text on `module`, as mlir-opt's
/// --pass-pipeline: `builtin.module(mixp-cpu-pipeline{target=host})`, or
/// without `builtin.module` around it. Fails, after a diagnostic, where the
/// text is wrong or a pass fails; the module is then whatever was reached, and
/// of no use.
MLIR_CAPI_EXPORTED MlirLogicalResult mixpRunPipeline(MlirModule module,
                                                     MlirStringRef pipeline);

#ifdef __cplusplus
}
#endif

#endif // MIXP_C_MIXP_H
