//===- OneLaneStores.cpp - Masked stores of one element -------------------===//
#include "OneLaneStores.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

/// The only lane that the mask has, or nothing.
static std::optional<unsigned> getSingleLane(Value *mask) {
  auto *constant = dyn_cast<Constant>(mask);
  auto *type = dyn_cast<FixedVectorType>(mask->getType());
  if (!constant || !type)
    return std::nullopt;
  std::optional<unsigned> lane;
  for (unsigned i = 0; i < type->getNumElements(); ++i) {
    auto *element =
        dyn_cast_or_null<ConstantInt>(constant->getAggregateElement(i));
    if (!element || (element->isOne() && lane))
      return std::nullopt;
    if (element->isOne())
      lane = i;
  }
  return lane;
}

static void rewrite(IntrinsicInst *store, unsigned lane) {
  IRBuilder<> builder(store);
  Value *vector = store->getArgOperand(0), *pointer = store->getArgOperand(1);
  Value *element = builder.CreateExtractElement(vector, lane);
  Value *place = builder.CreateConstGEP1_64(element->getType(), pointer, lane);
  uint64_t bytes = element->getType()->getPrimitiveSizeInBits() / 8;
  Align alignment =
      commonAlignment(store->getParamAlign(1).valueOrOne(), lane * bytes);
  builder.CreateAlignedStore(element, place, alignment);
  store->eraseFromParent();
}

void mixp::storeSingleLanes(Module &module) {
  for (Function &function : module) {
    for (Instruction &instruction :
         make_early_inc_range(instructions(function))) {
      auto *intrinsic = dyn_cast<IntrinsicInst>(&instruction);
      if (!intrinsic || intrinsic->getIntrinsicID() != Intrinsic::masked_store)
        continue;
      // Pointers have no size of their own, and none are stored.
      if (!cast<VectorType>(intrinsic->getArgOperand(0)->getType())
               ->getElementType()
               ->getPrimitiveSizeInBits())
        continue;
      if (auto lane = getSingleLane(intrinsic->getArgOperand(2)))
        rewrite(intrinsic, *lane);
    }
  }
}
