"""Mistakes in fragments and in the products of mma.sync."""

import re

from mutation import WRONG, Mutation, address, find_addressed, pass_first, replace, without_lane
from ptx_text import NotFound, registers

LDMATRIX = r"ldmatrix\.sync\.aligned\.m8n8\.x4\.shared"
TRANSPOSED = r"ldmatrix\.sync\.aligned\.m8n8\.x4\.trans"
MMA = r"mma\.sync"
BY_MMA = ("f16-sm75", "s8-sm75", "f16-sm80", "tf32-sm80", "f8-sm89")
# mma of 16 rows.
HIGH = ("f16-sm75", "f16-sm80", "s8-sm80")
# An mma whose operands have several registers each.
WIDE = ("f16-sm80", "tf32-sm80", "f8-sm89")


def unswizzled_fragment(pattern):
    def apply(ptx):
        at = ptx.find(pattern)
        pass_first(ptx, ptx.origin(at, r"xor\.b32\s+%r\d+, %r\d+, %r", address(ptx, at)))

    return apply


def wrong_fragment_step(ptx):
    """The second step of lhs along K is that of the first."""
    pass_first(ptx, find_addressed(ptx, LDMATRIX, r"xor\.b32\s+%r\d+, %r\d+, 32;"))


def swap_registers(operand, first, second):
    """Of the result (0), lhs (1), rhs (2) or the sum (3) of the first mma."""

    def apply(ptx):
        at = ptx.find(MMA)
        lists = re.findall(r"\{[^}]*\}", ptx.lines[at])
        names = registers(lists[operand])
        names[first], names[second] = names[second], names[first]
        lists[operand] = "{" + ", ".join(names) + "}"
        ptx.replace(at, r"\{.*\}", ", ".join(lists))

    return apply


def swap_fragments(ptx):
    """The first two mma take each other's columns."""
    first, second = ptx.find_all(MMA, 2)[:2]
    lists = [re.findall(r"\{[^}]*\}", ptx.lines[at]) for at in (first, second)]
    ptx.replace(first, re.escape(lists[0][2]), lists[1][2])
    ptx.replace(second, re.escape(lists[1][2]), lists[0][2])


def wrong_sum(ptx):
    """The first mma adds to what the second one does."""
    first, second = ptx.find_all(MMA, 2)[:2]
    lists = [re.findall(r"\{[^}]*\}", ptx.lines[at]) for at in (first, second)]
    ptx.replace(first, re.escape(lists[0][3]) + ";", lists[1][3] + ";")


def drop_rounding(ptx):
    for at in ptx.find_all(r"cvt\.rna\.tf32\.f32"):
        ptx.replace(at, r"cvt\.rna\.tf32\.f32", "mov.b32")


def unset_sum(ptx):
    """A sum does not begin with zero."""
    sums = registers(re.findall(r"\{[^}]*\}", ptx.lines[ptx.find(MMA)])[3])
    for at in ptx.find_all(rf"mov\.b32\s+{sums[1]},"):
        ptx.delete(at)


def first_product(ptx, register, at):
    """The mma that begins the chain of sums which ends in `register`."""
    while True:
        place = ptx.definition(register, at)
        if place is None or not re.search(MMA, ptx.lines[place]):
            raise NotFound(f"expected an mma that defines {register}")
        lists = re.findall(r"\{[^}]*\}", ptx.lines[place])
        index = registers(lists[0]).index(register)
        source = registers(lists[3])[index]
        before = ptx.definition(source, place)
        if before is None or not re.search(MMA, ptx.lines[before]):
            return place, index
        register, at = source, place


def drop_promotion(ptx):
    """The tensor core's accumulator goes through all steps."""
    for add in ptx.find_all(r"add\.rn\.f32\s+(%r\d+), \1, %r\d+;",
                            begin=ptx.find(MMA)):
        total, _, part = registers(ptx.lines[add])
        product, index = first_product(ptx, part, add)
        sums = re.findall(r"\{[^}]*\}", ptx.lines[product])[3]
        names = registers(sums)
        names[index] = total
        ptx.replace(product, re.escape(sums) + ";", "{" + ", ".join(names) + "};")
        ptx.replace(add, r"add\.rn\.f32(\s+%r\d+), %r\d+, (%r\d+);", r"mov.b32 \1, \2;")


MUTATIONS = [
    Mutation("rhs not transposed by ldmatrix", ("f16-sm75", "f16-sm80"),
             replace(TRANSPOSED, r"\.trans", ""), (WRONG,)),
    Mutation("lhs transposed by ldmatrix", BY_MMA,
             replace(LDMATRIX, r"\.x4\.", ".x4.trans."), (WRONG,)),
    Mutation("lhs read without swizzle", BY_MMA, unswizzled_fragment(LDMATRIX), (WRONG,)),
    Mutation("rhs read without swizzle", ("f16-sm75", "f16-sm80"),
             unswizzled_fragment(TRANSPOSED), (WRONG,)),
    Mutation("second step of lhs is the first", BY_MMA, wrong_fragment_step, (WRONG,)),
    Mutation("rows of lhs swapped in an mma", HIGH, swap_registers(1, 0, 1), (WRONG,)),
    Mutation("halves along K of lhs swapped in an mma", WIDE, swap_registers(1, 0, 2),
             (WRONG,)),
    Mutation("halves along K of rhs swapped in an mma", WIDE, swap_registers(2, 0, 1),
             (WRONG,)),
    Mutation("columns swapped in the result of an mma", BY_MMA, swap_registers(0, 0, 1),
             (WRONG,)),
    Mutation("rows swapped in the result of an mma", HIGH, swap_registers(0, 0, 2),
             (WRONG,)),
    Mutation("two mma with each other's columns", WIDE, swap_fragments, (WRONG,), 2),
    Mutation("an mma adds to another's sum", ("f16-sm80", "s8-sm80", "tf32-sm80"), wrong_sum,
             (WRONG,)),
    Mutation("a sum that is not set to zero", ("f16-sm75", "f16-sm80", "s8-sm80"), unset_sum,
             (WRONG,), None),
    Mutation("ldmatrix without a lane", ("f16-sm75", "f16-sm80"),
             lambda ptx: without_lane(ptx, ptx.find(LDMATRIX)), ("divergent-collective",)),
    Mutation("lhs taken as unsigned", ("s8-sm75", "s8-sm80"),
             replace(MMA, r"\.s8\.u8\.", ".u8.u8."), (WRONG,)),
    Mutation("rhs taken as signed", ("s8-sm75", "s8-sm80"),
             replace(MMA, r"\.s8\.u8\.", ".s8.s8."), (WRONG,)),
    Mutation("f16 taken as bf16", ("f16-sm80",),
             replace(MMA, r"\.f16\.f16\.", ".bf16.bf16."), (WRONG,)),
    Mutation("the types of float8 exchanged", ("f8-sm89",),
             replace(MMA, r"\.e4m3\.e5m2\.", ".e5m2.e4m3."), (WRONG,)),
    Mutation("tf32 cut off instead of rounded", ("tf32-sm80-cut",), drop_rounding, (WRONG,), None),
    Mutation("sums of float8 not promoted", ("f8-sm89-long",), drop_promotion, (WRONG,), None),
]
