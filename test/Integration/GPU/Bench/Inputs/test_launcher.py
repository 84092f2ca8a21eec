"""launches.py, bundle.py and cuda_driver.py against the fake driver."""

import ctypes
import json
import os
import pathlib
import struct
import sys
import unittest

import launches
from bundle import Bundle, BundleError, read_launch
from cuda_driver import Driver, DriverError, KernelArguments
from launches import DeviceTensor, LaunchError
from targets import Target
from tensor_map import TensorMap, TensorMapError

FOLDER = pathlib.Path(sys.argv.pop(1))
LOG = FOLDER / "log"
os.environ["FAKE_CUDA_LOG"] = str(LOG)

LAUNCH = {
    "kernel": "copy_rows", "threads": 64, "shared_bytes": 0, "sizes": {"M": {"value": 0, "dim": 0}, "N": 7, "B": 3},
    "operands": [], "arguments": [], "grid": {"tile_m": 2, "tile_n": 4, "split_k": 5, "split_blocks": 0, "split_depth": 0, "persistent": False},
}  # fmt: skip


def take_log():
    lines = LOG.read_text().splitlines() if LOG.exists() else []
    LOG.unlink(missing_ok=True)
    return lines


def make_launch(**changes):
    return read_launch({**LAUNCH, **changes})


class Targets(unittest.TestCase):
    def test_which_code_runs(self):
        self.assertTrue(Target.parse("sm_80").runs_ptx(90))
        self.assertFalse(Target.parse("sm_80").runs_cubin(90))
        self.assertTrue(Target.parse("sm_80").runs_cubin(86))
        self.assertFalse(Target.parse("sm_86").runs_cubin(80))
        self.assertFalse(Target.parse("sm_90a").runs_ptx(100))
        self.assertTrue(Target.parse("sm_90a").runs_cubin(90))
        with self.assertRaisesRegex(ValueError, "expected a target such as sm_80"):
            Target.parse("sm_9")


class Grids(unittest.TestCase):
    def test_tiles_split_and_batch(self):
        launch = make_launch()
        self.assertEqual(launches.grid(launch, {"M": 5, "N": 9, "B": 3}, 4), (9, 5, 3))
        self.assertEqual(launches.grid(launch, {"M": 4, "N": 8}, 4), (4, 5, 1))
        self.assertIsNone(launches.grid(launch, {"M": 0, "N": 8}, 4))

    def test_parts_where_sizes_decide(self):
        launch = make_launch(grid={**LAUNCH["grid"], "split_blocks": 12, "split_depth": 64})
        for sizes, parts in (
            ({"M": 2, "N": 4, "K": 512}, 5),  # one tile, the most parts
            ({"M": 5, "N": 4, "K": 512}, 4),  # twelve blocks for three tiles
            ({"M": 2, "N": 4, "K": 512, "B": 3}, 4),
            ({"M": 2, "N": 4, "K": 191}, 2),  # long parts
            ({"M": 2, "N": 4, "K": 0}, 1),
            ({"M": 26, "N": 4, "K": 512}, 1),
        ):
            self.assertEqual(launches.grid(launch, sizes, 4)[1], parts, sizes)
        argument = {"kind": "workspace", "bytes_per_tile": 64, "zero": True}
        self.assertEqual(launches.workspace_bytes(launch, argument, {"M": 5, "N": 4, "K": 512}), 3 * 64)
        self.assertEqual(launches.workspace_bytes(launch, argument, {"M": 26, "N": 4, "K": 512}), 0)

    def test_persistent_is_at_most_the_multiprocessors(self):
        launch = make_launch(grid={**LAUNCH["grid"], "persistent": True})
        self.assertEqual(launches.grid(launch, {"M": 5, "N": 9}, 4)[0], 4)
        self.assertEqual(launches.grid(launch, {"M": 1, "N": 1}, 4)[0], 1)

    def test_too_many_blocks(self):
        with self.assertRaisesRegex(LaunchError, "larger than"):
            launches.grid(make_launch(), {"M": 1, "N": 1, "B": 65536}, 4)

    def test_sizes(self):
        self.assertEqual(launches.evaluate_sizes(make_launch(), {0: (11, 7)}), {"M": 11, "N": 7, "B": 3})
        with self.assertRaisesRegex(LaunchError, "not known before"):
            launches.evaluate_sizes(make_launch(), {})


