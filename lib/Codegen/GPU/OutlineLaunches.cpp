//===- OutlineLaunches.cpp - Kernels and their launches -------------------===//
#include "ScheduleLegality.h"
#include "Skeletons.h"
#include "mixp/Codegen/GPU/Passes.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"
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
  return LaunchPlanAttr::get(
      op.getContext(), skeleton.threads(schedule), skeleton.sharedBytes(op),
      schedule.getBlockM(), schedule.getBlockN(), schedule.getSplitK(),
      schedule.getSplitBlocks(), schedule.getSplitDepth(),
      skeleton.isPersistent, transposed, rounded, arguments.dims(),
      arguments.sizes(), arguments.list(), fragments);
}

/// Bytes of a tensor on the device, without padding; nothing where its sizes
/// are known at run time only.
static std::optional<int64_t> bytesOf(Value value) {
  auto type = cast<ShapedType>(value.getType());
  if (!type.hasStaticShape())
    return std::nullopt;
  return type.getNumElements() * type.getElementTypeBitWidth() / 8;
}

/// Says how much goes up and down for a launch.
static void explainTransfers(LaunchOp op) {
  auto remark = reportRemark(op, RemarkCode::GpuTransfers);
  if (!remark)
    return;
  auto describe = [](std::optional<int64_t> bytes) {
    return bytes ? std::to_string(*bytes) : std::string("run-time sizes");
  };
  std::optional<int64_t> up = 0, constants = 0;
  for (Value input : op.getInputs()) {
    std::optional<int64_t> bytes = bytesOf(input);
    auto &sum = input.getDefiningOp<arith::ConstantOp>() ? constants : up;
    sum = sum && bytes ? std::optional(*sum + *bytes) : std::nullopt;
  }
  remark << remark::metric("BytesToDevice", describe(up))
         << remark::metric("BytesOnce", describe(constants))
         << remark::metric("BytesBack", describe(bytesOf(op.getOuts())));
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

/// Puts the launch of the kernel called `name` in the product's place.
static void replaceByLaunch(TensorCoreMatmulOp op, StringRef name,
                            const KernelArguments &arguments) {
  const Skeleton &skeleton = getSkeleton(op.getSchedule());
  OpBuilder b(op);
  SmallVector<Value> inputs(op->getOperands().drop_back());
  auto kernels = getKernelModule(op->getParentOfType<ModuleOp>());
  auto symbol =
      SymbolRefAttr::get(op.getContext(), kernels.getName(),
                         FlatSymbolRefAttr::get(op.getContext(), name));
  auto launch =
      LaunchOp::create(b, op.getLoc(), op->getResultTypes(), symbol, inputs,
                       op.getOuts(), createPlan(op, arguments, skeleton));
  explainTransfers(launch);
  op.getResult().replaceAllUsesWith(launch.getResult());
  op.erase();
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
  }
};
} // namespace
