//===- Bundle.cpp - A bundle's files and module ---------------------------===//
#include "GpuRuntime/Bundle.h"
#include "GpuRuntime/FileContents.h"
#include "GpuRuntime/Target.h"

using namespace mixp;
using namespace mixp::gpurt;

static Status readNamed(const std::string &folder, const std::string &name,
                        std::string &contents) {
  if (name.empty())
    return Status::ok();
  return readFile(folder + "/" + name, contents);
}

Status gpurt::readBundle(const std::string &folder, Bundle &bundle) {
  bundle = Bundle();
  Manifest &manifest = bundle.manifest;
  std::string text, path = folder + "/manifest.json";
  if (Status status = readFile(path, text); status.failed())
    return status;
  if (Status status = parseManifest(text, path, manifest); status.failed())
    return status;
  if (Status status = readNamed(folder, manifest.ptxFile, bundle.ptx);
      status.failed())
    return status;
  if (Status status = readNamed(folder, manifest.cubinFile, bundle.cubin);
      status.failed())
    return status;
  if (Status status =
          readNamed(folder, manifest.constantsFile, bundle.constants);
      status.failed())
    return status;
  for (const Value &value : manifest.values)
    if (value.kind == ValueKind::Constant &&
        (value.bytes > bundle.constants.size() ||
         value.offset > bundle.constants.size() - value.bytes))
      return Status::badInput(
          "'" + folder + "/" + manifest.constantsFile + "': constant '" +
          value.name + "' needs " + std::to_string(value.bytes) + " bytes at " +
          std::to_string(value.offset) + " but the file has " +
          std::to_string(bundle.constants.size()) +
          "; the bundle is incomplete, copy it again");
  return Status::ok();
}

/// Why a device runs neither form of the code, and what to do.
static Status refuse(const Manifest &manifest, const char *what,
                     const Target &target, int architecture) {
  std::string text = std::string(what) + " for " + manifest.target;
  std::string own = formatArchitecture(target.architecture);
  if (target.suffix == 'a')
    text += " runs on compute capability " + own + " only";
  else if (target.suffix == 'f' || std::string(what) == "a cubin")
    text += " runs on compute capability " + own + " to " +
            std::to_string(target.architecture / 10) + ".x";
  else
    text += " runs on compute capability " + own + " or later";
  return Status::badInput("bundle '" + manifest.name + "': " + text +
                          " but the device has " +
                          formatArchitecture(architecture) +
                          "; compile with --target for the device");
}

static Status load(Driver &driver, const std::string &image, Module &module,
                   std::string &used, const char *name) {
  used = name;
  return driver.loadModule(image.c_str(), image.size(), module)
      .at(std::string("loading the bundle's ") + name);
}

Status gpurt::loadBundleModule(Driver &driver, const Bundle &bundle,
                               ImageChoice choice, Module &module,
                               std::string &used) {
  const Manifest &manifest = bundle.manifest;
  int architecture = driver.architecture();
  Target target;
  if (!parseTarget(manifest.target, target))
    return Status::badInput("unknown target '" + manifest.target + "'");
  bool hasCubin = !manifest.cubinFile.empty();
  if (choice == ImageChoice::Cubin && !hasCubin)
    return Status::badInput("bundle '" + manifest.name +
                            "' has no cubin; use the PTX");
  bool fits = runsCubin(target, architecture);
  if (choice == ImageChoice::Cubin && !fits)
    return refuse(manifest, "a cubin", target, architecture);
  Status ofCubin;
  if (choice != ImageChoice::Ptx && hasCubin && fits) {
    ofCubin = load(driver, bundle.cubin, module, used, "cubin");
    if (ofCubin.isOk() || choice == ImageChoice::Cubin)
      return ofCubin;
  }
  if (!runsPtx(target, architecture))
    return refuse(manifest, "PTX", target, architecture);
  Status ofPtx = load(driver, bundle.ptx, module, used, "ptx");
  if (ofPtx.failed() && ofCubin.failed())
    return Status::driver(ofCubin.getMessage() + "; and " + ofPtx.getMessage());
  return ofPtx;
}
