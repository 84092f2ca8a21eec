//===- Families.cpp - Which file decodes an opcode ------------------------===//
#include "Families.h"
#include "llvm/ADT/StringSwitch.h"

using namespace llvm;
using namespace mixp::ptx;

/// Words that integers and floats share go by their type.
void mixp::ptx::decodeArithmetic(Decode &d) {
  StringRef name = d.name();
  if (d.hasWord("cc") && (name == "add" || name == "sub"))
    return decodeCarry(d);
  if (d.hasWord("f64"))
    return decodeDoubleArithmetic(d);
  for (StringRef type : {"f16", "f16x2", "bf16", "bf16x2", "f32"})
    if (d.hasWord(type))
      return decodeFloatArithmetic(d);
  decodeIntegerArithmetic(d);
}

Family mixp::ptx::findFamily(StringRef first) {
  return StringSwitch<Family>(first)
      .Cases({"add", "sub", "mul", "mad", "fma", "div", "rem", "min", "max",
              "neg", "abs", "sad", "sqrt", "rcp", "copysign"},
             decodeArithmetic)
      .Cases({"addc", "subc"}, decodeCarry)
      .Cases({"and", "or", "xor", "not", "cnot", "shl", "shr", "popc", "clz",
              "brev", "bfind"},
             decodeBits)
      .Case("lop3", decodeLop3)
      .Cases({"bfe", "bfi", "shf"}, decodeBitFields)
      .Case("prmt", decodePermute)
      .Cases({"dp4a", "dp2a"}, decodeDotProduct)
      .Case("setp", decodeSetp)
      .Case("set", decodeSet)
      .Cases({"selp", "slct"}, decodeSelect)
      .Case("cvt", decodeConvert)
      .Cases({"ex2", "lg2", "rsqrt", "sin", "cos", "tanh"}, decodeFunction)
      .Case("testp", decodeTestp)
      .Case("mov", decodeMove)
      .Cases({"cvta", "isspacep"}, decodeConvertAddress)
      .Cases({"ld", "ldu", "st"}, decodeLoadStore)
      .Cases({"atom", "red"}, decodeAtomic)
      .Cases({"bar", "barrier"}, decodeBarrier)
      .Cases({"membar", "fence"}, decodeFence)
      .Cases({"nanosleep", "setmaxnreg", "griddepcontrol", "prefetch",
              "prefetchu", "createpolicy", "discard", "applypriority",
              "pmevent", "trap"},
             decodeNoEffect)
      .Cases({"vote", "activemask", "redux", "match", "elect"}, decodeVote)
      .Case("shfl", decodeShuffle)
      .Cases({"ldmatrix", "stmatrix", "movmatrix"}, decodeMatrixLoad)
      .Case("mma", decodeMma)
      .Case("cp", decodeCopyAsync)
      .Case("mbarrier", decodeMbarrier)
      .Case("wgmma", decodeWgmma)
      .Default(nullptr);
}
