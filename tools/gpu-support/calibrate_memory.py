"""Copies: which bytes arrive where. ldmatrix, cp.async and bulk tensor copies."""

import struct

from calibrate_case import TRIALS_OF_A_WARP, Case, MapArgument
from calibrate_models import COPY
from calibrate_values import seeded
from launches import element_bytes

from ptx_text import (
    address, braces, copy_from_shared, copy_to_shared, kernel, load_words, registers, store_words,
)  # fmt: skip

WARP = 32
BARRIER_BYTES = 16


def ldmatrix(target, count, transposed):
    """Rows of 8 x 16 bits, taken from anywhere in 64 rows."""
    name = f"ldmatrix-x{count}{'-trans' if transposed else ''}"
    generator = seeded(name)
    instruction = f"ldmatrix.sync.aligned.m8n8.x{count}{'.trans' if transposed else ''}.shared.b16"
    results = registers("%d", count)
    body = [f".reg .b32 %d<{count}>;", *copy_to_shared("%rd0", 0, 1024, WARP, "copy")]
    body += address("%rd10", "%rd1", WARP, 1) + load_words(["%r1"], "%rd10", WARP)
    body += ["bar.sync 0;", "mov.u32 %r2, shared;", "mad.lo.u32 %r1, %r1, 16, %r2;"]
    body += [f"{instruction} {braces(results)}, [%r1];"]
    body += address("%rd11", "%rd2", WARP, count) + store_words(results, "%rd11", WARP)
    rows = b"".join(struct.pack("<32I", *generator.sample(range(64), 32)) for _ in range(TRIALS_OF_A_WARP))
    inputs = [generator.randbytes(1024 * TRIALS_OF_A_WARP), rows]
    ptx = kernel(target, ["u64"] * 3, body, WARP, 1024)
    size = TRIALS_OF_A_WARP * count * WARP * 4
    return Case(name, instruction, "sm_75", ptx, WARP, TRIALS_OF_A_WARP, inputs, size, "bytes", 1024, model=COPY)


def copy_async(target, width, cache):
    """A copy of `width` bytes by each lane, of which the source has fewer."""
    name = f"cp-async-{cache}-{width}"
    generator = seeded(name)
    instruction = f"cp.async.{cache}.shared.global"
    size = width * WARP
    body = address("%rd10", "%rd1", WARP, 1) + load_words(["%r1"], "%rd10", WARP)
    body += [
        "mov.u32 %r2, shared;", f"mad.lo.u32 %r2, %thread, {width}, %r2;",
        f"mad.lo.u32 %r3, %block, {WARP}, %thread;", f"mul.wide.u32 %rd11, %r3, {width};",
        "add.u64 %rd11, %rd0, %rd11;",
        f"{instruction} [%r2], [%rd11], {width}, %r1;", "cp.async.wait_all;", "bar.sync 0;",
    ]  # fmt: skip
    body += copy_from_shared("%rd2", 0, size, WARP, "copy")
    counts = [generator.randint(0, width) for _ in range(WARP * TRIALS_OF_A_WARP)]
    inputs = [generator.randbytes(size * TRIALS_OF_A_WARP), struct.pack(f"<{len(counts)}I", *counts)]
    ptx = kernel(target, ["u64"] * 3, body, WARP, size)
    label = f"{instruction}, {width} bytes of fewer"
    output = size * TRIALS_OF_A_WARP
    return Case(name, label, "sm_80", ptx, WARP, TRIALS_OF_A_WARP, inputs, output, "bytes", size, model=COPY)


def bulk_ptx(rank, box_bytes):
    place = [f"%r{i}" for i in range(rank)]
    body = [f"mad.lo.u32 %r10, %block, {4 * rank}, 0;", "cvt.u64.u32 %rd10, %r10;", "add.u64 %rd10, %rd1, %rd10;"]
    body += [f"ld.global.b32 {name}, [%rd10+{4 * i}];" for i, name in enumerate(place)]
    body += [
        "mov.u32 %r11, shared;", f"add.u32 %r12, %r11, {box_bytes};", "setp.ne.u32 %p1, %thread, 0;", "@%p1 bra ready;",
        "mbarrier.init.shared.b64 [%r12], 1;", "fence.mbarrier_init.release.cluster;", "fence.proxy.async;",
        f"mbarrier.arrive.expect_tx.shared.b64 %rd11, [%r12], {box_bytes};",
        f"cp.async.bulk.tensor.{rank}d.shared::cta.global.tile.mbarrier::complete_tx::bytes "
        f"[%r11], [%rd0, {braces(place)}], [%r12];",
        "ready:", "bar.sync 0;", "wait:", "mbarrier.try_wait.parity.shared.b64 %p2, [%r12], 0;", "@!%p2 bra wait;",
    ]  # fmt: skip
    body += copy_from_shared("%rd2", 0, box_bytes, WARP, "copy")
    return kernel("sm_90a", ["map", "u64", "u64"], body, WARP, box_bytes + BARRIER_BYTES)


def bulk_tensor(element, swizzle, rank):
    """A box that begins before, inside of, and beyond a tensor of odd sizes."""
    name = f"tma-{rank}d-{element}-swizzle{swizzle}"
    generator, width = seeded(name), element_bytes(element)
    # Rows are dense and a multiple of 16 bytes.
    dims = (9 * 16 // width, 21, 3)[:rank]
    box = ((swizzle or 64) // width, 24, 2)[:rank]
    places = [[0] * rank, [-box[0] // 2, -3, -1][:rank], [dims[0] - 8, 5, 2][:rank], [dims[0], 0, 0][:rank]]
    while len(places) < TRIALS_OF_A_WARP:
        places.append([generator.randint(-size, dim + 2) for size, dim in zip(box, dims)])
    box_bytes, total = width, width
    for size, dim in zip(box, dims):
        box_bytes, total = box_bytes * size, total * dim
    coordinates = b"".join(struct.pack(f"<{rank}i", *place) for place in places)
    label = f"cp.async.bulk.tensor.{rank}d of {element}, swizzle {swizzle}, partly outside"
    return Case(
        name, label, "sm_90a", bulk_ptx(rank, box_bytes), WARP, TRIALS_OF_A_WARP,
        [MapArgument(generator.randbytes(total), element, dims, box, swizzle), coordinates],
        box_bytes * TRIALS_OF_A_WARP, "bytes", box_bytes + BARRIER_BYTES, model=COPY,
    )  # fmt: skip


def cases(target):
    found = [ldmatrix(target, count, transposed) for count in (1, 2, 4) for transposed in (False, True)]
    found += [copy_async(target, width, cache) for width, cache in ((16, "cg"), (16, "ca"), (8, "ca"), (4, "ca"))]
    if target == "sm_90a":
        found += [bulk_tensor("f16", swizzle, 2) for swizzle in (0, 32, 64, 128)]
        found += [bulk_tensor("i8", 128, 2), bulk_tensor("f32", 128, 2), bulk_tensor("bf16", 128, 3)]
    return found
