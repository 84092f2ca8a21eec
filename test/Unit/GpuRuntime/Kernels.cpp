//===- Kernels.cpp - Kernels and launches for tests -----------------------===//
#include "Kernels.h"
#include "gtest/gtest.h"

using namespace mixp;
using namespace mixp::gpurt;

static void addRow(void **arguments, const uint32_t *) {
  auto x = argument<char *>(arguments, 0);
  auto r = argument<float *>(arguments, 3);
  auto y = argument<char *>(arguments, 4);
  int pitchX = argument<int>(arguments, 1),
      pitchY = argument<int>(arguments, 5);
  auto strideX = argument<int64_t>(arguments, 2);
  auto strideY = argument<int64_t>(arguments, 6);
  int m = argument<int>(arguments, 7), n = argument<int>(arguments, 8);
  for (int b = 0; b < argument<int>(arguments, 9); ++b)
    for (int i = 0; i < m; ++i) {
      auto *from = reinterpret_cast<float *>(x + b * strideX + i * pitchX);
      auto *to = reinterpret_cast<float *>(y + b * strideY + i * pitchY);
      for (int j = 0; j < n; ++j)
        to[j] = from[j] + r[j];
      for (int j = n; j < pitchX / 4; ++j)
        EXPECT_EQ(from[j], 0.0f) << "padding is not zero";
    }
}

MockDriver::Kernel gpurt::makeAddRow() { return addRow; }

Operand gpurt::operandRows(Access access, bool transpose, size_t value) {
  Operand operand;
  operand.access = access;
  operand.layout.transpose = transpose;
  operand.value = value;
  return operand;
}

Argument gpurt::argumentOf(Argument::Kind kind, size_t operand) {
  Argument argument;
  argument.kind = kind;
  argument.operand = operand;
  return argument;
}

Argument gpurt::argumentSize(const std::string &name) {
  Argument argument;
  argument.kind = Argument::Kind::Size;
  argument.size = name;
  return argument;
}

Launch gpurt::makeAddRowLaunch() {
  using Kind = Argument::Kind;
  Launch launch;
  launch.kernel = "add_row";
  launch.threads = 32;
  launch.sizes["M"].dim = 1;
  launch.sizes["N"].dim = 2;
  launch.sizes["B"].dim = 0;
  launch.operands = {operandRows(Access::Read), operandRows(Access::Read),
                     operandRows(Access::Write)};
  launch.grid.tileM = 2;
  launch.grid.tileN = 4;
  launch.arguments = {argumentOf(Kind::Pointer, 0),
                      argumentOf(Kind::Pitch, 0),
                      argumentOf(Kind::BatchStride, 0),
                      argumentOf(Kind::Pointer, 1),
                      argumentOf(Kind::Pointer, 2),
                      argumentOf(Kind::Pitch, 2),
                      argumentOf(Kind::BatchStride, 2),
                      argumentSize("M"),
                      argumentSize("N"),
                      argumentSize("B")};
  return launch;
}

HostTensor gpurt::makeFloats(const Shape &shape, float first) {
  HostTensor tensor(ElementType::F32, shape);
  for (size_t i = 0; i < tensor.data.size() / 4; ++i) {
    float value = first + i * i % 97;
    std::memcpy(&tensor.data[4 * i], &value, 4);
  }
  return tensor;
}

std::vector<float> gpurt::getFloats(const HostTensor &tensor) {
  std::vector<float> values(tensor.data.size() / 4);
  if (!values.empty())
    std::memcpy(values.data(), tensor.data.data(), tensor.data.size());
  return values;
}
