//===- ShapeInference.cpp - Shapes of all values of a run -----------------===//
#include "GpuRuntime/ShapeInference.h"
#include <algorithm>

using namespace mixp;
using namespace mixp::gpurt;

static bool isKnown(const Shape &shape) {
  return std::all_of(shape.begin(), shape.end(),
                     [](int64_t dim) { return dim >= 0; });
}

/// A dim that only the run knows of an operand that does not say which size it
/// is must at least be one of the launch's sizes: this finds inputs that do
/// not belong together.
static Status checkRunDims(const Launch &launch, const Value &value,
                           const Shape &shape, const Sizes &sizes) {
  for (size_t dim = 0; dim < shape.size(); ++dim) {
    bool found = value.shape[dim] >= 0 || shape[dim] == 1;
    std::string all;
    for (const auto &[name, size] : sizes) {
      found |= size == shape[dim];
      all += (all.empty() ? "" : ", ") + name + " = " + std::to_string(size);
    }
    if (!found)
      return Status::badInput(
          "dim #" + std::to_string(dim) + " is " + std::to_string(shape[dim]) +
          ", which is no size of kernel '" + launch.kernel + "': " + all);
  }
  return Status::ok();
}

/// Fills in the dims of what a launch writes.
static Status inferWritten(const Launch &launch, size_t operand,
                           const Sizes &sizes, Shape &shape) {
  Shape expected;
  if (Status status =
          expectedShape(launch, operand, shape.size(), sizes, expected);
      status.failed())
    return status;
  for (size_t dim = 0; dim < shape.size(); ++dim) {
    if (shape[dim] < 0)
      shape[dim] = expected[dim];
    if (shape[dim] < 0)
      return Status::badInput("dim #" + std::to_string(dim) +
                              " does not follow from the sizes of kernel '" +
                              launch.kernel + "'; name its size in 'dims'");
  }
  return Status::ok();
}

static Status inferLaunch(const Manifest &manifest, const Launch &launch,
                          std::vector<Shape> &shapes, Sizes &sizes) {
  std::vector<const Shape *> known;
  for (const Operand &operand : launch.operands) {
    const Shape &shape = shapes[operand.value];
    known.push_back(isKnown(shape) ? &shape : nullptr);
  }
  if (Status status = evaluateSizes(launch, known, sizes); status.failed())
    return status;
  for (size_t i = 0; i < launch.operands.size(); ++i) {
    const Operand &operand = launch.operands[i];
    const Value &value = manifest.values[operand.value];
    Shape &shape = shapes[operand.value];
    Status status;
    if (operand.access == Access::Write)
      status = inferWritten(launch, i, sizes, shape);
    else if (operand.dims.empty())
      status = checkRunDims(launch, value, shape, sizes);
    if (status.isOk())
      status = checkOperandShape(launch, i, shape, sizes);
    if (status.failed())
      return status.at("value '" + value.name + "'");
  }
  return Status::ok();
}

Status gpurt::inferShapes(const Manifest &manifest, std::vector<Shape> &shapes,
                          std::vector<Sizes> &sizes) {
  sizes.assign(manifest.launches.size(), Sizes());
  shapes.resize(manifest.values.size());
  for (size_t i = 0; i < shapes.size(); ++i)
    if (manifest.values[i].kind != ValueKind::Input)
      shapes[i] = manifest.values[i].shape;
  for (size_t i = 0; i < manifest.launches.size(); ++i)
    if (Status status =
            inferLaunch(manifest, manifest.launches[i], shapes, sizes[i]);
        status.failed())
      return status.at("launch #" + std::to_string(i));
  return Status::ok();
}
