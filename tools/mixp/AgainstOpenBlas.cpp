//===- AgainstOpenBlas.cpp - Products by OpenBLAS -------------------------===//
#include "BenchLibrary.h"
#include <cblas.h>

using namespace mixp::tool;

namespace {
/// OpenBLAS packs both sides in each call: it has no layout to prepare.
class OpenBlasProduct : public LibraryProduct {
public:
  explicit OpenBlasProduct(const LibraryProblem &problem)
      : problem(problem), result(problem.m * problem.n) {}
  void run(int64_t rhs) override {
    openblas_set_num_threads(static_cast<int>(problem.threads));
    auto m = static_cast<blasint>(problem.m),
         n = static_cast<blasint>(problem.n),
         k = static_cast<blasint>(problem.k);
    const auto *a = static_cast<const float *>(problem.lhsData);
    const auto *b = static_cast<const float *>(problem.rhsData[rhs]);
    if (m == 1) // What its users call for one row.
      cblas_sgemv(CblasRowMajor, CblasTrans, k, n, 1, b, n, a, 1, 0,
                  result.data(), 1);
    else
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k,
                  b, n, 0, result.data(), n);
  }
  const void *getResult() const override { return result.data(); }
  std::string describe() const override {
    return std::string(openblas_get_corename()) + ", packs in each call";
  }

private:
  LibraryProblem problem;
  std::vector<float> result;
};
} // namespace

extern "C" LibraryProduct *
mixpCreateLibraryProduct(const LibraryProblem &problem, std::string &reason) {
  bool plain = !problem.bias && !problem.relu && problem.scales.empty();
  if (plain && problem.lhs == "f32" && problem.rhs == "f32" &&
      problem.result == "f32")
    return new OpenBlasProduct(problem);
  reason = "OpenBLAS multiplies f32 by f32, without an epilogue";
  return nullptr;
}
