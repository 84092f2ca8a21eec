"""Tables of a run, as Markdown."""

BEGIN, END = "<!-- tools/accuracy: begin -->\n", "<!-- tools/accuracy: end -->\n"


def table(model, rows, notes):
    """One model's: a row for each variant, and the notes below."""
    base = rows[0]
    timed = "us" in base
    titles = ["`mixp quantize`", *(measure.title for measure in model.measures), "weights, kB"]
    if timed:
        titles += ["us a sample", "x f32"]
    lines = [f"### {model.title}", "", "| " + " | ".join(titles) + " |", "|---" * len(titles) + "|"]
    for row in rows:
        cells = [f"`{row['options']}`"]
        cells += [measure.text(row[measure.title]) for measure in model.measures]
        cells.append(f"{row['bytes'] / 1000:.0f}")
        if timed:
            cells += [f"{row['us']:.1f}", f"{base['us'] / row['us']:.2f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n" + "".join(f"\n{note}.\n" for note in notes)


def tables(results):
    """All of them; `results` are tuples of a model, its rows and its notes."""
    return "\n".join(table(*result) for result in results)


def write(page, text):
    """Puts the tables between the marks of the page."""
    whole = page.read_text()
    before, _, rest = whole.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{page}: expected the lines {BEGIN.strip()} and {END.strip()}")
    page.write_text(before + BEGIN + "\n" + text + "\n" + END + after)
