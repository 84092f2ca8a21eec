//===- MixpTypes.td - Type constraints of the mixp dialect -*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_MIXPTYPES_TD
#define MIXP_DIALECT_MIXP_IR_MIXPTYPES_TD

include "mixp/Dialect/Mixp/IR/MixpDialect.td"

defvar Mixp_Floats = [F64, F32, BF16, F16];
defvar Mixp_NarrowFloats = [F8E5M2, F8E4M3, F8E4M3FN, F8E3M4, F8E5M2FNUZ,
                            F8E4M3FNUZ, F8E4M3B11FNUZ, F6E3M2FN, F6E2M3FN,
                            F4E2M1FN];
defvar Mixp_NarrowInts = [I<1>, I<2>, I<3>, I<4>, I<5>, I<6>, I<7>, I<8>,
                          UI<1>, UI<2>, UI<3>, UI<4>, UI<5>, UI<6>, UI<7>,
                          UI<8>];

// Encodings (sparse layouts and the like) are refused: no lowering reads them.
// `what` is what messages say that was expected.
class Mixp_TensorOf<list<Type> types, string what>
    : Type<RankedTensorOf<types, [CPred<
               "!::llvm::cast<::mlir::RankedTensorType>($_self).getEncoding()">]>
               .predicate,
           "ranked tensor without encoding of " # what,
           "::mlir::RankedTensorType">;

def Mixp_AnyTensor
    : Mixp_TensorOf<!listconcat(Mixp_Floats, Mixp_NarrowFloats, [F8E8M0FNU],
                                Mixp_NarrowInts, [I<16>, I<32>, I<64>]),
                    "f64, f32, bf16, f16, 8-, 6- or 4-bit floats, i1 to i8, "
                    "ui1 to ui8, i16, i32 or i64">;
def Mixp_RealTensor : Mixp_TensorOf<Mixp_Floats, "f64, f32, bf16 or f16">;
def Mixp_NarrowTensor
    : Mixp_TensorOf<!listconcat(Mixp_NarrowInts, [I<16>, I<32>],
                                Mixp_NarrowFloats, [F16, BF16]),
                    "i1 to i8, ui1 to ui8, i16, i32, bf16, f16 or 8-, 6- or "
                    "4-bit floats (f8E8M0FNU only as a scale)">;
def Mixp_RequantizedTensor
    : Mixp_TensorOf<!listconcat(Mixp_NarrowInts, [I<16>, I<32>]),
                    "i1 to i8, ui1 to ui8, i16 or i32">;
def Mixp_OperandTensor
    : Mixp_TensorOf<!listconcat(Mixp_Floats, Mixp_NarrowFloats,
                                Mixp_NarrowInts, [I<16>]),
                    "f64, f32, bf16, f16, 8-, 6- or 4-bit floats (f8E8M0FNU "
                    "only as a scale), i1 to i8, ui1 to ui8 or i16">;
def Mixp_AccumulatorIntTensor : Mixp_TensorOf<[I<32>], "i32">;
def Mixp_AccumulatorTensor
    : Mixp_TensorOf<!listconcat(Mixp_Floats, [I<32>]),
                    "f64, f32, bf16, f16 or i32">;
// Every scale is read as the real number that it is.
def Mixp_ScaleTensor
    : Mixp_TensorOf<[F32, BF16, F16, F8E8M0FNU, F8E4M3FN],
                    "f32, bf16, f16, f8E8M0FNU or f8E4M3FN">;
def Mixp_ChosenScaleTensor
    : Mixp_TensorOf<[F32, F8E8M0FNU, F8E4M3FN], "f32, f8E8M0FNU or f8E4M3FN">;
def Mixp_F32ScaleTensor : Mixp_TensorOf<[F32], "f32">;
def Mixp_MultiplierTensor : Mixp_TensorOf<[I<32>], "i32">;
def Mixp_ShiftTensor : Mixp_TensorOf<[I<8>], "i8">;
def Mixp_MetadataTensor : Mixp_TensorOf<[UI<2>, I<2>], "ui2 or i2">;
def Mixp_ZeroPointTensor : Mixp_TensorOf<[I<32>], "i32">;
def Mixp_AnyZeroPointTensor : Mixp_TensorOf<[I<32>, F32], "i32 or f32">;

#endif // MIXP_DIALECT_MIXP_IR_MIXPTYPES_TD
