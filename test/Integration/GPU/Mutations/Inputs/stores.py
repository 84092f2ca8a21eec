"""Mistakes on the way from shared memory to the result by tensor stores."""

from mutation import WRONG, Mutation, address, delete, pass_first, replace

STORE = r"cp\.async\.bulk\.tensor\S*\.bulk_group"
WAIT = r"cp\.async\.bulk\.wait_group\.read"
FENCE = r"fence\.proxy\.async"
MATRIX = r"stmatrix"
PAIR = r"ld\.global\.v2\.b32"
VECTOR = r"st\.shared\.v4\.b32"
# Words, pairs by stmatrix, vectors after a residual, columns by stmatrix.
WORDS, HALVES, VECTORS, COLUMNS = "bf16-sm90a", "half-sm90a", "residual-sm90a", "i4-sm90a"
EVERY = (WORDS, HALVES, VECTORS, COLUMNS)
# Two tiles in turn.
IN_TURN = (WORDS, HALVES, COLUMNS)


def unswizzled(pattern):
    """The chunk's place in its row is not exchanged with the others'."""

    def apply(ptx):
        at = ptx.find(pattern)
        pass_first(ptx, ptx.origin(at, r"xor\.b32\s+%r\d+, %r\d+, %r", address(ptx, at)))

    return apply


def other_tile(ptx):
    """What is sent lies a tile further on."""
    ptx.replace(ptx.find(STORE), r"\[(%\w+)(\+\d+)?\];", r"[\1+2048];")


def swapped_coordinates(ptx):
    ptx.replace(ptx.find(STORE), r"\{(%r\d+), (%r\d+)\}", r"{\2, \1}")


def swapped_matrices(ptx):
    """The matrices of the upper and the lower rows."""
    ptx.replace(ptx.find(MATRIX), r"\{(%r\d+), (%r\d+), ", r"{\2, \1, ")


def no_barrier(before):
    """Of the team's, the last before what the first such line does."""

    def apply(ptx):
        ptx.delete(ptx.last_before(r"bar\.(warp\.)?sync", ptx.find(before)))

    return apply


def unclamped_pair(ptx):
    """Columns outside of the row are read."""
    load = ptx.find(PAIR, -1)
    pass_first(ptx, ptx.origin(load, r"min\.u32", address(ptx, load)))


MUTATIONS = [
    Mutation("no fence.proxy.async before a tensor store", EVERY, delete(FENCE),
             ("missing-proxy-fence",)),
    Mutation("no wait before a tile is written again", EVERY, delete(WAIT, -1), ("race",)),
    Mutation("waits for all tensor stores but one more", IN_TURN,
             replace(WAIT, r"read\s+1;", "read 2;", -1), ("race",)),
    Mutation("no wait for tensor stores at the end", EVERY,
             delete(r"cp\.async\.bulk\.wait_group\s"), ("race",)),
    Mutation("a tensor store is not committed", EVERY, delete(r"cp\.async\.bulk\.commit_group"),
             ("race",)),
    Mutation("a tile of words written without swizzle", (WORDS,), unswizzled(r"st\.shared\.v2"),
             (WRONG, "race", "uninitialized-shared")),
    Mutation("a tile of matrices written without swizzle", (HALVES, COLUMNS),
             unswizzled(MATRIX), (WRONG, "race", "uninitialized-shared")),
    Mutation("a tile of vectors written without swizzle", (VECTORS,), unswizzled(VECTOR),
             (WRONG, "race", "uninitialized-shared")),
    Mutation("the rows of stmatrix exchanged", (HALVES, COLUMNS), swapped_matrices, (WRONG,)),
    Mutation("columns stored as rows", (COLUMNS,), replace(MATRIX, r"\.trans", ""), (WRONG,)),
    Mutation("the coordinates of a tensor store exchanged", EVERY, swapped_coordinates, (WRONG,)),
    Mutation("another tile is sent", IN_TURN, other_tile,
             (WRONG, "race", "uninitialized-shared", "missing-proxy-fence")),
    Mutation("no barrier of the group before a tensor store", (COLUMNS,), no_barrier(STORE),
             ("race", "uninitialized-shared", "missing-proxy-fence")),
    Mutation("no barrier of the group before a tile is written", (COLUMNS,), no_barrier(MATRIX),
             ("race",)),
    Mutation("the bias of a pair of other columns", (WORDS, HALVES),
             replace(PAIR, r"\[(%rd\d+)\]", r"[\1+8]"), (WRONG, "out-of-bounds")),
    Mutation("the bias of a pair read past its end", (WORDS, HALVES), unclamped_pair,
             ("out-of-bounds",)),
]