class Arguments(unittest.TestCase):
    """Every kind of argument of an odd operand: 5 rows of 71 f16 in a batch of
    two, 142 bytes in a pitch of 144."""

    def setUp(self):
        self.driver = Driver()
        self.address = self.driver.allocate(2 * 5 * 144)
        self.tensor = DeviceTensor("f16", self.address, 5, 71, launches.padded_pitch(71, "f16"), 2, 5 * 144)
        take_log()

    def tearDown(self):
        self.driver.free(self.address)

    def build(self, *arguments, tensor=None, workspaces=()):
        launch = make_launch(arguments=list(arguments))
        tensors = [tensor or self.tensor]
        return launches.build_arguments(self.driver, launch, tensors, {"M": 5, "N": 71, "K": 9}, workspaces).values

    def test_scalars(self):
        values = self.build(
            {"kind": "pointer", "operand": 0}, {"kind": "pitch", "operand": 0}, {"kind": "batch_stride", "operand": 0},
            {"kind": "size", "name": "K"}, {"kind": "workspace", "bytes_per_tile": 64, "zero": True}, workspaces=[4096],
        )  # fmt: skip
        self.assertEqual([value.value for value in values], [self.address, 144, 720, 9, 4096])
        self.assertEqual([ctypes.sizeof(value) for value in values], [8, 4, 8, 4, 8])

    def test_a_matrix_that_all_of_a_batch_use_has_no_stride(self):
        one = DeviceTensor("f16", self.address, 5, 71, 144, 1, 720)
        (value,) = self.build({"kind": "batch_stride", "operand": 0}, tensor=one)
        self.assertEqual(value.value, 0)

    def test_tensor_map(self):
        one = DeviceTensor("bf16", self.address, 5, 71, 144)
        (value,) = self.build({"kind": "tensor_map", "operand": 0, "box": [64, 128], "swizzle": 128}, tensor=one)
        self.assertEqual(ctypes.sizeof(value), 128)
        self.assertEqual(ctypes.addressof(value) % 64, 0)
        (line,) = take_log()
        self.assertRegex(line, r"element 9 base a\d+ dim 71 box 64 dim 5 box 128 stride 144 swizzle 3 promotion 2$")

    def test_tensor_map_of_bytes(self):
        one = DeviceTensor("f8E4M3FN", self.address, 5, 144, 144)
        self.build({"kind": "tensor_map", "operand": 0, "box": [64, 8], "swizzle": 64}, tensor=one)
        self.assertRegex(take_log()[0], r"element 0 base a\d+ dim 144 box 64 dim 5 box 8 stride 144 swizzle 2")

    def test_a_map_of_a_batch(self):
        described = launches.describe_map({"box": [64, 8, 1], "swizzle": 128}, self.tensor)
        self.assertEqual((described.dims, described.strides), ((71, 5, 2), (144, 720)))
        with self.assertRaisesRegex(LaunchError, "cannot reach all of"):
            launches.describe_map({"box": [64, 8], "swizzle": 128}, self.tensor)

    def test_rules_of_maps(self):
        good = TensorMap(6, 4096, (71, 5), (144,), (64, 8), 128)
        good.check()
        for changes, message in (
            ({"base": 4104}, "multiple of 16 bytes but got address 0x1008"),
            ({"strides": (142,)}, "stride of dim #1 to be a multiple of 16 bytes but got 142"),
            ({"box": (128, 8)}, "at most the swizzle's 128"),
            ({"box": (60, 8), "swizzle": 0}, "multiple of 16 bytes"),
            ({"box": (64, 257)}, "box in dim #1 to be 1 to 256 but got 257"),
            ({"dims": (71, 0)}, "dim #1 to be 1 to 2"),
        ):
            with self.assertRaisesRegex(TensorMapError, message):
                TensorMap(**{**vars(good), **changes}).check()


