"""The second phase: the kernels on a GPU, by a child process.

A kernel that never ends or that breaks the device's context ends its process;
another one goes on behind it.
"""

import ctypes
import datetime
import json
import sys
import time

import calibrate_report
import watchdog
from calibrate_build import INDEX
from calibrate_compare import compare
from cuda_driver import Driver, DriverError, KernelArguments
from exits import FAILED, SUCCESS
from targets import Target, format_capability
from tensor_map import ELEMENT_CODES, WIDTHS, TensorMap

CASE_SECONDS = 20  # without a new result
UNWRITTEN = 0xEE


def dense_map(entry, address):
    """The map of an input of the index, whose rows are dense."""
    strides, stride = [], WIDTHS[ELEMENT_CODES[entry["element"]]]
    for dim in entry["dims"][:-1]:
        stride *= dim
        strides.append(stride)
    return TensorMap(
        ELEMENT_CODES[entry["element"]], address, tuple(entry["dims"]), tuple(strides), tuple(entry["box"]),
        entry["swizzle"],
    )  # fmt: skip


def execute(driver, folder, case):
    """The output of a case, as bytes."""
    place, addresses, values = folder / case["name"], [], []

    def allocate(size):
        addresses.append(driver.allocate(size))
        return addresses[-1]

    for entry in case["inputs"]:
        contents = (place / entry["file"]).read_bytes()
        address = allocate(len(contents))
        driver.upload(address, contents)
        is_map = "box" in entry
        values.append(driver.encode_tensor_map(dense_map(entry, address)) if is_map else ctypes.c_uint64(address))
    output = allocate(case["output_bytes"])
    driver.fill(output, UNWRITTEN, case["output_bytes"])
    values.append(ctypes.c_uint64(output))
    module = driver.load_module((place / "code.ptx").read_bytes())
    function = driver.function(module, "calibrate", case["shared_bytes"])
    driver.launch(function, (case["blocks"], 1, 1), case["threads"], case["shared_bytes"], KernelArguments(values))
    driver.synchronize()
    got = driver.download(output, case["output_bytes"])
    driver.unload_module(module)
    for address in addresses:
        driver.free(address)
    return got


def row_of(driver, folder, case):
    row = {"name": case["name"], "instruction": case["instruction"], "model": case["model"]}
    try:
        got = execute(driver, folder, case)
    except DriverError as error:
        return {**row, "error": str(error)}
    (folder / case["name"] / "hardware.bin").write_bytes(got)
    whole, classes = compare(case, (folder / case["name"] / "emulator.bin").read_bytes(), got)
    return {**row, "all": vars(whole), "by_class": {kind: vars(found) for kind, found in classes.items()}}


def work(options, cases):
    """In the child. An error that the context keeps ends it, since later cases
    would fail for that."""
    driver = Driver()
    for case in cases[options.first :]:
        row = row_of(driver, options.folder, case)
        watchdog.append_row(options.rows, row)
        try:
            driver.synchronize()
        except DriverError:
            return watchdog.STOPPED
    return SUCCESS


def run_all(options, cases):
    script = [sys.executable, "-B", sys.argv[0], "run", str(options.folder)]

    def show(row):
        print(f"  {row['name']}: {' '.join(filter(None, calibrate_report.cells(row)[2:]))}", flush=True)

    def missing(number, reason):
        return {**{key: cases[number][key] for key in ("name", "instruction", "model")}, "error": reason}

    return watchdog.run_cases(
        lambda path, first: [*script, f"--rows={path}", f"--first={first}"], len(cases), CASE_SECONDS,
        time.monotonic() + options.limit, show, missing,
    )  # fmt: skip


def run(options):
    index = json.loads((options.folder / INDEX).read_text())
    if options.rows:
        return work(options, index["cases"])
    driver = Driver(make_context=False)
    if not Target.parse(index["target"]).runs_ptx(driver.capability):
        raise DriverError(
            f"the cases are for {index['target']} but the device has compute capability "
            f"{format_capability(driver.capability)}; build them with --target for the device"
        )
    for name, reason in index["refused"].items():
        print(f"  {name}: skipped, the emulator refused: {reason}")
    rows = run_all(options, index["cases"])
    print("\n" + calibrate_report.table(rows))
    print(calibrate_report.summary(rows))
    if len(rows) < len(index["cases"]):
        print(f"{len(index['cases']) - len(rows)} cases were not reached within {options.limit} s; raise --limit")
    if options.report:
        meta = {
            "device": driver.name, "capability": format_capability(driver.capability), "cuda": driver.cuda_version,
            "target": index["target"], "date": datetime.date.today().isoformat(),
        }  # fmt: skip
        calibrate_report.write(options.report, meta, rows)
    complete = len(rows) == len(index["cases"]) and not any("error" in row for row in rows)
    return SUCCESS if complete else FAILED
