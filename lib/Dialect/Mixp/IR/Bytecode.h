//===- Bytecode.h - mixp ops in bytecode ------------------------*- C++ -*-===//
// Properties are written by name, as one dictionary. The encoding that ODS
// would generate is by position: every new optional attribute would change it.
#ifndef MIXP_LIB_DIALECT_MIXP_IR_BYTECODE_H
#define MIXP_LIB_DIALECT_MIXP_IR_BYTECODE_H

#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mlir/IR/OperationSupport.h"

namespace mlir {
class DialectBytecodeReader;
class DialectBytecodeWriter;
} // namespace mlir

namespace mixp {

/// Makes bytecode carry the dialect's version.
void addBytecodeInterface(MixpDialect &dialect);

void writeNamedProperties(mlir::Operation *op,
                          mlir::DialectBytecodeWriter &writer);

/// Reads what writeNamedProperties wrote, in today's names whatever the file's
/// version; null where there was nothing to write.
mlir::LogicalResult readNamedProperties(mlir::StringRef opName,
                                        mlir::DialectBytecodeReader &reader,
                                        mlir::DictionaryAttr &properties);

/// Fails, with a message that names it, where `properties` has an entry that is
/// not in `known`.
mlir::LogicalResult
checkPropertyNames(mlir::StringRef opName, mlir::DictionaryAttr properties,
                   mlir::Attribute known,
                   llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// OpT::readProperties of every op of mixp.
template <typename OpT>
mlir::LogicalResult
readPropertiesOf(mlir::DialectBytecodeReader &reader,
                 mlir::OperationState &state,
                 llvm::function_ref<mlir::InFlightDiagnostic()> emitError) {
  mlir::DictionaryAttr attributes;
  mlir::StringRef name = OpT::getOperationName();
  if (failed(readNamedProperties(name, reader, attributes)))
    return mlir::failure();
  auto &properties =
      state.template getOrAddProperties<typename OpT::Properties>();
  if (!attributes)
    return mlir::success();
  if (failed(OpT::setPropertiesFromAttr(properties, attributes, emitError)))
    return mlir::failure();
  mlir::Attribute known =
      OpT::getPropertiesAsAttr(attributes.getContext(), properties);
  return checkPropertyNames(name, attributes, known, emitError);
}

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_BYTECODE_H
