//===- ToolOptions.cpp - The command line of mixp-gpu-run -----------------===//
#include "GpuRuntime/ToolOptions.h"
#include <algorithm>

using namespace mixp;
using namespace mixp::gpurt;

const char *const gpurt::toolHelp =
    R"(usage: mixp-gpu-run BUNDLE [options]

Runs a bundle of GPU kernels that 'mixp compile --target=sm_XX --emit=bundle'
wrote, on a machine that needs a driver and nothing else.

  --input [NAME=]FILE.npy   tensor for an input; without a name, for the next
                            one that has none yet
  --output [NAME=]FILE.npy  where an output is written, likewise
  --device=N                the driver's number of the device (0)
  --use=cubin|ptx|auto      which code to load: auto (the default) takes the
                            cubin where it fits the device, else the PTX
  --repeat=N                run N times (1; with --time 20)
  --time                    print median and least time of each launch, measured
                            by events after one run that is not counted
  --list                    print what is in the bundle; needs no driver
  --check-driver            print the device and exit; needs no bundle
  --help                    print this

bf16 and 8-bit floats are read from and written to float32 files (rounded to
nearest even, 8-bit ones saturated), i4 and ui4 from and to int8 and uint8.
The environment variable MIXP_LIBCUDA names another driver library.

Exit codes: 0 success, 1 bad input, 3 an error of the driver, 77 no driver or
no device.

Examples:
  mixp-gpu-run --check-driver
  mixp-gpu-run digits --list
  mixp-gpu-run digits --input x.npy --output y.npy
  mixp-gpu-run digits --input x=x.npy --output y=y.npy --use=ptx --device=1
  mixp-gpu-run digits --input x.npy --time --repeat=100
)";

static NamedFile splitName(const std::string &text) {
  size_t equals = text.find('=');
  // "./a=b.npy" is a file.
  if (equals == std::string::npos || text.find('/') < equals)
    return {"", text};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

static Status parseNumber(const std::string &option, const std::string &text,
                          int least, int &number) {
  bool digits = !text.empty() && text.size() <= 9 &&
                text.find_first_not_of("0123456789") == std::string::npos;
  number = digits ? std::stoi(text) : -1;
  if (number >= least)
    return Status::ok();
  return Status::badInput(option + ": expected a number of at least " +
                          std::to_string(least) + " but got '" + text + "'");
}

static Status parseUse(const std::string &text, ImageChoice &choice) {
  if (text == "auto")
    choice = ImageChoice::Auto;
  else if (text == "cubin")
    choice = ImageChoice::Cubin;
  else if (text == "ptx")
    choice = ImageChoice::Ptx;
  else
    return Status::badInput("--use: expected cubin, ptx or auto but got '" +
                            text + "'");
  return Status::ok();
}

static bool setFlag(const std::string &name, ToolOptions &options) {
  if (name == "--time")
    return options.time = true;
  if (name == "--list")
    return options.list = true;
  if (name == "--check-driver")
    return options.checkDriver = true;
  if (name == "--help" || name == "-h")
    return options.help = true;
  return false;
}

static bool takesValue(const std::string &name) {
  const char *const names[] = {"--input", "--output", "--device", "--use",
                               "--repeat"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

static Status setValue(const std::string &name, const std::string &value,
                       ToolOptions &options) {
  if (name == "--input" || name == "--output") {
    NamedFile file = splitName(value);
    if (file.file.empty())
      return Status::badInput(name + ": expected [NAME=]FILE.npy but got '" +
                              value + "'");
    (name == "--input" ? options.inputs : options.outputs).push_back(file);
    return Status::ok();
  }
  if (name == "--use")
    return parseUse(value, options.use);
  if (name == "--device")
    return parseNumber(name, value, 0, options.device);
  int repeat = 0;
  Status status = parseNumber(name, value, 1, repeat);
  options.repeat = repeat;
  options.repeatGiven = true;
  return status;
}

/// One option at `index`, which moves to the last argument that it takes.
static Status parseOption(int count, const char *const *arguments, int &index,
                          ToolOptions &options) {
  std::string name = arguments[index], value;
  if (setFlag(name, options))
    return Status::ok();
  size_t equals = name.find('=');
  bool attached = equals != std::string::npos;
  if (attached) {
    value = name.substr(equals + 1);
    name.resize(equals);
  }
  if (!takesValue(name))
    return Status::badInput(std::string("unknown option '") + arguments[index] +
                            "'; --help lists them");
  if (!attached) {
    if (index + 1 == count)
      return Status::badInput(name + ": expected a value");
    value = arguments[++index];
  }
  return setValue(name, value, options);
}

Status gpurt::parseToolOptions(int count, const char *const *arguments,
                               ToolOptions &options) {
  for (int i = 1; i < count; ++i) {
    std::string text = arguments[i];
    if (text.size() > 1 && text[0] == '-') {
      if (Status status = parseOption(count, arguments, i, options);
          status.failed())
        return status;
    } else if (options.bundle.empty() && !text.empty()) {
      options.bundle = text;
    } else {
      return Status::badInput("expected one bundle but got also '" + text +
                              "'");
    }
  }
  if (options.bundle.empty() && !options.help && !options.checkDriver)
    return Status::badInput("expected the folder of a bundle; --help explains");
  if (options.time && !options.repeatGiven)
    options.repeat = 20;
  return Status::ok();
}

Status gpurt::nameFiles(const Manifest &manifest, ValueKind kind,
                        std::vector<NamedFile> &files) {
  std::string what = kind == ValueKind::Input ? "input" : "output";
  std::vector<std::string> free;
  for (const Value &value : manifest.values)
    if (value.kind == kind)
      free.push_back(value.name);
  for (const NamedFile &file : files) {
    if (file.name.empty())
      continue;
    auto found = std::find(free.begin(), free.end(), file.name);
    if (found == free.end())
      return Status::badInput("--" + what + ": bundle '" + manifest.name +
                              "' has no " + what + " '" + file.name +
                              "' that has no file yet");
    free.erase(found);
  }
  for (NamedFile &file : files) {
    if (!file.name.empty())
      continue;
    if (free.empty())
      return Status::badInput("--" + what + ": bundle '" + manifest.name +
                              "' has no " + what + " left for '" + file.file +
                              "'");
    file.name = free.front();
    free.erase(free.begin());
  }
  return Status::ok();
}
