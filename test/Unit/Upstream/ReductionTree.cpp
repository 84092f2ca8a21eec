//===- ReductionTree.cpp - MLIR's reducer, where nothing is left ----------===//
// MLIR 22's reduction-tree crashes where patterns, applied everywhere, leave a
// module that is of no interest. When this fails, mixp-reduce's patterns need
// not ask the tester themselves (tools/mixp-reduce/ReductionPatterns.cpp).
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Reducer/Passes.h"
#include "mlir/Reducer/ReductionPatternInterface.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <gtest/gtest.h>

using namespace mlir;

namespace {

/// muli(x, y) -> x
struct DropProduct : OpRewritePattern<arith::MulIOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::MulIOp op,
                                PatternRewriter &rewriter) const override {
    rewriter.replaceOp(op, op.getLhs());
    return success();
  }
};

struct DropProducts : DialectReductionPatternInterface {
  explicit DropProducts(Dialect *dialect)
      : DialectReductionPatternInterface(dialect) {}
  void populateReductionPatterns(RewritePatternSet &patterns) const override {
    patterns.add<DropProduct>(patterns.getContext());
  }
};

/// Writes a script that finds modules with `text` of interest.
std::string writeTester(llvm::StringRef text) {
  llvm::SmallString<128> path;
  int file;
  if (llvm::sys::fs::createTemporaryFile("tester", "sh", file, path))
    return "";
  llvm::raw_fd_ostream stream(file, /*shouldClose=*/true);
  stream << "#!/bin/sh\ngrep -q " << text << " \"$1\" && exit 1\nexit 0\n";
  stream.close();
  llvm::sys::fs::setPermissions(path, llvm::sys::fs::owner_all);
  return path.str().str();
}

void reduce(const std::string &tester) {
  DialectRegistry registry;
  registry.insert<arith::ArithDialect, func::FuncDialect>();
  registry.addExtension(+[](MLIRContext *, arith::ArithDialect *dialect) {
    dialect->addInterfaces<DropProducts>();
  });
  MLIRContext context(registry);
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(R"(
    func.func @f(%x: i32) -> i32 {
      %0 = arith.muli %x, %x : i32
      return %0 : i32
    })",
                                                             &context);
  ReductionTreePassOptions options;
  options.testerName = tester;
  PassManager passes(&context);
  passes.addPass(createReductionTreePass(options));
  (void)passes.run(*module);
}

TEST(Upstream, reductionTreeCrashesWhereNothingOfInterestIsLeft) {
  std::string something = writeTester("func.func"),
              nothing = writeTester("arith.muli");
  ASSERT_NE(something, "");
  ASSERT_NE(nothing, "");
  reduce(something);
  EXPECT_DEATH(reduce(nothing), "");
  llvm::sys::fs::remove(something);
  llvm::sys::fs::remove(nothing);
}

} // namespace
