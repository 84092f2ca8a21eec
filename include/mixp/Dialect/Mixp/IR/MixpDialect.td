//===- MixpDialect.td - The mixp dialect -------------------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_MIXPDIALECT_TD
#define MIXP_DIALECT_MIXP_IR_MIXPDIALECT_TD

include "mlir/IR/OpBase.td"

def Mixp_Dialect : Dialect {
  let name = "mixp";
  let cppNamespace = "::mixp";
  let summary = "Mixed-precision and quantized matrix products, to the bit";
  let description = [{
    Ops on tensors with value semantics that say what a mixed-precision matrix
    product or a quantization means: docs/Numerics.md defines each of them in
    real arithmetic with explicit rounding points, and the reference evaluator
    (`mixp run --pipeline=reference`) implements that definition.

    **One rule for every scale.** A scale or zero-point tensor has the rank of
    the operand as stored, batch dims included and before any transpose flag.
    Its dim `i` is `ceil(D_i / block_i)`; element `(i0, i1, ...)` uses scale
    `(i0 / block_0, i1 / block_1, ...)`; the last block of a dim may be partial.
    `block` may be left out only where all dims are static and divide. A block
    that covers a whole dim is written 0 (the only form for a dynamic dim whose
    scale dim is 1). No scale means 1, no zero point means 0. Where an operand
    has both, they have one shape. Sizes known only at run time are checked in
    generated code.

    **Constants.** A scale that is a dense constant is positive and finite, and a
    constant zero point is one that its op does not have to change (finite; in
    quantize and requantize within the result's range): anything else is a
    mistake and refused. Values that come at run time follow IEEE 754 arithmetic
    as each op says.

    **Signedness.** Signless `iN` means signed, `uiN` unsigned. Pipelines that
    only have signless types say `unsigned` by the ops' unit attributes.
  }];
  let dependentDialects = ["::mlir::affine::AffineDialect",
                           "::mlir::arith::ArithDialect",
                           "::mlir::cf::ControlFlowDialect",
                           "::mlir::tensor::TensorDialect"];
  let useDefaultAttributePrinterParser = 1;
  let useDefaultTypePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
    void registerTypes();
  }];
  // `mixp.target` on a module and the names of a model's inputs and outputs.
  let hasOperationAttrVerify = 1;
  let hasRegionArgAttrVerify = 1;
  let hasRegionResultAttrVerify = 1;
}

// Bytecode has properties by name, so that a new optional attribute leaves old
// files readable (docs/Bytecode.md). An op without attributes has no properties:
// it says `let extraClassDefinition = "";`.
class Mixp_Op<string mnemonic, list<Trait> traits = []>
    : Op<Mixp_Dialect, mnemonic, traits> {
  let useCustomPropertiesEncoding = 1;
  let extraClassDefinition = [{
    ::llvm::LogicalResult
    $cppClass::readProperties(::mlir::DialectBytecodeReader &reader,
                              ::mlir::OperationState &state) {
      return readPropertiesOf<$cppClass>(reader, state,
                                         [&] { return reader.emitError(); });
    }
    void $cppClass::writeProperties(::mlir::DialectBytecodeWriter &writer) {
      writeNamedProperties(*this, writer);
    }
  }];
}

#endif // MIXP_DIALECT_MIXP_IR_MIXPDIALECT_TD
