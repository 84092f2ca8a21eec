"""The parts of gpu-bench that need PyTorch, on the CPU, with kernels in the
emulator: test_torch.py MIXP PTX-EMU FOLDER.

Prints that it is skipped where there is no PyTorch."""

import argparse
import pathlib
import sys
import time
import unittest

MIXP, PTX_EMU, FOLDER = sys.argv.pop(1), sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
try:
    import torch
except ImportError:
    print("skipped: no PyTorch", file=sys.stderr)
    sys.exit(0)

import bench_build
import bench_timing
import device_program
from bench_inputs import make_inputs
from bench_reference import compare
from bench_types import TYPES, Size, parse_sizes, parse_types
from bench_worker import Worker
from bundle import Bundle, Layout
from emulated_driver import EmulatedDriver
from fragments import pack_fragments
from launches import build_arguments, workspace_bytes
from targets import Target


def setUpModule():
    """Bundles of all types that the emulator's PyTorch has, in a folder for each
    target. One of more than 64 rows serves all such sizes."""
    types = parse_types("f16,bf16,tf32,s8")
    for target, sizes in (("sm_80", "65x1x1,5x7x9"), ("sm_90a", "65x1x1,5x8x12,33x272x528")):
        options = argparse.Namespace(
            target=target, output=FOLDER / target, types=types, sizes=parse_sizes(sizes), mixp=MIXP
        )
        bench_build.build(options)
        options.types, options.sizes = parse_types("w4a16"), parse_sizes("5x272x512,73x272x512")
        bench_build.build(options)


class HostClock:
    def time(self, calls):
        start = time.perf_counter()
        for call in calls:
            call()
        return 1e3 * (time.perf_counter() - start)


def make_worker(target):
    driver = EmulatedDriver(PTX_EMU, Target.parse(target).capability)

    def record(driver, launch, tensors, sizes, workspaces=()):
        for tensor in tensors:
            driver.regions[tensor.address] = tensor.batch * tensor.batch_stride
        kinds = [argument for argument in launch.arguments if argument["kind"] == "workspace"]
        for argument, address in zip(kinds, workspaces):
            driver.regions[address] = workspace_bytes(launch, argument, sizes)
        return build_arguments(driver, launch, tensors, sizes, workspaces)

    device_program.build_arguments = record
    return Worker(driver, HostClock(), "cpu", cache_bytes=1, samples=2)


class Rows(unittest.TestCase):
    def check(self, target, name, size):
        row = make_worker(target).row(FOLDER / target, TYPES[name], Size.parse(size))
        self.assertNotIn("wrong", row)
        self.assertNotIn("error", row)
        self.assertEqual(row["exact_worst"], 0)
        self.assertLessEqual(row["bound_worst"], 1)
        self.assertIn("mixp", row["rates"])
        return row

    def test_padded_rows(self):
        for name in ("f16", "bf16", "tf32", "s8"):
            row = self.check("sm_80", name, "73x91x75")
            self.assertIn("rows padded inside the timing", row["notes"], name)

    def test_maps(self):
        for name in ("f16", "bf16", "tf32", "s8"):
            self.check("sm_90a", name, "73x272x80")

    def test_few_rows(self):
        """Static sizes, of which mixp splits K: parts meet in a workspace."""
        for name in ("f16", "bf16", "tf32", "s8"):
            self.check("sm_90a", name, "33x272x528")
        launches = Bundle.read(FOLDER / "sm_90a" / "f16-33x272x528").launches
        self.assertGreater(launches[0].grid["split_k"], 1)

    def test_weights_of_four_bits(self):
        for target in ("sm_80", "sm_90a"):
            for size in ("5x272x512", "73x272x512"):
                name = TYPES["w4a16"].bundle_name(Size.parse(size))
                if (FOLDER / target / name).exists():  # where mixp has a kernel
                    row = self.check(target, "w4a16", size)
                    self.assertIn("weights packed before the timing", row["notes"])

    def test_workspaces_are_zero_between_launches(self):
        worker, size = make_worker("sm_90a"), Size(33, 272, 528)
        inputs = make_inputs(TYPES["bf16"], size, True, "cpu", worker.generator)
        program = worker.program(FOLDER / "sm_90a", "bf16-33x272x528")
        call = program.prepare(inputs.by_name(program.bundle))
        for _ in range(2):
            call.run()
            self.assertEqual(compare(TYPES["bf16"], inputs, call.results["result0"], True).wrong, 0)

    def test_what_the_manifest_wants_is_told(self):
        row = self.check("sm_90a", "tf32", "5x8x12")
        self.assertIn("operands rounded to tf32 before the timing", row["notes"])

    def test_a_library_that_refuses(self):
        row = self.check("sm_80", "s8", "5x7x9")
        self.assertIn("cuBLAS", row["refused"])  # without CUDA

    def test_a_wrong_kernel_is_found(self):
        worker = make_worker("sm_80")
        launch = worker.driver.launch

        def skip_a_tile(function, grid, *rest):
            launch(function, (grid[0] - 1, *grid[1:]), *rest)

        worker.driver.launch = skip_a_tile
        row = worker.row(FOLDER / "sm_80", TYPES["s8"], Size(73, 131, 75))
        self.assertRegex(row["wrong"], r"of 9563 elements \(exact\); worst at \[")
        self.assertNotIn("rates", row)


