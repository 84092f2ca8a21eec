//===- CommandLine.h - Options of one subcommand ----------------*- C++ -*-===//
#ifndef MIXP_TOOLS_COMMANDLINE_H
#define MIXP_TOOLS_COMMANDLINE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace mixp::tool {

/// Exit codes that scripts rely on.
enum ExitCode { kSuccess = 0, kBadInput = 1, kCheckFailed = 2 };

/// The options of one subcommand. LLVM's own command-line library would add
/// every option of the code generator to --help and has one namespace for all
/// subcommands.
class CommandLine {
public:
  /// `usage` is the line after "usage: mixp", `examples` is printed last.
  CommandLine(llvm::StringRef usage, llvm::StringRef summary,
              llvm::StringRef examples)
      : usage(usage), summary(summary), examples(examples) {}

  // Each declares an option; `meta` names its value in --help. `value` must
  // outlive `parse`.
  void flag(llvm::StringRef name, bool &value, llvm::StringRef help);
  void option(llvm::StringRef name, llvm::StringRef meta, std::string &value,
              llvm::StringRef help);
  void option(llvm::StringRef name, llvm::StringRef meta, int64_t &value,
              llvm::StringRef help);
  /// An option that may come without a value: then it has `implicit`.
  void optional(llvm::StringRef name, llvm::StringRef meta, std::string &value,
                llvm::StringRef implicit, llvm::StringRef help);
  void list(llvm::StringRef name, llvm::StringRef meta,
            std::vector<std::string> &values, llvm::StringRef help);
  /// Words that are not options.
  void positional(std::vector<std::string> &values) { words = &values; }

  /// Parses `--name=value`, `--name value` and flags; `-o` is written with one
  /// dash. The exit status where there is no more to do: help was printed, or
  /// an error with a suggestion to stderr.
  std::optional<int> parse(int argc, char **argv);

private:
  struct Option {
    std::string name, meta, help;
    /// Returns false if the text is not a value of the option.
    std::function<bool(llvm::StringRef)> set;
    /// The value of an option that is written without one; empty: it needs one.
    std::string implicit = "";
    bool takesValue() const { return !meta.empty(); }
  };
  void printHelp() const;
  std::optional<int> fail(const llvm::Twine &message) const;
  const Option *find(llvm::StringRef name) const;
  std::string suggest(llvm::StringRef name) const;

  std::string usage, summary, examples;
  std::vector<Option> options;
  std::vector<std::string> *words = nullptr;
};

/// The help of --threads, and an error for a number that it does not take.
inline constexpr const char *kThreadsHelp =
    "threads that share each large product (default 1; 0: all that OpenMP has)";
llvm::Error checkThreads(int64_t threads);

/// Prints "mixp: error: MESSAGE" to stderr and returns kBadInput.
int reportError(const llvm::Twine &message);
int reportError(llvm::Error error);

} // namespace mixp::tool

#endif // MIXP_TOOLS_COMMANDLINE_H
