//===- FoldByEvaluation.h - Values that depend on constants only *- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_FOLDBYEVALUATION_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_FOLDBYEVALUATION_H

#include "ImportedTensor.h"

namespace mixp::importer {

/// A small value of int32, int64 or bool whose ops read constants only, as the
/// constant that the reference evaluator computes. Nothing for any other value.
/// Exporters compute shapes and numbers of turns with ops that need no fold of
/// their own then.
std::optional<ImportedTensor> foldByEvaluation(const ImportedTensor &tensor);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_FOLDBYEVALUATION_H
