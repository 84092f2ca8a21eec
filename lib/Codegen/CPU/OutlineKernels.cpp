//===- OutlineKernels.cpp - One function for each distinct kernel ---------===//
#include "BufferizedOps.h"
#include "KernelFunctions.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"

namespace mixp {
#define GEN_PASS_DEF_OUTLINEKERNELSPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// A size, a letter for a dynamic one.
static std::string print(int64_t size, StringRef letter) {
  return ShapedType::isDynamic(size) ? letter.str() : std::to_string(size);
}

/// The product of sizes.
static int64_t multiply(ArrayRef<int64_t> sizes) {
  return ShapedType::isDynamicShape(sizes) ? ShapedType::kDynamic
                                           : ShapedType::getNumElements(sizes);
}

/// The kernel's name: what it does and its sizes.
static std::string nameKernel(Operation *kernel) {
  if (auto rows = dyn_cast<QuantizeRowsOp>(kernel)) {
    auto type = cast<MemRefType>(rows.getInput().getType());
    return "mixp_kernel_quantize_rows_" + print(type.getDimSize(0), "m") + "x" +
           print(type.getDimSize(1), "k");
  }
  if (auto pack = dyn_cast<PackRhsOp>(kernel)) {
    ArrayRef<int64_t> shape =
        cast<MemRefType>(pack.getRhs().getType()).getShape();
    return "mixp_kernel_pack_" + print(shape[shape.size() - 2], "k") + "x" +
           print(shape.back(), "n");
  }
  auto op = cast<PackedMatmulOp>(kernel);
  ArrayRef<int64_t> outs = op.getOutsType().getShape();
  ArrayRef<int64_t> lhs = op.getLhsType().getShape();
  std::string name =
      "mixp_kernel_" + stringifyMmaKind(op.getSchedule().getMma()).str() + "_";
  if (op.isBatched())
    name += print(outs.front(), "b") + "x";
  int64_t m =
      op.getCombineRows()
          ? multiply(
                lhs.drop_back(op.getNumKDims()).take_back(op.getNumRowDims()))
          : outs[outs.size() - 2];
  return name + print(m, "m") + "x" + print(outs.back(), "n") + "x" +
         print(multiply(lhs.take_back(op.getNumKDims())), "k");
}

/// Constants that an epilogue reads become part of it, so that kernels with
/// other constants are other kernels and no constant is an argument.
static void sinkConstants(Region &epilogue) {
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(epilogue, captured);
  OpBuilder builder(epilogue);
  for (Value value : captured)
    if (auto constant = value.getDefiningOp<arith::ConstantOp>())
      replaceAllUsesInRegionWith(value, builder.clone(*constant)->getResult(0),
                                 epilogue);
}

/// A memref argument whose offset only the caller knows: slices at different
/// places share a kernel.
static Value forgetOffset(OpBuilder &b, Location loc, Value value) {
  auto type = dyn_cast<MemRefType>(value.getType());
  if (!type)
    return value;
  auto [strides, offset] = type.getStridesAndOffset();
  if (offset == 0 || ShapedType::isDynamic(offset))
    return value;
  auto layout =
      StridedLayoutAttr::get(b.getContext(), ShapedType::kDynamic, strides);
  auto dynamic = MemRefType::get(type.getShape(), type.getElementType(), layout,
                                 type.getMemorySpace());
  return memref::CastOp::create(b, loc, dynamic, value);
}

namespace {
struct OutlineKernels : mixp::impl::OutlineKernelsPassBase<OutlineKernels> {
  void runOnOperation() override;

private:
  void outline(Operation *op);
  func::FuncOp share(func::FuncOp kernel);

  /// The kernels so far by the name that they asked for.
  llvm::StringMap<SmallVector<func::FuncOp>> kernels;
};
} // namespace

/// A function with nothing but `op` in it, in no module yet.
static func::FuncOp buildKernel(Operation *op,
                                const llvm::SetVector<Value> &operands,
                                ValueRange arguments) {
  OpBuilder b(op->getContext());
  Location loc = op->getLoc();
  auto type = b.getFunctionType(arguments.getTypes(), {});
  auto kernel = func::FuncOp::create(loc, nameKernel(op), type);
  kernel.setPrivate();
  // Upstream drops no_inline on the way to LLVM.
  kernel->setAttr("passthrough", b.getStrArrayAttr({"noinline"}));
  kernel->setAttr(kKernelAttrName, b.getUnitAttr());
  kernel->setAttr(
      "llvm.linkage",
      LLVM::LinkageAttr::get(op->getContext(), LLVM::Linkage::Internal));
  b.setInsertionPointToStart(kernel.addEntryBlock());
  IRMapping mapping;
  mapping.map(operands.getArrayRef(), kernel.getArguments());
  b.clone(*op, mapping);
  func::ReturnOp::create(b, loc);
  return kernel;
}

/// An earlier kernel that does the same, or `kernel` in the module.
func::FuncOp OutlineKernels::share(func::FuncOp kernel) {
  SmallVector<func::FuncOp> &others = kernels[kernel.getName()];
  for (func::FuncOp other : others) {
    if (other.getFunctionType() != kernel.getFunctionType() ||
        !OperationEquivalence::isRegionEquivalentTo(
            &other.getBody(), &kernel.getBody(),
            OperationEquivalence::IgnoreLocations))
      continue;
    kernel.erase();
    return other;
  }
  others.push_back(kernel);
  SymbolTable(getOperation()).insert(kernel);
  return kernel;
}

void OutlineKernels::outline(Operation *op) {
  llvm::SetVector<Value> operands(op->operand_begin(), op->operand_end());
  for (Region &region : op->getRegions()) {
    sinkConstants(region);
    getUsedValuesDefinedAbove(region, operands);
  }
  OpBuilder b(op);
  SmallVector<Value> arguments;
  for (Value operand : operands)
    arguments.push_back(forgetOffset(b, op->getLoc(), operand));
  func::FuncOp kernel = share(buildKernel(op, operands, arguments));
  func::CallOp::create(b, op->getLoc(), kernel, arguments);
  op->erase();
}

void OutlineKernels::runOnOperation() {
  SmallVector<Operation *> ops;
  if (failed(collectBufferized<PackedMatmulOp, QuantizeRowsOp, PackRhsOp>(
          getOperation(), ops)))
    return signalPassFailure();
  kernels.clear();
  for (Operation *op : ops)
    outline(op);
}
