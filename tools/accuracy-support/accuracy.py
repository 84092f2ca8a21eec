#!/usr/bin/env python3
"""Accuracy, size and speed of real models at many precisions: each model is
imported, quantized in all ways of variants.py, run on its samples and compared
with the float model.

Prints a table for each model; --write puts them into docs/Quantization.md.
Exit status: 0 all limits hold, 1 something failed, 2 a limit does not hold.
"""

import argparse
import json
import pathlib
import sys

import numpy

import report
import speed
from models import MODELS, DataMissing  # also finds demo-support
from mixp_tool import Mixp, MixpFailed
from variants import VARIANTS

HERE = pathlib.Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "build"
PAGE = HERE.parents[1] / "docs" / "Quantization.md"
NO_DATA = 77


def arguments():
    parser = argparse.ArgumentParser(
        prog="tools/accuracy", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--models", default=",".join(MODELS), help="which, separated by commas (default: all)")
    parser.add_argument("--limits-only", action="store_true", help="only variants that have limits, without speed")
    parser.add_argument("--match", default="", help="only variants whose options hold this text")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    parser.add_argument("--work", type=pathlib.Path, default=BUILD / "accuracy", help="folder for what is made on the way")
    parser.add_argument("--mixp", type=pathlib.Path, default=BUILD / "bin" / "mixp", help="the mixp command")
    return parser.parse_args()


class Measurement:
    """One model at all variants."""

    def __init__(self, model, mixp, work):
        self.model, self.mixp, self.work = model, mixp, work
        self.samples, self.calibration = work / "samples.npy", work / "calibration.npy"
        for path, array in ((self.samples, model.samples), (self.calibration, model.calibration)):
            # An unchanged file keeps what was made of it fresh.
            if not path.exists() or not numpy.array_equal(numpy.load(path), array):
                numpy.save(path, array)
        self.imported = work / f"{model.name}.mlirbc"
        mixp.import_model(model.onnx, self.imported)
        self.reference = None
        self.rows = []

    def measure(self, variant):
        print(f"{self.model.name}: {variant.options}", flush=True)
        quantized = self.work / f"{variant.file_name}.mlirbc"
        scores = self.work / f"{variant.file_name}.npy"
        self.mixp.make(
            "quantize", quantized, [self.imported, self.calibration],
            "quantize", self.imported, *variant.options.split(), f"--calibration={self.calibration}",
            f"--json={quantized.with_suffix('.json')}", "-o", "{output}",
        )  # fmt: skip
        self.mixp.make(
            "compile and run", scores, [quantized, self.samples],
            "run", quantized, "--input", self.samples, "--output", "{output}",
        )  # fmt: skip
        found = numpy.load(scores).reshape(len(self.model.samples), -1)
        if self.reference is None:
            self.reference = self.model.reference(found)
        row = {"options": variant.options, "path": str(quantized), "bytes": self.mixp.weight_bytes(quantized)}
        for measure in self.model.measures:
            row[measure.title] = measure.of(found, self.reference, self.model.labels)
        self.rows.append(row)
        limits = variant.limits.get(self.model.name)
        return list(limits.broken(row, self.rows[0])) if limits else []

    def time(self):
        """Adds microseconds of one sample, on one thread."""
        paths = [row["path"] for row in self.rows]
        printed = self.mixp.call(
            "bench", *paths, "--input", self.samples, "--batch=1", "--json", on_line=lambda line: print(f"  {line}", flush=True)
        )
        for row, timing in zip(self.rows, json.loads(printed)):
            row["us"] = timing["us_per_sample"]


def is_wanted(variant, model, options):
    return options.match in variant.options and (not options.limits_only or model.name in variant.limits)


def measure_model(model, options):
    """(rows, notes below the table, texts of broken limits)."""
    work = options.work / model.name
    work.mkdir(parents=True, exist_ok=True)
    measurement = Measurement(MODELS[model.name](work), Mixp(options.mixp), work)
    broken = []
    # The others are compared with the first.
    for variant in VARIANTS[:1] + [other for other in VARIANTS[1:] if is_wanted(other, model, options)]:
        broken += [f"{model.name} {variant.options}: {text}" for text in measurement.measure(variant)]
    notes = []
    if not options.limits_only:
        measurement.time()
        notes, slow = speed.judge(model.name, measurement.rows, measurement.mixp)
        broken += slow
    return measurement.rows, notes, broken


def main():
    options = arguments()
    unknown = [name for name in options.models.split(",") if name not in MODELS]
    if unknown:
        sys.exit(f"tools/accuracy: unknown model '{unknown[0]}'; known are: {', '.join(MODELS)}")
    tables, broken = [], []
    try:
        for name in options.models.split(","):
            rows, notes, wrong = measure_model(MODELS[name], options)
            tables.append((MODELS[name], rows, notes))
            broken += wrong
    except DataMissing as error:
        print(f"tools/accuracy: {error}", file=sys.stderr)
        sys.exit(NO_DATA)
    except MixpFailed as error:
        sys.exit(f"tools/accuracy: {error}")
    text = report.tables(tables)
    print(text)
    if options.write:
        report.write(PAGE, text)
    for line in broken:
        print(f"LIMIT {line}")
    print(f"{len(broken)} limits do not hold")
    sys.exit(2 if broken else 0)


main()
