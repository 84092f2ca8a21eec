//===- OpCheck.cpp - Tests that a wrong op is found and named -------------===//
#include "mixp/Execution/OpCheck.h"
#include "mixp/Execution/Jit.h"
#include "mixp/Execution/RandomData.h"
#include "mixp/Pipelines/Register.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mixp;

/// Two integer products with a cast between them. FLAG goes to the second.
static constexpr const char *kText = R"mlir(
  func.func @main(%x: tensor<?x3xi8>, %v: tensor<3x3xi8>, %w: tensor<3x3xi8>,
                  %c: tensor<?x3xi32>) -> tensor<?x3xi32> {
    %0 = mixp.matmul ins(%x, %v : tensor<?x3xi8>, tensor<3x3xi8>)
           outs(%c : tensor<?x3xi32>) -> tensor<?x3xi32>
    %1 = mixp.cast %0 saturate : tensor<?x3xi32> -> tensor<?x3xi8>
    %2 = mixp.matmul ins(%1, %w : tensor<?x3xi8>, tensor<3x3xi8>)
           outs(%c : tensor<?x3xi32>) FLAG -> tensor<?x3xi32>
    return %2 : tensor<?x3xi32>
  })mlir";

namespace {
class OpCheckTest : public ::testing::Test {
protected:
  OpCheckTest() {
    DialectRegistry registry;
    registerAllDialects(registry);
    registerAllExtensions(registry);
    registerMixp(registry);
    context.appendDialectRegistry(registry);
  }

  OwningOpRef<ModuleOp> expose(StringRef flag) {
    std::string text(kText);
    text.replace(text.find("FLAG"), 4, flag.str());
    auto module = parseSourceString<ModuleOp>(text, &context, "model.mlir");
    return llvm::cantFail(exposeOps(*module));
  }

  /// What compiled code makes of random inputs.
  SmallVector<HostTensor> run(ModuleOp module) {
    auto jit = llvm::cantFail(JitFunction::compile(module));
    std::vector<HostTensor> inputs;
    for (auto [i, port] : llvm::enumerate(jit->getSignature().inputs)) {
      SmallVector<int64_t> shape(port.type.getShape());
      shape[0] = i == 0 || i == 3 ? 5 : 3;
      inputs.push_back(llvm::cantFail(
          makeRandomData(port.type.getElementType(), shape, i, false)));
    }
    SmallVector<const HostTensor *> pointers;
    for (const HostTensor &input : inputs)
      pointers.push_back(&input);
    return llvm::cantFail(jit->call(pointers));
  }

  OpChecker createChecker(ModuleOp module) {
    return llvm::cantFail(OpChecker::create(llvm::cantFail(findEntry(module))));
  }

  MLIRContext context;
};
} // namespace

TEST_F(OpCheckTest, RightCodePasses) {
  OwningOpRef<ModuleOp> module = expose("");
  OpChecker checker = createChecker(*module);
  EXPECT_EQ(checker.getNumChecked(), 3u);
  EXPECT_EQ(checker.getNumUnchecked(), 0u);
  llvm::cantFail(checker.check(run(*module)));
  EXPECT_FALSE(checker.getMismatch());
}

// Code for another op than the one that is checked: only that op is wrong,
// whatever it makes of the ops behind it.
TEST_F(OpCheckTest, WrongCodeIsNamed) {
  OwningOpRef<ModuleOp> module = expose(""), other = expose("{transpose_rhs}");
  OpChecker checker = createChecker(*module);
  llvm::cantFail(checker.check(run(*other)));
  ASSERT_TRUE(checker.getMismatch());
  EXPECT_EQ(checker.getMismatch()->op, "mixp.matmul");
  EXPECT_EQ(checker.getMismatch()->place, "model.mlir:7:10");
  EXPECT_EQ(checker.getMismatch()->text.find("element (0, 0): expected "), 0u)
      << checker.getMismatch()->text;
}

// One element off by one in an op's result: that op is named, though the next
// ones are right about what they saw.
TEST_F(OpCheckTest, FirstWrongElementIsNamed) {
  OwningOpRef<ModuleOp> module = expose("");
  OpChecker checker = createChecker(*module);
  SmallVector<HostTensor> results = run(*module);
  func::FuncOp function = llvm::cantFail(findEntry(*module));
  auto returned = function.getBody().back().getTerminator()->getOperands();
  for (auto [value, array] : llvm::zip_equal(returned, results)) {
    Operation *op = value.getDefiningOp();
    if (op && op->getName().getStringRef() == "mixp.cast") {
      double old = array.getValue(7);
      array.setValue(7, old > 0 ? old - 1 : old + 1);
    }
  }
  llvm::cantFail(checker.check(results));
  ASSERT_TRUE(checker.getMismatch());
  EXPECT_EQ(checker.getMismatch()->op, "mixp.cast");
  EXPECT_EQ(checker.getMismatch()->text.find("element (2, 1): expected "), 0u)
      << checker.getMismatch()->text;
}
