#!/usr/bin/env python3
"""Measures mixp's GPU kernels beside cuBLAS, in two phases.

  build   writes models and compiles a bundle of each: needs mixp, no GPU
  run     checks and measures the bundles: needs a GPU, its driver and PyTorch

Exit status: 0 done, 1 something failed, 2 a result is wrong, 77 no GPU or no
PyTorch. docs/Performance-GPU.md says what is measured.
"""

import argparse
import importlib.util
import pathlib
import sys

import bench_build
import exits
from bench_types import SIZES, TYPES, parse_sizes, parse_types
from cuda_driver import Driver, DriverError, NoDevice

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TOOL = "gpu-bench"
QUICK_SIZES = "4096x4096x4096,16x8192x8192,4096x4096x511"


def checked(parse):
    """A parser for argparse that keeps the message of what is wrong."""

    def convert(text):
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return convert


def arguments():
    parser = argparse.ArgumentParser(
        prog="tools/gpu-bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    phases = parser.add_subparsers(dest="phase", required=True)
    build = phases.add_parser("build", help="compile a bundle for each type")
    run = phases.add_parser("run", help="check and measure bundles on this machine's GPU")
    for phase in (build, run):
        phase.add_argument(
            "--types", type=checked(parse_types), default=tuple(TYPES.values()), metavar="T,...",
            help=f"of {', '.join(TYPES)} (default: all)",
        )  # fmt: skip
        phase.add_argument("--sizes", type=checked(parse_sizes), metavar="MxNxK,...", help="products (default: six)")
    build.add_argument("--target", default="sm_90a", help="what to compile for (default: sm_90a)")
    build.add_argument("--mixp", type=pathlib.Path, default=ROOT / "build" / "bin" / "mixp", help="the mixp command")
    build.add_argument("-o", dest="output", type=pathlib.Path, required=True, metavar="DIR", help="folder for bundles")
    run.add_argument("folder", type=pathlib.Path, metavar="DIR", help="what build wrote")
    run.add_argument("--json", type=pathlib.Path, metavar="F", help="write all figures")
    run.add_argument("--table", type=pathlib.Path, metavar="F", help="append a section to this document")
    run.add_argument("--quick", action="store_true", help="three sizes and fewer samples: within two minutes")
    run.add_argument("--samples", type=int, help="of each time (default: 24)")
    run.add_argument("--limit", type=int, default=450, metavar="S", help="seconds for all (default: 450)")
    run.add_argument("--rows", type=pathlib.Path, help=argparse.SUPPRESS)  # of a child
    run.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.sizes is None:
        options.sizes = parse_sizes(QUICK_SIZES) if getattr(options, "quick", False) else SIZES
    return options


def run(options):
    import bench_run

    Driver(make_context=False)
    if importlib.util.find_spec("torch") is None:
        return exits.skip(TOOL, f"no PyTorch: {sys.executable} has no module torch")
    if options.rows:
        return bench_run.work(options)
    if not (options.folder / bench_build.INDEX).exists():
        return exits.fail(TOOL, f"'{options.folder}' has no {bench_build.INDEX}; run tools/gpu-bench build first")
    return bench_run.run(options)


def build(options):
    if not options.mixp.exists():
        return exits.fail(TOOL, f"no mixp at '{options.mixp}'; build it, or name it by --mixp")
    return exits.SUCCESS if bench_build.build(options) else exits.FAILED


def main():
    options = arguments()
    try:
        return run(options) if options.phase == "run" else build(options)
    except NoDevice as error:
        return exits.skip(TOOL, error)
    except (DriverError, OSError, ValueError) as error:
        return exits.fail(TOOL, error)


if __name__ == "__main__":
    sys.exit(main())