class Bundles(unittest.TestCase):
    """The runtime's own test bundle: x of M x 7 f32, copied and added to."""

    def setUp(self):
        self.bundle = Bundle.read(FOLDER / "chain")

    def test_images(self):
        self.assertEqual([kind for kind, _ in self.bundle.images(90)], ["cubin", "ptx"])
        with self.assertRaisesRegex(BundleError, "is for sm_90a but the device has compute capability 8.0"):
            self.bundle.images(80)

    def test_shape_of_a_result(self):
        launch = self.bundle.launches[0]
        value = self.bundle.values["t"]
        self.assertEqual(launches.result_shape(launch, launch.operands[1], value, {"M": 3, "N": 7}), (3, 7))

    def test_runs_in_order(self):
        rows = [[10 * m + n + 0.5 for n in range(7)] for m in range(3)]
        driver = Driver()
        module = driver.load_module(self.bundle.images(90)[0][1])
        memory = {name: driver.allocate(96) for name in "xryt"}
        driver.upload(memory["x"], b"".join(struct.pack("<8f", *row, 0) for row in rows))
        driver.upload(memory["r"], self.bundle.constant("r"))
        take_log()
        for launch in self.bundle.launches:
            tensors = []
            for operand in launch.operands:
                count = 1 if operand.value == "r" else 3
                tensors.append(DeviceTensor("f32", memory[operand.value], count, 7, 32, 1, 32 * count))
            sizes = launches.evaluate_sizes(launch, {0: (3, 7)})
            arguments = launches.build_arguments(driver, launch, tensors, sizes)
            function = driver.function(module, launch.kernel, launch.shared_bytes)
            blocks = launches.grid(launch, sizes, driver.multiprocessors)
            driver.launch(function, blocks, launch.threads, launch.shared_bytes, arguments)
        got = struct.unpack("<24f", driver.download(memory["y"], 96))
        wanted = [[value + 100 * (n + 1) for n, value in enumerate(row)] for row in rows]
        self.assertEqual([list(got[8 * m : 8 * m + 7]) for m in range(3)], wanted)
        log = "\n".join(take_log())
        self.assertIn("cuLaunchKernel copy_rows grid 4,1,1 block 64,1,1 shared 0", log)
        self.assertIn("cuFuncSetAttribute 8 = 65536", log)
        self.assertIn("cuLaunchKernel add_row grid 4,1,1 block 64,1,1 shared 65536", log)

    def test_refusals(self):
        with self.assertRaisesRegex(BundleError, "cannot read a bundle"):
            Bundle.read(FOLDER / "absent")
        other = FOLDER / "version"
        other.mkdir(exist_ok=True)
        manifest = json.loads((FOLDER / "chain" / "manifest.json").read_text())
        (other / "manifest.json").write_text(json.dumps({**manifest, "version": 3}))
        with self.assertRaisesRegex(BundleError, "expected version 2"):
            Bundle.read(other)


class Failures(unittest.TestCase):
    def test_messages_of_the_compiler(self):
        os.environ["FAKE_CUDA_REFUSE"] = "ptx"
        try:
            with self.assertRaisesRegex(
                DriverError, r"cuModuleLoadDataEx: .*error 218\): ptx line 3: error 1; ptx line 4"
            ):
                Driver().load_module(b".version 8.6\n")
        finally:
            del os.environ["FAKE_CUDA_REFUSE"]

    def test_too_much_shared_memory(self):
        driver = Driver()
        with self.assertRaisesRegex(DriverError, "needs 300000 bytes .* at most 232448"):
            driver.function(driver.load_module(b".version 8.6\n"), "copy_rows", 300000)

    def test_a_kernel_that_is_not_there(self):
        driver = Driver()
        with self.assertRaisesRegex(DriverError, "cuModuleGetFunction: named symbol not found"):
            driver.function(driver.load_module(b".version 8.6\n"), "absent", 0)

    def test_addresses_of_arguments(self):
        arguments = KernelArguments([ctypes.c_int32(5), ctypes.c_uint64(6)])
        self.assertEqual([ctypes.c_int32.from_address(pointer).value for pointer in arguments.pointers], [5, 6])


if __name__ == "__main__":
    unittest.main()
