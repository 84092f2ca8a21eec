//===- Launch.cpp - Runs a kernel of a PTX module -------------------------===//
#include "mixp/PtxEmulator/Launch.h"
#include "Block.h"
#include "FunctionDecoder.h"
#include <cstring>

using namespace llvm;
using namespace mixp::ptx;

/// Allocates and initializes the module's variables at its first launch.
static const std::vector<uint64_t> &loadModule(DeviceMemory &memory,
                                               const Module &module) {
  ModuleData &data = module.getData();
  if (std::vector<uint64_t> *known = memory.findModule(&data))
    return *known;
  std::vector<uint64_t> &addresses = memory.addModule(module.getShared());
  StringMap<uint64_t> byName;
  for (const VariableAst &variable : data.variables) {
    uint64_t address = 0;
    if (variable.space != Space::Shared)
      address = memory.allocate(std::max<uint64_t>(variable.size, 1),
                                std::max<uint64_t>(variable.align, 256));
    addresses.push_back(address);
    byName[variable.name] = address;
  }
  for (auto [variable, address] : zip_equal(data.variables, addresses)) {
    if (!address)
      continue;
    char *bytes = memory.resolve(address, variable.size);
    // Variables without an initializer are zero.
    std::memset(bytes, 0, variable.size);
    std::memcpy(bytes, variable.bytes.data(), variable.bytes.size());
    for (const VariableAst::Reference &reference : variable.references) {
      uint64_t value = byName.lookup(reference.symbol) + reference.addend;
      std::memcpy(bytes + reference.offset, &value,
                  std::min<uint64_t>(variable.elementBytes, 8));
    }
  }
  return addresses;
}

static Error checkShape(const Launch &launch, const KernelInfo &kernel) {
  const Dim3 &block = launch.block;
  uint64_t threads = block.count();
  auto print = [](const Dim3 &dim) {
    return (Twine(dim.x) + "," + Twine(dim.y) + "," + Twine(dim.z)).str();
  };
  if (!threads || threads > 1024 || !launch.grid.count())
    return createStringError("expected a grid of at least 1 block and a block "
                             "of 1 to 1024 threads but got grid " +
                             print(launch.grid) + " and block " + print(block));
  if (kernel.requiredThreads && *kernel.requiredThreads != block)
    return createStringError(
        "kernel '" + kernel.name + "' requires blocks of " +
        print(*kernel.requiredThreads) + " threads but got " + print(block));
  if (kernel.maxThreads && threads > kernel.maxThreads->count())
    return createStringError("kernel '" + kernel.name +
                             "' takes blocks of at most " +
                             Twine(kernel.maxThreads->count()) +
                             " threads but got " + Twine(threads));
  if (launch.arguments.size() != kernel.parameters.size())
    return createStringError("kernel '" + kernel.name + "' takes " +
                             Twine(kernel.parameters.size()) +
                             " arguments but got " +
                             Twine(launch.arguments.size()));
  for (size_t i = 0; i < launch.arguments.size(); ++i)
    if (!launch.arguments[i])
      return createStringError("argument #" + Twine(i) + " of kernel '" +
                               kernel.name + "' is null");
  return Error::success();
}

static Report makeReport(const LaunchState &state) {
  Report report;
  const Program &program = state.program;
  for (size_t pc = 0; pc < program.code.size(); ++pc) {
    const Counters &counters = state.counters[pc];
    if (!counters.executed)
      continue;
    const Instruction &ins = program.code[pc];
    const std::string &opcode = program.opcodes[ins.opcode];
    report.total.add(counters);
    LineReport &line = report.lines[ins.line];
    if (line.opcode.empty())
      line.opcode = opcode;
    line.counters.add(counters);
    report.opcodes[opcode] += counters.executed;
    report.tensorInstructions += ins.isTensor ? counters.executed : 0;
    report.barriers += ins.isBarrier ? counters.executed : 0;
  }
  report.blocks = state.launch.grid.count();
  report.sharedBytes = state.sharedEnd - kSharedBase;
  return report;
}

/// The address after the block's shared memory, if it has as much.
static Expected<uint32_t> getSharedEnd(const Program &program,
                                       const Launch &launch) {
  uint64_t end =
      launch.dynamicSharedBytes
          ? uint64_t(program.dynamicSharedStart) + launch.dynamicSharedBytes
          : program.staticSharedEnd;
  if (end - kSharedBase <= launch.options.maxSharedBytes)
    return end;
  return createStringError("kernel '" + launch.kernel + "' needs " +
                           Twine(end - kSharedBase) +
                           " bytes of shared memory but a block has " +
                           Twine(launch.options.maxSharedBytes) + " at most");
}

Error mixp::ptx::checkLaunch(const Module &module, const Launch &launch) {
  const KernelInfo *kernel = module.findKernel(launch.kernel);
  if (!kernel)
    return createStringError("'" + module.getData().fileName +
                             "' has no kernel '" + launch.kernel + "'");
  if (Error error = checkShape(launch, *kernel))
    return error;
  auto program = getProgram(module.getData(), launch.kernel);
  if (!program)
    return program.takeError();
  return getSharedEnd(**program, launch).takeError();
}

static Error runBlocks(LaunchState &state) {
  const Launch &launch = state.launch;
  Block block(state);
  uint64_t number = 0;
  for (uint32_t z = 0; z < launch.grid.z; ++z)
    for (uint32_t y = 0; y < launch.grid.y; ++y)
      for (uint32_t x = 0; x < launch.grid.x; ++x) {
        block.start({x, y, z}, launch.options.seed * 0x10001 + number++);
        block.run();
        if (block.failed())
          return createStringError(block.failure);
      }
  return Error::success();
}

Expected<Report> mixp::ptx::launch(DeviceMemory &memory, const Module &module,
                                   const Launch &launch) {
  if (Error error = checkLaunch(module, launch))
    return std::move(error);
  std::shared_ptr<const Program> program =
      cantFail(getProgram(module.getData(), launch.kernel));
  LaunchState state{memory, module.getData(), *program, launch, {}, {}, {}};
  state.counters.resize(program->code.size());
  state.parameters.resize(program->parameterBytes);
  const KernelInfo *kernel = module.findKernel(launch.kernel);
  for (size_t i = 0; i < launch.arguments.size(); ++i)
    std::memcpy(&state.parameters[program->parameterOffsets[i]],
                launch.arguments[i], kernel->parameters[i].size);
  state.globals = loadModule(memory, module);
  state.sharedEnd = cantFail(getSharedEnd(*program, launch));
  if (Error error = runBlocks(state))
    return std::move(error);
  return makeReport(state);
}
