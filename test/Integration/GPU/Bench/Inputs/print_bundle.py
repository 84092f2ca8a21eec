"""Prints the operands of bundles: print_bundle.py FOLDER NAME..."""

import json
import pathlib
import sys

for name in sys.argv[2:]:
    manifest = json.loads((pathlib.Path(sys.argv[1]) / name / "manifest.json").read_text())
    types = {value["name"]: value["type"] for value in manifest["values"]}
    (launch,) = manifest["launches"]
    texts = {"read": [], "write": []}
    for operand in launch["operands"]:
        transposed = " transposed" if operand["layout"]["transpose"] else ""
        texts[operand["access"]].append(f"{types[operand['value']]} [{', '.join(operand['dims'])}]{transposed}")
    print(f"{name}: {', '.join(texts['read'])} -> {', '.join(texts['write'])}")
