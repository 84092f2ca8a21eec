"""What the demo shows: a table, a plot, JSON."""

import json

COLUMNS = (
    ("scheme", "scheme", "{}"),
    ("top1", "top-1 %", "{:.2f}"),
    ("agreement", "as f32 %", "{:.2f}"),
    ("weight_bytes", "weight bytes", "{:,}"),
    ("us_per_image_b1", "us/image b1", "{:.1f}"),
    ("us_per_image_b256", "us/image b256", "{:.2f}"),
    ("speedup", "x f32", "{:.2f}"),
)


def table(rows):
    """The rows as aligned text, the scheme to the left, numbers to the right."""
    cells = [[title for _, title, _ in COLUMNS]]
    cells += [[form.format(row[key]) for key, _, form in COLUMNS] for row in rows]
    widths = [max(len(line[i]) for line in cells) for i in range(len(COLUMNS))]
    lines = []
    for line in cells:
        first, *rest = line
        padded = [text.rjust(width) for text, width in zip(rest, widths[1:])]
        lines.append("  ".join([first.ljust(widths[0]), *padded]))
    lines.insert(1, "-" * len(lines[0]))
    return "\n".join(lines)


def rounded(value):
    """Without the digits that no measurement here has."""
    return round(value, 4) if isinstance(value, float) else value


def write_json(path, rows):
    keys = [key for key, _, _ in COLUMNS]
    objects = [{key: rounded(row[key]) for key in keys} for row in rows]
    path.write_text(json.dumps(objects, indent=2) + "\n")


def plot(path, rows):
    """Accuracy against speed and against size. False where matplotlib lacks."""
    try:
        import matplotlib
    except ImportError:
        return False
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(11, 4.2), sharey=True)
    panels = (
        ("us_per_image_b256", 1, "microseconds per image at batch 256"),
        ("weight_bytes", 1 / 1024, "KiB of weights"),
    )
    for axis, (key, factor, label) in zip(axes, panels):
        for row, marker in zip(rows, "osD^v<>p*"):
            axis.scatter(row[key] * factor, row["top1"], s=60, marker=marker, label=row["scheme"], zorder=3)
        axis.set_xlabel(label)
        axis.set_xlim(0, 1.1 * factor * max(row[key] for row in rows))
        axis.margins(y=0.2)
        axis.grid(alpha=0.3)
    axes[0].set_ylabel("top-1 on the test images, %")
    axes[1].legend(loc="center left", bbox_to_anchor=(1.02, 0.5))
    figure.suptitle("Fashion-MNIST: accuracy against speed and size")
    figure.tight_layout()
    figure.savefig(path, dpi=130)
    return True
