"""Tables, sections, comparisons, sizes and the watchdog: no device at all."""

import pathlib
import struct
import sys
import tempfile
import time
import unittest

import bench_report
import bench_run
import calibrate_report
import tables
import watchdog
from bench_models import model
from bench_types import SIZES, TYPES, Size, parse_sizes, parse_types
from calibrate_compare import compare
from calibrate_values import CLASSES, FORMATS, seeded, words
from devices import find_peaks

ROW = {
    "type": "e4m3", "size": "8192x8192x8192", "unit": "TFLOP/s", "notes": ["rows padded inside the timing"],
    "rates": {"mixp": 1210.4, "cuBLAS": 1300.0}, "of_library": {"cuBLAS": 0.931}, "of_peak": 0.612,
    "refused": {"cuBLAS fast": "no kernel"}, "bound_worst": 0.1,
}  # fmt: skip


class Tables(unittest.TestCase):
    def test_markdown(self):
        text = tables.markdown(("type", "x|y"), [("f16", 1.5), ("e4m3", 12)])
        self.assertEqual(text, "| type | x\\|y |\n|------|-----:|\n| f16  |  1.5 |\n| e4m3 |   12 |")

    def test_a_section_takes_the_place_of_the_line_that_says_there_is_none(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a.md"
            path.write_text(f"# A\n\n## Runs\n\n{tables.NO_RUN_YET}\n")
            tables.append_section(path, "one", "first\n")
            tables.append_section(path, "two", "second")
            self.assertEqual(path.read_text(), "# A\n\n## Runs\n\n### one\n\nfirst\n\n### two\n\nsecond\n")


class Benches(unittest.TestCase):
    def test_cells(self):
        self.assertEqual(
            bench_report.cells(ROW),
            ("e4m3", "8192x8192x8192", "1210.4 TFLOP/s", "1300.0", "0.93", "refused", "", "61 %", ""),
        )
        decode = {**ROW, "size": "1x8192x8192", "rates": {"mixp": 6.789}, "gb_per_s": 3391.2, "of_memory": 0.7}
        self.assertEqual(bench_report.cells(decode)[2], "6.79 TFLOP/s")
        self.assertEqual(bench_report.cells(decode)[8], "3391 (70 %)")

    def test_wrong_and_missing_results_are_in_the_table(self):
        for kind in ("wrong", "error"):
            row = {"type": "f16", "size": "1x2x3", "unit": "TFLOP/s", "notes": [], kind: "because"}
            self.assertEqual(bench_report.cells(row)[2], kind)
            self.assertEqual(bench_report.remarks([row]), [f"- f16 1x2x3: {kind}: because"])

    def test_remarks_are_told_once(self):
        lines = bench_report.remarks([ROW, {**ROW, "size": "1x2x3"}])
        self.assertEqual(len(lines), 2)
        self.assertEqual(lines[0], "- e4m3 8192x8192x8192, e4m3 1x2x3: cuBLAS fast refuses: no kernel")

    def test_targets(self):
        slow = {**ROW, "type": "f16", "of_library": {"cuBLAS": 0.89}}
        verdicts = list(bench_report.verdicts([ROW, slow]))
        self.assertEqual([holds for _, holds in verdicts], [False, True])
        self.assertIn("at least 0.9 x cuBLAS, measured 0.89", verdicts[0][0])

    def test_report(self):
        meta = dict.fromkeys(("device", "capability", "multiprocessors", "driver", "torch", "target", "command"), "X")
        text = bench_report.report(meta, [ROW])
        self.assertIn("| e4m3 | 8192x8192x8192 | 1210.4 TFLOP/s |", text)
        self.assertIn("- met: e4m3 8192x8192x8192", text)

    def test_a_command_names_no_folder_of_the_machine(self):
        words = ["run", "/data/x/bundles", "--json=/tmp/a.json", "--table", "docs/b.md"]
        self.assertEqual(bench_run.command_line(words), "tools/gpu-bench run bundles --json=a.json --table docs/b.md")

    def test_devices(self):
        self.assertEqual(find_peaks("NVIDIA H200")["memory"], 4800)
        self.assertEqual(find_peaks("NVIDIA H100 80GB HBM3")["f16"], 989.5)
        self.assertEqual(find_peaks("NVIDIA A100-SXM4-40GB")["memory"], 1555)
        self.assertEqual(find_peaks("NVIDIA A100 80GB PCIe")["memory"], 1935)
        self.assertEqual(find_peaks("Fake GPU"), {})

    def test_sizes_and_types(self):
        self.assertEqual(parse_sizes("1x2x3,4x5x6"), (Size(1, 2, 3), Size(4, 5, 6)))
        for text in ("1x2", "0x1x2", "axbxc"):
            with self.assertRaises(ValueError):
                parse_sizes(text)
        with self.assertRaisesRegex(ValueError, "expected types of f16, bf16"):
            parse_types("f16,f17")
        self.assertEqual([size.k for size in SIZES if not TYPES["w4a16"].fits(size)], [511])

    def test_models(self):
        text = model(TYPES["w4a16"], Size(1600, 256, 512))
        self.assertIn("tensor<256x512xi4>", text)
        self.assertIn("rhs_scale(%s : tensor<256x4xf16>) rhs_block [1, 128]", text)
        self.assertIn("tensor.empty(%m) : tensor<?x256xf16>", text)
        self.assertIn("precision(tf32)", model(TYPES["tf32"], Size(1, 2, 3)))
        self.assertIn("tensor.empty() : tensor<5x7xf16>", model(TYPES["f16"], Size(5, 7, 9)))
        names = [TYPES[name].bundle_name(size) for name in ("f16", "w4a16") for size in (Size(65, 7, 9), Size(5, 7, 9))]
        self.assertEqual(names, ["f16", "f16-5x7x9", "w4a16-7x9", "w4a16-5x7x9"])


def make_case(output, count):
    return {"output": output, "blocks": 2, "classes": ["normal", "special"], "bytes": count}


class Comparisons(unittest.TestCase):
    def compare(self, output, letter, wanted, got):
        packed = [struct.pack(f"<{len(values)}{letter}", *values) for values in (wanted, got)]
        return compare(make_case(output, len(wanted)), *packed)

    def test_steps_of_f32(self):
        one, nan, other_nan = 0x3F800000, 0x7FC00000, 0xFFC00001
        whole, classes = self.compare("f32", "I", [one, nan, 0, one], [one + 3, other_nan, 0x80000000, nan])
        self.assertEqual((whole.elements, whole.differing, whole.ulp, whole.nan, whole.payload), (4, 3, 3, 1, 1))
        self.assertEqual((classes["normal"].differing, classes["special"].differing), (1, 2))

    def test_steps_across_zero(self):
        whole, _ = self.compare("f16", "H", [0x8001, 0], [0x0002, 0])
        self.assertEqual((whole.differing, whole.ulp), (1, 3))

    def test_whole_numbers_and_bytes(self):
        self.assertEqual(self.compare("s32", "i", [-5, 7], [5, 7])[0].ulp, 10)
        self.assertTrue(self.compare("bytes", "B", [1, 2], [1, 2])[0].equal)

    def test_table(self):
        whole, classes = self.compare("f32", "I", [0x3F800000, 1], [0x3F800000, 9])
        row = {"name": "n", "instruction": "i", "model": "m", "all": vars(whole)}
        row["by_class"] = {kind: vars(found) for kind, found in classes.items()}
        self.assertEqual(calibrate_report.cells(row), ("i", "m", "differs", "1", "2", "8", "special 1"))
        self.assertEqual(
            calibrate_report.summary([row, {"error": "e"}]), "0 of 2 instructions equal, 1 differ, 1 without a result"
        )


class Values(unittest.TestCase):
    def test_classes(self):
        """NaN and infinities are in `special` only, subnormals in `subnormal`."""
        for name, form in FORMATS.items():
            shift = form.bits - 1 - form.exponent_bits
            for kind in CLASSES:
                packed = words(name, 400, kind, seeded(name))
                letter = {8: "B", 16: "H", 32: "I"}[form.bits]
                codes = struct.unpack(f"<{len(packed) * 8 // form.bits}{letter}", packed)
                exponents = {code >> shift & (1 << form.exponent_bits) - 1 for code in codes}
                top = (1 << form.exponent_bits) - 1
                if form.infinity:
                    self.assertEqual(top in exponents, kind == "special", (name, kind))
                self.assertEqual(0 in exponents, kind in ("subnormal", "special"), (name, kind))


CHILD = """
import json, os, sys, time
first, path = int(sys.argv[1]), sys.argv[2]
for number in range(first, 5):
    if number == 1 and first < 1: time.sleep(60)
    if number == 3: os._exit(9)
    with open(path, "a") as file: file.write(json.dumps({"number": number}) + "\\n")
"""


class Watchdog(unittest.TestCase):
    def test_a_child_that_hangs_and_one_that_ends(self):
        seen = []
        rows = watchdog.run_cases(
            lambda path, first: [sys.executable, "-c", CHILD, str(first), str(path)], 5, 3, time.monotonic() + 90,
            seen.append, lambda number, reason: {"number": number, "error": reason},
        )  # fmt: skip
        self.assertEqual([row["number"] for row in rows], [0, 1, 2, 3, 4])
        self.assertEqual(rows[1]["error"], "no answer within 3 s: it may never end")
        self.assertEqual(rows[3]["error"], "the process ended with 9")
        self.assertEqual(seen, rows)


if __name__ == "__main__":
    unittest.main()
