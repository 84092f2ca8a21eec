"""Mistakes in the ring of stages between a loader and its consumers: mbarriers
and copies by the tensor memory accelerator."""

import re

from mutation import WRONG, Mutation, delete
from ptx_text import NotFound, registers

EVERY = ("bf16-sm90a", "f8-sm90a")
INIT = r"mbarrier\.init"
TRY = r"mbarrier\.try_wait\.parity"
EXPECT = r"mbarrier\.arrive\.expect_tx"
ARRIVE = r"mbarrier\.arrive\.shared"
TMA = r"cp\.async\.bulk\.tensor\S*mbarrier"
FULL, EMPTY = "full", "empty"


def wait_for(ptx, which):
    """The wait for a full stage by consumers, for an empty one by the loader."""
    return ptx.last_before(TRY, ptx.find(r"wgmma\.fence" if which == FULL else EXPECT))


def other_parity(which):
    def apply(ptx):
        at = wait_for(ptx, which)
        parity = registers(ptx.lines[at].split("]")[1])[0]
        ptx.replace(ptx.last_before("LAB_WAIT:", at), r"(LAB_WAIT:)",
                    rf".reg .b32 Q1; xor.b32 Q1, {parity}, 1;\n\1")
        ptx.replace(at, rf"{parity}\b", "Q1")

    return apply


def no_wait(which):
    def apply(ptx):
        ptx.replace(wait_for(ptx, which), r"mbarrier\.try_wait[^;]*;", "setp.eq.u32 P1, 0, 0;")

    return apply


def wrong_count(which, change):
    """`full` barriers are those whose count is 1."""

    def apply(ptx):
        for init in ptx.find_all(INIT):
            at = ptx.definition(registers(ptx.lines[init])[-1], init)
            count = int(re.search(r", (\d+);", ptx.lines[at])[1])
            if (count == 1) == (which == FULL):
                ptx.replace(at, rf", {count};", f", {count + change};")
                return
        raise NotFound(f"expected the count of '{which}' barriers")

    return apply


def wrong_bytes(change):
    def apply(ptx):
        expect = ptx.find(EXPECT)
        at = ptx.definition(registers(ptx.lines[expect])[-1], expect)
        ptx.replace(at, r", (\d+);", lambda m: f", {int(m[1]) + change};")

    return apply


def repeat(pattern):
    def apply(ptx):
        at = ptx.find(pattern)
        ptx.insert(at, ptx.lines[at])

    return apply


def release_before_reading(ptx):
    """A consumer gives the stage back before its products have read it."""
    arrive = ptx.find(ARRIVE)
    barrier = registers(ptx.lines[arrive])[-1]
    add = ptx.definition(barrier, arrive)
    branch = ptx.last_before(r"@%p\d+ bra", arrive)
    fence = ptx.find(r"wgmma\.fence")
    early = [ptx.lines[add], "\t@!" + re.search(r"%p\d+", ptx.lines[branch])[0] + " "
             + ptx.lines[arrive].strip()]
    ptx.insert(fence, "\n".join(early))
    ptx.delete(arrive)


def stage_counters(ptx):
    """Places where a counter of stages is compared with their number: that of
    the consumers and that of the loader, in the order of the text."""
    resets = [at for at in ptx.find_all(r"selp\.b32\s+%r\d+, 0, %r\d+, %p\d+;")]
    return [ptx.origin(at, r"setp\.eq\.b32\s+%p\d+, %r\d+, 4;", ptx.lines[at].rsplit(",", 1)[1])
            for at in resets]


def role_of(ptx, at):
    """Who runs the line: the loader, whose loop ends soon after its copies, or a
    consumer."""
    copy = ptx.find(TMA)
    return EMPTY if copy < at < copy + 40 else FULL


def stages(role, count):
    def apply(ptx):
        for at in stage_counters(ptx):
            if role is None or role_of(ptx, at) == role:
                ptx.replace(at, ", 4;", f", {count};")

    return apply


def parity_stays(role):
    def apply(ptx):
        flips = [at for at in ptx.find_all(r"xor\.b32\s+(%r\d+), \1, %r\d+;")
                 if role_of(ptx, at) == role]
        if len(flips) != 1:
            raise NotFound(f"expected one flip of a parity but found {len(flips)}")
        ptx.delete(flips[0])

    return apply


def swapped_coordinates(ptx):
    ptx.replace(ptx.find(TMA), r"\{(%r\d+), (%r\d+)\}", r"{\2, \1}")


