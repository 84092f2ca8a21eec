//===- MatrixProduct.h - The products of tensor instructions ----*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_MATRIXPRODUCT_H
#define MIXP_LIB_PTXEMULATOR_MATRIXPRODUCT_H

#include "AccumulationModel.h"
#include <vector>

namespace mixp::ptx {

/// d[m][n] += sum over k of a[m][k] * b[k][n], row-major, by a model. n is a
/// multiple of 8.
void multiplyFloats(const AccumulationModel &model, const float *a,
                    const float *b, float *d, unsigned m, unsigned n,
                    unsigned k);

/// The same for integers: exact, then wrapped or saturated once.
void multiplyIntegers(const int32_t *a, const int32_t *b, int32_t *d,
                      unsigned m, unsigned n, unsigned k, bool saturate);

/// The elements of a type in a 32-bit word, lowest first: 32 / bits of them.
void decodeWord(Type type, uint32_t word, float *elements);
void decodeWord(Type type, uint32_t word, int32_t *elements);
/// Elements in a word.
inline unsigned getElementsPerWord(Type type) { return 32 / getBits(type); }
inline bool isIntegerOperand(Type type) {
  return type == Type::S8 || type == Type::U8 || type == Type::S4 ||
         type == Type::U4;
}

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_MATRIXPRODUCT_H
