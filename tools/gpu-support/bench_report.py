"""The table of a run, its section in a document, and the targets."""

import tables
from bench_names import CUBLAS, CUBLAS_FAST

TITLES = (
    "type", "M x N x K", "mixp", "cuBLAS", "mixp / cuBLAS", "cuBLAS fast", "mixp / fast", "of peak", "GB/s",
)  # fmt: skip
LARGE, DECODE = "8192x8192x8192", "16x8192x8192"
# (type, size, times cuBLAS): what docs/Performance-GPU.md asks for.
TARGETS = tuple((name, LARGE, 0.9) for name in ("f16", "bf16", "e4m3", "s8")) + (("w4a16", DECODE, 3.0),)


def new_row(bench_type, size):
    """A row without figures yet."""
    return {"type": bench_type.name, "size": str(size), "unit": bench_type.unit, "notes": []}


def number(value, form="{:.1f}"):
    return "" if value is None else form.format(value)


def percent(value):
    return number(None if value is None else 100 * value, "{:.0f} %")


def rate(row, name):
    if name in row.get("refused", {}):
        return "refused"
    value = row.get("rates", {}).get(name)
    return number(value, "{:.2f}" if value is not None and value < 10 else "{:.1f}")


def cells(row):
    ratios = row.get("of_library", {})
    measured = row.get("rates", {})
    what = "wrong" if "wrong" in row else "error" if "error" in row else rate(row, "mixp")
    memory = number(row.get("gb_per_s"), "{:.0f}")
    if "of_memory" in row:
        memory += f" ({percent(row['of_memory'])})"
    return (
        row["type"], row["size"], f"{what} {row['unit']}" if measured else what,
        rate(row, CUBLAS), number(ratios.get(CUBLAS), "{:.2f}"),
        rate(row, CUBLAS_FAST), number(ratios.get(CUBLAS_FAST), "{:.2f}"),
        percent(row.get("of_peak")), memory,
    )  # fmt: skip


def table(rows):
    return tables.markdown(TITLES, [cells(row) for row in rows], text_columns=(0, 1))


def remarks(rows):
    """What the table's cells cannot say, as a list."""
    lines = {}
    for row in rows:
        for kind in ("wrong", "error"):
            if kind in row:
                lines.setdefault(f"{kind}: {row[kind]}", []).append(row)
        for name, reason in row.get("refused", {}).items():
            lines.setdefault(f"{name} refuses: {reason}", []).append(row)
        for note in row["notes"]:
            lines.setdefault(note, []).append(row)
    return [f"- {', '.join(case_name(row) for row in found)}: {text}" for text, found in lines.items()]


def case_name(row):
    return f"{row['type']} {row['size']}"


def verdicts(rows):
    """(text, whether it holds) of each target that was measured."""
    by_case = {(row["type"], row["size"]): row for row in rows}
    for name, size, wanted in TARGETS:
        row = by_case.get((name, size))
        if row is None:
            continue
        found = row.get("of_library", {}).get(CUBLAS)
        what = "cuBLAS of f16" if name == "w4a16" else "cuBLAS"
        text = f"{name} {size}: at least {wanted:g} x {what}, measured {number(found, '{:.2f}') or 'nothing'}"
        yield text, found is not None and found >= wanted


def report(meta, rows):
    """The body of a section: the machine, the table, remarks and targets."""
    machine = (
        f"{meta['device']} (compute capability {meta['capability']}, {meta['multiprocessors']} multiprocessors), "
        f"driver {meta['driver']}, PyTorch {meta['torch']}, code for {meta['target']}."
    )
    lines = [machine, "", f"    {meta['command']}", "", table(rows), ""]
    lines += remarks(rows)
    found = list(verdicts(rows))
    if found:
        lines += ["", "Targets:", ""]
        lines += [f"- {'met' if holds else '**missed**'}: {text}" for text, holds in found]
    return "\n".join(lines) + "\n"
