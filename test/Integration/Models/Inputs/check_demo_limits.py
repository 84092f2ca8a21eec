"""Tests of the demo's own judgement on made-up rows."""

import sys

sys.path.insert(0, sys.argv[1])
import schemes  # noqa: E402


def rows(**changes):
    """Rows that hold all limits, but for those of the scheme w8a8."""
    made = {}
    for scheme in schemes.SCHEMES:
        weights = int(1000 * scheme.most_weight)
        made[scheme.name] = {"top1": 90.0, "weight_bytes": weights, "speedup": 2.0}
    made["w8a8"].update(changes)
    return made


def failures(made):
    return [text for text, holds in schemes.verdicts(made, timed=True) if not holds]


assert failures(rows()) == []
assert len(failures(rows(top1=89.49))) == 1
assert failures(rows(top1=89.5)) == []
assert len(failures(rows(weight_bytes=271))) == 1
schemes.has_vnni = lambda: True
assert len(failures(rows(speedup=1.79))) == 1
schemes.has_vnni = lambda: False
assert failures(rows(speedup=1.79)) == []