class Comparisons(unittest.TestCase):
    def setUp(self):
        self.generator = torch.Generator().manual_seed(3)

    def test_one_term_of_k_is_missed(self):
        for name in ("f16", "bf16", "tf32", "s8", "w4a16"):
            size = Size(9, 11, 384)
            inputs = make_inputs(TYPES[name], size, True, "cpu", self.generator)
            rhs = inputs.rhs.t() if TYPES[name].transpose_rhs else inputs.rhs
            whole = inputs.lhs.double() @ rhs.double()
            k = int(torch.nonzero(inputs.lhs[4].double() * rhs[:, 5].double())[0])
            kind = {"s8": torch.int32, "bf16": torch.bfloat16, "tf32": torch.float32}.get(name, torch.float16)
            self.assertEqual(compare(TYPES[name], inputs, whole.to(kind), True).wrong, 0, name)
            whole[4, 5] -= 2 * inputs.lhs[4, k].double() * rhs[k, 5].double() + 64
            found = compare(TYPES[name], inputs, whole.to(kind), True)
            self.assertEqual((found.wrong, found.place[:7]), (1, "[4, 5]:"), name)

    def test_nan_is_wrong(self):
        inputs = make_inputs(TYPES["tf32"], Size(9, 11, 31), False, "cpu", self.generator)
        result = (inputs.lhs.double() @ inputs.rhs.double().t()).float()
        self.assertEqual(compare(TYPES["tf32"], inputs, result, False).wrong, 0)
        result[2, 3] = float("nan")
        self.assertEqual(compare(TYPES["tf32"], inputs, result, False).wrong, 1)


def slow_fragments(codes, layout, offset):
    """docs/GpuBundle.md, sentence by sentence."""
    n, k = codes.shape
    tiles = 4 if layout.bits == 4 else 2

    def stored(row, column):
        code = int(codes[row, column]) if row < n and column < k else 0
        return (code + offset) & ((1 << layout.bits) - 1)

    packed = bytearray()
    for block_n in range(0, n, layout.block_n):
        for block_k in range(0, k, layout.block_k):
            for unit_n in range(block_n, block_n + layout.block_n, 16):
                for unit_k in range(block_k, block_k + layout.block_k, 16 * tiles):
                    for lane in range(32):
                        for tile in range(tiles):
                            words = [0] * (1 if layout.bits == 4 else 2)
                            for r in range(4):
                                for element in range(2):
                                    row = unit_n + lane // 4 + 8 * (r % 2)
                                    column = unit_k + 16 * tile + 2 * (lane % 4) + 8 * (r // 2) + element
                                    if layout.bits == 4:
                                        words[0] |= stored(row, column) << (4 * r + 16 * element)
                                    else:
                                        words[r // 2] |= stored(row, column) << (8 * (r % 2) + 16 * element)
                            for word in words:
                                packed += word.to_bytes(4, "little")
    return packed


class Layouts(unittest.TestCase):
    def test_fragments(self):
        for bits, block_k, signed in ((4, 64, True), (4, 128, False), (8, 32, True), (8, 64, False)):
            layout = Layout("fragments", False, None, bits, 32, block_k)
            codes = torch.randint(0, 1 << bits, (35, 131), dtype=torch.uint8)
            packed = pack_fragments(codes, layout, signed)
            wanted = slow_fragments(codes, layout, 1 << (bits - 1) if signed else 0)
            self.assertEqual(bytes(packed.tolist()), bytes(wanted), (bits, block_k))

    def test_rounding_to_tf32(self):
        bits = torch.tensor([0x3F800FFF, 0x3F801000, 0x7F800000, 0x7FC00001, 0x00001000], dtype=torch.int32)
        rounded = device_program.round_to_tf32(bits.view(torch.float32)).view(torch.int32).tolist()
        self.assertEqual(rounded, [0x3F800000, 0x3F802000, 0x7F800000, 0x7FC00001, 0x00002000])

    def test_a_batch(self):
        tensor = torch.arange(2 * 3 * 5, dtype=torch.float32).reshape(2, 3, 5)
        placed = device_program.place(tensor, "f32", Layout("rows", True))
        for step in placed.steps:
            step()
        device = placed.device
        self.assertEqual((device.rows, device.columns, device.pitch, device.batch_stride), (5, 3, 16, 80))
        read = placed.memory.view(torch.float32).reshape(2, 5, 4)[:, :, :3]
        self.assertTrue(torch.equal(read, tensor.transpose(1, 2)))


class Timings(unittest.TestCase):
    def test_contenders_take_turns_over_all_sets(self):
        called = []

        class Clock:
            def time(self, calls):
                for call in calls:
                    call()
                return 0.5 * len(calls)

        contenders = {name: [lambda name=name, i=i: called.append((name, i)) for i in range(4)] for name in ("a", "b")}
        timings = bench_timing.measure(Clock(), contenders, 5)
        self.assertEqual((timings["a"].median, timings["a"].samples), (0.5, 5))
        # Two warm-ups of all sets, then samples of as many calls as take 5 ms.
        measured = called[16:]
        self.assertEqual([name for name, _ in measured], (["a"] * 10 + ["b"] * 10) * 5)
        self.assertEqual([i for name, i in measured if name == "b"], [i % 4 for i in range(50)])


if __name__ == "__main__":
    unittest.main()
