//===- SparseOps.td - Structured sparsity ------------------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_SPARSEOPS_TD
#define MIXP_DIALECT_MIXP_IR_SPARSEOPS_TD

include "mixp/Dialect/Mixp/IR/MixpTypes.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Mixp_SparseEncodeOp : Mixp_Op<"sparse_encode", [
    Pure,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface,
                                  ["reifyResultShapes"]>]> {
  let summary = "keep the two greatest of every four elements along a dim";
  let description = [{
    Makes the 2:4 sparse form that `mixp.matmul` takes.

    ```
    of every four neighbours x[4g] ... x[4g + 3] along `dim`:
      p < q the positions of the two of greatest magnitude
      values[2g], values[2g + 1]     = x[4g + p], x[4g + q]
      metadata[2g], metadata[2g + 1] = p, q
    ```

    NaN counts as greater than every number, and all NaN as equal; of equal
    magnitudes the lower position is kept. Magnitudes are real numbers: -128
    is greater than 127, and -0 equals 0.

    C1: `dim` is one of the input's dims.
    C2: its size is a multiple of 4.
    C3: values and metadata have the input's shape, with half its size in `dim`.
    C4: values have the input's element type.
    C5: `input_unsigned` is only on a signless integer.

    Example:

    ```mlir
    %v, %m = mixp.sparse_encode %w dim(0) : tensor<8x5xi8> -> tensor<4x5xi8>, tensor<4x5xui2>
    ```
  }];
  let arguments = (ins Mixp_OperandTensor:$input, I64Attr:$dim,
                       UnitAttr:$input_unsigned);
  let results = (outs Mixp_OperandTensor:$values,
                      Mixp_MetadataTensor:$metadata);
  let assemblyFormat = [{
    $input `dim` `(` $dim `)` attr-dict
    `:` type($input) `->` type($values) `,` type($metadata)
  }];
  let extraClassDeclaration = [{
    /// Whether the input's elements are unsigned integers, by type or flag.
    bool isInputUnsigned();
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

#endif // MIXP_DIALECT_MIXP_IR_SPARSEOPS_TD
