//===- OutlineLaunches.cpp - Kernels and their launches -------------------===//
#include "ScheduleLegality.h"
#include "Skeletons.h"
#include "mixp/Codegen/GPU/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Transforms/LoopInvariantCodeMotionUtils.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"

namespace mixp {
#define GEN_PASS_DEF_OUTLINELAUNCHESPASS
#include "mixp/Codegen/GPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

static constexpr StringLiteral kModuleName = "kernels", kSharedName = "shared";

/// The module's GPU module, with the one symbol of dynamic shared memory that
/// all kernels carve up themselves. A model may have its name for a function.
static gpu::GPUModuleOp getKernelModule(ModuleOp module) {
  for (auto found : module.getOps<gpu::GPUModuleOp>())
    return found;
  OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
  auto kernels = gpu::GPUModuleOp::create(b, module.getLoc(), kModuleName);
  SymbolTable(module).insert(kernels);
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
  return LaunchPlanAttr::get(
      op.getContext(), skeleton.threads(schedule), skeleton.sharedBytes(op),
      schedule.getBlockM(), schedule.getBlockN(), schedule.getSplitK(),
      schedule.getSplitBlocks(), schedule.getSplitDepth(),
      skeleton.isPersistent, arguments.dims(), arguments.sizes(),
      arguments.list());
}

/// Constants that the epilogue takes from outside become its own: a kernel does
/// not see what is outside.
static void sinkConstants(TensorCoreMatmulOp op) {
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op.getEpilogue(), captured);
  OpBuilder b = OpBuilder::atBlockBegin(&op.getEpilogue().front());
  for (Value value : captured) {
    Operation *copy = b.clone(*value.getDefiningOp());
    replaceAllUsesInRegionWith(value, copy->getResult(0), op.getEpilogue());
  }
}

/// The type with all sizes unknown.
static Type withoutSizes(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  SmallVector<int64_t> shape(tensor.getRank(), ShapedType::kDynamic);
  return RankedTensorType::get(shape, tensor.getElementType());
}

/// Text that is equal for products with equal kernels, which take all sizes as
/// arguments.
static std::string describe(TensorCoreMatmulOp op) {
  // Printing needs an op around.
  OpBuilder outer(op.getContext());
  OwningOpRef<ModuleOp> scope = ModuleOp::create(outer, op.getLoc());
  Block &block = *scope->getBody();
  IRMapping mapping;
  for (Value operand : op->getOperands())
    if (!mapping.contains(operand))
      mapping.map(operand, block.addArgument(withoutSizes(operand.getType()),
                                             op.getLoc()));
  OpBuilder b = OpBuilder::atBlockEnd(&block);
  Operation *copy = b.clone(*op, mapping);
  copy->getResult(0).setType(withoutSizes(op.getOuts().getType()));
  std::string text;
  llvm::raw_string_ostream os(text);
  copy->print(os, OpPrintingFlags().useLocalScope().assumeVerified());
  return text;
}

static void buildKernel(TensorCoreMatmulOp op, StringRef name,
                        const KernelArguments &declared) {
  const Skeleton &skeleton = getSkeleton(op.getSchedule());
  auto kernels = getKernelModule(op->getParentOfType<ModuleOp>());
  KernelBuilder b(op.getLoc(), op.getContext());
  b.setInsertionPointToEnd(kernels.getBody());
  KernelArguments arguments = declared;
  LLVM::LLVMFuncOp kernel =
      declareKernel(b, name, arguments, skeleton.threads(op.getSchedule()));
  Block &entry = kernel.getBody().front();
  arguments.bind(entry);
  b.setInsertionPointToStart(&entry);
  Value shared =
      LLVM::AddressOfOp::create(b, b.sharedPointerType(), kSharedName);
  skeleton.build(b, op, arguments, shared);
  LLVM::ReturnOp::create(b, ValueRange());
}

/// Puts the launch of the kernel called `name` in the product's place, with a
/// copy of each operand before it and one of its result behind. Those between
/// launches fold away.
static void replaceByLaunch(TensorCoreMatmulOp op, StringRef name,
                            const KernelArguments &arguments) {
  const Skeleton &skeleton = getSkeleton(op.getSchedule());
  ImplicitLocOpBuilder b(op.getLoc(), op);
  SmallVector<Value> inputs;
  for (int64_t i = 0, e = arguments.outs(); i < e; ++i)
    inputs.push_back(
        ToDeviceOp::create(b, arguments.layout(i), op->getOperand(i)));
  auto kernels = getKernelModule(op->getParentOfType<ModuleOp>());
  auto symbol =
      SymbolRefAttr::get(op.getContext(), kernels.getName(),
                         FlatSymbolRefAttr::get(op.getContext(), name));
  auto launch = LaunchOp::create(b, arguments.layout(arguments.outs()), symbol,
                                 inputs, createPlan(op, arguments, skeleton));
  auto result = ToHostOp::create(b, op->getResultTypes(), launch.getResult(),
                                 op.getOuts());
  op.getResult().replaceAllUsesWith(result.getResult());
  op.erase();
}

/// What a loop does not change goes to the device before it.
static void hoistCopies(LoopLikeOpInterface loop) {
  moveLoopInvariantCode(
      loop.getLoopRegions(),
      [&](Value value, Region *) { return loop.isDefinedOutsideOfLoop(value); },
      [](Operation *op, Region *) { return isa<ToDeviceOp>(op); },
      [&](Operation *op, Region *) { loop.moveOutOfLoop(op); });
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
    llvm::StringMap<std::string> names;
    for (TensorCoreMatmulOp op : ops) {
      const Skeleton &skeleton = getSkeleton(op.getSchedule());
      if (failed(checkSchedule(op, target)))
        return signalPassFailure();
      sinkConstants(op);
      KernelArguments arguments(op);
      arguments.declare(skeleton.boxes(op));
      std::string &name = names[describe(op)];
      if (name.empty()) {
        name = "matmul_" + std::to_string(names.size() - 1);
        buildKernel(op, name, arguments);
      }
      replaceByLaunch(op, name, arguments);
    }
    getOperation().walk([](LoopLikeOpInterface loop) { hoistCopies(loop); });
  }
};
} // namespace
