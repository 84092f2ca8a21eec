"""Assembles code.ptx in each folder of a folder: assemble.py TARGET FOLDER.

The assembler is found in PATH or CUDA_HOME; without one nothing is done."""

import os
import pathlib
import shutil
import subprocess
import sys

target, folder = sys.argv[1], pathlib.Path(sys.argv[2])
home = os.environ.get("CUDA_HOME", "/usr/local/cuda")
ptxas = shutil.which("ptxas") or shutil.which("ptxas", path=os.path.join(home, "bin"))
if ptxas is None:
    print("skipped: no ptxas")
    sys.exit(0)
files = sorted(str(path) for path in folder.glob("*/code.ptx"))
failed = 0
for file in files:
    done = subprocess.run([ptxas, f"-arch={target}", file, "-o", os.devnull], capture_output=True, text=True)
    if done.returncode:
        failed += 1
        print(f"{file}:\n{done.stdout}{done.stderr}")
print(f"{len(files)} files, {failed} refused")
sys.exit(1 if failed or not files else 0)
