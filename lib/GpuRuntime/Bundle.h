//===- Bundle.h - A bundle's files and module -------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_BUNDLE_H
#define MIXP_GPURUNTIME_BUNDLE_H

#include "GpuRuntime/Driver.h"
#include "GpuRuntime/Manifest.h"

namespace mixp::gpurt {

/// A bundle in memory.
struct Bundle {
  Manifest manifest;
  std::string ptx;
  std::string cubin; // empty where there is none
  std::string constants;
};

/// Reads manifest.json and the files that it names from a folder.
Status readBundle(const std::string &folder, Bundle &bundle);

enum class ImageChoice { Auto, Cubin, Ptx };

/// Loads the module of a bundle: the cubin where it fits the device, else the
/// PTX; or only the one that is asked for. `used` becomes "cubin" or "ptx". A
/// device that can run neither is BadInput that says why.
Status loadBundleModule(Driver &driver, const Bundle &bundle,
                        ImageChoice choice, Module &module, std::string &used);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_BUNDLE_H
