//===- MixpEnums.td - Enumerations of the mixp dialect -----*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_MIXPENUMS_TD
#define MIXP_DIALECT_MIXP_IR_MIXPENUMS_TD

include "mlir/IR/EnumAttr.td"
include "mixp/Dialect/Mixp/IR/MixpDialect.td"

class Mixp_EnumAttr<EnumInfo info, string mnemonic>
    : EnumAttr<Mixp_Dialect, info, mnemonic> {
  let assemblyFormat = "$value";
}

def Mixp_RoundingMode : I32EnumAttr<"RoundingMode",
    "how mixp.cast chooses between the two neighbours of a real value", [
      I32EnumAttrCase<"NearestEven", 0, "nearest_even">,
      I32EnumAttrCase<"NearestAway", 1, "nearest_away">,
      I32EnumAttrCase<"TowardZero", 2, "toward_zero">,
      I32EnumAttrCase<"Floor", 3, "floor">,
      I32EnumAttrCase<"Ceil", 4, "ceil">,
      I32EnumAttrCase<"Stochastic", 5, "stochastic">
    ]> {
  let cppNamespace = "::mixp";
  let genSpecializedAttr = 0;
}
def Mixp_RoundingModeAttr : Mixp_EnumAttr<Mixp_RoundingMode, "rounding">;

def Mixp_RequantizeProfile : I32EnumAttr<"RequantizeProfile",
    "the published rule by which an i32 accumulator is narrowed", [
      I32EnumAttrCase<"Onnx", 0, "onnx">,
      I32EnumAttrCase<"Tflite", 1, "tflite">,
      I32EnumAttrCase<"TosaSingle", 2, "tosa_single">,
      I32EnumAttrCase<"TosaDouble", 3, "tosa_double">,
      I32EnumAttrCase<"Truncate", 4, "truncate">
    ]> {
  let cppNamespace = "::mixp";
  let genSpecializedAttr = 0;
}
def Mixp_RequantizeProfileAttr
    : Mixp_EnumAttr<Mixp_RequantizeProfile, "profile">;

def Mixp_RangeKind : I32EnumAttr<"RangeKind",
    "whether a chosen range is symmetric about zero", [
      I32EnumAttrCase<"Symmetric", 0, "symmetric">,
      I32EnumAttrCase<"Asymmetric", 1, "asymmetric">
    ]> {
  let cppNamespace = "::mixp";
  let genSpecializedAttr = 0;
}
def Mixp_RangeKindAttr : Mixp_EnumAttr<Mixp_RangeKind, "range">;

def Mixp_ConvLayout : I32EnumAttr<"ConvLayout",
    "the order of dims of a convolution's input and filter", [
      I32EnumAttrCase<"NchwFchw", 0, "nchw_fchw">,
      I32EnumAttrCase<"NhwcFhwc", 1, "nhwc_fhwc">
    ]> {
  let cppNamespace = "::mixp";
  let genSpecializedAttr = 0;
}
def Mixp_ConvLayoutAttr : Mixp_EnumAttr<Mixp_ConvLayout, "conv_layout">;

def Mixp_OperandPrecision : I32EnumAttr<"OperandPrecision",
    "how much of an f32 operand a product has to look at", [
      I32EnumAttrCase<"Full", 0, "full">,
      I32EnumAttrCase<"TF32", 1, "tf32">,
      I32EnumAttrCase<"BF16x3", 2, "bf16x3">,
      I32EnumAttrCase<"BF16x6", 3, "bf16x6">
    ]> {
  let cppNamespace = "::mixp";
  let genSpecializedAttr = 0;
}
def Mixp_OperandPrecisionAttr
    : Mixp_EnumAttr<Mixp_OperandPrecision, "precision">;

