//===- ConvolutionLayout.h - Dims of a convolution --------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_LINALGTOMIXP_CONVOLUTIONLAYOUT_H
#define MIXP_LIB_CONVERSION_LINALGTOMIXP_CONVOLUTIONLAYOUT_H

#include "ContractionLayout.h"

namespace mixp {

/// How one tensor becomes one of mixp.conv: its dims permuted, then grouped.
struct Arrangement {
  llvm::SmallVector<int64_t> permutation;
  DimGroups groups;

  bool isPermuted() const;
};

/// How the operands of a convolution lie in those of mixp.conv.
struct ConvolutionLayout {
  /// The second factor is the input.
  bool swapSides = false;
  bool channelsFirst = false;
  Arrangement input, filter, outs;
  llvm::SmallVector<int64_t> strides, dilations;
  /// The loop that counts groups, which is in all operands; -1 without.
  int64_t groupLoop = -1;
};

/// Whether a factor is read at sums of loops.
bool readsWindows(const ContractionMaps &maps);

/// Reads the layout from `maps`. Fails, with the reason in `reason`, where a
/// loop is none of the batch, pixels, window, channels of either side and
/// groups.
mlir::FailureOr<ConvolutionLayout>
matchConvolutionLayout(const ContractionMaps &maps, std::string &reason);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_LINALGTOMIXP_CONVOLUTIONLAYOUT_H
