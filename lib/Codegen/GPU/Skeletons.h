//===- Skeletons.h - Kernels by how they overlap loads ----------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_SKELETONS_H
#define MIXP_LIB_CODEGEN_GPU_SKELETONS_H

#include "KernelArguments.h"

namespace mixp {

/// A skeleton fills the body of a kernel, whose arguments are declared and
/// bound, at the builder's place. `shared` is the block's shared memory, at a
/// multiple of 1024 bytes.
struct Skeleton {
  /// Boxes of tensor maps; none where pointers are read.
  KernelArguments::Boxes (*boxes)(TensorCoreMatmulOp op);
  int64_t (*threads)(GpuScheduleAttr schedule);
  /// Bytes of shared memory.
  int64_t (*sharedBytes)(TensorCoreMatmulOp op);
  bool isPersistent;
  void (*build)(KernelBuilder &b, TensorCoreMatmulOp op,
                const KernelArguments &arguments, mlir::Value shared);
};

/// The boxes of a skeleton that reads pointers.
inline KernelArguments::Boxes noBoxes(TensorCoreMatmulOp) { return {}; }

/// sm_75: the next tile is loaded into registers while this one is multiplied.
extern const Skeleton kDoubleBuffered;
/// sm_80 and later: cp.async into a ring of stages.
extern const Skeleton kMultistage;
/// sm_90a: a warp loads by the tensor memory accelerator into a ring of stages
/// with barriers in shared memory, two groups of four warps multiply by wgmma.
extern const Skeleton kWarpSpecialized;

/// The same three of weight-only products.
extern const Skeleton kWeightDoubleBuffered;
extern const Skeleton kWeightMultistage;
extern const Skeleton kWeightWarpSpecialized;

inline const Skeleton &getSkeleton(GpuScheduleAttr schedule) {
  bool isWeightOnly = schedule.getWeightsFirst();
  switch (schedule.getSkeleton()) {
  case KernelSkeleton::DoubleBuffered:
    return isWeightOnly ? kWeightDoubleBuffered : kDoubleBuffered;
  case KernelSkeleton::Multistage:
    return isWeightOnly ? kWeightMultistage : kMultistage;
  case KernelSkeleton::WarpSpecialized:
    return isWeightOnly ? kWeightWarpSpecialized : kWarpSpecialized;
  }
  return kMultistage;
}

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_SKELETONS_H
