"""How a kernel touches memory, as the emulator counts it.

    memory_access.py TARGET LHS RHS RESULT VARIANT M N K
    memory_access.py TARGET MODEL [FUNCTION]

runs a product of test/Matrix/gpu_cells.py, or of a file's function, on the emulator, compares it with the
evaluator, and prints the widths in bytes of all accesses of lanes to the device's
memory, and each line of PTX whose accesses to shared memory take more wavefronts
than their bytes need. f32 operands are read as tf32.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).parents[3] / "Matrix"))
import gpu_cells


def main():
    target, *rest = sys.argv[1:]
    function = []
    if len(rest) <= 2:
        text = pathlib.Path(rest[0]).read_text()
        function = [f"--function={name}" for name in rest[1:]]
    else:
        lhs, rhs, result, variant, *sizes = rest
        row = gpu_cells.Row(lhs, rhs, result, "tf32" if lhs == "f32" else "")
        text = gpu_cells.module(row, variant, tuple(map(int, sizes)))
    with tempfile.TemporaryDirectory() as folder:
        model, report = pathlib.Path(folder) / "model.mlir", pathlib.Path(folder) / "report.json"
        model.write_text(text)
        command = ["mixp", "run", model, f"--target={target}", "--gpu=emulator", f"--gpu-report={report}", *function]
        command += ["--random=5", "--check-outputs"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        kernels = json.loads(report.read_text())
    for name, kernel in kernels.items():
        widths = {int(width) for line in kernel["lines"] for width in line["globalWidths"]}
        conflicts = [line for line in kernel["lines"] if line["sharedWavefronts"] > line["sharedIdealWavefronts"]]
        used = sum(line["sharedWavefronts"] for line in kernel["lines"])
        print(f"{name}: {kernel['tensorInstructions']} tensor instructions, accesses of {sorted(widths)} bytes, "
              f"{used} wavefronts of shared memory")
        for line in conflicts:
            print(f"conflicts in line {line['line']}, {line['opcode']}: {line['sharedWavefronts']} wavefronts, "
                  f"{line['sharedIdealWavefronts']} needed")
        print(f"{len(conflicts)} lines with conflicts")


main()
