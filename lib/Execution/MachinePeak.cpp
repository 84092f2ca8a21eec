//===- MachinePeak.cpp - What the machine can do at most ------------------===//
#include "mixp/Execution/MachinePeak.h"
#include "MeasuringLoop.h"
#include "mixp/Execution/ThreadTeam.h"
#include "mixp/Execution/Timing.h"
#include "mixp/Target/Intrinsics.h"
#include "llvm/Support/FormatVariadic.h"
#include <cstring>

using namespace mlir;
using namespace mixp;

namespace {
/// How one instruction is written in LLVM IR.
struct Step {
  /// Types of the accumulator and of the two operands.
  std::string acc, operand;
  /// Statements that compute %aN from %pN, %x and %y; {0} stands for N. None
  /// for instructions of tiles.
  std::string text;
  /// Multiplications and additions of one step.
  double operations = 0;
};
} // namespace

static Step describeStep(MmaKind kind, int64_t vectorBits) {
  int64_t lanes = vectorBits / 32;
  auto vector = [](int64_t count, StringRef element) {
    return llvm::formatv("<{0} x {1}>", count, element).str();
  };
  std::string f32 = vector(lanes, "float"), i32 = vector(lanes, "i32");
  StringRef name = getIntrinsic(kind, vectorBits);
  auto call = [&](StringRef acc, StringRef operand) {
    return ("  %a{0} = call " + acc + " @" + name + "(" + acc + " %p{0}, " +
            operand + " %x, " + operand + " %y)\n")
        .str();
  };
  switch (kind) {
  case MmaKind::Fma:
    return {f32, f32,
            "  %a{0} = call " + f32 + " @llvm.fma.v" + std::to_string(lanes) +
                "f32(" + f32 + " %x, " + f32 + " %y, " + f32 + " %p{0})\n",
            2.0 * lanes};
  case MmaKind::MulAdd:
    return {f32, f32,
            "  %b{0} = fmul " + f32 + " %x, %p{0}\n  %a{0} = fadd " + f32 +
                " %b{0}, %y\n",
            2.0 * lanes};
  case MmaKind::Vpdpbusd:
  case MmaKind::Sdot:
  case MmaKind::Udot:
  case MmaKind::Usdot: {
    std::string i8 = vector(lanes * 4, "i8");
    return {i32, i8, call(i32, i8), 8.0 * lanes};
  }
  case MmaKind::Smmla:
  case MmaKind::Ummla:
  case MmaKind::Usmmla: {
    std::string i8 = vector(lanes * 4, "i8");
    return {i32, i8, call(i32, i8), 16.0 * lanes};
  }
  case MmaKind::Vdpbf16ps:
  case MmaKind::Bfdot: {
    std::string bf16 = vector(lanes * 2, "bfloat");
    return {f32, bf16, call(f32, bf16), 4.0 * lanes};
  }
  case MmaKind::Bfmmla: {
    std::string bf16 = vector(lanes * 2, "bfloat");
    return {f32, bf16, call(f32, bf16), 8.0 * lanes};
  }
  case MmaKind::Vpmaddwd: {
    // One operand depends on the accumulator, or the product would be hoisted.
    std::string i16 = vector(lanes * 2, "i16");
    return {i32, i16,
            ("  %b{0} = bitcast " + i32 + " %p{0} to " + i16 +
             "\n  %c{0} = call " + i32 + " @" + name + "(" + i16 + " %b{0}, " +
             i16 + " %y)\n  %a{0} = add " + i32 + " %c{0}, %p{0}\n")
                .str(),
            4.0 * lanes};
  }
  case MmaKind::Popcount:
    return {i32, i32,
            "  %b{0} = and " + i32 + " %p{0}, %y\n  %c{0} = call " + i32 +
                " @llvm.ctpop.v" + std::to_string(lanes) + "i32(" + i32 +
                " %b{0})\n  %a{0} = add " + i32 + " %c{0}, %p{0}\n",
            64.0 * lanes};
  case MmaKind::Tdpbssd:
  case MmaKind::Tdpbsud:
  case MmaKind::Tdpbusd:
  case MmaKind::Tdpbuud:
    return {{}, {}, {}, 2.0 * 16 * 16 * 64};
  case MmaKind::Tdpbf16ps:
    return {{}, {}, {}, 2.0 * 16 * 16 * 32};
  case MmaKind::WideningMulAdd:
    return {i32, i32,
            "  %b{0} = mul " + i32 + " %x, %p{0}\n  %a{0} = add " + i32 +
                " %b{0}, %y\n",
            2.0 * lanes};
  }
  return {};
}

