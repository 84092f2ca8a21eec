//===- ConvolutionLayout.cpp - Dims of a convolution ----------------------===//
#include "ConvolutionLayout.h"
#include "mlir/IR/AffineExpr.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

using namespace mlir;
using namespace mixp;

namespace {

/// A term of an index: a loop times a constant.
struct Term {
  unsigned loop;
  int64_t factor;
};

/// A spatial dim of the input: pixel * stride + tap * dilation.
struct WindowDim {
  Term pixel, tap;
};

/// The loops of each kind; at most one of each but the spatial ones.
struct Loops {
  int64_t batch = -1, group = -1, input = -1, output = -1;
  SmallVector<WindowDim> windows;
};

/// Reads a convolution's loops from its maps, the first factor being the input.
class LoopReader {
public:
  LoopReader(const ContractionMaps &maps, std::string &reason)
      : maps(maps), reason(reason) {}

  FailureOr<Loops> read();

private:
  LogicalResult fail(const Twine &why) {
    reason = why.str();
    return failure();
  }
  LogicalResult readWindow(AffineExpr expr);
  LogicalResult readPlain(unsigned loop);
  LogicalResult set(int64_t &place, unsigned loop, StringRef what);

  const ContractionMaps &maps;
  std::string &reason;
  Loops loops;
};

} // namespace

bool Arrangement::isPermuted() const {
  return !llvm::equal(permutation,
                      llvm::seq<int64_t>(0, int64_t(permutation.size())));
}

static bool isWindow(AffineExpr expr) {
  return expr.getKind() == AffineExprKind::Add;
}

bool mixp::readsWindows(const ContractionMaps &maps) {
  return llvm::any_of(maps.lhs.getResults(), isWindow) ||
         llvm::any_of(maps.rhs.getResults(), isWindow);
}

/// A loop, or a loop times a constant of at least 1.
static std::optional<Term> readTerm(AffineExpr expr) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return Term{dim.getPosition(), 1};
  auto product = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!product || product.getKind() != AffineExprKind::Mul)
    return std::nullopt;
  auto dim = dyn_cast<AffineDimExpr>(product.getLHS());
  auto factor = dyn_cast<AffineConstantExpr>(product.getRHS());
  if (!dim || !factor || factor.getValue() < 1)
    return std::nullopt;
  return Term{dim.getPosition(), factor.getValue()};
}

LogicalResult LoopReader::readWindow(AffineExpr expr) {
  auto sum = cast<AffineBinaryOpExpr>(expr);
  std::optional<Term> first = readTerm(sum.getLHS()),
                      second = readTerm(sum.getRHS());
  if (!first || !second)
    return fail("expected sums of two loops times constants in the input's "
                "map");
  if (!maps.outs.isFunctionOfDim(first->loop))
    std::swap(first, second);
  if (!maps.outs.isFunctionOfDim(first->loop) ||
      maps.rhs.isFunctionOfDim(first->loop) ||
      maps.outs.isFunctionOfDim(second->loop) ||
      !maps.rhs.isFunctionOfDim(second->loop))
    return fail("expected a loop of outs and one of the filter in each sum of "
                "the input's map");
  loops.windows.push_back({*first, *second});
  return success();
}

LogicalResult LoopReader::set(int64_t &place, unsigned loop, StringRef what) {
  if (place >= 0)
    return fail("expected one loop for " + what + " but got two");
  place = loop;
  return success();
}

/// A loop that is no pixel and no element of the window.
LogicalResult LoopReader::readPlain(unsigned loop) {
  bool input = maps.lhs.isFunctionOfDim(loop),
       filter = maps.rhs.isFunctionOfDim(loop),
       outs = maps.outs.isFunctionOfDim(loop);
  if (input && filter && outs)
    return set(loops.group, loop, "groups");
  if (input && outs)
    return set(loops.batch, loop, "the batch");
  if (filter && outs)
    return set(loops.output, loop, "output channels");
  if (input && filter)
    return set(loops.input, loop, "input channels");
  return fail("loop #" + Twine(loop) + " is one of a single operand");
}

