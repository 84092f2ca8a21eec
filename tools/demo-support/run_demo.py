#!/usr/bin/env python3
"""mixp's main job: a trained model, imported from ONNX, quantized, compiled for
this machine and run on Fashion-MNIST's test images at seven precisions.

Prints a table of accuracy, size and speed, draws it, and checks it against the
limits in schemes.py. Exit status: 0 all limits hold, 1 something failed, 2 a
limit does not hold.
"""

import argparse
import pathlib
import sys

import numpy

import report
from dataset import CALIBRATION_IMAGES, Dataset, DatasetMissing
from mixp_tool import Mixp, MixpFailed
from schemes import SCHEMES, verdicts

HERE = pathlib.Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build"
TEST_IMAGES = 10000
QUICK_IMAGES = 2000
BATCHES = (1, 256)


def arguments():
    parser = argparse.ArgumentParser(
        prog="tools/demo", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", type=pathlib.Path, metavar="F", help="write the table as a list of objects")
    parser.add_argument("--quick", action="store_true", help=f"only {QUICK_IMAGES} images, speed not judged")
    parser.add_argument("--model", type=pathlib.Path, default=HERE / "fashion.onnx", help="another ONNX file")
    parser.add_argument("--work", type=pathlib.Path, default=BUILD / "demo", help="folder for what is made on the way")
    parser.add_argument("--mixp", type=pathlib.Path, default=BUILD / "bin" / "mixp", help="the mixp command")
    return parser.parse_args()


def evaluate(scheme, mixp, model, data, work):
    """One row of the table, without its speed and what compares it with f32."""
    quantized = work / f"{model.stem}-{scheme.name}.mlirbc"
    scores = work / f"scores-{scheme.name}-{len(data.labels)}.npy"
    mixp.quantize(model, scheme.name, data.calibration, quantized)
    mixp.run(quantized, data.test, scores)
    answers = numpy.load(scores).argmax(axis=1)
    return {
        "scheme": scheme.name,
        "model": str(quantized),
        "answers": answers,
        "top1": float(100 * (answers == data.labels).mean()),
        "weight_bytes": mixp.weight_bytes(quantized),
    }


def measure(rows, mixp, data):
    """Adds to each row its speed."""
    times = mixp.microseconds_per_image([row["model"] for row in rows], data.test, BATCHES)
    for row in rows:
        for batch in BATCHES:
            row[f"us_per_image_b{batch}"] = times[row["model"], batch]


def compare(rows):
    """Adds to each row what compares it with the first, f32."""
    base = rows[0]
    for row in rows:
        row["agreement"] = float(100 * (row["answers"] == base["answers"]).mean())
        row["speedup"] = base["us_per_image_b256"] / row["us_per_image_b256"]


def demo(options):
    options.work.mkdir(parents=True, exist_ok=True)
    images = QUICK_IMAGES if options.quick else TEST_IMAGES
    print(f"{options.model.name} on {images} test images, calibrated on {CALIBRATION_IMAGES} training images")
    data = Dataset(options.work, images)
    mixp = Mixp(options.mixp)
    model = options.work / f"{options.model.stem}.mlirbc"
    mixp.import_model(options.model, model)

    rows = []
    for number, scheme in enumerate(SCHEMES, 1):
        print(f"[{number}/{len(SCHEMES)}] {scheme.name}", flush=True)
        rows.append(evaluate(scheme, mixp, model, data, options.work))
    print(f"measuring {len(rows)} models by turns at batch {' and '.join(map(str, BATCHES))}", flush=True)
    measure(rows, mixp, data)
    compare(rows)

    print("\n" + report.table(rows) + "\n")
    picture = options.work / "accuracy.png"
    if report.plot(picture, rows):
        print(f"plot: {picture}")
    else:
        print("no plot: python3-matplotlib is not installed")
    if options.json:
        report.write_json(options.json, rows)
        print(f"table: {options.json}")
    return judge(rows, timed=not options.quick)


def judge(rows, timed):
    """Prints every limit; 0 where all hold, else 2."""
    failures = 0
    for text, holds in verdicts({row["scheme"]: row for row in rows}, timed):
        print(f"{'PASS' if holds else 'FAIL'}  {text}")
        failures += not holds
    print("all limits hold" if not failures else f"{failures} limits do not hold")
    return 2 if failures else 0


def main():
    try:
        return demo(arguments())
    except (MixpFailed, DatasetMissing) as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
