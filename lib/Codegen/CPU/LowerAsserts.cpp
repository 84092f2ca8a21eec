//===- LowerAsserts.cpp - Checks to calls that never return ---------------===//
#include "mixp/Codegen/CPU/Passes.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include <map>

namespace mixp {
#define GEN_PASS_DEF_LOWERASSERTSPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Where an op was written, as "file:line:column: ", or nothing.
static std::string describePlace(Location loc) {
  std::string place;
  loc->walk([&](Location part) {
    auto file = dyn_cast<FileLineColLoc>(part);
    if (!file)
      return WalkResult::advance();
    place = (file.getFilename().getValue() + ":" + Twine(file.getLine()) + ":" +
             Twine(file.getColumn()) + ": ")
                .str();
    return WalkResult::interrupt();
  });
  return place;
}

namespace {

struct LowerAssertsPass : mixp::impl::LowerAssertsPassBase<LowerAssertsPass> {
  void runOnOperation() override {
    SmallVector<cf::AssertOp> asserts;
    getOperation().walk([&](cf::AssertOp op) { asserts.push_back(op); });
    if (asserts.empty())
      return;
    OpBuilder builder = OpBuilder::atBlockBegin(getOperation().getBody());
    auto pointer = LLVM::LLVMPointerType::get(&getContext());
    handler = getOperation().lookupSymbol<LLVM::LLVMFuncOp>("mixp_fail");
    if (!handler)
      handler = LLVM::LLVMFuncOp::create(
          builder, getOperation().getLoc(), "mixp_fail",
          LLVM::LLVMFunctionType::get(LLVM::LLVMVoidType::get(&getContext()),
                                      {pointer}));
    for (cf::AssertOp op : asserts)
      lower(op);
  }

private:
  /// A message's bytes, one global for all ops that have it.
  LLVM::GlobalOp getMessage(cf::AssertOp op) {
    std::string text = describePlace(op.getLoc()) + op.getMsg().str();
    text.push_back('\0');
    LLVM::GlobalOp &global = messages[text];
    if (global)
      return global;
    OpBuilder builder = OpBuilder::atBlockBegin(getOperation().getBody());
    auto type = LLVM::LLVMArrayType::get(builder.getI8Type(), text.size());
    global = LLVM::GlobalOp::create(
        builder, op.getLoc(), type, /*isConstant=*/true,
        LLVM::Linkage::Internal,
        "mixp_message_" + std::to_string(messages.size()),
        builder.getStringAttr(text));
    return global;
  }

  void lower(cf::AssertOp op) {
    LLVM::GlobalOp message = getMessage(op);
    Block *block = op->getBlock();
    Block *rest = block->splitBlock(op->getIterator());
    OpBuilder builder(&getContext());
    Block *fail =
        builder.createBlock(block->getParent(), block->getParent()->end());
    Location loc = op.getLoc();
    Value text = LLVM::AddressOfOp::create(builder, loc, message);
    LLVM::CallOp::create(builder, loc, handler, text);
    LLVM::UnreachableOp::create(builder, loc);
    builder.setInsertionPointToEnd(block);
    cf::CondBranchOp::create(builder, loc, op.getArg(), rest, fail);
    op.erase();
  }

  LLVM::LLVMFuncOp handler;
  std::map<std::string, LLVM::GlobalOp> messages;
};

} // namespace
