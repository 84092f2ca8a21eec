//===- WideningCasts.cpp - Casts of casts that lose nothing ---------------===//
#include "CastRunners.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include <gtest/gtest.h>

using namespace mlir;
using namespace mixp;
using namespace mixp::formats;

/// Whether canonicalization drops a cast to `middle` on the way to elsewhere.
static bool isDropped(const Format &from, const Format &middle, bool saturate,
                      MLIRContext &context) {
  Cast first{from, middle, Mode::Floor, saturate};
  Format last = signedInteger(middle.type == "i8" ? 7 : 8);
  Cast second{middle, last, Mode::NearestEven, true};
  std::string rest = second.text(3);
  std::string text = "func.func @main(%x: " + first.inputType(3) + ") -> " +
                     second.resultType(3) + " {\n%y = " + first.text(3) +
                     "\n%z = " + rest.replace(rest.find("%x"), 2, "%y") +
                     "\nreturn %z : " + second.resultType(3) + "\n}";
  auto module = parseSourceString<ModuleOp>(text, ParserConfig(&context));
  EXPECT_TRUE(module) << text;
  RewritePatternSet patterns(&context);
  CastOp::getCanonicalizationPatterns(patterns, &context);
  EXPECT_TRUE(succeeded(applyPatternsGreedily(*module, std::move(patterns))));
  int casts = 0;
  module->walk([&](CastOp) { ++casts; });
  return casts < 2;
}

/// Whether every value of `from` is itself in `middle`.
static bool losesNothing(const Format &from, const Format &middle,
                         bool saturate) {
  Target target(middle);
  for (Real x : allValues(from)) {
    Real y = target.pick(target.place(x), Mode::Floor, saturate);
    if (!isSame(x, !from.isFloat && !middle.isFloat && !saturate
                       ? wrapTo(middle, x)
                       : y))
      return false;
  }
  return true;
}

TEST(WideningCasts, areDroppedWhereTheyLoseNothing) {
  MLIRContext context;
  context.loadDialect<MixpDialect, func::FuncDialect>();
  std::vector<Format> formats = floatFormats();
  for (const Format &format : integerFormats())
    formats.push_back(format);
  int dropped = 0;
  for (const Format &from : formats) {
    if (from.width() > 16)
      continue;
    for (const Format &middle : formats)
      for (bool saturate : {false, true}) {
        if (!saturate && Target(middle).needsSaturate(from))
          continue;
        bool expected = losesNothing(from, middle, saturate);
        bool got = isDropped(from, middle, saturate, context);
        EXPECT_EQ(got, expected)
            << from.type << (from.flagged ? " (unsigned)" : "") << " to "
            << middle.type << (middle.flagged ? " (unsigned)" : "")
            << (saturate ? " saturate" : "");
        dropped += got;
      }
  }
  EXPECT_GT(dropped, 300);
}
