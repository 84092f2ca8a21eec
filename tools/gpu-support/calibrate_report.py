"""The table of a calibration and its section in a document."""

import tables

TITLES = ("instruction", "model", "result", "differ", "of", "max ulp", "where")
HEAD = """# The PTX emulator beside hardware

Each row is one instruction on random and special operands, run on a GPU and by
`ptx-emu`, compared bit by bit by `tools/gpu-calibrate`. `model` is how the
emulator adds ([tensor cores](PtxEmulator.md#tensor-cores)); `max ulp` the
largest distance in steps of the result's format; `where` the classes of
operands that differ: normal, truncation (long sums of few bits), wide
(exponents), subnormal, special (NaN, infinities, zeros); of integers any and
extreme.
"""


def where(row):
    parts = [f"{kind} {found['differing']}" for kind, found in row["by_class"].items() if found["differing"]]
    if row["all"]["nan"]:
        parts.append(f"NaN for a number {row['all']['nan']}")
    if row["all"]["payload"]:
        parts.append(f"other bits of a NaN {row['all']['payload']}")
    return ", ".join(parts)


def cells(row):
    if "error" in row:
        return (row["instruction"], row["model"], "error", "", "", "", row["error"])
    found = row["all"]
    same = found["differing"] == 0
    return (
        row["instruction"], row["model"], "equal" if same else "differs", "" if same else f"{found['differing']:,}",
        f"{found['elements']:,}", "" if same else f"{found['ulp']:,}", where(row),
    )  # fmt: skip


def table(rows):
    return tables.markdown(TITLES, [cells(row) for row in rows], text_columns=(0, 1, 6))


def summary(rows):
    equal = sum(row.get("all", {}).get("differing") == 0 for row in rows)
    errors = sum("error" in row for row in rows)
    return f"{equal} of {len(rows)} instructions equal, {len(rows) - equal - errors} differ, {errors} without a result"


def write(path, meta, rows):
    if not path.exists():
        path.write_text(HEAD)
    body = (
        f"{meta['device']} (compute capability {meta['capability']}), driver of CUDA {meta['cuda']}, "
        f"PTX for {meta['target']}: {summary(rows)}.\n\n{table(rows)}"
    )
    tables.append_section(path, f"{meta['date']}: {meta['device']}", body)
