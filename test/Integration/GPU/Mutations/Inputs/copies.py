"""Mistakes in the copies of tiles to shared memory by cp.async or registers."""

from mutation import WRONG, Mutation, address, delete, off_by_one, pass_first, replace, parameter
from ptx_text import NotFound, registers

COPY = r"cp\.async\.c[ag]\.shared\.global"
WAIT = r"cp\.async\.wait_group\s+[1-9]"
LOAD = r"ld\.global\.v4\.b32"
RINGS = ("f16-sm80", "s8-sm80", "f8-sm89")
REGISTERS = ("f16-sm75", "s8-sm75")
# Where chunks are written to other places, some places are written twice and
# others never.
MISPLACED = (WRONG, "race", "uninitialized-shared")


def copies_of(ptx, operand):
    """The cp.async of lhs (0) or rhs (1), those before the loop and in it."""
    places = [
        at
        for at in ptx.find_all(COPY)
        if ptx.reach(at, parameter(2 * operand), address(ptx, at, 1)) is not None
    ]
    if not places:
        raise NotFound(f"expected cp.async of operand {operand}")
    return places


def source_size(ptx, at):
    """The definition of the number of bytes that a cp.async reads."""
    size = registers(ptx.lines[at].rsplit(",", 1)[1])
    if not size:
        raise NotFound(f"expected a size in a register in '{ptx.lines[at].strip()}'")
    return ptx.definition(size[0], at)


def rows_off_by_one(operand):
    def apply(ptx):
        sizes = [source_size(ptx, at) for at in copies_of(ptx, operand)]
        tests = {
            ptx.origin(size, r"setp\.", ptx.lines[size].rsplit(",", 1)[1]) for size in sizes
        }
        for test in tests:
            off_by_one(ptx, test)

    return apply


def unclamped(operand, which):
    """`which`: min for chunks that end outside, max for those that begin there."""

    def apply(ptx):
        sizes = [source_size(ptx, at) for at in copies_of(ptx, operand)]
        for at in {ptx.origin(size, rf"{which}\.s32") for size in sizes}:
            if which == "min":
                ptx.replace(at, r"min\.s32(\s+%r\d+), %r\d+, 16;", r"mov.b32 \1, 16;")
            else:
                pass_first(ptx, at)

    return apply


def without_row_guard(ptx):
    for at in copies_of(ptx, 0):
        ptx.replace(source_size(ptx, at), r"selp\.b32(\s+%r\d+), (%r\d+), 0, %p\d+;",
                    r"mov.b32 \1, \2;")


def unswizzled_copy(operand):
    def apply(ptx):
        at = copies_of(ptx, operand)[0]
        pass_first(ptx, ptx.origin(at, r"xor\.b32\s+%r\d+, %r\d+, %r", address(ptx, at)))

    return apply


def narrow_swizzle(ptx):
    at = copies_of(ptx, 0)[0]
    mask = ptx.origin(at, r"and\.b32\s+%r\d+, %r\d+, 48;", address(ptx, at))
    ptx.replace(mask, ", 48;", ", 16;")


def stage_counter(count):
    """The comparison that ends a round of the stages: that which a counter is
    reset by."""

    def apply(ptx):
        reset = ptx.find(r"selp\.b32\s+(%r\d+), 0, (%r\d+), (%p\d+);")
        at = ptx.origin(reset, r"setp\.eq\.b32", ptx.lines[reset].rsplit(",", 1)[1])
        ptx.replace(at, r"(%r\d+), [24];", rf"\1, {count};")

    return apply


def loaded_stage(ptx):
    """The stage that is overwritten is that before the current one, round the
    ring; of the first one, not the last but the last but one."""
    at = ptx.find(r"selp\.b32\s+%r\d+, 24576, %r\d+, %p\d+;")
    ptx.replace(at, "24576", "16384")


def loads_of(ptx, operand):
    """The loads of a tile through registers: none of the epilogue, which come
    after the last product."""
    places = [
        at
        for at in ptx.find_all(LOAD, end=ptx.find(r"st\.shared\.v2"))
        if ptx.reach(at, parameter(2 * operand)) is not None
    ]
    if not places:
        raise NotFound(f"expected loads of operand {operand}")
    return places


def guard_of(ptx, load):
    return ptx.last_before(r"@%p\d+ bra", load)


def load_rows_off_by_one(operand):
    def apply(ptx):
        guards = [guard_of(ptx, at) for at in loads_of(ptx, operand)]
        for test in {ptx.origin(guard, r"setp\.ge\.u32") for guard in guards}:
            off_by_one(ptx, test)

    return apply


def unguarded_load(operand):
    def apply(ptx):
        for at in loads_of(ptx, operand):
            ptx.delete(guard_of(ptx, at))

    return apply


