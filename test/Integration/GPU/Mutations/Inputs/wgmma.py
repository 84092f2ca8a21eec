"""Mistakes in the products of warpgroups: order, descriptors and types."""

import re

from mutation import WRONG, Mutation, delete, replace, replace_all
from ptx_text import registers

EVERY = ("bf16-sm90a", "s8-sm90a", "f8-sm90a")
WGMMA = r"wgmma\.mma_async"
# What makes a descriptor of an address: all bits but the address's.
DESCRIPTOR = r"or\.b64\s+%rd\d+, %rd\d+, \d{15,};"
LHS, RHS = 0, 1


def descriptor(operand, change):
    """`change` of the constant bits."""

    def apply(ptx):
        ptx.replace(ptx.find(DESCRIPTOR, operand), r"\d{15,}", lambda m: str(change(int(m[0]))))

    return apply


def field(begin, bits, value):
    mask = (1 << bits) - 1 << begin
    return lambda fixed: fixed & ~mask | value << begin


def step(operand, index, value):
    """What the product `index` of a step along K adds to a descriptor."""
    name = "ab"[operand]

    def apply(ptx):
        at = ptx.find(rf"add\.s64 {name}, %rd\d+, \d+;", index)
        ptx.replace(at, r", \d+;", f", {value};")

    return apply


def unset_sum(ptx):
    """A sum does not begin with zero."""
    sums = registers(re.search(r"\{[^}]*\}", ptx.lines[ptx.find(WGMMA)])[0])
    for at in ptx.find_all(rf"mov\.b32\s+{sums[1]},"):
        ptx.delete(at)


def group_address(ptx):
    """The second group multiplies the rows of the first."""
    at = ptx.origin(ptx.find(DESCRIPTOR, LHS), r"mul\.wide\.u32\s+%rd\d+, %r\d+, \d+;")
    ptx.replace(at, r", \d+;", ", 0;")


def drop_promotion(ptx):
    """The tensor core's accumulator goes through all steps."""
    product = ptx.find(WGMMA)
    parts = registers(re.search(r"\{[^}]*\}", ptx.lines[product])[0])
    for part in parts:
        ptx.delete(ptx.definition(part, product))
    for add in ptx.find_all(r"add\.rn\.f32\s+(%r\d+), \1, %r\d+;"):
        total, _, part = registers(ptx.lines[add])
        if part in parts:
            ptx.replace(add, r"add\.rn\.f32(\s+%r\d+), %r\d+, (%r\d+);", r"mov.b32 \1, \2;")
    at = ptx.last_before(r"setp\.ne\.b32 p,", product)
    ptx.replace(at, ", 0, 0;", ", 1, 0;")
    start = ptx.find(r"mov\.u32\s+%r\d+, %tid\.x")
    ptx.insert(start, "\n".join(f"\tmov.b32 {part}, 0;" for part in parts))


MUTATIONS = [
    Mutation("no wgmma.fence", EVERY, delete(r"wgmma\.fence"), ("missing-wgmma-fence",)),
    Mutation("no wgmma.commit_group", EVERY, delete(r"wgmma\.commit_group"),
             ("accumulator-in-flight", "race")),
    Mutation("no wgmma.wait_group", EVERY, delete(r"wgmma\.wait_group"),
             ("accumulator-in-flight", "race")),
    Mutation("one group of products may be pending", EVERY,
             replace(r"wgmma\.wait_group", r"\b0;", "1;"), ("accumulator-in-flight", "race")),
    Mutation("half of the stride of lhs", EVERY, descriptor(LHS, field(32, 14, 32)), (WRONG,)),
    Mutation("half of the stride of rhs", EVERY, descriptor(RHS, field(32, 14, 32)), (WRONG,)),
    Mutation("half of the leading offset of rhs", ("bf16-sm90a",),
             descriptor(RHS, field(16, 14, 256)), (WRONG,)),
    Mutation("lhs read with the swizzle of 64 bytes", EVERY, descriptor(LHS, field(62, 2, 2)),
             ("wgmma-descriptor", WRONG)),
    Mutation("rhs read without swizzle", EVERY, descriptor(RHS, field(62, 2, 0)),
             (WRONG, "wgmma-descriptor", "race")),
    Mutation("descriptor with a base offset", EVERY, descriptor(LHS, field(49, 3, 1)),
             ("wgmma-descriptor",)),
    Mutation("second product of lhs takes the first along K", EVERY, step(LHS, 1, 0), (WRONG,)),
    Mutation("second product of rhs takes the first along K", EVERY, step(RHS, 1, 0), (WRONG,)),
    Mutation("step of lhs in bytes instead of 16 bytes", EVERY, step(LHS, 1, 32),
             ("wgmma-descriptor",)),
    Mutation("both groups multiply the same rows", ("bf16-sm90a",), group_address, (WRONG,)),
    Mutation("a sum that is not set to zero", ("bf16-sm90a", "s8-sm90a"), unset_sum, (WRONG,),
             None),
    Mutation("a product does not add", EVERY,
             replace(r"setp\.ne\.b32 p,", r"p, 1, 0;", "p, 0, 0;", 1), (WRONG,)),
    Mutation("rhs not transposed", ("bf16-sm90a",), replace(WGMMA, r"0, 1;", "0, 0;"),
             (WRONG,)),
    Mutation("lhs negated", ("bf16-sm90a",), replace(WGMMA, r"p, 1, 1,", "p, -1, 1,"),
             (WRONG,)),
    Mutation("lhs taken as unsigned", ("s8-sm90a",), replace_all(WGMMA, r"\.s8\.u8 ", ".u8.u8 "),
             (WRONG,), None),
    Mutation("the types of float8 exchanged", ("f8-sm90a",),
             replace_all(WGMMA, r"\.e4m3\.e5m2", ".e5m2.e4m3"), (WRONG,), None),
    Mutation("sums of float8 not promoted", ("f8-sm90a-long",), drop_promotion, (WRONG,), None),
]
