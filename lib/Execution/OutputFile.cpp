//===- OutputFile.cpp - Results in files ----------------------------------===//
#include "OutputFile.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

llvm::Error mixp::writeOutputFile(StringRef path, StringRef contents) {
  std::error_code code;
  llvm::raw_fd_ostream os(path, code);
  if (!code) {
    os << contents;
    os.flush();
    code = os.error();
    os.clear_error();
  }
  if (code)
    return llvm::createStringError(code, "cannot write '" + path +
                                             "': " + code.message());
  return llvm::Error::success();
}
