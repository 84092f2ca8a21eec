//===- Subcommands.h - The parts of the mixp command ------------*- C++ -*-===//
#ifndef MIXP_TOOLS_SUBCOMMANDS_H
#define MIXP_TOOLS_SUBCOMMANDS_H

namespace mixp::tool {

/// One subcommand. `run` gets the words after the subcommand's name and returns
/// an ExitCode.
struct Subcommand {
  const char *name;
  const char *summary;
  int (*run)(int argc, char **argv);
};

int runBatch(int argc, char **argv);
int runBench(int argc, char **argv);
int runCompile(int argc, char **argv);
int runImport(int argc, char **argv);
int runQuantize(int argc, char **argv);
int runRun(int argc, char **argv);
int runTargets(int argc, char **argv);

/// The whole of a command: argv[1] names the subcommand, as in main.
int runSubcommand(int argc, char **argv);

} // namespace mixp::tool

#endif // MIXP_TOOLS_SUBCOMMANDS_H
