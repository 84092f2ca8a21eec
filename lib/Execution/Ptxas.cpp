//===- Ptxas.cpp - PTX to cubin -------------------------------------------===//
#include "mixp/Execution/GpuCode.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;

std::string mixp::findPtxas() {
  if (auto named = llvm::sys::Process::GetEnv("MIXP_PTXAS"))
    return *named;
  if (auto found = llvm::sys::findProgramByName("ptxas"))
    return *found;
  if (auto home = llvm::sys::Process::GetEnv("CUDA_HOME")) {
    llvm::SmallString<128> path(*home);
    llvm::sys::path::append(path, "bin", "ptxas");
    if (llvm::sys::fs::can_execute(path))
      return path.str().str();
  }
  return "";
}

namespace {
/// A file that goes away with this object.
struct TemporaryFile {
  llvm::SmallString<128> path;
  llvm::FileRemover remover;

  llvm::Error create(StringRef extension) {
    if (std::error_code code =
            llvm::sys::fs::createTemporaryFile("mixp", extension, path))
      return llvm::createStringError(code, "cannot create a temporary file: " +
                                               code.message());
    remover.setFile(path);
    return llvm::Error::success();
  }

  std::string read() const {
    auto buffer = llvm::MemoryBuffer::getFile(path);
    return buffer ? (*buffer)->getBuffer().str() : std::string();
  }
};
} // namespace

llvm::Expected<std::string> mixp::assemblePtx(StringRef ptxas, StringRef ptx,
                                              StringRef chip,
                                              std::string &log) {
  TemporaryFile source, output, messages;
  for (auto [file, extension] :
       {std::pair(&source, "ptx"), {&output, "cubin"}, {&messages, "log"}})
    if (llvm::Error error = file->create(extension))
      return std::move(error);
  std::error_code code;
  llvm::raw_fd_ostream os(source.path, code);
  os << ptx;
  os.close();
  std::string arch = ("-arch=" + chip).str();
  std::optional<StringRef> redirects[] = {StringRef(""), messages.path.str(),
                                          messages.path.str()};
  std::string message;
  int status = llvm::sys::ExecuteAndWait(
      ptxas, {ptxas, arch, "-v", source.path, "-o", output.path}, std::nullopt,
      redirects, 0, 0, &message);
  log = messages.read();
  if (status != 0)
    return llvm::createStringError(
        "'" + ptxas + "' failed with status " + Twine(status) + ": " +
        (message.empty() ? StringRef(log).trim() : StringRef(message)));
  return output.read();
}
