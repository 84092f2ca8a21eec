//===- MixpAttrs.cpp - Attributes of the mixp dialect --------------------===//
#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;

/// `[#mixp.mma<...>, ...]`
template <typename AttrT>
static ParseResult parseList(AsmParser &parser, SmallVector<AttrT> &list) {
  return parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, [&] {
    return parser.parseAttribute(list.emplace_back());
  });
}

template <typename AttrT>
static void printList(AsmPrinter &printer, ArrayRef<AttrT> list) {
  printer << '[';
  llvm::interleaveComma(list, printer.getStream(),
                        [&](AttrT row) { printer.printAttribute(row); });
  printer << ']';
}

static ParseResult parseMmaTable(AsmParser &parser,
                                 SmallVector<MmaAttr> &table) {
  return parseList(parser, table);
}
static void printMmaTable(AsmPrinter &printer, ArrayRef<MmaAttr> table) {
  printList(printer, table);
}

static ParseResult parseTensorCoreTable(AsmParser &parser,
                                        SmallVector<TensorCoreAttr> &table) {
  return parseList(parser, table);
}
static void printTensorCoreTable(AsmPrinter &printer,
                                 ArrayRef<TensorCoreAttr> table) {
  printList(printer, table);
}

static ParseResult parseLaunchSizes(AsmParser &parser,
                                    SmallVector<LaunchSizeAttr> &sizes) {
  return parseList(parser, sizes);
}
static void printLaunchSizes(AsmPrinter &printer,
                             ArrayRef<LaunchSizeAttr> sizes) {
  printList(printer, sizes);
}

static ParseResult
parseKernelArguments(AsmParser &parser,
                     SmallVector<KernelArgumentAttr> &arguments) {
  return parseList(parser, arguments);
}
static void printKernelArguments(AsmPrinter &printer,
                                 ArrayRef<KernelArgumentAttr> arguments) {
  printList(printer, arguments);
}

/// `["MK", "KN", "MN"]`
static ParseResult parseDimNames(AsmParser &parser,
                                 SmallVector<StringAttr> &names) {
  return parseList(parser, names);
}
static void printDimNames(AsmPrinter &printer, ArrayRef<StringAttr> names) {
  printList(printer, names);
}

/// `[64, 128]`
static ParseResult parseBoxSizes(AsmParser &parser, SmallVector<int64_t> &box) {
  return parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, [&] {
    return parser.parseInteger(box.emplace_back());
  });
}
static void printBoxSizes(AsmPrinter &printer, ArrayRef<int64_t> box) {
  printer << '[';
  llvm::interleaveComma(box, printer.getStream());
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

LogicalResult MmaAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                              MmaKind kind, int64_t m, int64_t n, int64_t k,
                              Type lhs, Type rhs, Type acc, int64_t opsPerClock,
                              int64_t effectiveBits, bool flushesOperands) {
  if (m < 1 || n < 1 || k < 1)
    return emitError() << "expected m, n and k of at least 1 but got " << m
                       << ", " << n << " and " << k;
  if (opsPerClock < 1 || effectiveBits < 1)
    return emitError() << "expected ops_per_clock and effective_bits of at "
                          "least 1 but got "
                       << opsPerClock << " and " << effectiveBits;
  return success();
}

LogicalResult
TargetAttr::verify(function_ref<InFlightDiagnostic()> emitError, StringRef name,
                   StringRef triple, StringRef cpu, StringRef features,
                   int64_t vectorBits, int64_t vectorRegisters, int64_t l1,
                   int64_t l2, int64_t l3, int64_t l1Ways, int64_t l2Ways,
                   int64_t l2BytesPerClock, ArrayRef<MmaAttr> mma) {
  // The widths that code generation has instructions for.
  if (vectorBits != 128 && vectorBits != 256 && vectorBits != 512)
    return emitError() << "expected vector_bits of 128, 256 or 512 but got "
                       << vectorBits;
  if (vectorRegisters < 8 || vectorRegisters > 256)
    return emitError() << "expected 8 to 256 vector_registers but got "
                       << vectorRegisters;
  if (l1 < 0 || l2 < 0 || l3 < 0)
    return emitError() << "expected cache sizes of at least 0 bytes but got "
                       << l1 << ", " << l2 << " and " << l3;
  if (l1Ways < 1 || l2Ways < 1 || l2BytesPerClock < 1)
    return emitError() << "expected l1_ways, l2_ways and l2_bytes_per_clock of "
                          "at least 1 but got "
                       << l1Ways << ", " << l2Ways << " and "
                       << l2BytesPerClock;
  return success();
}

LogicalResult ScheduleAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                   MmaKind mma, int64_t mr, int64_t nr,
                                   int64_t unroll, int64_t mc, int64_t nc,
                                   int64_t kc, int64_t prefetch,
                                   int64_t prefetchNext, int64_t chunkRows,
                                   int64_t chunkColumns) {
  if (mr < 1 || nr < 1 || unroll < 1)
    return emitError() << "expected mr, nr and unroll of at least 1 but got "
                       << mr << ", " << nr << " and " << unroll;
  // Every multiplication of a tile is written out in the code.
  if (mr > 64 || nr > 1024 || unroll > 64)
    return emitError() << "expected mr of at most 64, nr of at most 1024 and "
                          "unroll of at most 64 but got "
                       << mr << ", " << nr << " and " << unroll;
  if (mc < mr || nc < nr)
    return emitError() << "expected a block of at least one register tile ("
                       << mr << " x " << nr << ") but got " << mc << " x "
                       << nc;
  if (kc < 0 || kc % unroll != 0)
    return emitError() << "expected kc of whole iterations of " << unroll
                       << " steps, or 0, but got " << kc;
  if (prefetch < 0 || prefetchNext < 0 || prefetchNext > 64)
    return emitError() << "expected prefetch of at least 0 and prefetch_next "
                          "of 0 to 64 but got "
                       << prefetch << " and " << prefetchNext;
  if (chunkRows < 0 || chunkColumns < 0 || chunkColumns % nr != 0 ||
      (chunkRows == 0) != (chunkColumns == 0))
    return emitError()
           << "expected chunk_rows and chunk_columns of at least 1, "
              "the latter whole panels of "
           << nr << " columns, or both 0, but got " << chunkRows << " and "
           << chunkColumns;
  return success();
}
