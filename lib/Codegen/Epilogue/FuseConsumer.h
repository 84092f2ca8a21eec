//===- FuseConsumer.h - Elementwise consumers into products -----*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_EPILOGUE_FUSECONSUMER_H
#define MIXP_LIB_CODEGEN_EPILOGUE_FUSECONSUMER_H

#include "Epilogue/EpilogueBody.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/PatternMatch.h"

namespace mixp {

/// Whether a kernel can index an epilogue operand by `map`: dims and zeros.
bool isDimsAndZeros(mlir::AffineMap map);

/// Why `op` is no elementwise op of one result that can run on vectors in an
/// epilogue; empty where it is one.
llvm::StringRef findEpilogueObstacle(mlir::linalg::GenericOp op);

/// Fills `block` with the product's epilogue and, on its value, the body of
/// `op`, whose operand `product` is the product.
void appendToEpilogue(mlir::linalg::GenericOp op, mlir::OpOperand *product,
                      mlir::Block &epilogue, mlir::Block *block,
                      mlir::PatternRewriter &rewriter);

/// linalg.generic(product) -> product with a longer epilogue. ProductOp has an
/// epilogue region, operands and maps.
template <typename ProductOp>
struct FuseConsumer : mlir::OpRewritePattern<mlir::linalg::GenericOp> {
  using mlir::OpRewritePattern<mlir::linalg::GenericOp>::OpRewritePattern;
  /// The product with other epilogue operands, maps and outs, its epilogue
  /// region empty.
  virtual ProductOp recreate(mlir::PatternRewriter &rewriter,
                             mlir::Location loc, ProductOp product,
                             mlir::ValueRange operands, mlir::ArrayAttr maps,
                             mlir::Value outs) const = 0;
  /// Whether the product's epilogue is its result's elements'.
  virtual bool canExtend(ProductOp product) const { return true; }
  /// Whether the kernel can read an epilogue operand by this map of dims and
  /// zeros.
  virtual bool canIndex(mlir::AffineMap map) const { return true; }

  mlir::LogicalResult
  matchAndRewrite(mlir::linalg::GenericOp op,
                  mlir::PatternRewriter &rewriter) const override {
    llvm::StringRef obstacle = findEpilogueObstacle(op);
    if (!obstacle.empty())
      return rewriter.notifyMatchFailure(op, obstacle);
    mlir::OpOperand *operand = findProduct(op);
    if (!operand)
      return rewriter.notifyMatchFailure(op, "reads no product");
    for (mlir::OpOperand *input : op.getDpsInputOperands())
      if (!canIndex(op.getMatchingIndexingMap(input)))
        return rewriter.notifyMatchFailure(op, "map that kernels cannot index");
    auto product = operand->get().template getDefiningOp<ProductOp>();
    if (!canExtend(product))
      return rewriter.notifyMatchFailure(op, "reads a product of other dims");
    mlir::SmallVector<mlir::Value> operands(product.getEpilogueOperands());
    auto maps =
        llvm::to_vector(product.getEpilogueMaps()
                            .template getAsValueRange<mlir::AffineMapAttr>());
    for (mlir::OpOperand *input : op.getDpsInputOperands()) {
      if (input == operand)
        continue;
      operands.push_back(input->get());
      maps.push_back(op.getMatchingIndexingMap(input));
    }
    ProductOp fused =
        recreate(rewriter, op.getLoc(), product, operands,
                 rewriter.getAffineMapArrayAttr(maps), op.getDpsInits()[0]);
    appendToEpilogue(op, operand, product.getEpilogue().front(),
                     rewriter.createBlock(&fused.getEpilogue()), rewriter);
    rewriter.replaceOp(op, fused.getResult());
    rewriter.eraseOp(product);
    return mlir::success();
  }

private:
  /// The only operand of `op` that is a product used by nothing else, read
  /// element by element.
  static mlir::OpOperand *findProduct(mlir::linalg::GenericOp op) {
    for (mlir::OpOperand *operand : op.getDpsInputOperands()) {
      auto product = operand->get().template getDefiningOp<ProductOp>();
      if (product && product->hasOneUse() &&
          op.getMatchingIndexingMap(operand).isIdentity())
        return operand;
    }
    return nullptr;
  }
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_EPILOGUE_FUSECONSUMER_H