/// `void peak(ptr memory, i64 n)`: n rounds of one step on each accumulator.
static std::string writePeakLoop(const Step &step, int accumulators) {
  std::string phis, steps, stores;
  for (int i = 0; i < accumulators; ++i) {
    phis += llvm::formatv(
        "  %p{0} = phi {1} [ %start, %entry ], [ %a{0}, %loop ]\n", i,
        step.acc);
    steps += llvm::formatv(step.text.c_str(), i);
    stores +=
        llvm::formatv("  %q{0} = getelementptr {1}, ptr %memory, i64 {0}\n"
                      "  store {1} %a{0}, ptr %q{0}\n",
                      i, step.acc);
  }
  return llvm::formatv("define void @peak(ptr %memory, i64 %n) {{\n"
                       "entry:\n"
                       "  %start = load {0}, ptr %memory\n"
                       "  %x = load volatile {1}, ptr %memory\n"
                       "  %y = load volatile {1}, ptr %memory\n"
                       "  br label %loop\n"
                       "loop:\n"
                       "  %i = phi i64 [ %n, %entry ], [ %next, %loop ]\n"
                       "{2}{3}"
                       "  %next = sub i64 %i, 1\n"
                       "  %done = icmp eq i64 %next, 0\n"
                       "  br i1 %done, label %exit, label %loop\n"
                       "exit:\n"
                       "{4}"
                       "  ret void\n}\n",
                       step.acc, step.operand, phis, steps, stores);
}

/// The same for an instruction of tiles: four tiles of sums are as many as the
/// two of each side leave room for.
static std::string writeTilePeakLoop(StringRef name) {
  static constexpr StringRef kShape = "i16 16, i16 64";
  std::string starts, phis, steps, stores;
  for (int i = 0; i < 4; ++i) {
    starts += llvm::formatv("  %s{0} = call x86_amx "
                            "@llvm.x86.tilezero.internal({1})\n",
                            i, kShape);
    phis += llvm::formatv(
        "  %p{0} = phi x86_amx [ %s{0}, %entry ], [ %a{0}, %loop ]\n", i);
    steps += llvm::formatv("  %a{0} = call x86_amx @{1}({2}, i16 64, x86_amx "
                           "%p{0}, x86_amx %x{3}, x86_amx %y{4})\n",
                           i, name, kShape, i / 2, i % 2);
    stores += llvm::formatv("  call void @llvm.x86.tilestored64.internal({1}, "
                            "ptr %memory, i64 64, x86_amx %a{0})\n",
                            i, kShape);
  }
  for (StringRef operand : {"x0", "x1", "y0", "y1"})
    starts += llvm::formatv("  %{0} = call x86_amx "
                            "@llvm.x86.tileloadd64.internal({1}, ptr %memory, "
                            "i64 64)\n",
                            operand, kShape);
  return llvm::formatv("define void @peak(ptr %memory, i64 %n) {{\n"
                       "entry:\n{0}  br label %loop\n"
                       "loop:\n"
                       "  %i = phi i64 [ %n, %entry ], [ %next, %loop ]\n"
                       "{1}{2}"
                       "  %next = sub i64 %i, 1\n"
                       "  %done = icmp eq i64 %next, 0\n"
                       "  br i1 %done, label %exit, label %loop\n"
                       "exit:\n{3}  ret void\n}\n",
                       starts, phis, steps, stores);
}

