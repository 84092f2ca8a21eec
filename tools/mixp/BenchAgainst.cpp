//===- BenchAgainst.cpp - Libraries beside our code -----------------------===//
#include "BenchAgainst.h"
#include "llvm/Support/DynamicLibrary.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include <cmath>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

namespace {
struct Library {
  StringRef name, module, package;
};
} // namespace

static constexpr Library kLibraries[] = {
    {"onednn", "mixp-against-onednn.so", "libdnnl-dev"},
    {"openblas", "mixp-against-openblas.so", "libopenblas-dev"}};

static const Library *findLibrary(StringRef name) {
  for (const Library &library : kLibraries)
    if (library.name == name)
      return &library;
  return nullptr;
}

std::string mixp::tool::findInstalledFile(StringRef name) {
  static int anchor;
  std::string tool = llvm::sys::fs::getMainExecutable(nullptr, &anchor);
  SmallString<256> path(llvm::sys::path::parent_path(tool));
  llvm::sys::path::append(path, MIXP_TOOL_FILES, name);
  return llvm::sys::fs::exists(path) ? path.str().str() : "";
}

llvm::Expected<std::vector<std::string>>
mixp::tool::parseLibraries(StringRef text) {
  std::vector<std::string> names;
  SmallVector<StringRef> words;
  text.split(words, ',', -1, /*KeepEmpty=*/false);
  for (StringRef word : words) {
    const Library *library = findLibrary(word);
    if (!library)
      return llvm::createStringError(
          "--against: expected some of onednn,openblas but got '" + text + "'");
    if (findInstalledFile(library->module).empty())
      return llvm::createStringError("--against=" + word +
                                     ": mixp was built without this library; "
                                     "install the package " +
                                     library->package +
                                     " and build mixp again");
    names.push_back(word.str());
  }
  return names;
}

static LibraryProblem describe(const BenchProduct &product,
                               const MeasureOptions &options) {
  const BenchCase &bench = product.getCase();
  LibraryProblem problem;
  problem.lhs = bench.lhs;
  problem.rhs = bench.rhs;
  problem.result = bench.result;
  problem.m = bench.m;
  problem.n = bench.n;
  problem.k = bench.k;
  problem.threads = options.threads;
  problem.constantRhs = options.constantRhs;
  ArrayRef<const HostTensor *> arguments = product.getArguments(0);
  problem.lhsData = arguments[0]->getData();
  for (int64_t copy = 0; copy < product.getWeightCopies(); ++copy)
    problem.rhsData.push_back(product.getArguments(copy)[1]->getData());
  if (bench.bias)
    problem.bias = arguments.back()->getData();
  problem.relu = bench.relu;
  if (bench.requantize)
    problem.scales = {BenchCase::kRequantizeScale};
  if (bench.group > 0)
    for (int64_t j = 0; j < bench.n; ++j)
      problem.scales.push_back(static_cast<float>(arguments[2]->getValue(j)));
  return problem;
}

/// The square root of the sum of squares of `count` elements.
static double getNorm(const HostTensor &array, int64_t first, int64_t count,
                      int64_t step) {
  double sum = 0;
  for (int64_t i = 0; i < count; ++i) {
    double value = array.getValue(first + i * step);
    sum += value * value;
  }
  return std::sqrt(sum);
}

/// Integers are equal; floats are as close as two orders of summation give. Two
/// roundings more each for operands that are rounded to f32 or scaled.
static bool isSameProduct(const BenchProduct &product, const HostTensor &ours,
                          const HostTensor &theirs) {
  const BenchCase &bench = product.getCase();
  bool exact = bench.hasIntegerOperands() && bench.result != "f32";
  const HostTensor &a = *product.getArguments(0)[0];
  const HostTensor &b = *product.getArguments(0)[1];
  // Some columns of every row.
  int64_t step = std::max<int64_t>(bench.n / 16, 1);
  double unit = bench.result == "f32" ? 0x1p-23 : 0x1p-8;
  double terms = static_cast<double>(bench.k) + 4;
  for (int64_t j = 0; j < bench.n; j += step) {
    double column = getNorm(b, j, bench.k, bench.n);
    for (int64_t i = 0; i < bench.m; ++i) {
      double off = std::fabs(ours.getValue(i * bench.n + j) -
                             theirs.getValue(i * bench.n + j));
      double bound = 0;
      if (!exact && off > 0)
        bound = terms * unit * column * getNorm(a, i * bench.k, bench.k, 1);
      if (!(off <= bound))
        return false;
    }
  }
  return true;
}

llvm::Expected<std::unique_ptr<LibraryProduct>>
mixp::tool::createLibraryProduct(StringRef library, const BenchProduct &product,
                                 const MeasureOptions &options,
                                 const HostTensor &result,
                                 std::string &reason) {
  const BenchCase &bench = product.getCase();
  bool perColumn = bench.group == 0 ||
                   (bench.group == bench.k && bench.hasIntegerOperands());
  if (bench.batch > 1 || bench.quantizesRows || !perColumn) {
    reason = "no such operation";
    return nullptr;
  }
  std::string message;
  auto module = llvm::sys::DynamicLibrary::getPermanentLibrary(
      findInstalledFile(findLibrary(library)->module).c_str(), &message);
  if (!module.isValid())
    return llvm::createStringError("--against=" + library + ": " + message);
  auto entry = reinterpret_cast<BenchLibraryEntry>(
      module.getAddressOfSymbol(kBenchLibraryEntry));
  if (!entry)
    return llvm::createStringError("--against=" + library +
                                   ": not a module of mixp");
  std::unique_ptr<LibraryProduct> created(
      entry(describe(product, options), reason));
  if (!created)
    return nullptr;
  created->run(0);
  auto theirs = result.clone();
  if (!theirs)
    return theirs.takeError();
  std::memcpy(theirs->getData(), created->getResult(), theirs->getByteSize());
  if (!isSameProduct(product, result, *theirs)) {
    reason = "its result is another than mixp's";
    return nullptr;
  }
  return created;
}
