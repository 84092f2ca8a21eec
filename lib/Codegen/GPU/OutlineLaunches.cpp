//===- OutlineLaunches.cpp - Kernels and their launches -------------------===//
#include "Skeletons.h"
#include "mixp/Codegen/GPU/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace mixp {
#define GEN_PASS_DEF_OUTLINELAUNCHESPASS
#include "mixp/Codegen/GPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

static constexpr StringLiteral kModuleName = "kernels", kSharedName = "shared";

/// The module's GPU module, with the one symbol of dynamic shared memory that
/// all kernels carve up themselves.
static gpu::GPUModuleOp getKernelModule(ModuleOp module) {
  if (auto found = module.lookupSymbol<gpu::GPUModuleOp>(kModuleName))
    return found;
  OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
  auto kernels = gpu::GPUModuleOp::create(b, module.getLoc(), kModuleName);
  b.setInsertionPointToStart(kernels.getBody());
  auto type = LLVM::LLVMArrayType::get(b.getI8Type(), 0);
  LLVM::GlobalOp::create(b, module.getLoc(), type, /*isConstant=*/false,
                         LLVM::Linkage::External, kSharedName, Attribute(),
                         /*alignment=*/1024,
                         static_cast<unsigned>(NVVM::NVVMMemorySpace::Shared));
  return kernels;
}

/// Declares the kernel with its arguments; its entry block is empty.
static LLVM::LLVMFuncOp declareKernel(KernelBuilder &b, StringRef name,
                                      const KernelArguments &arguments,
                                      int64_t threads) {
  auto type = LLVM::LLVMFunctionType::get(
      LLVM::LLVMVoidType::get(b.getContext()), arguments.types(b));
  auto kernel = LLVM::LLVMFuncOp::create(b, name, type);
  kernel->setAttr(NVVM::NVVMDialect::getKernelFuncAttrName(), b.getUnitAttr());
  kernel->setAttr(
      NVVM::NVVMDialect::getReqntidAttrName(),
      b.getDenseI32ArrayAttr({static_cast<int32_t>(threads), 1, 1}));
  kernel->setAttr(NVVM::NVVMDialect::getMinctasmAttrName(),
                  b.getI32IntegerAttr(1));
  auto map = LLVM::LLVMArrayType::get(b.getI64Type(), 16);
  for (auto [i, argument] : llvm::enumerate(arguments.list())) {
    if (argument.getKind() != ArgumentKind::TensorMap)
      continue;
    kernel.setArgAttr(i, LLVM::LLVMDialect::getByValAttrName(),
                      TypeAttr::get(map));
    kernel.setArgAttr(i, LLVM::LLVMDialect::getAlignAttrName(),
                      b.getI64IntegerAttr(64));
    kernel.setArgAttr(i, NVVM::NVVMDialect::getGridConstantAttrName(),
                      b.getUnitAttr());
  }
  kernel.addEntryBlock(b);
  return kernel;
}

static LaunchPlanAttr createPlan(TensorCoreMatmulOp op,
                                 const KernelArguments &arguments,
                                 const Skeleton &skeleton) {
  GpuScheduleAttr schedule = op.getSchedule();
  SmallVector<int64_t> transposed;
  if (op.getRepackLhs())
    transposed.push_back(KernelArguments::kLhs);
  if (op.getRepackRhs())
    transposed.push_back(KernelArguments::kRhs);
  FragmentsAttr fragments;
  if (op.isWeightOnly()) {
    // Weights and their tables lie as the kernel reads them however the host
    // holds them.
    if (!op.getTransposeRhs())
      transposed.push_back(KernelArguments::kRhs);
    else
      for (int64_t i = arguments.rhsScale(); i < arguments.firstEpilogue(); ++i)
        transposed.push_back(i);
    Type code = *op.getRhsCode();
    fragments = FragmentsAttr::get(op.getContext(), KernelArguments::kRhs,
                                   code.getIntOrFloatBitWidth(),
                                   /*flip=*/code.isSignlessInteger(),
                                   schedule.getBlockN(), schedule.getBlockK());
  }
  // wgmma reads shared memory, where nothing can round any more.
  SmallVector<int64_t> rounded;
  if (schedule.getCore().getKind() == TensorCoreKind::Wgmma &&
      isa<FloatTF32Type>(schedule.getCore().getLhs()))
    rounded = {KernelArguments::kLhs, KernelArguments::kRhs};
  return LaunchPlanAttr::get(op.getContext(), skeleton.threads(schedule),
                             skeleton.sharedBytes(op), schedule.getBlockM(),
                             schedule.getBlockN(), skeleton.isPersistent,
                             transposed, rounded, arguments.dims(),
                             arguments.sizes(), arguments.list(), fragments);
}

/// What kernels rely on and a hand-written schedule may not have.
static LogicalResult checkSchedule(TensorCoreMatmulOp op,
                                   const Skeleton &skeleton,
                                   GpuTargetAttr target) {
  int64_t bytes = skeleton.sharedBytes(op);
  if (bytes > target.getSharedBytes())
    return op.emitOpError()
           << "needs " << bytes << " bytes of shared memory, "
           << "but " << target.getName() << " has " << target.getSharedBytes()
           << "; use fewer stages or a smaller block";
  return success();
}

static LogicalResult outline(TensorCoreMatmulOp op, StringRef name,
                             GpuTargetAttr target) {
  const Skeleton &skeleton = getSkeleton(op.getSchedule());
  if (failed(checkSchedule(op, skeleton, target)))
    return failure();
  auto kernels = getKernelModule(op->getParentOfType<ModuleOp>());
  KernelBuilder b(op.getLoc(), op.getContext());
  b.setInsertionPointToEnd(kernels.getBody());
  KernelArguments arguments(op);
  arguments.declare(skeleton.boxes(op));
  LLVM::LLVMFuncOp kernel =
      declareKernel(b, name, arguments, skeleton.threads(op.getSchedule()));
  Block &entry = kernel.getBody().front();
  arguments.bind(entry);
  b.setInsertionPointToStart(&entry);
  Value shared =
      LLVM::AddressOfOp::create(b, b.sharedPointerType(), kSharedName);
  skeleton.build(b, op, arguments, shared);
  LLVM::ReturnOp::create(b, ValueRange());

  OpBuilder host(op);
  SmallVector<Value> inputs(op->getOperands().drop_back());
  auto symbol =
      SymbolRefAttr::get(op.getContext(), kModuleName,
                         FlatSymbolRefAttr::get(op.getContext(), name));
  auto launch =
      LaunchOp::create(host, op.getLoc(), op->getResultTypes(), symbol, inputs,
                       op.getOuts(), createPlan(op, arguments, skeleton));
  op.getResult().replaceAllUsesWith(launch.getResult());
  op.erase();
  return success();
}

namespace {
struct OutlineLaunches : mixp::impl::OutlineLaunchesPassBase<OutlineLaunches> {
  void runOnOperation() override {
    auto target =
        getOperation()->getAttrOfType<GpuTargetAttr>(kGpuTargetAttrName);
    SmallVector<TensorCoreMatmulOp> ops;
    getOperation().walk([&](TensorCoreMatmulOp op) { ops.push_back(op); });
    if (!ops.empty() && !target) {
      getOperation().emitError() << "needs a module with a GPU: run "
                                    "mixp-resolve-gpu-target first";
      return signalPassFailure();
    }
    for (auto [i, op] : llvm::enumerate(ops))
      if (failed(outline(op, "matmul_" + std::to_string(i), target)))
        return signalPassFailure();
  }
};
} // namespace
