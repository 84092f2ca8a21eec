"""Lets every call of the driver fail in turn: fail_each_call.py LIBRARY COMMAND...

Each time the command has to exit with 3, name the function and free all memory.
"""

import collections
import os
import subprocess
import sys
import tempfile

# Called only where something else failed, or without a way to report it.
UNCHECKED = {"cuDevicePrimaryCtxRelease_v2", "cuMemFree_v2"}
SILENT = [
    "cuInit", "cuDeviceGetCount", "cuDeviceGetName", "cuDeviceGetAttribute", "cuDriverGetVersion",
    "cuDevicePrimaryCtxRetain", "cuCtxSetCurrent", "cuEventCreate", "cuEventSynchronize", "cuEventElapsedTime",
]


def run(library, command, fail=None):
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        environment = dict(os.environ, MIXP_LIBCUDA=library, FAKE_CUDA_LOG=log)
        if fail:
            environment["FAKE_CUDA_FAIL"] = fail
        result = subprocess.run(command, env=environment, capture_output=True, text=True)
        lines = open(log).read().splitlines() if os.path.exists(log) else []
    return result, lines


def main():
    library, *command = sys.argv[1:]
    result, lines = run(library, command)
    if result.returncode:
        sys.exit(f"without a failure: {result.stderr}")
    counts = collections.Counter(line.split()[0] for line in lines)
    counts.update(SILENT)
    failures = 0
    for symbol in counts:
        for number in range(1, counts[symbol] + 1) if symbol not in UNCHECKED else ():
            result, lines = run(library, command, f"{symbol}:{number}:2")
            released = [line for line in lines if "Release" in line]
            retained = symbol not in SILENT[:3] + ["cuDevicePrimaryCtxRetain", "cuDeviceGet"]
            # Memory that the context's release would free is still a leak.
            clean = released == ["cuDevicePrimaryCtxRelease_v2 with 0 allocations"] or (
                not released and (not retained or symbol in SILENT)
            )
            told = f"{symbol}: out of memory (error 2)" in result.stderr
            one_line = result.stderr.count("\n") == 1
            if result.returncode != 3 or not clean or not told or not one_line:
                print(f"{symbol} #{number}: exit {result.returncode}, {released}, {result.stderr}")
                failures += 1
    print(f"{sum(counts.values())} calls, {failures} failures")
    sys.exit(failures != 0)


if __name__ == "__main__":
    main()
