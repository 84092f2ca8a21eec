"""Checks the fields, types and plausibility of what tools/demo --json writes."""

import json
import sys

FIELDS = {
    "scheme": str,
    "top1": float,
    "agreement": float,
    "weight_bytes": int,
    "us_per_image_b1": float,
    "us_per_image_b256": float,
    "speedup": float,
}
SCHEMES = ["f32", "bf16", "f16", "w8a8", "w8a8-dynamic", "w4a8-g128", "w4a16-g128"]

with open(sys.argv[1]) as stream:
    rows = json.load(stream)
assert [row["scheme"] for row in rows] == SCHEMES, rows
for row in rows:
    assert row.keys() == FIELDS.keys(), row
    for field, kind in FIELDS.items():
        assert isinstance(row[field], kind), (field, row)
    assert 0 < row["top1"] <= 100 and 80 <= row["agreement"] <= 100, row
    assert row["us_per_image_b1"] > 0 and row["us_per_image_b256"] > 0, row
assert rows[0]["agreement"] == 100 and rows[0]["speedup"] == 1, rows[0]
