"""Real kernels by launches.py, on addresses of host memory, in the emulator:
test_emulated.py PTX-EMU FOLDER, which has bundles in sm_80 and sm_90a."""

import pathlib
import random
import struct
import sys
import unittest

import calibrate_build
import calibrate_run
import launches
from bundle import Bundle
from calibrate_mma import INSTRUCTIONS, make_case
from emulated_driver import EmulatedDriver
from launches import DeviceTensor
from targets import Target

PTX_EMU, FOLDER = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))


def padded(rows, columns):
    """A matrix of bytes on the host, and its rows in a pitch of 16."""
    pitch = launches.padded_pitch(columns, "i8")
    matrix = [[random.randint(-128, 127) for _ in range(columns)] for _ in range(rows)]
    flat = b"".join(struct.pack(f"<{columns}b", *row) + bytes(pitch - columns) for row in matrix)
    return matrix, flat, pitch


class Products(unittest.TestCase):
    def check(self, target, m, n, k):
        """The s8 bundle's result is the product, to the last bit."""
        random.seed(m)
        bundle = Bundle.read(FOLDER / target / "s8")
        driver = EmulatedDriver(PTX_EMU, Target.parse(target).capability)
        lhs, lhs_bytes, lhs_pitch = padded(m, k)
        rhs, rhs_bytes, rhs_pitch = padded(n, k)
        pitch = launches.padded_pitch(n, "i32")
        a, b, y = (driver.allocate(size) for size in (len(lhs_bytes), len(rhs_bytes), m * pitch))
        driver.upload(a, lhs_bytes)
        driver.upload(b, rhs_bytes)
        (launch,) = bundle.launches
        sizes = launches.evaluate_sizes(launch, {0: (m, k), 1: (n, k)})
        tensors = [
            DeviceTensor("i8", a, m, k, lhs_pitch), DeviceTensor("i8", b, n, k, rhs_pitch),
            DeviceTensor("i32", y, m, n, pitch),
        ]  # fmt: skip
        workspaces = []
        for argument in launch.arguments:
            if argument["kind"] == "workspace":
                size = launches.workspace_bytes(launch, argument, sizes)
                workspaces.append(driver.allocate(size) if size else 0)
                if size:
                    driver.upload(workspaces[-1], bytes(size))
        arguments = launches.build_arguments(driver, launch, tensors, sizes, workspaces)
        function = driver.function(dict(bundle.images(driver.capability))["ptx"], launch.kernel, launch.shared_bytes)
        blocks = launches.grid(launch, sizes, driver.multiprocessors)
        driver.launch(function, blocks, launch.threads, launch.shared_bytes, arguments)
        got = [struct.unpack_from(f"<{n}i", driver.download(y, m * pitch), row * pitch) for row in range(m)]
        for row in range(m):
            wanted = tuple(sum(x * w for x, w in zip(lhs[row], weights)) for weights in rhs)
            self.assertEqual(got[row], wanted, f"row {row}")

    def test_pitches(self):
        self.check("sm_80", 37, 91, 75)

    def test_maps(self):
        self.check("sm_90a", 37, 92, 80)

    def test_more_tiles_than_multiprocessors(self):
        self.check("sm_90a", 131, 516, 32)


class Calibration(unittest.TestCase):
    """A device that is the emulator is equal to it, and one bit is found."""

    def setUp(self):
        self.folder = FOLDER / "calibrate"
        self.driver = EmulatedDriver(PTX_EMU, 90)

    def rows(self):
        index = calibrate_build.json.loads((self.folder / calibrate_build.INDEX).read_text())
        return [calibrate_run.row_of(self.driver, self.folder, case) for case in index["cases"]]

    def test_equal(self):
        rows = self.rows()
        self.assertGreater(len(rows), 4)
        for row in rows:
            self.assertEqual(row["all"]["differing"], 0, row["name"])
            self.assertGreater(row["all"]["elements"], 1000)

    def test_one_bit(self):
        download = self.driver.download

        def flip(address, size):
            contents = bytearray(download(address, size))
            contents[size // 2] ^= 4
            return bytes(contents)

        self.driver.download = flip
        for row in self.rows():
            self.assertEqual(row["all"]["differing"] + row["all"]["payload"], 1, row["name"])

    def test_inputs_are_the_same_each_time(self):
        first, second = (make_case(INSTRUCTIONS[0], "sm_90a", 1) for _ in range(2))
        self.assertEqual(first.inputs, second.inputs)
        self.assertEqual(len(first.inputs[0]), 4 * 32 * 2 * first.blocks)


if __name__ == "__main__":
    unittest.main()
