//===- HostTensor.h - Arrays on the host ------------------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_HOSTTENSOR_H
#define MIXP_EXECUTION_HOSTTENSOR_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace mixp {

/// Element types that an array on the host can have: numpy's, and floats that
/// numpy does not have. Those of at most 8 bits take a byte per element, which
/// holds their code. All floats come last.
enum class ElementKind : uint8_t {
  Bool,
  I8,
  UI8,
  I16,
  UI16,
  I32,
  UI32,
  I64,
  UI64,
  F4E2M1FN,
  F6E2M3FN,
  F6E3M2FN,
  F8E3M4,
  F8E4M3,
  F8E4M3FN,
  F8E4M3FNUZ,
  F8E4M3B11FNUZ,
  F8E5M2,
  F8E5M2FNUZ,
  F8E8M0FNU,
  F16,
  BF16,
  F32,
  F64
};

/// Bytes of one element.
unsigned getByteWidth(ElementKind kind);
bool isFloatKind(ElementKind kind);
/// Floats that numpy does not have; each of their values is an f32.
bool isForeignKind(ElementKind kind);
/// numpy's (or, for the others, ml_dtypes') name of the type, e.g. "float32".
llvm::StringRef getKindName(ElementKind kind);

/// A contiguous row-major array that owns its 64-byte aligned memory. Moves,
/// and copies only by `clone`.
class HostTensor {
public:
  HostTensor() = default;

  /// A zeroed array. Fails, before allocating anything, on a negative size or
  /// one that this machine's memory cannot hold.
  static llvm::Expected<HostTensor> create(llvm::ArrayRef<int64_t> shape,
                                           ElementKind kind);

  llvm::ArrayRef<int64_t> getShape() const { return shape; }
  int64_t getRank() const { return shape.size(); }
  ElementKind getKind() const { return kind; }
  int64_t getNumElements() const { return numElements; }
  int64_t getByteSize() const { return numElements * getByteWidth(kind); }
  char *getData() { return data.get(); }
  const char *getData() const { return data.get(); }

  /// The element at a row-major linear index, exact but for 64-bit integers
  /// beyond 2^53.
  double getValue(int64_t index) const;
  /// Stores a value, rounded to nearest even by float kinds; those of at most 8
  /// bits saturate. Integer kinds expect a value that they can hold.
  void setValue(int64_t index, double value);

  /// The same for an array of I64, all bits.
  int64_t getInteger(int64_t index) const;
  void setInteger(int64_t index, int64_t value);

  /// A copy. Fails if memory runs out.
  llvm::Expected<HostTensor> clone() const;
  /// A copy of the rows [begin, begin + count) of the leading dim.
  llvm::Expected<HostTensor> slice(int64_t begin, int64_t count) const;

  /// E.g. "float32[3, 7]".
  std::string describe() const;

private:
  struct Free {
    void operator()(char *memory) const;
  };
  llvm::SmallVector<int64_t> shape;
  ElementKind kind = ElementKind::F32;
  int64_t numElements = 0;
  std::unique_ptr<char, Free> data;
};

/// The product of the sizes, or nothing if one is negative or the product
/// times `elementBytes` does not fit int64.
std::optional<int64_t> countElements(llvm::ArrayRef<int64_t> shape,
                                     int64_t elementBytes = 8);

/// E.g. "[3, 7]"; negative (dynamic) sizes are printed as "?".
std::string formatShape(llvm::ArrayRef<int64_t> shape);

} // namespace mixp

#endif // MIXP_EXECUTION_HOSTTENSOR_H