FailureOr<Loops> LoopReader::read() {
  if (!maps.rhs.isProjectedPermutation() || !maps.outs.isProjectedPermutation())
    return fail("expected maps of filter and outs that are permutations of "
                "loops");
  SmallVector<bool> isSpatial(maps.outs.getNumDims(), false);
  for (AffineExpr expr : maps.lhs.getResults()) {
    if (isWindow(expr)) {
      if (failed(readWindow(expr)))
        return failure();
      isSpatial[loops.windows.back().pixel.loop] = true;
      isSpatial[loops.windows.back().tap.loop] = true;
    } else if (!isa<AffineDimExpr>(expr)) {
      return fail("expected loops or sums of them in the input's map");
    }
  }
  if (loops.windows.size() > 3)
    return fail("expected at most 3 spatial dims");
  for (unsigned loop = 0; loop < isSpatial.size(); ++loop)
    if (!isSpatial[loop] && failed(readPlain(loop)))
      return failure();
  return loops;
}

/// The arrangement of what `map` reads, by the loops of each wanted dim.
static FailureOr<Arrangement> arrange(AffineMap map,
                                      ArrayRef<SmallVector<int64_t>> dims) {
  Arrangement result;
  for (ArrayRef<int64_t> loops : dims) {
    int64_t count = 0;
    for (int64_t loop : loops) {
      if (loop < 0)
        continue;
      for (auto [i, expr] : llvm::enumerate(map.getResults())) {
        if (!expr.isFunctionOfDim(loop))
          continue;
        result.permutation.push_back(int64_t(i));
        ++count;
      }
    }
    result.groups.push_back(count);
  }
  if (result.permutation.size() != map.getNumResults())
    return failure();
  return result;
}

/// The dims of a tensor: `first`, then channels and pixels in the layout's
/// order.
static SmallVector<SmallVector<int64_t>>
orderDims(SmallVector<int64_t> first, SmallVector<int64_t> channels,
          ArrayRef<int64_t> spatial, bool channelsFirst) {
  SmallVector<SmallVector<int64_t>> dims = {first};
  if (channelsFirst)
    dims.push_back(channels);
  for (int64_t loop : spatial)
    dims.push_back({loop});
  if (!channelsFirst)
    dims.push_back(channels);
  return dims;
}

FailureOr<ConvolutionLayout>
mixp::matchConvolutionLayout(const ContractionMaps &maps, std::string &reason) {
  ConvolutionLayout layout;
  ContractionMaps sides = maps;
  layout.swapSides = !llvm::any_of(maps.lhs.getResults(), isWindow);
  if (layout.swapSides)
    std::swap(sides.lhs, sides.rhs);
  FailureOr<Loops> loops = LoopReader(sides, reason).read();
  if (failed(loops))
    return failure();
  layout.groupLoop = loops->group;
  layout.channelsFirst = isWindow(sides.lhs.getResults().back());
  SmallVector<int64_t> pixels, taps;
  for (const WindowDim &window : loops->windows) {
    pixels.push_back(window.pixel.loop);
    taps.push_back(window.tap.loop);
    layout.strides.push_back(window.pixel.factor);
    layout.dilations.push_back(window.tap.factor);
  }
  bool isFirst = layout.channelsFirst;
  auto input =
      arrange(sides.lhs, orderDims({loops->batch}, {loops->group, loops->input},
                                   pixels, isFirst));
  auto filter = arrange(sides.rhs, orderDims({loops->group, loops->output},
                                             {loops->input}, taps, isFirst));
  auto outs = arrange(sides.outs,
                      orderDims({loops->batch}, {loops->group, loops->output},
                                pixels, isFirst));
  if (failed(input) || failed(filter) || failed(outs)) {
    reason = "expected each loop once in an operand";
    return failure();
  }
  layout.input = *input;
  layout.filter = *filter;
  layout.outs = *outs;
  return layout;
}
