//===- BenchAgainst.h - Libraries beside our code ---------------*- C++ -*-===//
#ifndef MIXP_TOOLS_BENCHAGAINST_H
#define MIXP_TOOLS_BENCHAGAINST_H

#include "BenchLibrary.h"
#include "BenchProduct.h"

namespace mixp::tool {

/// Parses "onednn,openblas". Fails on a library that is not known, or that mixp
/// was built without.
llvm::Expected<std::vector<std::string>> parseLibraries(llvm::StringRef text);

/// A file that is installed beside mixp's libraries; empty if it is not there.
std::string findInstalledFile(llvm::StringRef name);

/// The same product by a library that parseLibraries gave, its result compared
/// with `result`. Null, with a reason, where the library has not the operation.
llvm::Expected<std::unique_ptr<LibraryProduct>>
createLibraryProduct(llvm::StringRef library, const BenchProduct &product,
                     const MeasureOptions &options, const HostTensor &result,
                     std::string &reason);

} // namespace mixp::tool

#endif // MIXP_TOOLS_BENCHAGAINST_H
