//===- CFunction.cpp - The C function of a compiled model -----------------===//
#include "CInterface.h"
#include "RuntimeFailure.h"
#include "mixp/Execution/Marshal.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/TargetParser/X86TargetParser.h"

using namespace mlir;
using namespace mixp;

namespace {
/// Builds `int NAME_run(...)`.
class CFunctionBuilder {
public:
  CFunctionBuilder(NativeModule &native, const Signature &signature)
      : native(native), module(*native.module), builder(*native.context),
        parameters(getCParameters(signature)) {}

  void build(llvm::Function *callee, StringRef name);

private:
  /// One array at run time. Sizes are those of compiled code's memref.
  struct Array {
    llvm::Value *pointer = nullptr;
    llvm::SmallVector<llvm::Value *> sizes;
    llvm::Value *bytes = nullptr;
    int64_t elementBytes = 1;
    /// The memref descriptor of an input, the copied-out one of an output.
    llvm::Value *descriptor = nullptr;
  };

  llvm::Value *word(int64_t value) { return builder.getInt64(value); }
  void returnIf(llvm::Value *condition, CError error);
  void checkCpu();
  void requestTiles();
  void readParameter(const CParameter &parameter, llvm::Function *function,
                     unsigned &next);
  void countBytes(Array &array, RankedTensorType type);
  void storeWord(llvm::Value *base, int64_t index, llvm::Value *value);
  llvm::Value *loadWord(llvm::Value *base, int64_t index);
  void fillDescriptor(Array &array, llvm::Value *descriptor);
  void guardCall();
  void callFunction(llvm::Function *callee);
  llvm::Value *resultsDiffer();
  void copyResults();
  void freeResults();

  NativeModule &native;
  llvm::Module &module;
  llvm::IRBuilder<> builder;
  llvm::SmallVector<CParameter> parameters;
  std::vector<Array> arrays;
};
} // namespace

/// Sizes beyond this are refused, so that no product of them overflows.
static constexpr int64_t kMaxBytes = int64_t(1) << 46;

void CFunctionBuilder::returnIf(llvm::Value *condition, CError error) {
  llvm::Function *function = builder.GetInsertBlock()->getParent();
  auto *fail = llvm::BasicBlock::Create(*native.context, "fail", function);
  auto *next = llvm::BasicBlock::Create(*native.context, "checked", function);
  builder.CreateCondBr(condition, fail, next);
  builder.SetInsertPoint(fail);
  builder.CreateRet(builder.getInt32(error));
  builder.SetInsertPoint(next);
}

/// Looks the features up where the compiler's runtime has noted them when the
/// program started, as __builtin_cpu_supports does.
void CFunctionBuilder::checkCpu() {
  auto features = getCheckedFeatures(*native.machine);
  if (features.empty())
    return;
  auto mask = llvm::X86::getCpuSupportsMask(features);
  auto *word32 = builder.getInt32Ty();
  auto *modelType = llvm::ArrayType::get(word32, 4);
  auto declare = [&](StringRef name, llvm::Type *type) {
    auto *global =
        cast<llvm::GlobalVariable>(module.getOrInsertGlobal(name, type));
    global->setVisibility(llvm::GlobalValue::HiddenVisibility);
    global->setDSOLocal(true);
    return global;
  };
  auto *model = declare("__cpu_model", modelType);
  auto *more = declare("__cpu_features2", llvm::ArrayType::get(word32, 3));
  for (auto [i, bits] : llvm::enumerate(mask)) {
    if (bits == 0)
      continue;
    llvm::Value *address =
        i == 0 ? builder.CreateConstGEP1_64(word32, model, 3)
               : builder.CreateConstGEP1_64(word32, more, i - 1);
    llvm::Value *have =
        builder.CreateAnd(builder.CreateLoad(word32, address), bits);
    returnIf(builder.CreateICmpNE(have, builder.getInt32(bits)), kCErrorCpu);
  }
}

