"""Tables of the support matrix's pages."""


def table(head, rows, columns, cell):
    """A table whose first column is `rows`, and `cell(row, column)` the others."""
    text = "| " + " | ".join([head, *columns]) + " |\n" + "|---" * (1 + len(columns)) + "|\n"
    for row in rows:
        text += "| " + " | ".join([row, *(cell(row, column) for column in columns)]) + " |\n"
    return text + "\n"


def show(index):
    """A cell of `table`: the symbols that `index` has for a row and a column."""
    return lambda row, column: " ".join(sorted(index.get((row, column), ())))