/// `i64 chain(i64 n)`: n rounds of 64 additions, each of the last one's sum.
/// Assembly, so that nothing folds them, and of registers: recent CPUs add
/// constants while renaming registers, several per clock.
static std::string writeClockLoop(const llvm::Triple &triple) {
  std::string adds;
  for (int i = 0; i < 64; ++i)
    adds += triple.isX86() ? "add $2, $0\\0A" : "add $0, $0, $2\\0A";
  return "define i64 @chain(i64 %n) {\n"
         "entry:\n  br label %loop\n"
         "loop:\n"
         "  %i = phi i64 [ %n, %entry ], [ %next, %loop ]\n"
         "  %p = phi i64 [ %n, %entry ], [ %s, %loop ]\n"
         "  %s = call i64 asm sideeffect \"" +
         adds +
         (triple.isX86() ? "\", \"=r,0,r,~{flags}\"" : "\", \"=r,0,r\"") +
         "(i64 %p, i64 %n)\n"
         "  %next = sub i64 %i, 1\n"
         "  %done = icmp eq i64 %next, 0\n"
         "  br i1 %done, label %exit, label %loop\n"
         "exit:\n  ret i64 %s\n}\n";
}

static constexpr int64_t kClockRounds = 20000;
static constexpr int64_t kLeastRounds = 100000;

llvm::Expected<std::unique_ptr<MachinePeak>>
MachinePeak::create(TargetAttr target, MmaAttr instruction, int64_t threads) {
  Step step = describeStep(instruction.getKind(), target.getVectorBits());
  bool isTile = step.text.empty();
  int accumulators =
      isTile ? 4 : static_cast<int>(target.getVectorRegisters() * 3 / 4);
  StringRef name = getIntrinsic(instruction.getKind(), target.getVectorBits());
  auto jit = compileLoops(
      (isTile ? writeTilePeakLoop(name) : writePeakLoop(step, accumulators)) +
          writeClockLoop(llvm::Triple(target.getTriple())),
      target);
  if (!jit)
    return jit.takeError();
  auto peak = (*jit)->lookup("peak"), chain = (*jit)->lookup("chain");
  if (!peak || !chain)
    return llvm::joinErrors(peak.takeError(), chain.takeError());
  std::unique_ptr<MachinePeak> result(new MachinePeak());
  result->jit = std::move(*jit);
  result->instructionLoop = peak->toPtr<void (*)(char *, int64_t)>();
  result->clockLoop = chain->toPtr<int64_t (*)(int64_t)>();
  result->threads = threads;
  result->operations = accumulators * step.operations;
  result->operationsPerClock =
      static_cast<double>(instruction.getOpsPerClock());
  constexpr int kRuns = 5;
  double least = result->runInstruction(kLeastRounds);
  for (int i = 1; i < kRuns; ++i)
    least = std::min(least, result->runInstruction(kLeastRounds));
  result->secondsOfRound = least / static_cast<double>(kLeastRounds);
  return result;
}

MachinePeak::MachinePeak() = default;
MachinePeak::~MachinePeak() = default;

int64_t MachinePeak::getRounds(double seconds) const {
  int64_t least = threads == 1 ? kLeastRounds : 8 * kLeastRounds;
  return std::max(least, static_cast<int64_t>(seconds / secondsOfRound));
}

double MachinePeak::runInstruction(int64_t rounds) const {
  return timeOnThreads(threads, [&](int64_t) {
    // Operands, then where accumulators are stored; values of any kind that
    // are no subnormals.
    alignas(64) char memory[64 * 64];
    std::memset(memory, 0x3c, sizeof(memory));
    instructionLoop(memory, rounds);
  });
}

double MachinePeak::runClock() const {
  return timeOnce([&] { clockLoop(kClockRounds); });
}

double MachinePeak::getGops(int64_t rounds, double seconds) const {
  return static_cast<double>(threads * rounds) * operations / seconds * 1e-9;
}

double MachinePeak::getClockGhz(double seconds) const {
  return kClockRounds * 64 / seconds * 1e-9;
}

double MachinePeak::getModelGops(double clockGhz) const {
  return clockGhz * operationsPerClock * static_cast<double>(threads);
}
