//===- Families.h - Decoders of instruction families ------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_FAMILIES_H
#define MIXP_LIB_PTXEMULATOR_FAMILIES_H

#include "Decoder.h"

namespace mixp::ptx {

Space takeMemorySpace(Decode &d);
void takeCacheHints(Decode &d);
bool takeOrdering(Decode &d);

// One for each file of its name; Families.cpp has the table of first words.
void decodeIntegerArithmetic(Decode &d);
void decodeFloatArithmetic(Decode &d);
void decodeDoubleArithmetic(Decode &d);
void decodeCarry(Decode &d);
void decodeArithmetic(Decode &d); // integer or float, by the type
void decodeBits(Decode &d);
void decodeLop3(Decode &d);
void decodeBitFields(Decode &d);
void decodePermute(Decode &d);
void decodeDotProduct(Decode &d);
void decodeSetp(Decode &d);
void decodeSet(Decode &d);
void decodeSelect(Decode &d);
void decodeConvert(Decode &d);
void decodeFunction(Decode &d);
void decodeTestp(Decode &d);
void decodeMove(Decode &d);
void decodeConvertAddress(Decode &d);
void decodeLoadStore(Decode &d);
void decodeAtomic(Decode &d);
void decodeBarrier(Decode &d);
void decodeNoEffect(Decode &d);
void decodeFence(Decode &d);
void decodeVote(Decode &d);
void decodeShuffle(Decode &d);
void decodeMatrixLoad(Decode &d);
void decodeMma(Decode &d);
void decodeCopyAsync(Decode &d);
void decodeBulkCopy(Decode &d);
void decodeMbarrier(Decode &d);
void decodeWgmma(Decode &d);

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_FAMILIES_H
