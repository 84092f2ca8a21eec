//===- Listing.cpp - What is in a bundle, for people ----------------------===//
#include "GpuRuntime/Listing.h"
#include <algorithm>
#include <cstdio>

using namespace mixp;
using namespace mixp::gpurt;

static std::string formatLayout(const Layout &layout) {
  std::string text = layout.kind == Layout::Kind::Rows
                         ? "rows"
                         : "fragments of " + std::to_string(layout.bits) +
                               " bits in blocks " +
                               std::to_string(layout.blockN) + "x" +
                               std::to_string(layout.blockK);
  if (layout.roundTf32)
    text += ", rounded to tf32";
  return text + (layout.transpose ? ", transposed" : "");
}

static std::string formatLaunch(const Manifest &manifest,
                                const Launch &launch) {
  const Grid &grid = launch.grid;
  std::string text =
      launch.kernel + ": " + std::to_string(launch.threads) + " threads, " +
      std::to_string(launch.sharedBytes) +
      " bytes of shared memory, tiles of " + std::to_string(grid.tileM) + "x" +
      std::to_string(grid.tileN) + ", split_k " +
      (grid.splitBlocks ? "up to " : "") + std::to_string(grid.splitK) +
      (grid.persistent ? ", persistent\n" : "\n");
  for (const Operand &operand : launch.operands)
    text +=
        std::string(operand.access == Access::Read ? "  reads " : "  writes ") +
        manifest.values[operand.value].name + " (" +
        formatLayout(operand.layout) + ")\n";
  return text;
}

std::string gpurt::listManifest(const Manifest &manifest) {
  std::string text = "bundle " + manifest.name + " for " + manifest.target +
                     ": " + manifest.ptxFile +
                     (manifest.cubinFile.empty() ? "" : ", ") +
                     manifest.cubinFile + "\n";
  static const char *const kinds[] = {"input", "constant", "temporary",
                                      "output"};
  for (const Value &value : manifest.values)
    text += std::string(kinds[static_cast<int>(value.kind)]) + " " +
            value.name + ": " + formatType(value.type, value.shape) + "\n";
  for (const Launch &launch : manifest.launches)
    text += formatLaunch(manifest, launch);
  return text;
}

static std::string formatTimes(const std::string &name, double median,
                               double least) {
  char text[64];
  std::snprintf(text, sizeof(text), ": median %.4f ms, least %.4f ms\n", median,
                least);
  return name + text;
}

std::string gpurt::listTimes(const Manifest &manifest,
                             std::vector<std::vector<double>> milliseconds) {
  std::string text;
  double medians = 0, leasts = 0;
  for (size_t i = 0; i < milliseconds.size(); ++i) {
    std::vector<double> &times = milliseconds[i];
    std::sort(times.begin(), times.end());
    size_t half = times.size() / 2;
    double median =
        times.size() % 2 ? times[half] : (times[half - 1] + times[half]) / 2;
    medians += median;
    leasts += times.front();
    text += formatTimes("launch #" + std::to_string(i) + " " +
                            manifest.launches[i].kernel,
                        median, times.front());
  }
  return text + formatTimes("all launches", medians, leasts);
}
