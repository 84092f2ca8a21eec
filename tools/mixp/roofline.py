"""Draws the results of mixp bench --suite: roofline.py suite.json roofline.png

Each point is a product: its speed over the operations that it does with each
byte of weights. The roofs are what the machine did in the same run.
"""

import json
import sys

try:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
except ImportError as error:
    sys.exit(f"roofline.py: {error}")


def family(types):
    """The types whose instruction bounds a product."""
    lhs, rhs, _ = types.split(",")
    if lhs.endswith(":i8") or ("i" in lhs and "i" in rhs):
        return "int8"
    return "bf16" if (lhs, rhs) == ("bf16", "bf16") else "f32"


def median(values):
    values = sorted(values)
    return values[len(values) // 2]


def draw_roof(axes, points, color):
    peak = median([point["peak_gops"] for point in points])
    stream = median([point["stream_gbs"] for point in points])
    ridge = peak / stream
    low = min(point["gops"] / point["weights_gbs"] for point in points)
    high = max(point["gops"] / point["weights_gbs"] for point in points)
    ends = [min(low, ridge) / 2, ridge, max(high, ridge) * 2]
    axes.plot(ends, [ends[0] * stream, peak, peak], color=color, linewidth=1)


def main():
    data, image = sys.argv[1:]
    with open(data) as file:
        ran = [row for row in json.load(file) if "gops" in row]
    figure, axes = plt.subplots(figsize=(8, 5.5))
    colors = {"f32": "tab:blue", "bf16": "tab:green", "int8": "tab:red"}
    for name, color in colors.items():
        for threads, marker in ((1, "o"), (2, "^")):
            points = [row for row in ran if family(row["types"]) == name and row["threads"] == threads]
            if not points:
                continue
            draw_roof(axes, points, color)
            label = f"{name}, {threads} thread" + ("s" if threads > 1 else "")
            intensity = [row["gops"] / row["weights_gbs"] for row in points]
            axes.scatter(intensity, [row["gops"] for row in points], s=16, color=color, marker=marker, label=label)
    axes.set(xscale="log", yscale="log", xlabel="operations per byte of weights", ylabel="GOP/s")
    axes.grid(True, which="both", linewidth=0.3)
    if ran:
        axes.legend()
    figure.tight_layout()
    figure.savefig(image, dpi=120)


if __name__ == "__main__":
    main()
