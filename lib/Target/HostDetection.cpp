//===- HostDetection.cpp - The machine this process runs on ---------------===//
// The only file that looks at the machine it runs on.
#include "mixp/Target/TargetRegistry.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"
#include <sys/syscall.h>
#include <unistd.h>

using namespace mlir;
using namespace mixp;

/// CPU features without which an instruction faults.
static ArrayRef<StringRef> requiredFeatures(MmaKind kind, TargetAttr target) {
  static constexpr StringRef fma[] = {"avx2", "fma"};
  static constexpr StringRef vnni[] = {"avx512f", "avx512bw", "avx512vl",
                                       "avx512dq", "avx512vnni"};
  static constexpr StringRef vexVnni[] = {"avx2", "avxvnni"};
  static constexpr StringRef bf16[] = {"avx512f", "avx512bw", "avx512bf16"};
  static constexpr StringRef tileInt8[] = {"amx-tile", "amx-int8"};
  static constexpr StringRef tileBf16[] = {"amx-tile", "amx-bf16"};
  static constexpr StringRef avx2[] = {"avx2"};
  static constexpr StringRef dotprod[] = {"dotprod"};
  static constexpr StringRef i8mm[] = {"i8mm"};
  static constexpr StringRef neonBf16[] = {"bf16"};
  switch (kind) {
  case MmaKind::Fma:
    if (!llvm::Triple(target.getTriple()).isX86())
      return {}; // every processor of the kind has it
    return fma;
  case MmaKind::Vpdpbusd:
    if (target.getFeatures().contains("+avxvnni") &&
        target.getVectorBits() == 256)
      return vexVnni;
    return vnni;
  case MmaKind::Vdpbf16ps:
    return bf16;
  case MmaKind::Vpmaddwd:
  case MmaKind::Popcount: // of whatever instructions the CPU has for it
    return avx2;
  case MmaKind::Sdot:
  case MmaKind::Udot:
    return dotprod;
  case MmaKind::Usdot:
  case MmaKind::Smmla:
  case MmaKind::Ummla:
  case MmaKind::Usmmla:
    return i8mm;
  case MmaKind::Bfdot:
  case MmaKind::Bfmmla:
    return neonBf16;
  case MmaKind::Tdpbssd:
  case MmaKind::Tdpbsud:
  case MmaKind::Tdpbusd:
  case MmaKind::Tdpbuud:
    return tileInt8;
  case MmaKind::Tdpbf16ps:
    return tileBf16;
  case MmaKind::MulAdd:
  case MmaKind::WideningMulAdd:
    return {};
  }
  return {};
}

/// Linux saves the tiles' 8 KiB only for processes that asked for them.
static bool requestTiles() {
#if defined(__linux__) && defined(__x86_64__)
  // arch_prctl(ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA), Linux 5.16.
  constexpr long kRequestPermission = 0x1023, kTileData = 18;
  return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
#else
  return false;
#endif
}

std::string mixp::findMissingHostFeature(TargetAttr target) {
  llvm::Triple process(llvm::sys::getProcessTriple());
  llvm::Triple triple(target.getTriple());
  if (triple.getArch() != process.getArch())
    return ("a processor of the kind " + triple.getArchName()).str();
  llvm::StringMap<bool> host = llvm::sys::getHostCPUFeatures();
  if (target.getVectorBits() == 512 && !host.lookup("avx512f"))
    return "avx512f";
  // What the description asks for by name.
  SmallVector<StringRef> features;
  target.getFeatures().split(features, ',');
  for (StringRef feature : features)
    if (feature.consume_front("+") && !host.lookup(feature))
      return feature.str();
  for (MmaAttr row : target.getMma())
    for (StringRef feature : requiredFeatures(row.getKind(), target))
      if (!host.lookup(feature))
        return feature.str();
  bool hasTiles = llvm::any_of(target.getMma(), [&](MmaAttr row) {
    return llvm::is_contained(requiredFeatures(row.getKind(), target),
                              "amx-tile");
  });
  if (hasTiles && !requestTiles())
    return "the system's permission to use AMX";
  return "";
}

/// `+a,-b,...` as LLVM takes it, with 512-bit vectors where the machine has
/// them: LLVM prefers 256 bits on several CPUs, which the register tiles of a
/// 512-bit description would be cut up for.
static std::string hostFeatures() {
  llvm::StringMap<bool> host = llvm::sys::getHostCPUFeatures();
  std::vector<std::string> parts;
  for (const auto &entry : host)
    parts.push_back((entry.second ? "+" : "-") + entry.first().str());
  llvm::sort(parts);
  parts.push_back("-prefer-256-bit");
  return llvm::join(parts, ",");
}

/// What sysconf says of a number of a cache, or `fallback` where it does not
/// know.
static int64_t cacheNumber(int name, int64_t fallback) {
  long number = sysconf(name);
  return number > 0 ? number : fallback;
}

/// `description` with what this machine says of itself.
static TargetAttr adaptToHost(TargetAttr description) {
  TargetAttr d = description;
  return TargetAttr::get(d.getContext(), "host", d.getTriple(),
                         llvm::sys::getHostCPUName(), hostFeatures(),
                         d.getVectorBits(), d.getVectorRegisters(),
                         cacheNumber(_SC_LEVEL1_DCACHE_SIZE, d.getL1()),
                         cacheNumber(_SC_LEVEL2_CACHE_SIZE, d.getL2()),
                         cacheNumber(_SC_LEVEL3_CACHE_SIZE, d.getL3()),
                         cacheNumber(_SC_LEVEL1_DCACHE_ASSOC, d.getL1Ways()),
                         cacheNumber(_SC_LEVEL2_CACHE_ASSOC, d.getL2Ways()),
                         d.getL2BytesPerClock(), d.getMma());
}

TargetAttr mixp::detectHost(MLIRContext *context) {
  // From the richest description down; one that names this very CPU also
  // knows its rates.
  TargetAttr richest;
  for (StringRef name : llvm::reverse(getTargetNames())) {
    FailureOr<TargetAttr> target = lookupTarget(context, name, [&] {
      return mlir::emitError(UnknownLoc::get(context));
    });
    if (failed(target) || !findMissingHostFeature(*target).empty())
      continue;
    if (target->getCpu() == llvm::sys::getHostCPUName())
      return adaptToHost(*target);
    if (!richest)
      richest = *target;
  }
  return richest ? adaptToHost(richest) : TargetAttr();
}
