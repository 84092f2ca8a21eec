"""Weights in the order in which mma.m16n8k16 wants them: docs/GpuBundle.md.

Tensor operations only, so that packing runs where the weights are.
"""


def pack_fragments(codes, layout, flip):
    """`codes`: N x K of uint8, of which the lowest 4 or 8 bits count; `flip`
    inverts the top one of these. Returns a flat uint8 tensor.

    An element's place follows from its n and k: the digits of both, reordered.
    n is [block][16 rows][8 h + g], k is [block][unit][tile][8 h + 2 t + element].
    """
    torch = __import__("torch")
    bits, unit_tiles = layout.bits, 4 if layout.bits == 4 else 2
    n, k = codes.shape
    full_n, full_k = -(-n // layout.block_n) * layout.block_n, -(-k // layout.block_k) * layout.block_k
    offset = 1 << (bits - 1) if flip else 0
    stored = torch.full((full_n, full_k), offset, dtype=torch.uint8, device=codes.device)
    stored[:n, :k] = (codes + offset) & ((1 << bits) - 1)
    digits = stored.reshape(
        full_n // layout.block_n, layout.block_n // 16, 2, 8,
        full_k // layout.block_k, layout.block_k // (16 * unit_tiles), unit_tiles, 2, 4, 2,
    )  # fmt: skip
    # [nb][n16][n_half][g][kb][unit][tile][k_half][t][element]
    # -> [nb][kb][n16][unit][lane = g, t][tile][k_half][...]
    if bits == 8:
        # Word h has registers 2h and 2h + 1: bytes are element, then register.
        return digits.permute(0, 4, 1, 5, 3, 8, 6, 7, 9, 2).contiguous().reshape(-1)
    # Register r = n_half + 2 * k_half at bit 4r, and 16 + 4r for the second.
    words = digits.permute(0, 4, 1, 5, 3, 8, 6, 9, 7, 2).contiguous().reshape(-1, 2)
    return (words[:, 0] | (words[:, 1] << 4)).contiguous()