/// Where the code uses AMX: Linux (5.16 and later) saves tiles only for
/// processes that asked for them.
void CFunctionBuilder::requestTiles() {
  if (!module.getFunction("llvm.x86.tilezero.internal"))
    return;
  // arch_prctl(ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA)
  constexpr int64_t kArchPrctl = 158, kRequest = 0x1023, kTileData = 18;
  llvm::Type *i64 = builder.getInt64Ty();
  auto *call = llvm::InlineAsm::get(
      llvm::FunctionType::get(i64, {i64, i64, i64}, false), "syscall",
      "={rax},{rax},{rdi},{rsi},~{rcx},~{r11},~{memory}",
      /*hasSideEffects=*/true);
  llvm::Value *result = builder.CreateCall(
      call, {word(kArchPrctl), word(kRequest), word(kTileData)});
  returnIf(builder.CreateICmpNE(result, word(0)), kCErrorCpu);
}

/// Sets the sizes of compiled code's memref and the bytes; returns an error
/// from the generated function where they are out of range.
void CFunctionBuilder::countBytes(Array &array, RankedTensorType type) {
  bool packed = isPackedType(type.getElementType());
  // Each dynamic size is compared with what the others leave of the maximum,
  // so the product never overflows.
  llvm::Value *count = word(1);
  for (llvm::Value *size : array.sizes) {
    auto *constant = dyn_cast<llvm::ConstantInt>(size);
    if (!constant) {
      llvm::Value *limit = builder.CreateUDiv(
          word(kMaxBytes),
          builder.CreateBinaryIntrinsic(llvm::Intrinsic::umax, count, word(1)));
      returnIf(builder.CreateICmpUGT(size, limit), kCErrorSize);
    }
    count = builder.CreateMul(count, size);
  }
  if (packed) {
    int64_t perByte = 8 / type.getElementTypeBitWidth();
    llvm::Value *rounded = builder.CreateAdd(count, word(perByte - 1));
    count = builder.CreateUDiv(rounded, word(perByte));
    array.sizes = {count};
  } else {
    array.elementBytes = getByteWidth(*getHostKind(type.getElementType()));
  }
  array.bytes = builder.CreateMul(count, word(array.elementBytes));
}

void CFunctionBuilder::readParameter(const CParameter &parameter,
                                     llvm::Function *function, unsigned &next) {
  Array array;
  array.pointer = function->getArg(next++);
  array.pointer->setName(parameter.name);
  RankedTensorType type = parameter.port.type;
  for (int64_t size : type.getShape())
    array.sizes.push_back(ShapedType::isDynamic(size)
                              ? function->getArg(next++)
                              : static_cast<llvm::Value *>(word(size)));
  countBytes(array, type);
  llvm::Value *isNull = builder.CreateIsNull(array.pointer);
  returnIf(
      builder.CreateAnd(isNull, builder.CreateICmpNE(array.bytes, word(0))),
      kCErrorNull);
  llvm::Value *address =
      builder.CreatePtrToInt(array.pointer, builder.getInt64Ty());
  llvm::Value *low = builder.CreateAnd(address, array.elementBytes - 1);
  returnIf(builder.CreateICmpNE(low, word(0)), kCErrorAlignment);
  arrays.push_back(array);
}

void CFunctionBuilder::storeWord(llvm::Value *base, int64_t index,
                                 llvm::Value *value) {
  builder.CreateStore(
      value, builder.CreateConstGEP1_64(builder.getInt64Ty(), base, index));
}

llvm::Value *CFunctionBuilder::loadWord(llvm::Value *base, int64_t index) {
  auto *type = builder.getInt64Ty();
  return builder.CreateLoad(type,
                            builder.CreateConstGEP1_64(type, base, index));
}

