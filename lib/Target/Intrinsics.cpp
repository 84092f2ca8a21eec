//===- Intrinsics.cpp - LLVM's names of matrix instructions ---------------===//
#include "mixp/Target/Intrinsics.h"

using namespace mixp;

llvm::StringRef mixp::getIntrinsic(MmaKind kind, int64_t vectorBits) {
  bool is512 = vectorBits == 512;
  switch (kind) {
  case MmaKind::Vpdpbusd:
    return is512 ? "llvm.x86.avx512.vpdpbusd.512"
                 : "llvm.x86.avx512.vpdpbusd.256";
  case MmaKind::Vdpbf16ps:
    return is512 ? "llvm.x86.avx512bf16.dpbf16ps.512"
                 : "llvm.x86.avx512bf16.dpbf16ps.256";
  case MmaKind::Vpmaddwd:
    return is512 ? "llvm.x86.avx512.pmaddw.d.512" : "llvm.x86.avx2.pmadd.wd";
  case MmaKind::Sdot:
    return "llvm.aarch64.neon.sdot.v4i32.v16i8";
  case MmaKind::Udot:
    return "llvm.aarch64.neon.udot.v4i32.v16i8";
  case MmaKind::Usdot:
    return "llvm.aarch64.neon.usdot.v4i32.v16i8";
  case MmaKind::Smmla:
    return "llvm.aarch64.neon.smmla.v4i32.v16i8";
  case MmaKind::Ummla:
    return "llvm.aarch64.neon.ummla.v4i32.v16i8";
  case MmaKind::Usmmla:
    return "llvm.aarch64.neon.usmmla.v4i32.v16i8";
  case MmaKind::Bfdot:
    return "llvm.aarch64.neon.bfdot.v4f32.v8bf16";
  case MmaKind::Bfmmla:
    return "llvm.aarch64.neon.bfmmla";
  case MmaKind::Tdpbssd:
    return "llvm.x86.tdpbssd.internal";
  case MmaKind::Tdpbsud:
    return "llvm.x86.tdpbsud.internal";
  case MmaKind::Tdpbusd:
    return "llvm.x86.tdpbusd.internal";
  case MmaKind::Tdpbuud:
    return "llvm.x86.tdpbuud.internal";
  case MmaKind::Tdpbf16ps:
    return "llvm.x86.tdpbf16ps.internal";
  case MmaKind::Fma:
  case MmaKind::Popcount:
  case MmaKind::MulAdd:
  case MmaKind::WideningMulAdd:
    return {};
  }
  return {};
}
