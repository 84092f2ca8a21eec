//===- QuantizeFormats.cpp - Folded as evaluated and compiled -------------===//
#include "ThreeWays.h"
#include "gtest/gtest.h"
#include <cmath>
#include <random>

namespace {

constexpr size_t kCount = 3000; // folds: at most 64 KiB of constants

/// One conversion of each storage: folding, evaluation and compiled code agree.
class QuantizeFormat : public testing::TestWithParam<const char *> {
protected:
  static std::string tensor(std::string element) {
    return "tensor<3000x" + element + ">";
  }
  static std::string function(std::string from, std::string to,
                              std::string op) {
    bool isInteger = std::string(GetParam()).find('f') == std::string::npos;
    std::string point = isInteger ? " zero_point(%z : tensor<3000xi32>)" : "";
    return "func.func @main(%x: " + tensor(from) + ", %s: tensor<3000xf32>" +
           (isInteger ? ", %z: tensor<3000xi32>" : "") + ") -> " + tensor(to) +
           " {\n%0 = mixp." + op + " %x scale(%s : tensor<3000xf32>)" + point +
           " : " + tensor(from) + " -> " + tensor(to) +
           "\nreturn %0 : " + tensor(to) + "\n}";
  }

  /// Inputs of every magnitude, ties among them; positive scales; zero points
  /// in range.
  ThreeWays::Arguments arguments(bool isInteger, double low, double high) {
    ThreeWays::Arguments lists(isInteger ? 3 : 2);
    for (size_t i = 0; i < kCount; ++i) {
      auto bits = static_cast<int32_t>(generator());
      float x = static_cast<float>(bits >> generator() % 32) / 2;
      lists[0].push_back(generator() % 4 ? x : std::ldexp(x, -20));
      lists[1].push_back(generator() % 2
                             ? 1.0
                             : static_cast<float>(1 + generator() % 999) / 7);
      if (isInteger)
        lists[2].push_back(
            low + std::floor((high - low) * (generator() % 1001) / 1000));
    }
    return lists;
  }

  void compare(ThreeWays &ways, const ThreeWays::Arguments &arguments) {
    ThreeWays::Values evaluated = ways.evaluate(arguments);
    ThreeWays::Values folded = ways.fold(arguments);
    ThreeWays::Values compiled = ways.execute(arguments);
    ASSERT_EQ(evaluated.size(), kCount);
    ASSERT_EQ(folded.size(), kCount);
    ASSERT_EQ(compiled.size(), kCount);
    for (size_t i = 0; i < kCount; ++i) {
      ASSERT_EQ(folded[i], evaluated[i])
          << arguments[0][i] << " by " << arguments[1][i];
      ASSERT_EQ(compiled[i], evaluated[i])
          << arguments[0][i] << " by " << arguments[1][i];
    }
  }

  std::mt19937_64 generator{23};
};

TEST_P(QuantizeFormat, RoundTrip) {
  std::string storage = GetParam();
  bool isInteger = storage.find('f') == std::string::npos;
  double low = 0, high = 0;
  if (isInteger) {
    bool isUnsigned = storage[0] == 'u';
    double count = std::ldexp(1.0, std::stoi(storage.substr(isUnsigned + 1)));
    low = isUnsigned ? 0 : -count / 2;
    high = low + count - 1;
  }
  ThreeWays quantize(function("f32", storage, "quantize"));
  ThreeWays::Arguments lists = arguments(isInteger, low, high);
  compare(quantize, lists);

  // Dequantizing would make a larger constant: to the same width or less.
  if (storage != "i32" && storage != "i16" && storage != "bf16" &&
      storage != "f16")
    return;
  ThreeWays dequantize(
      function(storage, storage == "i32" ? "f32" : "f16", "dequantize"));
  lists[0] = quantize.evaluate(lists);
  compare(dequantize, lists);
}

INSTANTIATE_TEST_SUITE_P(
    Quantize, QuantizeFormat,
    testing::Values("i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "ui1",
                    "ui2", "ui3", "ui4", "ui5", "ui6", "ui7", "ui8", "i16",
                    "i32", "bf16", "f16", "f8E5M2", "f8E4M3", "f8E4M3FN",
                    "f8E3M4", "f8E5M2FNUZ", "f8E4M3FNUZ", "f8E4M3B11FNUZ",
                    "f6E3M2FN", "f6E2M3FN", "f4E2M1FN"),
    [](const auto &info) { return std::string(info.param); });

} // namespace
