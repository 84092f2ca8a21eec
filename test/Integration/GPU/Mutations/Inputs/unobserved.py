"""Mistakes that are real, but have no effect that a run shows.

Each is run, too, so that it is noticed when it is caught after all.
"""

from copies import unmasked_loads, whole_chunks
from epilogue import BUFFER, STORE, no_warp_barrier
from mutation import WRONG, Mutation, delete
from splits import ALL, FENCE
from splits import no_barrier as no_count_barrier
from stores import STORE as TENSOR_STORE
from stores import no_barrier

MUTATIONS = [
    # The emulator executes lanes of a warp together wherever they are together,
    # and knows the order of warps, not of lanes. Hardware does not promise that.
    Mutation("no bar.warp.sync before the buffer is read",
             ("f16-sm75", "f16-sm80", "residual-sm90a"), no_warp_barrier(BUFFER),
             ("race", "uninitialized-shared")),
    Mutation("no bar.warp.sync before the buffer is written again", ("f16-sm80",),
             no_warp_barrier(STORE), ("race",)),
    Mutation("no bar.warp.sync before a tile is written", ("bf16-sm90a",),
             no_barrier(BUFFER), ("race",)),
    Mutation("no bar.warp.sync before a tensor store", ("bf16-sm90a",),
             no_barrier(TENSOR_STORE), ("race", "uninitialized-shared", "missing-proxy-fence")),
    # Registers are not counted: on hardware, consumers would wait for those that
    # the loader does not give back.
    Mutation("the loader keeps its registers", ("bf16-sm90a",), delete(r"setmaxnreg\.dec"),
             ("deadlock",)),
    # The launcher clears what rows are padded with, and rows of the other side
    # are zeros there. Between kernels of a bundle, where tensors stay on the
    # device, it may be anything, such as an infinity.
    Mutation("copies of lhs read whole chunks", ("f16-sm80",), whole_chunks, (WRONG,), None),
    Mutation("K tail of lhs not masked", ("f16-sm75",), unmasked_loads, (WRONG,), None),
    # Blocks take turns in the emulator and see each other's writes at once. On
    # hardware, the last block might add what was there before a part.
    Mutation("no fence before a block counts", ALL, delete(FENCE), ("race",)),
    Mutation("no fence after a block has counted", ALL, delete(FENCE, 1), ("race",)),
    Mutation("no barrier before a block counts", ALL, no_count_barrier(0), ("race",)),
]
