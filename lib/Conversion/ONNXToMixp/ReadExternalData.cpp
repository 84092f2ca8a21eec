//===- ReadExternalData.cpp - Weights in files beside the model -----------===//
#include "ReadOnnx.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace mixp::importer;

namespace {
struct DataLocation {
  std::string file;
  int64_t offset = 0;
  std::optional<int64_t> length;
};
} // namespace

static FailureOr<DataLocation> readLocation(const ErrorSink &errors,
                                            const std::string &owner,
                                            const ::onnx::TensorProto &proto) {
  DataLocation location;
  for (const auto &entry : proto.external_data()) {
    int64_t number = 0;
    bool isNumber = entry.key() == "offset" || entry.key() == "length";
    if (isNumber &&
        (StringRef(entry.value()).getAsInteger(10, number) || number < 0))
      return errors.error()
             << owner << ": expected the external data's " << entry.key()
             << " to be a number but got " << quote(entry.value());
    if (entry.key() == "location")
      location.file = entry.value();
    else if (entry.key() == "offset")
      location.offset = number;
    else if (entry.key() == "length")
      location.length = number;
    // The others (checksum, basepath) do not say where the data is.
  }
  if (location.file.empty())
    return errors.error() << owner << ": its external data has no location; "
                          << "the file is damaged";
  return location;
}

/// The path of the file. A model from elsewhere must not read what is not its
/// own: only files below the model's folder are.
static FailureOr<std::string> resolve(const ErrorSink &errors,
                                      const std::string &owner,
                                      const std::string &file) {
  bool leaves = llvm::sys::path::is_absolute(file);
  for (StringRef part : llvm::make_range(llvm::sys::path::begin(file),
                                         llvm::sys::path::end(file)))
    leaves |= part == "..";
  if (leaves)
    return errors.error() << owner << ": its data is in " << quote(file)
                          << ", outside of the model's folder; move it there";
  SmallString<128> path = llvm::sys::path::parent_path(errors.path);
  llvm::sys::path::append(path, file);
  if (!llvm::sys::fs::is_regular_file(path))
    return errors.error() << owner << ": its data is in " << quote(path.str())
                          << ", which is not there; put the file beside the "
                             "model";
  return path.str().str();
}

FailureOr<std::string> mixp::importer::readExternalData(
    const ErrorSink &errors, const std::string &owner,
    const ::onnx::TensorProto &proto, int64_t size) {
  FailureOr<DataLocation> location = readLocation(errors, owner, proto);
  if (failed(location))
    return failure();
  FailureOr<std::string> path = resolve(errors, owner, location->file);
  if (failed(path))
    return failure();
  if (location->length.value_or(size) != size)
    return errors.error() << owner << ": expected " << size
                          << " bytes of data for its dims but its external "
                             "data has "
                          << *location->length << "; the file is damaged";
  uint64_t bytes = 0;
  llvm::sys::fs::file_size(*path, bytes);
  if (location->offset > static_cast<int64_t>(bytes) ||
      size > static_cast<int64_t>(bytes) - location->offset)
    return errors.error() << owner << ": its data would end after the end of "
                          << quote(*path) << "; the file is truncated";
  auto buffer = llvm::MemoryBuffer::getFileSlice(*path, size, location->offset);
  if (!buffer)
    return errors.error() << owner << ": cannot read " << quote(*path) << ": "
                          << buffer.getError().message();
  return (*buffer)->getBuffer().str();
}
