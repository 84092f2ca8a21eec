//===- AccumulationModel.cpp - How tensor cores add -----------------------===//
#include "AccumulationModel.h"

using namespace llvm;
using namespace mixp::ptx;

// Fasi, Higham, Mikaitis and Pranesh, "Numerical behavior of NVIDIA tensor
// cores" (2021), measured on V100, T4 and A100: products are exact, the
// addition is truncating with terms aligned to the largest, over blocks of 4
// (T4), of 8 (A100; 4 for tf32), with no more than a few bits beyond those of
// f32. The block of 16 of sm_90 is of later measurements of the same kind. None
// of these has been compared with hardware here.
static const AccumulationModel kTuring = {"aligned_truncate(4, 24)", 4, 24};
static const AccumulationModel kAmpere = {"aligned_truncate(8, 24)", 8, 24};
static const AccumulationModel kTf32 = {"aligned_truncate(4, 24)", 4, 24};
static const AccumulationModel kHopper = {"aligned_truncate(16, 25)", 16, 25};
// DeepSeek-V3 technical report (2024), section 3.3.2: fp8 products on Hopper
// keep about 14 bits: the leading one and 13 more.
static const AccumulationModel kFp8 = {"aligned_truncate(32, 13)", 32, 13, 13};

const AccumulationModel &mixp::ptx::getAccumulationModel(Type operand,
                                                         StringRef target) {
  unsigned version = getTargetVersion(target);
  if (operand == Type::E4M3 || operand == Type::E5M2)
    return kFp8;
  if (operand == Type::TF32)
    return version >= 90 ? kAmpere : kTf32;
  return version >= 90 ? kHopper : version >= 80 ? kAmpere : kTuring;
}
