//===- ManifestReader.h - Parts of a manifest -------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_MANIFESTREADER_H
#define MIXP_GPURUNTIME_MANIFESTREADER_H

#include "GpuRuntime/JsonCursor.h"
#include "GpuRuntime/Manifest.h"

namespace mixp::gpurt {

/// Where values stand after the launches read so far.
struct ValueUse {
  bool defined = false; // may be read
  bool written = false; // by a launch
};

/// Reads one of "values".
void readValue(const JsonCursor &at, bool hasConstants, Value &value);

/// Reads one of "launches" and follows which values it reads and writes.
void readLaunch(const JsonCursor &at, const Manifest &manifest,
                std::vector<ValueUse> &uses, Launch &launch);

/// Reads one of "arguments" of a launch whose operands and sizes are read.
void readArgument(const JsonCursor &at, const Launch &launch,
                  Argument &argument);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_MANIFESTREADER_H
