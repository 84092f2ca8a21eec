//===- FileContents.cpp - Whole files -------------------------------------===//
#include "GpuRuntime/FileContents.h"
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/stat.h>

using namespace mixp;
using namespace mixp::gpurt;

static Status fail(const char *what, const std::string &path) {
  return Status::badInput(std::string("cannot ") + what + " '" + path +
                          "': " + std::strerror(errno));
}

Status gpurt::readFile(const std::string &path, std::string &contents) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0)
    return fail("open", path);
  if (!S_ISREG(info.st_mode))
    return Status::badInput("cannot open '" + path +
                            "': expected a regular file");
  FILE *file = std::fopen(path.c_str(), "rb");
  if (!file)
    return fail("open", path);
  contents.resize(info.st_size);
  size_t have = std::fread(&contents[0], 1, contents.size(), file);
  bool failed = std::ferror(file);
  std::fclose(file);
  if (failed || have != contents.size())
    return Status::badInput("cannot read '" + path + "': got " +
                            std::to_string(have) + " of " +
                            std::to_string(contents.size()) + " bytes");
  return Status::ok();
}

Status gpurt::writeFile(const std::string &path, const std::string &contents) {
  FILE *file = std::fopen(path.c_str(), "wb");
  if (!file)
    return fail("write", path);
  bool written =
      std::fwrite(contents.data(), 1, contents.size(), file) == contents.size();
  // A full disk may show only now.
  if (std::fclose(file) != 0 || !written)
    return fail("write", path);
  return Status::ok();
}
