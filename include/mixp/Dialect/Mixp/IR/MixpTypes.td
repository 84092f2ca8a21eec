//===- MixpTypes.td - Type constraints of the mixp dialect -*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_MIXPTYPES_TD
#define MIXP_DIALECT_MIXP_IR_MIXPTYPES_TD

include "mixp/Dialect/Mixp/IR/MixpDialect.td"

defvar Mixp_Floats = [F32, BF16, F16];
defvar Mixp_NarrowInts = [I<8>, UI<8>, I<4>, UI<4>];

// Encodings (sparse layouts and the like) are refused: no lowering reads them.
class Mixp_TensorOf<list<Type> types>
    : RankedTensorOf<types,
        [CPred<"!::llvm::cast<::mlir::RankedTensorType>($_self).getEncoding()">],
        "ranked tensor without encoding">;

def Mixp_AnyTensor
    : Mixp_TensorOf<!listconcat(Mixp_Floats, Mixp_NarrowInts, [I<32>])>;
def Mixp_RealTensor : Mixp_TensorOf<Mixp_Floats>;
def Mixp_NarrowTensor
    : Mixp_TensorOf<!listconcat(Mixp_NarrowInts, [F16, BF16])>;
def Mixp_NarrowIntTensor : Mixp_TensorOf<Mixp_NarrowInts>;
def Mixp_OperandTensor
    : Mixp_TensorOf<!listconcat(Mixp_Floats, Mixp_NarrowInts)>;
def Mixp_AccumulatorIntTensor : Mixp_TensorOf<[I<32>]>;
def Mixp_AccumulatorTensor : Mixp_TensorOf<!listconcat(Mixp_Floats, [I<32>])>;
def Mixp_ScaleTensor : Mixp_TensorOf<[F32]>;
def Mixp_ZeroPointTensor : Mixp_TensorOf<[I<32>]>;
def Mixp_AnyZeroPointTensor : Mixp_TensorOf<[I<32>, F32]>;

#endif // MIXP_DIALECT_MIXP_IR_MIXPTYPES_TD
