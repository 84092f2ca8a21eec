//===- ToolOptions.h - The command line of mixp-gpu-run ---------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_TOOLOPTIONS_H
#define MIXP_GPURUNTIME_TOOLOPTIONS_H

#include "GpuRuntime/Bundle.h"

namespace mixp::gpurt {

/// [NAME=]FILE; the name is empty where it is not given.
struct NamedFile {
  std::string name;
  std::string file;
};

struct ToolOptions {
  std::string bundle;
  std::vector<NamedFile> inputs;
  std::vector<NamedFile> outputs;
  int device = 0;
  ImageChoice use = ImageChoice::Auto;
  unsigned repeat = 1;
  bool repeatGiven = false;
  bool time = false;
  bool list = false;
  bool checkDriver = false;
  bool help = false;
};

extern const char *const toolHelp;

Status parseToolOptions(int count, const char *const *arguments,
                        ToolOptions &options);

/// Gives each file that has no name the next value of a kind that no file
/// names, in the manifest's order.
Status nameFiles(const Manifest &manifest, ValueKind kind,
                 std::vector<NamedFile> &files);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_TOOLOPTIONS_H
