"""compare_pipelines.py FOLDER MODEL TOLERANCE [OPTION...]

Runs FOLDER/MODEL.mlirbc on FOLDER/x.npy compiled and by the evaluator; the
scores may differ by TOLERANCE times the largest score. Options go to the
compiled run.
"""

import subprocess
import sys

import numpy as np


def scores(folder, model, name, *options):
    output = f"{folder}/{model}-{name}.npy"
    command = ["mixp", "run", f"{folder}/{model}.mlirbc", "--input",
               f"image={folder}/x.npy", "--output", f"scores={output}", *options]
    subprocess.run(command, check=True)
    return np.load(output)


def main():
    folder, model, tolerance, *options = sys.argv[1:]
    compiled = scores(folder, model, "cpu", *options)
    expected = scores(folder, model, "reference", "--pipeline=reference")
    difference = np.abs(compiled - expected).max() / np.abs(expected).max()
    print(f"{model}: {difference:.2e} of the largest score apart")
    # `not <=` so that NaN fails.
    sys.exit(0 if difference <= float(tolerance) else 1)


if __name__ == "__main__":
    main()
