//===- RuntimeFailure.cpp - Compiled code that gives up -------------------===//
#include "RuntimeFailure.h"
#include "llvm/IR/IRBuilder.h"
#include <csetjmp>
#include <cstdlib>

using namespace mixp;

void mixp::guardAllocations(llvm::Module &module) {
  llvm::Function *allocate = module.getFunction("malloc");
  if (!allocate || !allocate->isDeclaration() || allocate->use_empty())
    return;
  llvm::IRBuilder<> builder(module.getContext());
  auto *guarded = llvm::Function::Create(allocate->getFunctionType(),
                                         llvm::Function::InternalLinkage,
                                         "mixp_allocate", module);
  allocate->replaceAllUsesWith(guarded);
  auto addBlock = [&](const char *name) {
    return llvm::BasicBlock::Create(module.getContext(), name, guarded);
  };
  auto *entry = addBlock("entry"), *fail = addBlock("fail"),
       *done = addBlock("done");
  builder.SetInsertPoint(entry);
  llvm::Value *memory = builder.CreateCall(allocate, {guarded->getArg(0)});
  builder.CreateCondBr(builder.CreateIsNull(memory), fail, done);
  builder.SetInsertPoint(done);
  builder.CreateRet(memory);
  builder.SetInsertPoint(fail);
  auto handler = module.getOrInsertFunction(kFailName, builder.getVoidTy(),
                                            builder.getPtrTy());
  builder.CreateCall(handler, builder.CreateGlobalString(
                                  "out of memory in the model; run it on less "
                                  "data at a time"));
  builder.CreateUnreachable();
}

namespace {
/// One call of compiled code in this thread.
struct Call {
  std::jmp_buf back;
  const char *message = nullptr;
};
} // namespace

static thread_local Call *current = nullptr;

void mixp::failInProcess(const char *message) {
  // Only callGuarded calls compiled code.
  if (!current)
    std::abort();
  current->message = message;
  std::longjmp(current->back, 1);
}

bool mixp::callGuarded(void (*entry)(void **), void **pointers,
                       std::string &message) {
  Call call;
  Call *outer = current;
  current = &call;
  // Only compiled code lies in between, which has nothing to unwind.
  if (setjmp(call.back) == 0) {
    entry(pointers);
    current = outer;
    return true;
  }
  message = current->message;
  current = outer;
  return false;
}
