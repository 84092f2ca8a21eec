//===- KernelArguments.cpp - What a kernel is given -----------------------===//
#include "KernelArguments.h"
#include "SplitSum.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMTypes.h"

using namespace mlir;
using namespace mixp;

KernelArguments::KernelArguments(TensorCoreMatmulOp op)
    : op(op), hasScale(bool(op.getRhsScale())),
      first(op.getFirstEpilogueOperand()),
      numEpilogueOperands(op.getEpilogueOperands().size()) {}

ShapedType KernelArguments::typeOf(int64_t operand) const {
  return cast<ShapedType>(op->getOperand(operand).getType());
}

void KernelArguments::append(ArgumentKind kind, int64_t operand) {
  arguments.push_back(KernelArgumentAttr::get(op.getContext(), kind, operand,
                                              {}, 0, StringAttr(), 0, false));
}

/// An address of memory for each tile of the result.
void KernelArguments::appendWorkspace(int64_t number, int64_t bytesPerTile,
                                      bool zero) {
  arguments.push_back(
      KernelArgumentAttr::get(op.getContext(), ArgumentKind::Workspace, number,
                              {}, 0, StringAttr(), bytesPerTile, zero));
}

void KernelArguments::declare(const Boxes &boxes) {
  MLIRContext *context = op.getContext();
  for (int64_t i = 0, e = outs(); i <= e; ++i) {
    ShapedType type = typeOf(i);
    if (i < static_cast<int64_t>(boxes.size()) && boxes[i]) {
      Box box = *boxes[i];
      SmallVector<int64_t> sizes = {box.inner, box.outer};
      if (type.getRank() == 3)
        sizes.push_back(1);
      arguments.push_back(
          KernelArgumentAttr::get(context, ArgumentKind::TensorMap, i, sizes,
                                  box.swizzle, StringAttr(), 0, false));
      continue;
    }
    append(ArgumentKind::Pointer, i);
    bool isPacked = i == kRhs && op.isWeightOnly();
    if (type.getRank() >= 2 && !isPacked)
      append(ArgumentKind::Pitch, i);
    if (type.getRank() == 3)
      append(ArgumentKind::BatchStride, i);
  }
  SmallVector<StringRef> names = {"M", "N", "K"};
  if (op.getGroup())
    names.push_back("G");
  for (StringRef name : names)
    arguments.push_back(
        KernelArgumentAttr::get(context, ArgumentKind::Size, 0, {}, 0,
                                StringAttr::get(context, name), 0, false));
  if (op.getSchedule().getSplitK() == 1)
    return;
  appendWorkspace(kParts, SplitSum::partBytes(op.getSchedule()), false);
  appendWorkspace(kCounters, SplitSum::kCounterBytes, true);
}

SmallVector<Type> KernelArguments::types(KernelBuilder &b) const {
  return llvm::map_to_vector(arguments, [&](KernelArgumentAttr argument) {
    switch (argument.getKind()) {
    case ArgumentKind::Pointer:
    case ArgumentKind::Workspace:
      return b.globalPointerType();
    case ArgumentKind::TensorMap:
      return Type(LLVM::LLVMPointerType::get(b.getContext()));
    case ArgumentKind::BatchStride:
      return Type(b.getI64Type());
    case ArgumentKind::Pitch:
    case ArgumentKind::Size:
      return Type(b.getI32Type());
    }
    return Type();
  });
}

SmallVector<StringAttr> KernelArguments::dims() const {
  TensorCoreMatmulOp op = this->op;
  StringRef batch = op.isBatched() ? "B" : "";
  auto name = [&](const Twine &letters) {
    return StringAttr::get(op.getContext(), batch + letters);
  };
  SmallVector<StringAttr> names = {name(op.getTransposeLhs() ? "KM" : "MK"),
                                   name(op.getTransposeRhs() ? "NK" : "KN")};
  // Tables of one group and one batch may stand beside weights of many.
  for (int64_t i = rhsScale(); i < first; ++i) {
    StringRef rows = op.getGroup() ? "G" : "1";
    std::string dims =
        op.getTransposeRhs() ? ("N" + rows).str() : (rows + "N").str();
    bool sharesBatch = op.isBatched() && typeOf(i).getDimSize(0) == 1;
    names.push_back(sharesBatch ? StringAttr::get(op.getContext(), "1" + dims)
                                : name(dims));
  }
  StringRef letters = op.isBatched() ? "BMN" : "MN";
  for (AffineMap map : op.getEpilogueMaps().getAsValueRange<AffineMapAttr>()) {
    std::string text;
    for (AffineExpr expr : map.getResults()) {
      auto dim = dyn_cast<AffineDimExpr>(expr);
      text += dim ? letters[dim.getPosition()] : '1';
    }
    names.push_back(StringAttr::get(op.getContext(), text));
  }
  names.push_back(name("MN"));
  return names;
}

