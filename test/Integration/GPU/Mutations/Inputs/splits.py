"""Mistakes where several blocks share a tile: their parts, the count, the sum."""

from mutation import WRONG, Mutation, replace
from ptx_text import registers

COUNT = r"atom\.global\.add\.u32"
FENCE = r"fence\.acq_rel\.gpu"
PART = r"st\.global\.v4\.b32"
RUN_TIME = ("f16-sm80-split", "bf16-sm90a-split")
WEIGHTS = ("weights-sm80-split", "weights-sm90a-split")
ALL = RUN_TIME + WEIGHTS


def no_barrier(index):
    """Of the three around the count: before it, after it, or before the flag may
    be written again."""

    def apply(ptx):
        count = ptx.find(COUNT)
        before = ptx.last_before(r"bar\.sync", count)
        ptx.delete(ptx.find(r"bar\.sync", index, begin=before))

    return apply


def too_early(ptx):
    """The block before the last one takes itself for the last."""
    at = ptx.find(r"setp\.ne\.b32\s+%p\d+, %r\d+, \d+;", 1, begin=ptx.find(COUNT))
    ptx.replace(at, r"(\d+);", lambda m: f"{int(m[1]) - 1};")


def always_whole(ptx):
    """Blocks do not look whether others share their tile."""
    parts = ptx.find(r"mov\.u32\s+%r\d+, %nctaid\.y")
    register = registers(ptx.lines[parts])[0]
    test = ptx.find(rf"setp\.(eq|ne)\.b32\s+%p\d+, {register}, 1;")
    ptx.replace(test, r", 1;", f", {register};")


def same_part(ptx):
    """All blocks of a tile compute and store the first part."""
    ptx.replace(ptx.find(r"%ctaid\.y"), r"%ctaid\.y", "0")


def unawaited_shares(ptx):
    """Sums of warps that share K are added before they are there."""
    count = ptx.find(COUNT)
    ptx.delete(ptx.find_all(r"bar\.sync\s+0;", end=count)[-1])


MUTATIONS = [
    # Not where one warp has a tile, whose lanes are together.
    Mutation("no barrier after a block has counted", (*RUN_TIME, "weights-sm90a-split"),
             no_barrier(1), ("race", "uninitialized-shared")),
    Mutation("the block before the last adds", WEIGHTS, too_early, (WRONG,)),
    Mutation("sums of a part taken as whole", RUN_TIME, always_whole, (WRONG,)),
    Mutation("all blocks of a tile have the first part", ALL, same_part, (WRONG,)),
    Mutation("a quad of a part stored at another's place", WEIGHTS,
             replace(PART, r"\[(%rd\d+)\]", r"[\1+512]"), (WRONG,)),
    Mutation("a block counts twice", ALL, replace(COUNT, r", 1;", ", 2;"), (WRONG,)),
    Mutation("sums of warps that share K not awaited", ("weights-sm80-split",), unawaited_shares,
             ("race", "uninitialized-shared")),
]
