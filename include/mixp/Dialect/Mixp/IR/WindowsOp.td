//===- WindowsOp.td - What a convolution reads -------------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_WINDOWSOP_TD
#define MIXP_DIALECT_MIXP_IR_WINDOWSOP_TD

include "mixp/Dialect/Mixp/IR/MixpDialect.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Mixp_WindowsOp : Mixp_Op<"windows", [
    Pure,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface,
                                  ["reifyResultShapes"]>]> {
  let summary = "the windows of a convolution, overlapping";
  let description = [{
    Made by mixp-decompose-conv of an input with channels last, padded already.
    y and t stand for one to three spatial indices:

    ```
    input   N x H.. x C
    result  N x Y.. x T.. x C
    result[n, y, t, c] = input[n, y * stride + t * dilation, c]
    ```

    With groups result is `G x N x Y.. x T.. x C'`, C' = C / G, and its element
    (g, n, y, t, c) the one above of channel g * C' + c. A dim of Y is
    floor((H - dilation * (T - 1) - 1) / stride) + 1, or 0 where the window does
    not fit.

    An element of the input is in several windows. With `in_place`, which
    mixp-select-schedule sets, the kernel of the product that follows reads the
    input itself, through strides; else the windows are written out.

    C1: the result has the input's element type, and a window dim for each
        spatial dim.
    C2: strides and dilations have a value per spatial dim, at least 1.
    C3: batch and channels agree, the window is static and not empty; groups
        divide the channels, which then are static.
    C4: the spatial dims are those that the formula gives.

    Example:

    ```mlir
    %0 = mixp.windows %x strides [2, 1] dilations [1, 1] : tensor<1x7x8x3xi8> -> tensor<1x3x6x3x3x3xi8>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$input, DenseI64ArrayAttr:$strides,
                       DenseI64ArrayAttr:$dilations,
                       DefaultValuedAttr<I64Attr, "1">:$groups,
                       UnitAttr:$in_place);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $input `strides` $strides `dilations` $dilations (`groups` `(` $groups^ `)`)?
    attr-dict `:` type($input) `->` type($result)
  }];
  let extraClassDeclaration = [{
    int64_t getSpatialRank() { return getStrides().size(); }
    /// The dims of the result that stand before Y: N, or G and N.
    int64_t getFirstPixelDim() { return getGroups() == 1 ? 1 : 2; }
    int64_t getFirstTapDim() { return getFirstPixelDim() + getSpatialRank(); }
    int64_t getTaps(int64_t i) {
      return getType().getDimSize(getFirstTapDim() + i);
    }
    /// The sizes of the result of an input of these.
    ::llvm::SmallVector<::mlir::OpFoldResult>
    sizesFor(::mlir::OpBuilder &builder,
             ::llvm::ArrayRef<::mlir::OpFoldResult> input);
  }];
  let hasVerifier = 1;
}

#endif // MIXP_DIALECT_MIXP_IR_WINDOWSOP_TD
