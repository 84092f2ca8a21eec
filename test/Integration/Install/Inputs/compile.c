//===- compile.c - Compiles the module in a file, in C --------------------===//
#include "mixp-c/Mixp.h"
#include "mlir-c/Diagnostics.h"
#include <stdio.h>

static void printTo(MlirStringRef part, void *file) {
  fwrite(part.data, 1, part.length, (FILE *)file);
}

static MlirLogicalResult report(MlirDiagnostic diagnostic, void *unused) {
  (void)unused;
  mlirDiagnosticPrint(diagnostic, printTo, stderr);
  fputc('\n', stderr);
  return mlirLogicalResultSuccess();
}

static int compile(MlirContext context, MlirStringRef source) {
  MlirModule module = mlirModuleCreateParse(context, source);
  if (mlirModuleIsNull(module))
    return 1;
  MlirStringRef pipeline = mlirStringRefCreateFromCString(
      "mixp-quantize{scheme=bf16}, mixp-cpu-pipeline{target=x86-64-v3}");
  MlirLogicalResult result = mixpRunPipeline(module, pipeline);
  if (mlirLogicalResultIsSuccess(result))
    mlirOperationPrint(mlirModuleGetOperation(module), printTo, stdout);
  mlirModuleDestroy(module);
  return mlirLogicalResultIsFailure(result);
}

int main(int argc, char **argv) {
  static char text[1 << 16];
  FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
  if (!file)
    return 1;
  size_t length = fread(text, 1, sizeof text, file);
  fclose(file);

  MlirDialectRegistry registry = mlirDialectRegistryCreate();
  mixpRegisterAllDialects(registry);
  MlirContext context = mlirContextCreateWithRegistry(registry, false);
  mlirDialectRegistryDestroy(registry);
  mlirContextAttachDiagnosticHandler(context, report, NULL, NULL);
  int status = compile(context, mlirStringRefCreate(text, length));
  mlirContextDestroy(context);
  return status;
}
