#!/usr/bin/env python3
"""Compares the PTX emulator with a GPU, instruction by instruction.

  build   writes kernels, inputs and the emulator's results: needs ptx-emu
  run     runs them on this machine's GPU and compares bit by bit

A difference is a finding, not a failure. Exit status: 0 done, 1 something
failed, 77 no GPU.
"""

import argparse
import pathlib
import re
import sys

import calibrate_build
import calibrate_run
import exits
from cuda_driver import DriverError, NoDevice
from ptx_text import VERSIONS

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TOOL = "gpu-calibrate"


def arguments():
    parser = argparse.ArgumentParser(
        prog="tools/gpu-calibrate", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    phases = parser.add_subparsers(dest="phase", required=True)
    build = phases.add_parser("build", help="write the cases")
    build.add_argument("--target", choices=list(VERSIONS), default="sm_90a", help="(default: sm_90a)")
    build.add_argument("--match", type=re.compile, default=re.compile(""), metavar="REGEX", help="names of cases")
    default = ROOT / "build" / "bin" / "ptx-emu"
    build.add_argument("--ptx-emu", type=pathlib.Path, default=default, help="the ptx-emu command")
    build.add_argument("-o", dest="output", type=pathlib.Path, required=True, metavar="DIR", help="folder for cases")
    run = phases.add_parser("run", help="compare on this machine's GPU")
    run.add_argument("folder", type=pathlib.Path, metavar="DIR", help="what build wrote")
    run.add_argument("--report", type=pathlib.Path, metavar="F", help="append a table to this document")
    run.add_argument("--limit", type=int, default=240, metavar="S", help="seconds for all (default: 240)")
    run.add_argument("--rows", type=pathlib.Path, help=argparse.SUPPRESS)  # of a child
    run.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    options = arguments()
    try:
        if options.phase == "run":
            if not (options.folder / calibrate_build.INDEX).exists():
                return exits.fail(TOOL, f"'{options.folder}' has no {calibrate_build.INDEX}; build it first")
            return calibrate_run.run(options)
        if not options.ptx_emu.exists():
            return exits.fail(TOOL, f"no ptx-emu at '{options.ptx_emu}'; build it, or name it by --ptx-emu")
        return exits.SUCCESS if calibrate_build.build(options) else exits.FAILED
    except NoDevice as error:
        return exits.skip(TOOL, error)
    except (DriverError, OSError, ValueError) as error:
        return exits.fail(TOOL, error)


if __name__ == "__main__":
    sys.exit(main())
