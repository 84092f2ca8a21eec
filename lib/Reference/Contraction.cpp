//===- Contraction.cpp - Sums over K of dense and sparse sides ------------===//
#include "Contraction.h"
#include <cmath>

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

Contraction::Contraction(const MatmulOperand &lhs, const MatmulOperand &rhs,
                         int64_t batch) {
  if (lhs.isSparse())
    lhsPlaces = lhs.positions(batch);
  if (rhs.isSparse())
    rhsPlaces = rhs.positions(batch);
}

std::vector<double> Contraction::sum(const Panels &lhs,
                                     const Panels &rhs) const {
  if (lhsPlaces.empty() && rhsPlaces.empty())
    return multiply(lhs, rhs);
  std::vector<double> result;
  result.reserve(lhs.size() * rhs.size());
  for (int64_t i = 0; i < lhs.size(); ++i)
    for (int64_t j = 0; j < rhs.size(); ++j) {
      double total = 0;
      forEachTerm(lhs, rhs, i, j, [&](double a, double b) { total += a * b; });
      result.push_back(total);
    }
  return result;
}

std::vector<double> Contraction::sumModulo32(const Panels &lhs,
                                             const Panels &rhs) const {
  auto modulo32 = [](double x) {
    return static_cast<uint32_t>(static_cast<int64_t>(x));
  };
  std::vector<double> result;
  result.reserve(lhs.size() * rhs.size());
  for (int64_t i = 0; i < lhs.size(); ++i)
    for (int64_t j = 0; j < rhs.size(); ++j) {
      uint32_t total = 0;
      forEachTerm(lhs, rhs, i, j, [&](double a, double b) {
        total += modulo32(a) * modulo32(b);
      });
      result.push_back(static_cast<int32_t>(total));
    }
  return result;
}

Contraction::Accurate Contraction::sumAccurately(const Panels &lhs,
                                                 const Panels &rhs) const {
  Accurate result;
  for (int64_t i = 0; i < lhs.size(); ++i)
    for (int64_t j = 0; j < rhs.size(); ++j) {
      double high = 0, low = 0;
      forEachTerm(lhs, rhs, i, j, [&](double a, double b) {
        double product = a * b, sum = high + product;
        low += additionError(high, product, sum) + std::fma(a, b, -product);
        high = sum;
      });
      result.high.push_back(high);
      result.low.push_back(std::isfinite(high) ? low : 0.0);
    }
  return result;
}
