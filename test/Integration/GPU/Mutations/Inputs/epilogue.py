"""Mistakes between accumulators and memory."""

from mutation import WRONG, Mutation, address, find_addressed, off_by_one, pass_first, replace
from ptx_text import registers

STORE = r"st\.global\.v4\.b32"
BUFFER = r"st\.shared\.v2\.b32"
READ = r"ld\.shared\.v4\.b32"
STORED = ("f16-sm75", "f16-sm80", "s8-sm80")
# The buffer of sums there is of 32 columns, and no lane stores to the result.
BUFFERED = (*STORED, "residual-sm90a")
# Tiles end outside of the result within the vectors of one store.
HALVES = ("f16-sm75", "f16-sm80")


def guard_of(ptx, store):
    return ptx.last_before(r"@%p\d+ bra", store)


def unguarded_store(ptx):
    """Of the last rows of a warp, which end outside."""
    ptx.delete(guard_of(ptx, ptx.find(STORE, -1)))


def guard_off_by_one(dimension):
    """Dimension: 0 for rows, 1 for columns. The guard is `or(row >= M, column
    >= N)`, in any order; sizes are the parameters before the last."""

    def apply(ptx):
        count = len(ptx.find_all(r"\.param \."))
        size = rf"ld\.param\.b32.*_param_{count - 3 + dimension}\]"
        changed = set()
        for store in ptx.find_all(STORE):
            branch = guard_of(ptx, store)
            union = ptx.definition(registers(ptx.lines[branch])[0], branch)
            for predicate in registers(ptx.lines[union])[1:]:
                test = ptx.definition(predicate, union)
                limit = ptx.lines[test].rsplit(",", 1)[1]
                place = ptx.definition(registers(limit)[0], test)
                if place == ptx.find(size) and test not in changed:
                    changed.add(test)
                    off_by_one(ptx, test)

    return apply


def wrong_column(ptx):
    """Vectors are stored one further along the row."""
    at = ptx.find(STORE)
    ptx.replace(at, r"\[(%rd\d+)\]", r"[\1+16]")


def unclamped_bias(ptx):
    """Columns outside of the row are read."""
    load = ptx.find(r"ld\.global\.v4\.b32", 1, begin=ptx.find(READ))
    pass_first(ptx, ptx.origin(load, r"min\.u32", address(ptx, load)))


def wrong_bias(ptx):
    load = ptx.find(r"ld\.global\.v4\.b32", begin=ptx.find(READ))
    ptx.replace(load, r"\[(%rd\d+)\]", r"[\1+16]")


def without_relu(ptx):
    pass_first(ptx, ptx.find(r"max\.NaN\.f32"))


def unexchanged(pattern):
    """The chunk's place in the buffer is not exchanged with the others'."""

    def apply(ptx):
        at = ptx.find(pattern)
        pass_first(ptx, ptx.origin(at, r"xor\.b32\s+%r\d+, %r\d+, %r", address(ptx, at)))

    return apply


def misaligned_read(ptx):
    ptx.replace(ptx.find(READ), r"\[(%rd\d+)(\+\d+)?\]",
                lambda m: f"[{m[1]}+{int(m[2] or 0) + 4}]")


def buffer_chunk(ptx):
    """The second pair of columns is written where the third belongs."""
    place = find_addressed(ptx, BUFFER, r"xor\.b32\s+%r\d+, %r\d+, 32;")
    ptx.replace(place, ", 32;", ", 64;")


def overlapping_buffers(ptx):
    """Half of a warp's buffer is also the next warp's."""
    at = ptx.find(BUFFER)
    place = ptx.origin(at, r"mul\.wide\.u32\s+%rd\d+, %r\d+, \d+;", address(ptx, at))
    ptx.replace(place, r"(\d+);", lambda m: f"{int(m[1]) // 2};")


def no_warp_barrier(before):
    """The first one after writes to the buffer, or stores of what was read."""
    return lambda ptx: ptx.delete(ptx.find(r"bar\.warp\.sync", begin=ptx.find(before)))


MUTATIONS = [
    Mutation("buffer written at another chunk", BUFFERED, buffer_chunk,
             (WRONG, "race", "uninitialized-shared")),
    Mutation("buffers of warps overlap", ("f16-sm75", "f16-sm80"), overlapping_buffers, ("race",)),
    Mutation("buffer read without exchange", ("f16-sm80", "s8-sm80", "residual-sm90a"),
             unexchanged(READ), (WRONG,)),
    Mutation("buffer read between vectors", BUFFERED, misaligned_read, ("misaligned",)),
    Mutation("no guard of a store", STORED, unguarded_store, ("out-of-bounds",)),
    Mutation("rows of the result: >= becomes >", STORED, guard_off_by_one(0), ("out-of-bounds",),
             None),
    Mutation("columns of the result: >= becomes >", ("f16-sm80-whole",), guard_off_by_one(1),
             ("out-of-bounds", WRONG), None),
    Mutation("vectors stored one further", STORED, wrong_column, (WRONG, "out-of-bounds")),
    Mutation("bias read past its end", HALVES, unclamped_bias, ("out-of-bounds",)),
    Mutation("bias of other columns", STORED, wrong_bias, (WRONG, "out-of-bounds")),
    Mutation("no relu", ("f16-sm80",), without_relu, (WRONG,)),
    Mutation("result cut off instead of rounded", HALVES,
             replace(r"cvt\.rn\.f16(x2)?\.f32", r"\.rn\.", ".rz."), (WRONG,)),
]
