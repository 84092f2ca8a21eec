//===- mixp-capi-test.c - mixp driven from C ------------------------------===//
#include "mixp-c/Mixp.h"
#include "mlir-c/BuiltinAttributes.h"
#include "mlir-c/Diagnostics.h"
#include "mlir-c/IR.h"
#include <stdio.h>

static const char *const product =
    "func.func @main(%lhs: tensor<3x5xui8>, %rhs: tensor<5x7xi8>,\n"
    "                %init: tensor<3x7xi32>) -> tensor<3x7xi32> {\n"
    "  %result = mixp.matmul ins(%lhs, %rhs : tensor<3x5xui8>, "
    "tensor<5x7xi8>)\n"
    "    outs(%init : tensor<3x7xi32>) -> tensor<3x7xi32>\n"
    "  return %result : tensor<3x7xi32>\n"
    "}\n";

static MlirStringRef text(const char *characters) {
  return mlirStringRefCreateFromCString(characters);
}

static void printTo(MlirStringRef part, void *file) {
  fwrite(part.data, 1, part.length, (FILE *)file);
}

// Counts diagnostics and prints them.
static MlirLogicalResult report(MlirDiagnostic diagnostic, void *count) {
  ++*(int *)count;
  printf("diagnostic: ");
  mlirDiagnosticPrint(diagnostic, printTo, stdout);
  printf("\n");
  return mlirLogicalResultSuccess();
}

static int compile(MlirContext context) {
  MlirModule module = mlirModuleCreateParse(context, text(product));
  if (mlirModuleIsNull(module))
    return 1;
  MlirAttribute target = mixpTargetGet(context, text("x86-64-v3"));
  if (!mixpAttributeIsATarget(target) ||
      mlirLogicalResultIsFailure(mixpModuleSetTarget(module, target)) ||
      mlirLogicalResultIsFailure(
          mixpRunPipeline(module, text("mixp-cpu-pipeline"))))
    return 1;
  mlirOperationPrint(mlirModuleGetOperation(module), printTo, stdout);
  mlirModuleDestroy(module);
  return 0;
}

// Every call that fails says why through the handler and leaves the rest
// usable.
static int fail(MlirContext context) {
  MlirModule module = mlirModuleCreateParse(context, text(product));
  int failures = 0;
  failures += mlirAttributeIsNull(mixpTargetGet(context, text("pdp11")));
  failures += mlirLogicalResultIsFailure(
      mixpModuleSetTarget(module, mlirUnitAttrGet(context)));
  failures += mlirLogicalResultIsFailure(
      mixpRunPipeline(module, text("builtin.module(mixp-no-such-pass)")));
  failures += mlirLogicalResultIsFailure(mixpRunPipeline(
      module, text("builtin.module(mixp-quantize{scheme=w3a3})")));
  mlirModuleDestroy(module);
  return failures != 4;
}

int main(void) {
  int diagnostics = 0;
  MlirDialectRegistry registry = mlirDialectRegistryCreate();
  mixpRegisterAllDialects(registry);
  MlirContext context = mlirContextCreateWithRegistry(registry, false);
  mlirDialectRegistryDestroy(registry);
  mlirContextAttachDiagnosticHandler(context, report, &diagnostics, NULL);

  // The handle alone brings the dialect too.
  MlirDialect dialect =
      mlirDialectHandleLoadDialect(mlirGetDialectHandle__mixp__(), context);
  printf("dialect ");
  printTo(mlirDialectGetNamespace(dialect), stdout);
  printf(", version %u\n", mixpDialectVersion());

  int status = compile(context);
  printf("compiled with %d diagnostics\n", diagnostics);
  status |= fail(context);
  mlirContextDestroy(context);
  return status;
}
