//===- CommandLine.cpp - Options of one subcommand ------------------------===//
#include "CommandLine.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace mixp::tool;
using llvm::StringRef;
using llvm::Twine;

llvm::Error mixp::tool::checkThreads(int64_t threads) {
  constexpr int64_t kMost = 1024;
  if (threads >= 0 && threads <= kMost)
    return llvm::Error::success();
  return llvm::createStringError("--threads: expected 0 to " +
                                 llvm::Twine(kMost) + " but got " +
                                 llvm::Twine(threads));
}

int mixp::tool::reportError(const Twine &message) {
  llvm::errs() << "mixp: error: " << message << "\n";
  return kBadInput;
}

int mixp::tool::reportError(llvm::Error error) {
  return reportError(llvm::toString(std::move(error)));
}

void CommandLine::flag(StringRef name, bool &value, StringRef help) {
  options.push_back({name.str(), "", help.str(), [&value](StringRef) {
                       value = true;
                       return true;
                     }});
}

void CommandLine::option(StringRef name, StringRef meta, std::string &value,
                         StringRef help) {
  options.push_back({name.str(), meta.str(), help.str(), [&value](StringRef s) {
                       value = s.str();
                       return true;
                     }});
}

void CommandLine::option(StringRef name, StringRef meta, int64_t &value,
                         StringRef help) {
  options.push_back({name.str(), meta.str(), help.str(), [&value](StringRef s) {
                       return !s.getAsInteger(10, value);
                     }});
}

void CommandLine::optional(StringRef name, StringRef meta, std::string &value,
                           StringRef implicit, StringRef help) {
  option(name, meta, value, help);
  options.back().implicit = implicit.str();
}

void CommandLine::list(StringRef name, StringRef meta,
                       std::vector<std::string> &values, StringRef help) {
  options.push_back(
      {name.str(), meta.str(), help.str(), [&values](StringRef s) {
         values.push_back(s.str());
         return true;
       }});
}

static std::string spell(StringRef name) {
  return (name.size() == 1 ? "-" : "--") + name.str();
}

void CommandLine::printHelp() const {
  llvm::raw_ostream &os = llvm::outs();
  os << summary << "\n\nusage: mixp " << usage << "\n\n";
  for (const Option &option : options) {
    std::string left = spell(option.name);
    if (!option.implicit.empty())
      left += "[=" + option.meta + "]";
    else if (option.takesValue())
      left += (option.name.size() == 1 ? " " : "=") + option.meta;
    os << llvm::formatv("  {0,-26} {1}\n", left, option.help);
  }
  os << llvm::formatv("  {0,-26} {1}\n", "--help", "print this text");
  if (!examples.empty())
    os << "\nexamples:\n" << examples;
}

std::optional<int> CommandLine::fail(const Twine &message) const {
  return reportError(message + " (see mixp " +
                     StringRef(usage).split(' ').first + " --help)");
}

const CommandLine::Option *CommandLine::find(StringRef name) const {
  for (const Option &option : options)
    if (option.name == name)
      return &option;
  return nullptr;
}

std::string CommandLine::suggest(StringRef name) const {
  const Option *best = nullptr;
  unsigned bestDistance = 3;
  for (const Option &option : options) {
    unsigned distance = name.edit_distance(option.name);
    if (distance < bestDistance) {
      best = &option;
      bestDistance = distance;
    }
  }
  return best ? "; did you mean '" + spell(best->name) + "'?" : "";
}

std::optional<int> CommandLine::parse(int argc, char **argv) {
  for (int i = 0; i < argc; ++i) {
    StringRef word = argv[i];
    if (word == "--help" || word == "-h") {
      printHelp();
      return kSuccess;
    }
    if (!word.starts_with("-") || word == "-") {
      if (!words)
        return fail("unexpected argument '" + word + "'");
      words->push_back(word.str());
      continue;
    }
    auto [name, value] = word.ltrim('-').split('=');
    bool hasValue = word.contains('=');
    const Option *option = find(name);
    if (!option)
      return fail("unknown option '" + word.split('=').first + "'" +
                  suggest(name));
    if (!option->takesValue() && hasValue)
      return fail("option '" + spell(name) + "' takes no value");
    if (!option->implicit.empty() && !hasValue) {
      value = option->implicit;
    } else if (option->takesValue() && !hasValue) {
      if (++i == argc)
        return fail("option '" + spell(name) + "' needs a value");
      value = argv[i];
    }
    if (!option->set(value))
      return fail("option '" + spell(name) + "': expected " + option->meta +
                  " but got '" + value + "'");
  }
  return std::nullopt;
}