def Mixp_MmaKind : I32EnumAttr<"MmaKind",
    "the machine instruction (or exact sequence) that multiplies and adds", [
      I32EnumAttrCase<"Fma", 0, "fma">,
      I32EnumAttrCase<"Vpdpbusd", 1, "vpdpbusd">,
      I32EnumAttrCase<"Vdpbf16ps", 2, "vdpbf16ps">,
      I32EnumAttrCase<"Vpmaddwd", 3, "vpmaddwd">,
      I32EnumAttrCase<"Popcount", 4, "popcount">,
      I32EnumAttrCase<"Sdot", 5, "sdot">,
      I32EnumAttrCase<"Udot", 6, "udot">,
      I32EnumAttrCase<"Usdot", 7, "usdot">,
      I32EnumAttrCase<"Smmla", 8, "smmla">,
      I32EnumAttrCase<"Ummla", 9, "ummla">,
      I32EnumAttrCase<"Usmmla", 10, "usmmla">,
      I32EnumAttrCase<"Bfdot", 11, "bfdot">,
      I32EnumAttrCase<"Bfmmla", 12, "bfmmla">,
      I32EnumAttrCase<"MulAdd", 13, "mul_add">,
      I32EnumAttrCase<"WideningMulAdd", 14, "widening_mul_add">,
      I32EnumAttrCase<"Tdpbssd", 15, "tdpbssd">,
      I32EnumAttrCase<"Tdpbsud", 16, "tdpbsud">,
      I32EnumAttrCase<"Tdpbusd", 17, "tdpbusd">,
      I32EnumAttrCase<"Tdpbuud", 18, "tdpbuud">,
      I32EnumAttrCase<"Tdpbf16ps", 19, "tdpbf16ps">
    ]> {
  let cppNamespace = "::mixp";
  let genSpecializedAttr = 0;
}
def Mixp_MmaKindAttr : Mixp_EnumAttr<Mixp_MmaKind, "mma_kind">;

def Mixp_TensorCoreKind : I32EnumAttr<"TensorCoreKind",
    "the family of a GPU's matrix instruction", [
      I32EnumAttrCase<"MmaSync", 0, "mma_sync">,
      I32EnumAttrCase<"Wgmma", 1, "wgmma">
    ]> {
  let cppNamespace = "::mixp";
  let genSpecializedAttr = 0;
}
def Mixp_TensorCoreKindAttr
    : Mixp_EnumAttr<Mixp_TensorCoreKind, "tensor_core_kind">;

def Mixp_HardwareSupport : I32EnumAttr<"HardwareSupport",
    "who executes an instruction: the hardware, or code that the assembler "
    "puts in its place", [
      I32EnumAttrCase<"Native", 0, "native">,
      I32EnumAttrCase<"Emulated", 1, "emulated">
    ]> {
  let cppNamespace = "::mixp";
  let genSpecializedAttr = 0;
}
def Mixp_HardwareSupportAttr
    : Mixp_EnumAttr<Mixp_HardwareSupport, "hardware_support">;

def Mixp_AsyncCopy : I32EnumAttr<"AsyncCopy",
    "how a GPU brings tiles into shared memory without registers", [
      I32EnumAttrCase<"None", 0, "none">,
      I32EnumAttrCase<"CpAsync", 1, "cp_async">,
      I32EnumAttrCase<"Tma", 2, "tma">
    ]> {
  let cppNamespace = "::mixp";
  let genSpecializedAttr = 0;
}
def Mixp_AsyncCopyAttr : Mixp_EnumAttr<Mixp_AsyncCopy, "async_copy">;

def Mixp_KernelSkeleton : I32EnumAttr<"KernelSkeleton",
    "how a GPU kernel overlaps loads with products", [
      I32EnumAttrCase<"DoubleBuffered", 0, "double_buffered">,
      I32EnumAttrCase<"Multistage", 1, "multistage">,
      I32EnumAttrCase<"WarpSpecialized", 2, "warp_specialized">
    ]> {
  let cppNamespace = "::mixp";
  let genSpecializedAttr = 0;
}
def Mixp_KernelSkeletonAttr
    : Mixp_EnumAttr<Mixp_KernelSkeleton, "kernel_skeleton">;

def Mixp_ArgumentKind : I32EnumAttr<"ArgumentKind",
    "what a GPU kernel is given by its launcher", [
      I32EnumAttrCase<"Pointer", 0, "pointer">,
      I32EnumAttrCase<"Pitch", 1, "pitch">,
      I32EnumAttrCase<"BatchStride", 2, "batch_stride">,
      I32EnumAttrCase<"TensorMap", 3, "tensor_map">,
      I32EnumAttrCase<"Size", 4, "size">,
      I32EnumAttrCase<"Workspace", 5, "workspace">
    ]> {
  let cppNamespace = "::mixp";
  let genSpecializedAttr = 0;
}
def Mixp_ArgumentKindAttr : Mixp_EnumAttr<Mixp_ArgumentKind, "argument_kind">;

#endif // MIXP_DIALECT_MIXP_IR_MIXPENUMS_TD
