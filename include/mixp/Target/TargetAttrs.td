//===- TargetAttrs.td - Hardware described as attributes ---*- tablegen -*-===//
#ifndef MIXP_TARGET_TARGETATTRS_TD
#define MIXP_TARGET_TARGETATTRS_TD

include "mlir/IR/AttrTypeBase.td"
include "mixp/Dialect/Mixp/IR/MixpEnums.td"

class Mixp_Attr<string cppName, string attrMnemonic>
    : AttrDef<Mixp_Dialect, cppName> {
  let mnemonic = attrMnemonic;
}

def Mixp_MmaAttr : Mixp_Attr<"Mma", "mma"> {
  let summary = "one matrix instruction of a target";
  let description = [{
    A row of a target's table of matrix instructions. One instruction adds
    `m x k` by `k x n` into `m x n` accumulators of type `acc`. `k` elements of
    an operand make one 32-bit word. `ops_per_clock` counts multiplications and
    additions per clock of one core, as in GOP/s. `effective_bits` is what the
    accumulator keeps (24 for f32); `flushes_operands` says that subnormal
    operands count as zero.

    ```mlir
    #mixp.mma<kind = vpdpbusd, m = 1, n = 16, k = 4, lhs = ui8, rhs = i8,
              acc = i32, ops_per_clock = 256, effective_bits = 32>
    ```
  }];
  let parameters = (ins
    EnumParameter<Mixp_MmaKind>:$kind,
    "int64_t":$m, "int64_t":$n, "int64_t":$k,
    "::mlir::Type":$lhs, "::mlir::Type":$rhs, "::mlir::Type":$acc,
    "int64_t":$ops_per_clock, "int64_t":$effective_bits,
    DefaultValuedParameter<"bool", "false">:$flushes_operands);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Mixp_TargetAttr : Mixp_Attr<"Target", "target"> {
  let summary = "a machine that code is generated for";
  let description = [{
    Everything a pass may know of the hardware. Cache sizes are in bytes and of
    one core (`l3` of the whole machine, 0 if there is none), `l1_ways` and
    `l2_ways` their associativity, `l2_bytes_per_clock` what one core reads from
    its second-level cache. A module carries its target as the attribute `mixp.target`; the descriptions that ship with
    mixp are text files, so a user's own target needs no C++.

    ```mlir
    #mixp.target<name = "avx512-vnni", triple = "x86_64-unknown-linux-gnu",
                 cpu = "cascadelake", features = "", vector_bits = 512,
                 vector_registers = 32, l1 = 32768, l2 = 1048576, l3 = 0,
                 mma = [#mixp.mma<kind = fma, m = 1, n = 16, k = 1, lhs = f32,
                                  rhs = f32, acc = f32, ops_per_clock = 64,
                                  effective_bits = 24>]>
    ```
  }];
  let parameters = (ins
    StringRefParameter<>:$name, StringRefParameter<>:$triple,
    StringRefParameter<>:$cpu, StringRefParameter<>:$features,
    "int64_t":$vector_bits, "int64_t":$vector_registers,
    "int64_t":$l1, "int64_t":$l2, "int64_t":$l3,
    DefaultValuedParameter<"int64_t", "8">:$l1_ways,
    DefaultValuedParameter<"int64_t", "8">:$l2_ways,
    DefaultValuedParameter<"int64_t", "32">:$l2_bytes_per_clock,
    ArrayRefParameter<"MmaAttr">:$mma);
  let assemblyFormat = [{
    `<` struct($name, $triple, $cpu, $features, $vector_bits,
               $vector_registers, $l1, $l2, $l3, $l1_ways, $l2_ways,
               $l2_bytes_per_clock, custom<MmaTable>($mma)) `>`
  }];
  let extraClassDeclaration = [{
    /// The row of the table for `kind`, or a null attribute.
    MmaAttr lookup(MmaKind kind) const;
  }];
  let genVerifyDecl = 1;
}

def Mixp_ScheduleAttr : Mixp_Attr<"Schedule", "schedule"> {
  let summary = "how one contraction is tiled";
  let description = [{
    Written by the selector (or by a user, or a tuner) and only obeyed by later
    passes. `mma` is the instruction; `mr x nr` the register tile in rows and
    columns; `unroll` the steps along K per iteration of the inner loop;
    `mc x nc` the block of the result whose operands stay in cache; `kc` the
    steps along K of a block of the packed rhs, 0 for all of K. Sizes are in
    elements of the result, `unroll` and `kc` in steps of the packed rhs.

    Hints for the cache: `prefetch` is how many steps ahead in its panel a tile
    asks for rhs (0: it does not); `prefetch_next` how many cache lines of the
    next panel it asks for in each iteration of the inner loop.

    `chunk_rows x chunk_columns` is the part of the result that one thread
    computes at a time; 0 and 0: one thread computes all.

    ```mlir
    #mixp.schedule<mma = vpdpbusd, mr = 6, nr = 64, unroll = 4, mc = 96,
                   nc = 1024, kc = 512, prefetch_next = 1>
    ```
  }];
  let parameters = (ins
    EnumParameter<Mixp_MmaKind>:$mma,
    "int64_t":$mr, "int64_t":$nr, "int64_t":$unroll,
    "int64_t":$mc, "int64_t":$nc,
    DefaultValuedParameter<"int64_t", "0">:$kc,
    DefaultValuedParameter<"int64_t", "0">:$prefetch,
    DefaultValuedParameter<"int64_t", "0">:$prefetch_next,
    DefaultValuedParameter<"int64_t", "0">:$chunk_rows,
    DefaultValuedParameter<"int64_t", "0">:$chunk_columns);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

#endif // MIXP_TARGET_TARGETATTRS_TD
