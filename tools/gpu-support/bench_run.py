"""The second phase: a process for each type, and the table of all of them.

A process has PyTorch and mixp's kernels in one context, by turns in one loop. A
kernel that never ends or breaks the context costs its own case (watchdog.py).
"""

import datetime
import json
import pathlib
import sys
import time

import tables
import watchdog
from bench_build import INDEX
from bench_report import new_row, report, table, verdicts
from cuda_driver import Driver, DriverError
from exits import FAILED, OUT_OF_BOUND, SUCCESS
from targets import format_capability

SIZE_SECONDS = 60  # for one size, the start of PyTorch included
DEFAULT_CACHE_BYTES = 64 << 20
SAMPLES, QUICK_SAMPLES = 24, 8


def driver_version(driver):
    """The package's version where the kernel module tells it."""
    try:
        words = pathlib.Path("/proc/driver/nvidia/version").read_text().split("\n")[0].split()
        return next(word for word in words if word[0].isdigit() and "." in word)
    except (OSError, StopIteration):
        return f"of CUDA {driver.cuda_version}"


def sizes_of(options, bench_type):
    return [size for size in options.sizes if bench_type.fits(size)]


def work(options):
    """In the child: one type, from size --first on."""
    import torch

    from bench_timing import CudaClock
    from bench_worker import Worker

    torch.cuda.init()
    torch.zeros(1, device="cuda")  # makes the primary context
    driver = Driver()
    stream = torch.cuda.current_stream().cuda_stream
    cache = getattr(torch.cuda.get_device_properties(0), "L2_cache_size", DEFAULT_CACHE_BYTES)
    samples = options.samples or (QUICK_SAMPLES if options.quick else SAMPLES)
    worker = Worker(driver, CudaClock(), torch.device("cuda"), cache, samples, stream)
    (bench_type,) = options.types
    for size in sizes_of(options, bench_type)[options.first :]:
        watchdog.append_row(options.rows, worker.row(options.folder, bench_type, size))
        try:
            driver.synchronize()
            torch.cuda.empty_cache()
        except (DriverError, RuntimeError):
            return watchdog.STOPPED
    return SUCCESS


def summary(row):
    for kind in ("wrong", "error"):
        if kind in row:
            return f"{kind}: {row[kind]}"
    parts = [f"{name} {rate:.1f} {row['unit']}" for name, rate in row["rates"].items()]
    parts += [f"{name} refuses" for name in row["refused"]]
    return f"{', '.join(parts)}, error {row['bound_worst']:.2g} of its bound"


def run_type(options, bench_type, start):
    """Rows of one type."""
    script = [sys.executable, "-B", sys.argv[0], "run", str(options.folder), f"--types={bench_type.name}"]
    script += ["--sizes=" + ",".join(map(str, options.sizes))]
    script += ["--quick"] * options.quick + ([f"--samples={options.samples}"] if options.samples else [])
    sizes = sizes_of(options, bench_type)

    def show(row):
        print(f"  {row['size']}: {summary(row)} ({time.monotonic() - start:.0f} s)", flush=True)

    def missing(number, reason):
        return {**new_row(bench_type, sizes[number]), "error": reason}

    return watchdog.run_cases(
        lambda path, first: [*script, f"--rows={path}", f"--first={first}"], len(sizes), SIZE_SECONDS,
        start + options.limit, show, missing,
    )  # fmt: skip


def available(options):
    """The types that there are bundles of; tells why others are missing."""
    index = json.loads((options.folder / INDEX).read_text())
    types = []
    for bench_type in options.types:
        names = {bench_type.bundle_name(size) for size in options.sizes if bench_type.fits(size)}
        refused = {index["refused"].get(name, "it was not built") for name in names - set(index["bundles"])}
        if names & set(index["bundles"]):
            types.append(bench_type)
        else:
            print(f"{bench_type.name}: skipped: {'; '.join(sorted(refused)) or 'no size fits'}", flush=True)
    return index["target"], types


def run(options):
    start = time.monotonic()
    driver = Driver(make_context=False)
    target, types = available(options)
    meta = {
        "device": driver.name, "capability": format_capability(driver.capability), "driver": driver_version(driver),
        "multiprocessors": driver.multiprocessors, "torch": torch_version(), "target": target,
        "date": datetime.date.today().isoformat(), "command": command_line(sys.argv[1:]),
    }  # fmt: skip
    rows = []
    for number, bench_type in enumerate(types, 1):
        print(f"[{number}/{len(types)}] {bench_type.name}, {time.monotonic() - start:.0f} s elapsed", flush=True)
        found = run_type(options, bench_type, start)
        rows += found
        if len(found) < len(sizes_of(options, bench_type)):
            rows.append({**new_row(bench_type, "others"), "error": f"not reached within {options.limit} s"})
        if options.json:  # after each type: a run that is cut short leaves what it had
            options.json.write_text(json.dumps({**meta, "rows": rows}, indent=1) + "\n")
    publish(options, meta, rows)
    print(f"{time.monotonic() - start:.0f} s elapsed")
    return verdict(rows)


def command_line(words):
    """As typed, but without the folders of this machine's absolute paths."""
    parts = [word.split("=", 1) for word in words]
    for part in parts:
        part[-1] = pathlib.Path(part[-1]).name if part[-1].startswith("/") else part[-1]
    return " ".join(["tools/gpu-bench", *("=".join(part) for part in parts)])


def torch_version():
    import importlib.metadata

    return importlib.metadata.version("torch")


def publish(options, meta, rows):
    print("\n" + table(rows) + "\n")
    for text, holds in verdicts(rows):
        print(f"{'met   ' if holds else 'MISSED'}  {text}")
    if options.table:
        tables.append_section(options.table, f"{meta['date']}: {meta['device']}", report(meta, rows))


def verdict(rows):
    """2 where a result is wrong, 1 where one is missing."""
    if any("wrong" in row for row in rows):
        print("RESULTS ARE WRONG: see above", file=sys.stderr)
        return OUT_OF_BOUND
    return FAILED if not rows or any("error" in row for row in rows) else SUCCESS
