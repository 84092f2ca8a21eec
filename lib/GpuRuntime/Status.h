//===- Status.h - Success, or what went wrong -------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_STATUS_H
#define MIXP_GPURUNTIME_STATUS_H

#include <string>
#include <utility>

namespace mixp::gpurt {

/// The result of everything that can fail: success, or a class of failure and
/// a message (lowercase start, no full stop).
class [[nodiscard]] Status {
public:
  enum class Kind {
    Ok,
    BadInput, // what the caller gave: files, shapes, a bundle
    Absent,   // this machine has no driver or no device
    Driver    // a call of the driver failed
  };

  Status() = default;
  static Status ok() { return Status(); }
  static Status badInput(std::string message) {
    return Status(Kind::BadInput, std::move(message));
  }
  static Status absent(std::string message) {
    return Status(Kind::Absent, std::move(message));
  }
  static Status driver(std::string message) {
    return Status(Kind::Driver, std::move(message));
  }

  bool isOk() const { return kind == Kind::Ok; }
  bool failed() const { return kind != Kind::Ok; }
  Kind getKind() const { return kind; }
  const std::string &getMessage() const { return message; }

  /// The same failure, its message with `place` and ": " in front.
  Status at(const std::string &place) const {
    return failed() ? Status(kind, place + ": " + message) : *this;
  }

private:
  Status(Kind kind, std::string message)
      : kind(kind), message(std::move(message)) {}

  Kind kind = Kind::Ok;
  std::string message;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_STATUS_H
