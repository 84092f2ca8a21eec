//===- FileContents.h - Whole files -----------------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_FILECONTENTS_H
#define MIXP_GPURUNTIME_FILECONTENTS_H

#include "GpuRuntime/Status.h"

namespace mixp::gpurt {

/// Reads a regular file. Messages name it and the system's reason.
Status readFile(const std::string &path, std::string &contents);

/// Replaces a file.
Status writeFile(const std::string &path, const std::string &contents);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_FILECONTENTS_H
