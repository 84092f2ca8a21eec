"""Calls of the mixp command, each skipped where its output is up to date."""

import json
import subprocess
import tempfile
import time


class MixpFailed(Exception):
    pass


class Mixp:
    """One mixp binary; prints a line for each step and how long it took."""

    def __init__(self, binary):
        self.binary = binary

    def call(self, *arguments, on_line=None):
        """Runs `mixp ARGUMENTS` and returns what it prints. `on_line` gets each
        line of progress when it is printed."""
        command = [str(word) for word in (self.binary, *arguments)]
        messages = []
        with tempfile.TemporaryFile("w+") as printed:
            try:
                process = subprocess.Popen(command, stdout=printed, stderr=subprocess.PIPE, text=True)
            except OSError as error:
                raise MixpFailed(f"{command[0]}: {error.strerror}; build it by tools/demo") from error
            with process:
                for line in process.stderr:
                    messages.append(line)
                    if on_line:
                        on_line(line.rstrip())
            if process.returncode:
                raise MixpFailed(f"{' '.join(command)}\nexited with {process.returncode}:\n{''.join(messages)}")
            printed.seek(0)
            return printed.read()

    def fresh(self, output, inputs):
        """Whether `output` is newer than every input and than mixp itself."""
        if not output.exists():
            return False
        written = output.stat().st_mtime
        return all(path.stat().st_mtime <= written for path in [*inputs, self.binary])

    def make(self, what, output, inputs, *arguments):
        """Runs a command that writes `output`, where it is not fresh.

        It writes beside it first, so that an interrupted run leaves no output
        that looks fresh. `{output}` in an argument stands for that place.
        """
        if self.fresh(output, inputs):
            print(f"  {what}: up to date", flush=True)
            return
        start = time.monotonic()
        print(f"  {what} ...", end="", flush=True)
        partial = output.with_name("partial-" + output.name)
        self.call(*(str(argument).replace("{output}", str(partial)) for argument in arguments))
        partial.replace(output)
        print(f" {time.monotonic() - start:.1f} s", flush=True)

    def import_model(self, onnx, output):
        self.make(f"import {onnx.name}", output, [onnx], "import", onnx, "-o", "{output}")

    def quantize(self, model, scheme, calibration, output):
        """Also writes a summary, which weight_bytes() reads, beside `output`."""
        self.make(
            "quantize", output, [model, calibration],
            "quantize", model, f"--scheme={scheme}", f"--calibration={calibration}",
            f"--json={output.with_suffix('.json')}", "-o", "{output}",
        )  # fmt: skip

    def run(self, model, images, output):
        """Compiles the model and runs it on all images at once."""
        self.make(
            "compile and run", output, [model, images],
            "run", model, "--input", f"image={images}", "--output", "scores={output}",
        )  # fmt: skip

    def weight_bytes(self, quantized):
        """Bytes of the constants that matmuls of `quantized` read, as
        `quantize` counted them: weights and their scales."""
        return json.loads(quantized.with_suffix(".json").read_text())["weight_bytes"]

    def microseconds_per_image(self, models, images, batches):
        """A dictionary by (model, batch). One process measures all of them by
        turns, so that they can be compared on a machine with other work."""
        start = time.monotonic()
        sizes = ",".join(map(str, batches))
        printed = self.call(
            "bench", *models, "--input", f"image={images}", f"--batch={sizes}", "--json",
            on_line=lambda line: print(f"  {line}", flush=True),
        )  # fmt: skip
        print(f"  measured: {time.monotonic() - start:.1f} s", flush=True)
        return {(row["model"], row["batch"]): float(row["us_per_sample"]) for row in json.loads(printed)}
