//===- EpilogueBody.h - Epilogues on vectors --------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_EPILOGUE_EPILOGUEBODY_H
#define MIXP_LIB_CODEGEN_EPILOGUE_EPILOGUEBODY_H

#include "mlir/IR/Block.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// Whether `op` in the body of an epilogue can be applied to whole vectors.
bool isVectorizableInEpilogue(mlir::Operation *op);

/// The value that an epilogue's block yields, on vectors of `lanes`. `mapping`
/// has a vector for each argument of the block that is used.
mlir::Value cloneEpilogue(mlir::ImplicitLocOpBuilder &b, mlir::Block &block,
                          mlir::IRMapping &mapping, int64_t lanes);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_EPILOGUE_EPILOGUEBODY_H
