//===- Batch.cpp - mixp batch ---------------------------------------------===//
#include "CommandLine.h"
#include "Subcommands.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Errno.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdio>
#include <iostream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace mixp::tool;

static constexpr const char *kExamples =
    R"(  echo '["run", "m.mlir", "--random=1"]' | mixp batch
  mixp batch < commands.jsonl > answers.jsonl
)";

namespace {
/// What a command's process writes to one of its standard streams.
class Capture {
public:
  Capture() : file(std::tmpfile()) {}
  ~Capture() {
    if (file)
      std::fclose(file);
  }
  Capture(const Capture &) = delete;
  Capture &operator=(const Capture &) = delete;

  explicit operator bool() const { return file; }
  /// In the child: the file takes the place of the stream.
  bool replace(int stream) const { return dup2(fileno(file), stream) >= 0; }
  /// What was written. JSON takes only UTF-8.
  std::string read() const {
    std::string text;
    std::rewind(file);
    char buffer[4096];
    while (size_t size = std::fread(buffer, 1, sizeof(buffer), file))
      text.append(buffer, size);
    return llvm::json::isUTF8(text) ? text : llvm::json::fixUTF8(text);
  }

private:
  std::FILE *file;
};
} // namespace

/// The child's life: one command with its streams in files.
[[noreturn]] static void runCommand(std::vector<std::string> &words,
                                    const Capture &out, const Capture &err) {
  // The answers and the commands are the parent's.
  std::fclose(stdin);
  if (!out.replace(STDOUT_FILENO) || !err.replace(STDERR_FILENO))
    _exit(kBadInput);
  llvm::SmallVector<char *> argv;
  static char name[] = "mixp";
  argv.push_back(name);
  for (std::string &word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  int code = runSubcommand(int(argv.size()) - 1, argv.data());
  llvm::outs().flush();
  llvm::errs().flush();
  _exit(code);
}

/// The words of a command, or an error.
static llvm::Expected<std::vector<std::string>>
parseCommand(llvm::StringRef line) {
  auto value = llvm::json::parse<std::vector<std::string>>(line, "command");
  if (!value)
    return llvm::createStringError(
        "expected a JSON array of strings but got '" + line +
        "': " + llvm::toString(value.takeError()));
  return value;
}

static llvm::Expected<llvm::json::Object>
runLine(std::vector<std::string> words) {
  Capture out, err;
  if (!out || !err)
    return llvm::createStringError("cannot make temporary files: " +
                                   llvm::sys::StrError());
  pid_t child = fork();
  if (child < 0)
    return llvm::createStringError("cannot start a process: " +
                                   llvm::sys::StrError());
  if (child == 0)
    runCommand(words, out, err);
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return llvm::createStringError("lost a process: " +
                                     llvm::sys::StrError());
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return llvm::json::Object{
      {"exit", code}, {"stdout", out.read()}, {"stderr", err.read()}};
}

int mixp::tool::runBatch(int argc, char **argv) {
  CommandLine line(
      "batch < COMMANDS",
      "Runs commands one after the other, each in a process of its own that "
      "need not load\nLLVM again. A command is a line with a JSON array of "
      "the words after `mixp`; its\nanswer is a line with an object: exit "
      "(minus the signal's number after a crash),\nstdout, stderr.",
      kExamples);
  if (std::optional<int> exit = line.parse(argc, argv))
    return *exit;
  for (std::string text; std::getline(std::cin, text);) {
    if (llvm::StringRef(text).trim().empty())
      continue;
    auto words = parseCommand(text);
    if (!words)
      return reportError(words.takeError());
    auto answer = runLine(std::move(*words));
    if (!answer)
      return reportError(answer.takeError());
    llvm::outs() << llvm::json::Value(std::move(*answer)) << "\n";
    // Whoever waits for it sends no command before.
    llvm::outs().flush();
  }
  return kSuccess;
}
