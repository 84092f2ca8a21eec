"""Tables as text and in Markdown, and sections of Markdown files."""

NO_RUN_YET = "No run on hardware yet."


def markdown(titles, rows, text_columns=(0,)):
    """A table with padded cells, those of `text_columns` to the left."""
    cells = [[str(cell).replace("|", "\\|") for cell in row] for row in [titles, *rows]]
    widths = [max(3, *(len(line[i]) for line in cells)) for i in range(len(titles))]

    def join(line):
        padded = [
            text.ljust(width) if number in text_columns else text.rjust(width)
            for number, (text, width) in enumerate(zip(line, widths))
        ]
        return "| " + " | ".join(padded) + " |"

    rules = ["-" * (width + 1) + ("-" if i in text_columns else ":") for i, width in enumerate(widths)]
    return "\n".join([join(cells[0]), "|" + "|".join(rules) + "|", *map(join, cells[1:])])


def append_section(path, title, body):
    """Adds a section to the end of a file and takes away the line that says
    that there is none yet."""
    text = path.read_text() if path.exists() else ""
    lines = [line for line in text.rstrip("\n").split("\n") if line.strip() != NO_RUN_YET]
    text = "\n".join(lines).rstrip("\n")
    path.write_text(f"{text}\n\n### {title}\n\n{body.strip()}\n".lstrip("\n"))
