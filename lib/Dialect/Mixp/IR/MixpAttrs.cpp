//===- MixpAttrs.cpp - Attributes of the mixp dialect --------------------===//
#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;

/// `[#mixp.mma<...>, ...]`
static ParseResult parseMmaTable(AsmParser &parser,
                                 SmallVector<MmaAttr> &table) {
  return parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, [&] {
    return parser.parseAttribute(table.emplace_back());
  });
}

static void printMmaTable(AsmPrinter &printer, ArrayRef<MmaAttr> table) {
  printer << '[';
  llvm::interleaveComma(table, printer.getStream(),
                        [&](MmaAttr row) { printer.printAttribute(row); });
  printer << ']';
}

#define GET_ATTRDEF_CLASSES
#include "mixp/Dialect/Mixp/IR/MixpAttrs.cpp.inc"

void MixpDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "mixp/Dialect/Mixp/IR/MixpAttrs.cpp.inc"
      >();
}

MmaAttr TargetAttr::lookup(MmaKind kind) const {
  for (MmaAttr row : getMma())
    if (row.getKind() == kind)
      return row;
  return {};
}

LogicalResult ScheduleAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                   MmaKind mma, int64_t mr, int64_t nr,
                                   int64_t unroll, int64_t mc, int64_t nc) {
  if (mr < 1 || nr < 1 || unroll < 1)
    return emitError() << "expected mr, nr and unroll of at least 1 but got "
                       << mr << ", " << nr << " and " << unroll;
  if (mc < mr || nc < nr)
    return emitError() << "expected a block of at least one register tile ("
                       << mr << " x " << nr << ") but got " << mc << " x "
                       << nc;
  return success();
}
