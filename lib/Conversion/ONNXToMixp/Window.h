//===- Window.h - Windows of convolutions and pools -------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_WINDOW_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_WINDOW_H

#include "NodeContext.h"

namespace mixp::importer {

/// How a window slides over the spatial dims of an input N x C x spatial dims,
/// one entry for each of them.
struct Window {
  llvm::SmallVector<int64_t> kernel, strides, dilations;
  /// Padding before and after the input. `extra` more is read behind it where
  /// ceil_mode rounds the result's size up.
  llvm::SmallVector<int64_t> low, high, extra;
  /// Sizes of the input and of the result.
  llvm::SmallVector<int64_t> input, result;

  size_t rank() const { return kernel.size(); }
  bool hasPadding() const;
  /// From the first to the last element that tap positions of dim `i` read.
  int64_t extent(size_t i) const { return (kernel[i] - 1) * dilations[i] + 1; }
  /// The taps at `position` of dim `i` of the result that are inside of
  /// [begin, end), counted from the beginning of the padding.
  int64_t countTaps(size_t i, int64_t position, int64_t begin,
                    int64_t end) const;
};

/// Reads strides, dilations, pads, auto_pad and ceil_mode of a node whose first
/// input is N x C x spatial dims of fixed sizes, as ONNX's Conv and MaxPool
/// define them.
mlir::FailureOr<Window> readWindow(NodeContext &context,
                                   llvm::ArrayRef<int64_t> kernel);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_WINDOW_H
