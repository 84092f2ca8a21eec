//===- Harness.cpp - Runs small PTX texts ---------------------------------===//
#include "Harness.h"

using namespace llvm;
using namespace mixp::ptx;

void Kernel::addMemory(size_t bytes, const void *data) {
  uint64_t address = memory.allocate(bytes);
  if (data)
    cantFail(memory.write(
        address, ArrayRef<char>(static_cast<const char *>(data), bytes)));
  number(address);
}

std::string Kernel::getPrologue() const {
  std::string text = ".version 8.7\n.target " + target +
                     "\n.address_size 64\n.extern .shared .align 1024 .b8 "
                     "smem[];\n" +
                     declarations + ".visible .entry test(";
  for (size_t i = 0; i < arguments.size(); ++i)
    text += std::string(i ? ", " : "") +
            (arguments[i].size() == 8
                 ? ".param .u64 p" + std::to_string(i)
                 : ".param .align 64 .b8 p" + std::to_string(i) + "[" +
                       std::to_string(arguments[i].size()) + "]");
  text += ")\n{\n.reg .pred %p<32>;\n.reg .b16 %rs<32>;\n.reg .b32 %r<512>;\n"
          ".reg .b64 %rd<64>;\n.reg .b128 %q<4>;\nmov.u32 %r0, %tid.x;\n";
  for (size_t i = 0; i < arguments.size(); ++i) {
    std::string number = std::to_string(i);
    text += (arguments[i].size() == 8
                 ? "ld.param.u64 %rd" + number + ", [p" + number + "];\n"
                 : "mov.b64 %rd" + number + ", p" + number + ";\n");
  }
  return text;
}

std::string Kernel::getText() const {
  return getPrologue() + body + "\nret;\n}\n";
}

unsigned Kernel::lineOf(unsigned bodyLine) const {
  return StringRef(getPrologue()).count('\n') + 1 + bodyLine;
}

Expected<Report> Kernel::tryRun() {
  Expected<Module> module = Module::parse(getText(), "test.ptx");
  if (!module)
    return module.takeError();
  launch.arguments.clear();
  for (const std::string &argument : arguments)
    launch.arguments.push_back(argument.data());
  return mixp::ptx::launch(memory, *module, launch);
}

Report Kernel::run() {
  Expected<Report> report = tryRun();
  if (report)
    return std::move(*report);
  ADD_FAILURE() << toString(report.takeError());
  return Report();
}

void Kernel::expectError(StringRef errorClass, std::vector<std::string> texts) {
  Expected<Report> report = tryRun();
  if (report) {
    ADD_FAILURE() << "expected " << errorClass.str() << ", but it ran";
    return;
  }
  std::string message = toString(report.takeError());
  EXPECT_TRUE(StringRef(message).starts_with("test.ptx:")) << message;
  EXPECT_TRUE(StringRef(message).contains((": " + errorClass + ": ").str()))
      << message;
  for (const std::string &text : texts)
    EXPECT_TRUE(StringRef(message).contains(text)) << message << "\nlacks\n"
                                                   << text;
}

template <typename T>
static std::vector<T> runCases(const std::string &instruction,
                               const std::vector<std::vector<T>> &inputs,
                               const std::string &target) {
  bool wide = sizeof(T) == 8;
  std::string name = wide ? "%rd" : "%r", type = wide ? "b64" : "b32";
  int first = wide ? 5 : 1;
  std::string body =
      "mul.wide.u32 %rd20, %r0, " + std::to_string(sizeof(T)) + ";\n";
  for (size_t i = 0; i < inputs.size(); ++i) {
    std::string number = std::to_string(i);
    body += "add.s64 %rd21, %rd" + number + ", %rd20;\nld.global." + type +
            " " + name + std::to_string(first + i) + ", [%rd21];\n";
  }
  body += instruction + "\nadd.s64 %rd21, %rd" + std::to_string(inputs.size()) +
          ", %rd20;\nst.global." + type + " [%rd21], " + name +
          std::to_string(first + 3) + ";";
  Kernel kernel(body, target);
  for (std::vector<T> values : inputs) {
    values.resize(32);
    kernel.input(values);
  }
  kernel.output(32 * sizeof(T));
  kernel.run();
  std::vector<T> result = kernel.read<T>(inputs.size(), 32);
  if (!inputs.empty())
    result.resize(inputs[0].size());
  return result;
}

std::vector<uint32_t>
mixp::ptx::runLanes(std::string instruction,
                    std::vector<std::vector<uint32_t>> inputs,
                    std::string target) {
  return runCases<uint32_t>(instruction, inputs, target);
}

std::vector<uint64_t>
mixp::ptx::runWideLanes(std::string instruction,
                        std::vector<std::vector<uint64_t>> inputs) {
  return runCases<uint64_t>(instruction, inputs, "sm_90a");
}