def unmasked_loads(ptx):
    """What follows a row in memory is kept."""
    for load in loads_of(ptx, 0):
        words = registers(ptx.lines[load])[:4]
        for mask in ptx.find_all(r"\tand\.b32\s+%r\d+, %r\d+, %r\d+;", begin=load,
                                 end=ptx.find(r"^\$", begin=load)):
            if registers(ptx.lines[mask])[1] in words:
                pass_first(ptx, mask)


def whole_chunks(ptx):
    """Copies read all of a chunk in which a row ends."""
    sizes = [source_size(ptx, at) for at in copies_of(ptx, 0)]
    for at in {ptx.origin(size, r"min\.s32") for size in sizes}:
        ptx.replace(at, r"min\.s32\s+(%r\d+), (%r\d+), 16;",
                    r"shl.b32 \1, \2, 4;\n\tmin.s32 \1, \1, 16;")


def without_k_tail(ptx):
    """The number of steps along K, the last parameter, is rounded down."""
    last = len(ptx.find_all(r"\.param \.")) - 1
    k = registers(ptx.lines[ptx.find(rf"ld\.param\.b32.*_param_{last}\]")])[0]
    ptx.replace(ptx.find(rf"add\.s32\s+%r\d+, {k}, \d+;"), r"\d+;", "0;")


def unswizzled_store(ptx):
    at = ptx.find(r"st\.shared\.v4\.b32")
    pass_first(ptx, ptx.origin(at, r"xor\.b32\s+%r\d+, %r\d+, %r", address(ptx, at)))


MUTATIONS = [
    Mutation("no wait for the copies of a step", RINGS, delete(WAIT), ("race",)),
    Mutation("waits for all copies but one group more", RINGS,
             replace(WAIT, r"2;|1;", lambda m: f"{int(m[0][0]) + 1};"), ("race",)),
    Mutation("no barrier after the wait of a step", RINGS + REGISTERS,
             delete(r"bar\.sync", 0), ("race",)),
    Mutation("no barrier before the epilogue", RINGS + REGISTERS,
             delete(r"bar\.sync", 1), ("race",)),
    Mutation("half of the threads are awaited", RINGS, replace(r"bar\.sync", "0;", "0, 64;"),
             ("race",)),
    Mutation("a part of a warp is awaited", RINGS, replace(r"bar\.sync", "0;", "0, 100;"),
             ("barrier-misuse",)),
    Mutation("no commit of the first step's copies", RINGS,
             delete(r"cp\.async\.commit_group"), ("race",)),
    Mutation("no commit of a later step's copies", RINGS,
             delete(r"cp\.async\.commit_group", -1), ("race",)),
    Mutation("one stage less in the ring", ("f16-sm80", "s8-sm80"), stage_counter(3),
             ("race", WRONG)),
    Mutation("one stage more in the ring", ("f16-sm80", "s8-sm80"), stage_counter(5),
             ("race", "out-of-bounds", WRONG)),
    Mutation("copies overwrite the stage before", ("f16-sm80", "s8-sm80"), loaded_stage,
             ("race",)),
    Mutation("one stage instead of two", REGISTERS, stage_counter(1), ("race",)),
    Mutation("lhs written without swizzle", RINGS, unswizzled_copy(0), MISPLACED),
    Mutation("rhs written without swizzle", ("f16-sm80",), unswizzled_copy(1), MISPLACED),
    Mutation("lhs written with half of the swizzle", ("f16-sm80",), narrow_swizzle,
             MISPLACED),
    Mutation("lhs stored without swizzle", REGISTERS, unswizzled_store, MISPLACED),
    Mutation("rows of lhs: < becomes <=", RINGS, rows_off_by_one(0), ("out-of-bounds",), None),
    Mutation("rows of rhs: < becomes <=", RINGS, rows_off_by_one(1), ("out-of-bounds",), None),
    Mutation("no guard of lhs rows", RINGS, without_row_guard, ("out-of-bounds",), None),
    Mutation("copies of lhs read past K", ("f16-sm80",), unclamped(0, "min"),
             ("out-of-bounds",), None),
    Mutation("copies of rhs read past N", RINGS, unclamped(1, "min"), ("out-of-bounds",), None),
    Mutation("negative sizes of copies", RINGS, unclamped(1, "max"), ("bad-operand",), None),
    Mutation("no last step along K", RINGS + REGISTERS + ("bf16-sm90a",), without_k_tail,
             (WRONG,)),
    Mutation("rows of lhs: >= becomes >", REGISTERS, load_rows_off_by_one(0),
             ("out-of-bounds",), None),
    Mutation("rows of rhs: >= becomes >", REGISTERS, load_rows_off_by_one(1),
             ("out-of-bounds",), None),
    Mutation("no guard of loads of lhs", REGISTERS, unguarded_load(0), ("out-of-bounds",), None),
]
