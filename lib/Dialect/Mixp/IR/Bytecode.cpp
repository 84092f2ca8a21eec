//===- Bytecode.cpp - mixp ops in bytecode --------------------------------===//
#include "Bytecode.h"
#include "mixp/Dialect/Mixp/IR/MixpVersion.h"
#include "mlir/Bytecode/BytecodeImplementation.h"
#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;
using namespace mixp;

void mixp::writeNamedProperties(Operation *op, DialectBytecodeWriter &writer) {
  writer.writeOptionalAttribute(op->getPropertiesAsAttribute());
}

LogicalResult mixp::readNamedProperties(StringRef opName,
                                        DialectBytecodeReader &reader,
                                        DictionaryAttr &properties) {
  // Without a version the file is from before it was written, and the
  // properties that follow are encoded by position.
  if (failed(reader.getDialectVersion<MixpDialect>()))
    return reader.emitError()
           << "'" << opName << "' is in a file written by a mixp dialect "
           << "without version, which this tool does not read; make the file "
           << "anew, or have the tool that wrote it print it as text";
  return reader.readOptionalAttribute(properties);
}

LogicalResult
mixp::checkPropertyNames(StringRef opName, DictionaryAttr properties,
                         Attribute known,
                         function_ref<InFlightDiagnostic()> emitError) {
  auto names = dyn_cast_or_null<DictionaryAttr>(known);
  for (NamedAttribute property : properties)
    if (!names || !names.contains(property.getName()))
      return emitError() << "'" << opName << "' has no property '"
                         << property.getName().getValue() << "'";
  return success();
}

namespace {

struct MixpBytecodeInterface : public BytecodeDialectInterface {
  explicit MixpBytecodeInterface(Dialect *dialect)
      : BytecodeDialectInterface(dialect) {}

  void writeVersion(DialectBytecodeWriter &writer) const final {
    writer.writeVarInt(MixpDialectVersion::kCurrent);
  }

  // Refused here, before any op is read: a later version may have ops and
  // attributes whose errors would hide the reason.
  std::unique_ptr<DialectVersion>
  readVersion(DialectBytecodeReader &reader) const final {
    uint64_t number;
    if (failed(reader.readVarInt(number)))
      return nullptr;
    if (number > MixpDialectVersion::kCurrent) {
      reader.emitError() << "file written by mixp dialect version " << number
                         << ", this tool reads up to version "
                         << MixpDialectVersion::kCurrent
                         << "; update mixp, or write the file with the older "
                         << "one";
      return nullptr;
    }
    return std::make_unique<MixpDialectVersion>(number);
  }

  // What an older version's ops need to be ops of today, version by version:
  // docs/Bytecode.md has the rule. Version 1 is the first.
  LogicalResult upgradeFromVersion(Operation *topLevelOp,
                                   const DialectVersion &version) const final {
    return success();
  }
};

} // namespace

void mixp::addBytecodeInterface(MixpDialect &dialect) {
  dialect.addInterfaces<MixpBytecodeInterface>();
}
