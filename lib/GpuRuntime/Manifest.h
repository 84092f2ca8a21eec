//===- Manifest.h - What is in a bundle -------------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_MANIFEST_H
#define MIXP_GPURUNTIME_MANIFEST_H

#include "GpuRuntime/Launch.h"

namespace mixp::gpurt {

enum class ValueKind { Input, Constant, Temporary, Output };

/// A tensor that launches read or write.
struct Value {
  std::string name;
  ElementType type = ElementType::F32;
  Shape shape; // rank 0 to 3; -1 where only a run knows
  ValueKind kind = ValueKind::Temporary;
  uint64_t offset = 0; // of a constant: where it is in the constants' file
  uint64_t bytes = 0;
};

/// manifest.json, checked: indices are in range, names are there, launches read
/// only what is an input, a constant or written by an earlier launch, and each
/// output is written. Each operand has `Operand::value` set.
struct Manifest {
  std::string name;
  std::string target;        // "sm_90a"
  std::string ptxFile;       // plain names of files beside the manifest
  std::string cubinFile;     // empty where there is none
  std::string constantsFile; // empty where there is none
  std::vector<Value> values;
  std::vector<Launch> launches;
};

/// Reads the text of a manifest. `file` is what messages name; they also name
/// line, column and the path of the key.
Status parseManifest(const std::string &text, const std::string &file,
                     Manifest &manifest);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_MANIFEST_H
