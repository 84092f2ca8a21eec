//===- NpyFile.cpp - numpy's .npy files -----------------------------------===//
#include "mixp/Execution/NpyFile.h"
#include "NpyHeader.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <cstring>

using namespace llvm;
using namespace mixp;

/// Copies a column-major array into row-major order.
static void transposeInto(HostTensor &tensor, const char *source) {
  int64_t rank = tensor.getRank(), width = getByteWidth(tensor.getKind());
  SmallVector<int64_t> stride(rank, 1), index(rank, 0);
  for (int64_t i = 1; i < rank; ++i)
    stride[i] = stride[i - 1] * tensor.getShape()[i - 1];
  for (int64_t to = 0, e = tensor.getNumElements(); to < e; ++to) {
    int64_t from = 0;
    for (int64_t i = 0; i < rank; ++i)
      from += index[i] * stride[i];
    std::memcpy(tensor.getData() + to * width, source + from * width, width);
    for (int64_t i = rank - 1; i >= 0; --i) {
      if (++index[i] < tensor.getShape()[i])
        break;
      index[i] = 0;
    }
  }
}

static Expected<HostTensor> parseContents(StringRef contents) {
  Expected<NpyHeader> header = parseNpyHeader(contents);
  if (!header)
    return header.takeError();
  int64_t width = getByteWidth(header->kind);
  std::optional<int64_t> count = countElements(header->shape, width);
  int64_t have = contents.size() - header->dataOffset;
  if (!count)
    return createStringError("the shape " + formatShape(header->shape) +
                             " is too large for any memory; the header is "
                             "damaged, save the array again");
  if (*count * width != have)
    return createStringError(
        "at byte " + Twine(header->dataOffset) + ": shape " +
        formatShape(header->shape) + " of " + getKindName(header->kind) +
        " needs " + Twine(*count * width) + " bytes but " + Twine(have) +
        " follow; the file is " +
        (*count * width > have ? "truncated" : "longer than its header says") +
        ", save the array again");
  Expected<HostTensor> tensor = HostTensor::create(header->shape, header->kind);
  if (!tensor)
    return tensor.takeError();
  const char *source = contents.data() + header->dataOffset;
  if (header->columnMajor)
    transposeInto(*tensor, source);
  else
    std::memcpy(tensor->getData(), source, tensor->getByteSize());
  return tensor;
}

Expected<HostTensor> mixp::readNpy(StringRef path) {
  // A device or a pipe has no size to check the header against.
  sys::fs::file_status status;
  if (std::error_code code = sys::fs::status(path, status))
    return createStringError(code,
                             "cannot open '" + path + "': " + code.message());
  if (!sys::fs::is_regular_file(status))
    return createStringError("cannot open '" + path +
                             "': expected a regular file");
  auto buffer = MemoryBuffer::getFile(path, /*IsText=*/false,
                                      /*RequiresNullTerminator=*/false);
  if (std::error_code code = buffer.getError())
    return createStringError(code,
                             "cannot open '" + path + "': " + code.message());
  Expected<HostTensor> tensor = parseContents((*buffer)->getBuffer());
  if (!tensor)
    return createStringError("'" + path + "': " + toString(tensor.takeError()));
  return tensor;
}

Error mixp::writeNpy(StringRef path, const HostTensor &tensor) {
  if (isForeignKind(tensor.getKind())) {
    Expected<HostTensor> wide =
        HostTensor::create(tensor.getShape(), ElementKind::F32);
    if (!wide)
      return wide.takeError();
    for (int64_t i = 0, e = tensor.getNumElements(); i < e; ++i)
      wide->setValue(i, tensor.getValue(i));
    return writeNpy(path, *wide);
  }
  std::error_code code;
  raw_fd_ostream os(path, code);
  if (!code) {
    os << formatNpyHeader(tensor.getShape(), tensor.getKind());
    os.write(tensor.getData(), tensor.getByteSize());
    os.close();
    code = os.error();
    os.clear_error();
  }
  if (code)
    return createStringError(code,
                             "cannot write '" + path + "': " + code.message());
  return Error::success();
}