/// Allocated and aligned pointer, offset, sizes, strides.
void CFunctionBuilder::fillDescriptor(Array &array, llvm::Value *descriptor) {
  array.descriptor = descriptor;
  int64_t rank = array.sizes.size();
  storeWord(descriptor, 0, array.pointer);
  storeWord(descriptor, 1, array.pointer);
  storeWord(descriptor, 2, word(0));
  llvm::Value *stride = word(1);
  for (int64_t i = rank - 1; i >= 0; --i) {
    storeWord(descriptor, 3 + i, array.sizes[i]);
    storeWord(descriptor, 3 + rank + i, stride);
    stride = builder.CreateMul(stride, array.sizes[i]);
  }
}

/// Whether a result has another size than the caller says.
llvm::Value *CFunctionBuilder::resultsDiffer() {
  llvm::Value *differ = builder.getFalse();
  for (auto [parameter, array] : llvm::zip_equal(parameters, arrays)) {
    if (!parameter.isOutput)
      continue;
    for (auto [i, size] : llvm::enumerate(array.sizes)) {
      llvm::Value *got = loadWord(array.descriptor, 3 + i);
      differ = builder.CreateOr(differ, builder.CreateICmpNE(got, size));
    }
  }
  return differ;
}

void CFunctionBuilder::copyResults() {
  for (auto [parameter, array] : llvm::zip_equal(parameters, arrays)) {
    if (!parameter.isOutput)
      continue;
    llvm::Value *offset = builder.CreateMul(loadWord(array.descriptor, 2),
                                            word(array.elementBytes));
    llvm::Value *source = builder.CreateIntToPtr(
        builder.CreateAdd(loadWord(array.descriptor, 1), offset),
        builder.getPtrTy());
    llvm::Align alignment(array.elementBytes);
    builder.CreateMemMove(array.pointer, alignment, source, alignment,
                          array.bytes);
  }
}

/// Frees each result once, and none that is an input or a constant.
void CFunctionBuilder::freeResults() {
  auto release = module.getOrInsertFunction("free", builder.getVoidTy(),
                                            builder.getPtrTy());
  llvm::SmallVector<llvm::Value *> kept{word(0xdeadbeef)};
  for (auto [parameter, array] : llvm::zip_equal(parameters, arrays)) {
    llvm::Value *allocated = loadWord(array.descriptor, 0);
    if (parameter.isOutput) {
      llvm::Value *keep = builder.getFalse();
      for (llvm::Value *other : kept)
        keep = builder.CreateOr(keep, builder.CreateICmpEQ(allocated, other));
      llvm::Value *own = builder.CreateSelect(keep, word(0), allocated);
      builder.CreateCall(release,
                         builder.CreateIntToPtr(own, builder.getPtrTy()));
    }
    kept.push_back(allocated);
  }
}

/// Marks the place that a failing check of the model jumps back to, and defines
/// the jump. Each thread has its own.
void CFunctionBuilder::guardCall() {
  llvm::Function *fail = module.getFunction(kFailName);
  if (!fail)
    return;
  auto *pointer = builder.getPtrTy();
  auto *place = new llvm::GlobalVariable(
      module, pointer, false, llvm::GlobalValue::InternalLinkage,
      llvm::ConstantPointerNull::get(pointer), "mixp_place", nullptr,
      llvm::GlobalValue::GeneralDynamicTLSModel);
  // Larger than the jmp_buf of any C library.
  auto *buffer =
      builder.CreateAlloca(llvm::ArrayType::get(builder.getInt64Ty(), 128));
  buffer->setAlignment(llvm::Align(64));
  builder.CreateStore(buffer, builder.CreateThreadLocalAddress(place));
  auto mark =
      module.getOrInsertFunction("_setjmp", builder.getInt32Ty(), pointer);
  cast<llvm::Function>(mark.getCallee())
      ->addFnAttr(llvm::Attribute::ReturnsTwice);
  llvm::CallInst *returned = builder.CreateCall(mark, {buffer});
  returned->addFnAttr(llvm::Attribute::ReturnsTwice);
  returnIf(builder.CreateICmpNE(returned, builder.getInt32(0)), kCErrorModel);

  llvm::IRBuilder<>::InsertPointGuard guard(builder);
  fail->setLinkage(llvm::GlobalValue::InternalLinkage);
  builder.SetInsertPoint(
      llvm::BasicBlock::Create(*native.context, "entry", fail));
  auto jump = module.getOrInsertFunction("longjmp", builder.getVoidTy(),
                                         pointer, builder.getInt32Ty());
  builder.CreateCall(
      jump,
      {builder.CreateLoad(pointer, builder.CreateThreadLocalAddress(place)),
       builder.getInt32(1)});
  builder.CreateUnreachable();
}

