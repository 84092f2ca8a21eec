//===- MixpTypes.td - Type constraints of the mixp dialect -*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_MIXPTYPES_TD
#define MIXP_DIALECT_MIXP_IR_MIXPTYPES_TD

include "mixp/Dialect/Mixp/IR/MixpDialect.td"

defvar Mixp_Floats = [F32, BF16, F16];
defvar Mixp_NarrowInts = [I<8>, UI<8>, I<4>, UI<4>];

def Mixp_AnyTensor
    : RankedTensorOf<!listconcat(Mixp_Floats, Mixp_NarrowInts, [I<32>])>;
def Mixp_RealTensor : RankedTensorOf<Mixp_Floats>;
def Mixp_NarrowTensor : RankedTensorOf<!listconcat(Mixp_NarrowInts, [F16, BF16])>;
def Mixp_NarrowIntTensor : RankedTensorOf<Mixp_NarrowInts>;
def Mixp_OperandTensor : RankedTensorOf<!listconcat(Mixp_Floats, Mixp_NarrowInts)>;
def Mixp_AccumulatorIntTensor : RankedTensorOf<[I<32>]>;
def Mixp_AccumulatorTensor : RankedTensorOf<!listconcat(Mixp_Floats, [I<32>])>;
def Mixp_ScaleTensor : RankedTensorOf<[F32]>;
def Mixp_ZeroPointTensor : RankedTensorOf<[I<32>]>;
def Mixp_AnyZeroPointTensor : RankedTensorOf<[I<32>, F32]>;

#endif // MIXP_DIALECT_MIXP_IR_MIXPTYPES_TD
