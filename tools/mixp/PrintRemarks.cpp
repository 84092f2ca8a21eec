//===- PrintRemarks.cpp - Remarks of passes on stderr ---------------------===//
#include "PrintRemarks.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Location.h"
#include "mlir/IR/Remarks.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

/// `file:line:column: `, or the name of an ONNX node.
static void printPlace(llvm::raw_ostream &os, LocationAttr location) {
  if (auto place = location.findInstanceOf<FileLineColLoc>())
    os << place.getFilename().getValue() << ":" << place.getLine() << ":"
       << place.getColumn() << ": ";
  else if (auto name = location.findInstanceOf<NameLoc>())
    os << "node '" << name.getName().getValue() << "': ";
}

llvm::Error mixp::tool::printRemarks(MLIRContext &context, StringRef filter) {
  if (filter.empty())
    return llvm::Error::success();
  std::string message;
  if (!llvm::Regex(filter).isValid(message))
    return llvm::createStringError("--remarks: expected a regular expression "
                                   "but got '" +
                                   filter + "': " + message);
  // Without a handler only errors are printed.
  context.getDiagEngine().registerHandler([](Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() != DiagnosticSeverity::Remark)
      return failure();
    printPlace(llvm::errs(), diagnostic.getLocation());
    llvm::errs() << "remark: " << diagnostic << "\n";
    return success();
  });
  // `all` only adds to the filters of the kinds that are there.
  remark::RemarkCategories categories;
  categories.passed = categories.missed = categories.analysis =
      categories.failed = filter.str();
  if (failed(remark::enableOptimizationRemarks(
          context, nullptr, std::make_unique<remark::RemarkEmittingPolicyAll>(),
          categories,
          /*printAsEmitRemarks=*/true)))
    return llvm::createStringError("--remarks: cannot enable remarks");
  return llvm::Error::success();
}
