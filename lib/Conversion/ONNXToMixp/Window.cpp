//===- Window.cpp - Windows of convolutions and pools ---------------------===//
#include "Window.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp::importer;

bool Window::hasPadding() const {
  auto isAny = [](ArrayRef<int64_t> sizes) {
    return llvm::any_of(sizes, [](int64_t size) { return size != 0; });
  };
  return isAny(low) || isAny(high) || isAny(extra);
}

int64_t Window::countTaps(size_t i, int64_t position, int64_t begin,
                          int64_t end) const {
  int64_t count = 0;
  for (int64_t tap = 0; tap < kernel[i]; ++tap) {
    int64_t place = position * strides[i] + tap * dilations[i];
    count += place >= begin && place < end;
  }
  return count;
}

/// One positive number for each spatial dim.
static FailureOr<SmallVector<int64_t>> readSteps(NodeContext &context,
                                                 StringRef name, size_t rank) {
  SmallVector<int64_t> ones(rank, 1);
  FailureOr<SmallVector<int64_t>> steps = context.getInts(name, ones);
  if (failed(steps))
    return failure();
  if (steps->size() != rank ||
      llvm::any_of(*steps, [](int64_t step) { return step < 1; }))
    return context.error() << "expected " << name << " of " << rank
                           << " numbers of at least 1 but got ["
                           << ArrayRef<int64_t>(*steps) << "]";
  return steps;
}

/// Pads that keep the size, divided by the stride and rounded up; the odd one
/// goes to the end, or with SAME_LOWER to the beginning.
static void setSamePads(Window &window, bool isLower) {
  for (size_t i = 0; i < window.rank(); ++i) {
    int64_t size = llvm::divideCeil(window.input[i], window.strides[i]);
    int64_t total = std::max<int64_t>(
        (size - 1) * window.strides[i] + window.extent(i) - window.input[i], 0);
    window.low[i] = isLower ? total - total / 2 : total / 2;
    window.high[i] = total - window.low[i];
  }
}

static LogicalResult readPads(NodeContext &context, Window &window) {
  FailureOr<std::string> mode = context.getString("auto_pad", "NOTSET");
  if (failed(mode))
    return failure();
  size_t rank = window.rank();
  window.low.assign(rank, 0);
  window.high.assign(rank, 0);
  if (*mode == "SAME_UPPER" || *mode == "SAME_LOWER") {
    setSamePads(window, *mode == "SAME_LOWER");
    return success();
  }
  if (*mode == "VALID")
    return success();
  if (*mode != "NOTSET")
    return context.error() << "expected auto_pad NOTSET, SAME_UPPER, "
                              "SAME_LOWER or VALID but got "
                           << quote(*mode);
  SmallVector<int64_t> none(2 * rank, 0);
  FailureOr<SmallVector<int64_t>> pads = context.getInts("pads", none);
  if (failed(pads))
    return failure();
  if (pads->size() != 2 * rank ||
      llvm::any_of(*pads, [](int64_t pad) { return pad < 0; }))
    return context.error() << "expected " << 2 * rank
                           << " pads of at least 0 but got ["
                           << ArrayRef<int64_t>(*pads) << "]";
  llvm::copy(ArrayRef(*pads).take_front(rank), window.low.begin());
  llvm::copy(ArrayRef(*pads).take_back(rank), window.high.begin());
  return success();
}

/// Sizes of the result. Rounded up, the last window must begin in the input or
/// in the padding before it.
static LogicalResult setSizes(NodeContext &context, bool roundsUp,
                              Window &window) {
  for (size_t i = 0; i < window.rank(); ++i) {
    int64_t padded = window.low[i] + window.input[i] + window.high[i];
    int64_t room = padded - window.extent(i);
    if (room < 0)
      return context.error() << "expected a window of at most " << padded
                             << " elements in spatial dim #" << i << " but got "
                             << window.extent(i);
    int64_t steps = roundsUp ? llvm::divideCeil(room, window.strides[i])
                             : room / window.strides[i];
    if (roundsUp &&
        steps * window.strides[i] >= window.low[i] + window.input[i])
      --steps;
    window.result.push_back(steps + 1);
    window.extra.push_back(std::max<int64_t>(
        steps * window.strides[i] + window.extent(i) - padded, 0));
  }
  return success();
}

FailureOr<Window> mixp::importer::readWindow(NodeContext &context,
                                             ArrayRef<int64_t> kernel) {
  const ImportedTensor &input = context.getInput(0);
  size_t rank = kernel.size();
  if (input.rank() != rank + 2 || rank == 0)
    return context.error() << "expected an input of rank " << rank + 2
                           << " but got " << stringify(input.shape);
  ArrayRef<Dim> spatial = ArrayRef<Dim>(input.shape).drop_front(2);
  if (!isStatic(spatial))
    return context.error() << "expected spatial dims of fixed sizes but got "
                           << stringify(input.shape);
  if (llvm::any_of(kernel, [](int64_t size) { return size < 1; }))
    return context.error() << "expected a kernel of sizes of at least 1 but "
                              "got ["
                           << kernel << "]";
  Window window;
  window.kernel.assign(kernel.begin(), kernel.end());
  window.input = getStaticSizes(spatial);
  FailureOr<SmallVector<int64_t>> strides = readSteps(context, "strides", rank);
  if (failed(strides))
    return failure();
  FailureOr<SmallVector<int64_t>> dilations =
      readSteps(context, "dilations", rank);
  FailureOr<int64_t> ceil = context.getInt("ceil_mode", 0);
  if (failed(dilations) || failed(ceil))
    return failure();
  window.strides = *strides;
  window.dilations = *dilations;
  if (failed(readPads(context, window)) ||
      failed(setSizes(context, *ceil != 0, window)))
    return failure();
  return window;
}