SmallVector<LaunchSizeAttr> KernelArguments::sizes() const {
  SmallVector<StringAttr> names = dims();
  auto find = [&](StringRef size, int64_t operand) {
    return LaunchSizeAttr::get(names[operand].getContext(), size, operand,
                               names[operand].getValue().find(size));
  };
  SmallVector<LaunchSizeAttr> sizes = {find("M", kLhs), find("N", kRhs),
                                       find("K", kLhs)};
  if (TensorCoreMatmulOp(op).getGroup())
    sizes.push_back(find("G", rhsScale()));
  if (names[kLhs].getValue().contains("B"))
    sizes.push_back(find("B", kLhs));
  return sizes;
}

bool KernelArguments::isExchanged(int64_t operand) const {
  TensorCoreMatmulOp op = this->op;
  if (operand == kLhs)
    return op.getRepackLhs();
  // Weights and their tables lie as the kernel reads them however the host
  // holds them.
  if (operand == kRhs)
    return op.getRepackRhs() || (op.isWeightOnly() && !op.getTransposeRhs());
  return operand < first && op.getTransposeRhs();
}

DeviceType KernelArguments::layout(int64_t operand) const {
  TensorCoreMatmulOp op = this->op;
  GpuScheduleAttr schedule = op.getSchedule();
  FragmentsAttr fragments;
  if (operand == kRhs && op.isWeightOnly()) {
    Type code = *op.getRhsCode();
    fragments =
        FragmentsAttr::get(op.getContext(), code.getIntOrFloatBitWidth(),
                           /*flip=*/code.isSignlessInteger(),
                           schedule.getBlockN(), schedule.getBlockK());
  }
  // wgmma reads shared memory, where nothing can round any more.
  bool isRounded = operand <= kRhs &&
                   schedule.getCore().getKind() == TensorCoreKind::Wgmma &&
                   isa<FloatTF32Type>(schedule.getCore().getLhs());
  return DeviceType::get(op.getContext(),
                         cast<RankedTensorType>(typeOf(operand)),
                         isExchanged(operand), isRounded, fragments);
}

Value KernelArguments::find(ArgumentKind kind, int64_t operand) const {
  for (auto [i, argument] : llvm::enumerate(arguments))
    if (argument.getKind() == kind && argument.getOperand() == operand)
      return block->getArgument(i);
  return {};
}

Value KernelArguments::pointer(int64_t operand) const {
  return find(ArgumentKind::Pointer, operand);
}
Value KernelArguments::tensorMap(int64_t operand) const {
  return find(ArgumentKind::TensorMap, operand);
}
Value KernelArguments::workspace(int64_t number) const {
  return find(ArgumentKind::Workspace, number);
}
Value KernelArguments::pitch(int64_t operand) const {
  return find(ArgumentKind::Pitch, operand);
}
Value KernelArguments::batchStride(int64_t operand) const {
  return find(ArgumentKind::BatchStride, operand);
}

Value KernelArguments::size(StringRef name) const {
  for (auto [i, argument] : llvm::enumerate(arguments))
    if (argument.getKind() == ArgumentKind::Size &&
        argument.getSize().getValue() == name)
      return block->getArgument(i);
  return {};
}

Value KernelArguments::matrix(KernelBuilder &b, int64_t operand,
                              Value batch) const {
  Value start = pointer(operand), stride = batchStride(operand);
  if (!stride)
    return start;
  return b.offset(start, b.createOrFold<arith::MulIOp>(b.widen(batch), stride));
}
