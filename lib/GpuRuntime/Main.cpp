//===- Main.cpp - mixp-gpu-run: runs a bundle of GPU kernels --------------===//
#include "GpuRuntime/BundleRunner.h"
#include "GpuRuntime/CudaDriver.h"
#include "GpuRuntime/Listing.h"
#include "GpuRuntime/NpyFile.h"
#include "GpuRuntime/ToolOptions.h"
#include <cstdio>

using namespace mixp::gpurt;

using Tensors = std::map<std::string, HostTensor>;

static int report(const Status &status) {
  if (status.isOk())
    return 0;
  std::fprintf(stderr, "mixp-gpu-run: %s: %s\n",
               status.getKind() == Status::Kind::Absent ? "skipped" : "error",
               status.getMessage().c_str());
  if (status.getKind() == Status::Kind::Absent)
    return 77; // what test programs take for "skipped"
  return status.getKind() == Status::Kind::Driver ? 3 : 1;
}

static Status readInputs(const Manifest &manifest, const ToolOptions &options,
                         Tensors &inputs) {
  for (const NamedFile &file : options.inputs)
    for (const Value &value : manifest.values)
      if (value.kind == ValueKind::Input && value.name == file.name)
        if (Status status = readNpy(file.file, value.type, inputs[file.name]);
            status.failed())
          return status.at("input '" + file.name + "'");
  return Status::ok();
}

static Status runModule(Driver &driver, Module module, const Bundle &bundle,
                        const ToolOptions &options, const Tensors &inputs) {
  BundleRunner runner(driver, module, bundle);
  Tensors outputs;
  for (unsigned i = 0, e = options.time ? 1 : options.repeat; i < e; ++i)
    if (Status status = runner.run(inputs, outputs); status.failed())
      return status;
  for (const NamedFile &file : options.outputs)
    if (Status status = writeNpy(file.file, outputs.at(file.name));
        status.failed())
      return status.at("output '" + file.name + "'");
  const Counters &counters = runner.getCounters();
  std::printf("launches %llu, bytes up %llu, down %llu, relaid %llu\n",
              static_cast<unsigned long long>(counters.launches),
              static_cast<unsigned long long>(counters.bytesUp),
              static_cast<unsigned long long>(counters.bytesDown),
              static_cast<unsigned long long>(counters.bytesRelaid));
  if (!options.time)
    return Status::ok();
  std::vector<std::vector<double>> times;
  if (Status status = runner.timeLaunches(options.repeat, times);
      status.failed())
    return status;
  std::fputs(listTimes(bundle.manifest, times).c_str(), stdout);
  return Status::ok();
}

static Status runBundle(const ToolOptions &given) {
  ToolOptions options = given;
  Bundle bundle;
  Tensors inputs;
  if (Status status = readBundle(options.bundle, bundle); status.failed())
    return status;
  const Manifest &manifest = bundle.manifest;
  if (options.list) {
    std::fputs(listManifest(manifest).c_str(), stdout);
    return Status::ok();
  }
  if (Status status = nameFiles(manifest, ValueKind::Input, options.inputs);
      status.failed())
    return status;
  if (Status status = nameFiles(manifest, ValueKind::Output, options.outputs);
      status.failed())
    return status;
  if (Status status = readInputs(manifest, options, inputs); status.failed())
    return status;
  std::unique_ptr<CudaDriver> driver;
  if (Status status = CudaDriver::create(options.device, driver);
      status.failed())
    return status;
  Module module;
  std::string used;
  if (Status status =
          loadBundleModule(*driver, bundle, options.use, module, used);
      status.failed())
    return status;
  std::printf("%s; %s\n", driver->describe().c_str(), used.c_str());
  Status result = runModule(*driver, module, bundle, options, inputs);
  Status unloaded = driver->unloadModule(module);
  return result.failed() ? result : unloaded;
}

static Status checkDriver(const ToolOptions &options) {
  std::unique_ptr<CudaDriver> driver;
  if (Status status = CudaDriver::create(options.device, driver);
      status.failed())
    return status;
  std::printf("%s, %zu bytes of shared memory for a block\n",
              driver->describe().c_str(), driver->sharedMemoryPerBlock());
  return Status::ok();
}

int main(int count, char **arguments) {
  ToolOptions options;
  if (Status status = parseToolOptions(count, arguments, options);
      status.failed())
    return report(status);
  if (options.help) {
    std::fputs(toolHelp, stdout);
    return 0;
  }
  return report(options.checkDriver ? checkDriver(options)
                                    : runBundle(options));
}