def same_coordinates(operand):
    """Each step copies the rows or columns of the block, but the first along K
    again: the coordinate is the constant 0."""

    def apply(ptx):
        loop = [at for at in ptx.find_all(r"add\.s32\s+(%r\d+), \1, (64|128);")
                if role_of(ptx, at) == EMPTY]
        if len(loop) != 1:
            raise NotFound(f"expected one step along K but found {len(loop)}")
        along = registers(ptx.lines[loop[0]])[0]
        copies = [at for at in ptx.find_all(TMA) if along in ptx.lines[at]]
        ptx.replace(copies[operand], rf"(\{{[^}}]*){along}\b", r"\g<1>0")

    return apply


def wrong_target(ptx):
    """The last box is written 1024 bytes too far."""
    at = ptx.find(TMA, -1)
    ptx.replace(at, r"bytes \[(%rd\d+)(\+\d+)?\]",
                lambda m: f"bytes [{m[1]}+{int(m[2] or 0) + 1024}]")


def other_map(ptx):
    """The first copy of lhs reads from rhs."""
    lhs, rhs = (re.search(r"\[(%rd\d+), \{", ptx.lines[at])[1] for at in ptx.find_all(TMA, 2)[:2])
    ptx.replace(ptx.find(TMA), rf"\[{lhs}, ", f"[{rhs}, ")


def all_lanes_arrive(ptx):
    ptx.delete(ptx.last_before(r"@%p\d+ bra", ptx.find(ARRIVE)))


def missing_copy(ptx):
    ptx.delete(ptx.find(TMA, -1))


MUTATIONS = [
    Mutation("no wait for a full stage", EVERY, no_wait(FULL),
             ("race", "uninitialized-shared")),
    Mutation("no wait for an empty stage", EVERY, no_wait(EMPTY), ("race", "mbarrier-misuse")),
    Mutation("waits for the other parity of a full stage", EVERY, other_parity(FULL),
             ("race", "uninitialized-shared", "deadlock"), 2),
    Mutation("waits for the other parity of an empty stage", EVERY, other_parity(EMPTY),
             ("deadlock",), 2),
    Mutation("full barriers count one arrival more", EVERY, wrong_count(FULL, 1), ("deadlock",)),
    Mutation("empty barriers count one arrival more", EVERY, wrong_count(EMPTY, 1),
             ("deadlock",)),
    Mutation("empty barriers count one arrival less", EVERY, wrong_count(EMPTY, -1),
             ("race", "mbarrier-misuse")),
    Mutation("16 bytes more are expected", EVERY, wrong_bytes(16), ("deadlock",)),
    Mutation("16 bytes less are expected", EVERY, wrong_bytes(-16), ("mbarrier-misuse",)),
    Mutation("consumers arrive twice", EVERY, repeat(ARRIVE), ("mbarrier-misuse", "race")),
    Mutation("consumers never arrive", EVERY, delete(ARRIVE), ("deadlock",)),
    Mutation("all lanes of consumers arrive", EVERY, all_lanes_arrive,
             ("deadlock", "mbarrier-misuse", "race")),
    Mutation("the loader announces twice", EVERY, repeat(EXPECT),
             ("mbarrier-misuse",)),
    Mutation("consumers release a stage before they read it", EVERY, release_before_reading,
             ("race",), 2),
    Mutation("no fence.mbarrier_init", EVERY, delete(r"fence\.mbarrier_init"),
             ("missing-proxy-fence",)),
    Mutation("no barrier after the mbarriers are initialized", EVERY, delete(r"bar\.sync"),
             ("race",)),
    Mutation("an mbarrier is not initialized", EVERY, delete(INIT), ("mbarrier-misuse",)),
    Mutation("the loader goes round three of four stages", EVERY, stages(EMPTY, 3),
             ("race", "deadlock", "mbarrier-misuse", WRONG)),
    Mutation("consumers go round three of four stages", EVERY, stages(FULL, 3),
             ("race", "deadlock", "mbarrier-misuse", WRONG)),
    Mutation("all go round five of four stages", EVERY, stages(None, 5),
             ("mbarrier-misuse",), 2),
    Mutation("the parity of the loader stays", EVERY, parity_stays(EMPTY),
             ("race", "deadlock", "mbarrier-misuse")),
    Mutation("the parity of consumers stays", EVERY, parity_stays(FULL), ("race", "deadlock")),
    Mutation("the tensor map of the other operand", EVERY, other_map,
             ("deadlock", "tensor-map", "uninitialized-shared", WRONG)),
    Mutation("coordinates exchanged", EVERY, swapped_coordinates, (WRONG,)),
    Mutation("lhs is the first along K in each step", EVERY, same_coordinates(0), (WRONG,)),
    Mutation("rhs is the first along K in each step", EVERY, same_coordinates(1), (WRONG,)),
    Mutation("a box is written to another place", EVERY, wrong_target,
             ("race", WRONG, "uninitialized-shared")),
    Mutation("a box is not copied", EVERY, missing_copy, ("deadlock",)),
]
