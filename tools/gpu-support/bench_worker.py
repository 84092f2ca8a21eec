"""Checks and measures one type, in one process with PyTorch."""

import math

import torch

from bench_inputs import make_inputs
from bench_libraries import first_line, libraries
from bench_reference import compare
from bench_report import new_row
from bench_timing import measure
from bench_types import SMALL_M
from bundle import Bundle, BundleError
from cuda_driver import DriverError
from device_program import DeviceProgram
from devices import find_peaks
from launches import LaunchError
from tensor_map import TensorMapError
from torch_types import TypeMissing

CACHES_OF_INPUTS = 3  # all sets of inputs together, over the second-level cache
MOST_SETS = 24
SEED = 20
EXPECTED = (BundleError, DriverError, LaunchError, TensorMapError, TypeMissing, RuntimeError)


class Worker:
    """One type on one device. `clock` measures, `where` is PyTorch's device."""

    def __init__(self, driver, clock, where, cache_bytes, samples, stream=0):
        self.driver, self.clock, self.where, self.stream = driver, clock, where, stream
        self.cache_bytes, self.samples = cache_bytes, samples
        self.generator = torch.Generator(device=where)
        self.generator.manual_seed(SEED)
        self.programs = {}

    def program(self, folder, name):
        if name not in self.programs:
            self.programs[name] = DeviceProgram(self.driver, Bundle.read(folder / name), self.where, self.stream)
        return self.programs[name]

    def row(self, folder, bench_type, size):
        """A dictionary of what was found; `error` says what went wrong."""
        row = new_row(bench_type, size)
        try:
            program = self.program(folder, bench_type.bundle_name(size))
            row["image"] = program.image
            self._check(program, bench_type, size, row)
            if not row.get("wrong"):
                self._time(program, bench_type, size, row)
        except EXPECTED as error:
            row["error"] = first_line(error)
        return row

    def _call(self, program, inputs):
        call = program.prepare(inputs.by_name(program.bundle))
        (result,) = call.results.values()
        return call, result

    def _check(self, program, bench_type, size, row):
        """One product of whole numbers, which must be exact, and one of others."""
        for exact in (True, False):
            inputs = make_inputs(bench_type, size, exact, self.where, self.generator)
            call, result = self._call(program, inputs)
            call.run()
            self.driver.synchronize()
            self._judge(bench_type, inputs, result, "exact" if exact else "bound", row)
            if "wrong" in row:
                return

    @staticmethod
    def _judge(bench_type, inputs, result, kind, row):
        found = compare(bench_type, inputs, result, kind == "exact")
        row[f"{kind}_worst"] = found.worst
        if found.wrong:
            row["wrong"] = f"{found.wrong} of {result.numel()} elements ({kind}); worst at {found.place}"

    def _time(self, program, bench_type, size, row):
        first = make_inputs(bench_type, size, False, self.where, self.generator)
        call, result = self._call(program, first)
        written = result.numel() * result.element_size()
        sets = math.ceil(CACHES_OF_INPUTS * self.cache_bytes / (first.bytes + written))
        sets = min(max(sets, 2), MOST_SETS)
        inputs = [first] + [make_inputs(bench_type, size, False, self.where, self.generator) for _ in range(sets - 1)]
        calls = [call] + [self._call(program, one)[0] for one in inputs[1:]]
        row["sets"] = sets
        row["notes"] += calls[0].notes
        others = libraries(bench_type, inputs)
        contenders = {"mixp": [call.run for call in calls]}
        contenders.update((library.name, library.calls) for library in others if library.calls)
        timings = measure(self.clock, contenders, self.samples)
        self._fill(row, bench_type, size, timings, first.bytes + written)
        row["refused"] = {library.name: library.reason for library in others if library.reason}
        # The last of many calls in a row is right too.
        self._judge(bench_type, first, result, "bound", row)

    def _fill(self, row, bench_type, size, timings, moved):
        operations = 2 * size.m * size.n * size.k
        row["times"] = {name: vars(timing) for name, timing in timings.items()}
        row["rates"] = {name: operations / timing.median * 1e-9 for name, timing in timings.items()}
        row["of_library"] = {name: timings[name].median / timings["mixp"].median for name in timings if name != "mixp"}
        peaks = find_peaks(self.driver.name)
        if bench_type.peak in peaks:
            row["of_peak"] = row["rates"]["mixp"] / peaks[bench_type.peak]
        if size.m <= SMALL_M:
            row["gb_per_s"] = moved / timings["mixp"].median * 1e-6
            if "memory" in peaks:
                row["of_memory"] = row["gb_per_s"] / peaks["memory"]