/// Passes descriptors of the inputs and room for those of the results.
void CFunctionBuilder::callFunction(llvm::Function *callee) {
  // One struct holds the descriptors of all results.
  int64_t words = 0;
  for (auto [parameter, array] : llvm::zip_equal(parameters, arrays))
    words += parameter.isOutput ? 3 + 2 * array.sizes.size() : 0;
  llvm::SmallVector<llvm::Value *> arguments;
  auto allocate = [&](int64_t count) {
    return builder.CreateAlloca(
        llvm::ArrayType::get(builder.getInt64Ty(), count));
  };
  llvm::Value *results = allocate(words);
  if (words > 0)
    arguments.push_back(results);
  words = 0;
  for (auto [parameter, array] : llvm::zip_equal(parameters, arrays)) {
    int64_t count = 3 + 2 * array.sizes.size();
    if (parameter.isOutput) {
      array.descriptor =
          builder.CreateConstGEP1_64(builder.getInt64Ty(), results, words);
      words += count;
      continue;
    }
    fillDescriptor(array, allocate(count));
    arguments.push_back(array.descriptor);
  }
  builder.CreateCall(callee, arguments);
}

void CFunctionBuilder::build(llvm::Function *callee, StringRef name) {
  llvm::SmallVector<llvm::Type *> types;
  for (const CParameter &parameter : parameters) {
    types.push_back(builder.getPtrTy());
    types.append(parameter.port.type.getNumDynamicDims(), builder.getInt64Ty());
  }
  auto *function = llvm::Function::Create(
      llvm::FunctionType::get(builder.getInt32Ty(), types, false),
      llvm::Function::ExternalLinkage, name + "_run", module);
  // Without the target's features: the check itself must run on any CPU.
  if (native.machine->getTargetTriple().isX86()) {
    function->addFnAttr("target-cpu", "x86-64");
    function->addFnAttr("target-features", "+sse2");
  }
  builder.SetInsertPoint(
      llvm::BasicBlock::Create(*native.context, "entry", function));
  checkCpu();
  requestTiles();
  unsigned next = 0;
  for (const CParameter &parameter : parameters)
    readParameter(parameter, function, next);
  guardCall();
  callFunction(callee);
  llvm::Value *differ = resultsDiffer();
  auto *copy = llvm::BasicBlock::Create(*native.context, "copy", function);
  auto *finish = llvm::BasicBlock::Create(*native.context, "finish", function);
  builder.CreateCondBr(differ, finish, copy);
  builder.SetInsertPoint(copy);
  copyResults();
  builder.CreateBr(finish);
  builder.SetInsertPoint(finish);
  freeResults();
  builder.CreateRet(builder.CreateSelect(
      differ, builder.getInt32(kCErrorResult), builder.getInt32(kCOk)));
}

llvm::Error mixp::addCFunction(NativeModule &native, const Signature &signature,
                               StringRef name) {
  llvm::Function *callee =
      native.module->getFunction(("_mlir_ciface_" + signature.function));
  if (!callee || callee->isDeclaration())
    return llvm::createStringError("function '" + signature.function +
                                   "' has no C interface after lowering");
  guardAllocations(*native.module);
  for (llvm::GlobalValue &global : native.module->global_values())
    if (!global.isDeclaration())
      global.setLinkage(llvm::GlobalValue::InternalLinkage);
  // The checks are compiled for any CPU, so this must not be inlined there.
  callee->addFnAttr(llvm::Attribute::NoInline);
  CFunctionBuilder(native, signature).build(callee, name);
  return llvm::Error::success();
}
